"""Who was at the meeting from when to when, as the minutes tell it."""

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from consensus.domain.minutes import MinutesPresence, stays_text
from consensus.persistence.tables import Event, Member, Person
from consensus.services.meetings.minutes_clock import clock_of_day


def presence_of(
    session: Session, process_id: UUID, events: Iterable[Event], zone: ZoneInfo
) -> tuple[MinutesPresence, ...]:
    """The stays of everybody who was there, by name."""
    times: dict[str, list[tuple[str, bool]]] = {}
    names: dict[str, str] = {}
    for event in events:
        if event.verb in ("presence.in", "presence.out"):
            times.setdefault(event.object_id, []).append((clock_of_day(event.at, zone), event.verb == "presence.in"))
            names[event.object_id] = event.detail["name"]
        elif event.verb in ("presence.in_undone", "presence.out_undone") and times.get(event.object_id):
            times[event.object_id].pop()
    rows = session.exec(
        select(Member, Person.name)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process_id)
    )
    members = {str(member.id): (name, member) for member, name in rows}
    return tuple(
        sorted(
            (
                MinutesPresence(
                    members[key][0] if key in members else names[key],
                    _role(members[key][1]) if key in members else "",
                    stays_text(said),
                )
                for key, said in times.items()
                if said
            ),
            key=lambda row: row.name.casefold(),
        )
    )


def _role(member: Member) -> str:
    return ", ".join(part for part in (member.stakeholder_group or member.role.value, member.institution) if part)
