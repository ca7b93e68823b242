"""What the record says of those who come in, and of a link that somebody else tried."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from consensus.domain.lifecycle import InvitationState
from consensus.domain.roles import Action
from consensus.persistence.database import Database
from consensus.persistence.signals import Audience
from consensus.persistence.tables import AccessLink, Invitation, Member, Person
from consensus.services import audit
from consensus.services.access import require
from consensus.services.context import Context

# Somebody who presses again and again in the second browser is one entry on the record.
_SAME_TRY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class RefusedLink:
    """A link in force that was tried in a second browser: whose, when last, and on which device."""

    member_id: UUID
    name: str
    at: datetime
    agent: str


def list_refused_links(ctx: Context, process_id: UUID) -> tuple[RefusedLink, ...]:
    """Links that were tried in a second browser and not replaced since, the newest try first."""
    newer = aliased(AccessLink)
    replaced = (
        select(newer.id)
        .where(
            newer.person_id == AccessLink.person_id,
            newer.process_id == AccessLink.process_id,
            col(newer.created_at) > col(AccessLink.refused_at),
        )
        .exists()
    )
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_PANEL, process_id)
        rows = session.exec(
            select(Member.id, Person.name, AccessLink.refused_at, AccessLink.refused_agent)
            .join(Person, col(Person.id) == col(AccessLink.person_id))
            .join(Member, col(Member.person_id) == col(AccessLink.person_id))
            .where(
                AccessLink.process_id == process_id,
                Member.process_id == process_id,
                col(AccessLink.refused_at).is_not(None),
                col(AccessLink.revoked_at).is_(None),
                ~replaced,
            )
            .order_by(col(AccessLink.refused_at).desc())
        )
        return tuple(RefusedLink(member_id, name, at, agent) for member_id, name, at, agent in rows if at is not None)


def note_arrival(db: Database, session: Session, process_id: UUID, person_id: UUID, verb: str) -> None:
    """Put every sign-in on the record: whoever issued a link or a code could have used it in somebody's place."""
    process = db.lock_process(session, process_id)
    member = session.exec(
        select(Member).where(Member.process_id == process_id, Member.person_id == person_id)
    ).one_or_none()
    if process is None or member is None:
        return
    invitation = session.get(Invitation, member.id)
    if invitation is not None and invitation.state is InvitationState.SENT:
        invitation.state = InvitationState.OPENED
        invitation.changed_at = db.now(session)
    name = session.get_one(Person, person_id).name
    audit.record(session, process, verb, member.id, actor_id=person_id, audience=Audience.STAFF, name=name)


def note_arrival_everywhere(db: Database, session: Session, person_id: UUID, verb: str) -> None:
    """The same for a sign-in that is bound to no process: each of the person's processes has it on its record."""
    for process_id in processes_of(session, person_id):
        note_arrival(db, session, process_id, person_id, verb)


def processes_of(session: Session, person_id: UUID) -> list[UUID]:
    """The processes of a person, in the one order in which several are held."""
    query = select(Member.process_id).where(Member.person_id == person_id).order_by(col(Member.process_id))
    return list(session.exec(query))


def note_refusal(db: Database, session: Session, link: AccessLink, agent: str) -> None:
    """Remember that a used link was tried in a second browser; its process is held already."""
    now = db.now(session)
    is_new = link.refused_at is None or now - link.refused_at > _SAME_TRY
    link.refused_at, link.refused_agent = now, agent[:80]
    session.add(link)
    process = db.lock_process(session, link.process_id) if link.process_id is not None else None
    member = session.exec(
        select(Member).where(Member.process_id == link.process_id, Member.person_id == link.person_id)
    ).one_or_none()
    if process is None or member is None or not is_new:
        return
    name = session.get_one(Person, link.person_id).name
    audit.record(
        session,
        process,
        "link.refused",
        member.id,
        actor_id=None,
        audience=Audience.STAFF,
        name=name,
        agent=agent or "unknown browser",
    )
