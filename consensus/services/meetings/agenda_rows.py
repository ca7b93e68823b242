"""The topics of the day as the column of the meeting lists them: planned and real times, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from consensus.domain.agenda import AgendaKind, clock_text
from consensus.domain.lifecycle import StatementState
from consensus.domain.pace import Pace, Plan, pace_of_day
from consensus.persistence.database import database_of
from consensus.persistence.tables import Meeting
from consensus.services.access import Standing
from consensus.services.meetings.agenda import ItemView, view_agenda
from consensus.services.meetings.turns import stretches_of
from consensus.services.statements.topics import TopicView


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A topic on the agenda; `minutes` count its talks and its discussion.

    planned: when it is due ("09:15"), "" where no day was planned or the topic stands nowhere in it.
    """

    topic_id: UUID
    title: str
    minutes: int
    n_statements: int
    n_adopted: int
    is_current: bool
    planned: str = ""
    is_consent: bool = False
    pace: Pace = field(default_factory=Pace)


def agenda_rows(
    session: Session, standing: Standing, topics: Sequence[TopicView], meeting: Meeting
) -> tuple[AgendaRow, ...]:
    """The topics in the order of the day, those that stand nowhere in it last."""
    planned = {item.topic_id: item for item in view_agenda(session, standing).items if item.topic_id is not None}
    order = {topic_id: place for place, topic_id in enumerate(planned)}
    ordered = sorted(topics, key=lambda topic: (order.get(topic.id, len(order)), topic.position))
    stretches = stretches_of(session, meeting.id)
    # By the minute: a page compares what it was drawn from with what is now, and shows no seconds.
    now = database_of(session).now(session).astimezone(ZoneInfo(standing.process.time_zone or "UTC"))
    now = now.replace(second=0, microsecond=0)
    on = next((place for place, topic in enumerate(ordered) if topic.id == meeting.current_topic_id), None)
    paces = pace_of_day(
        [_plan(topic, planned.get(topic.id)) for topic in ordered],
        [stretches.get(topic.id, ()) for topic in ordered],
        on if meeting.ended_at is None else None,
        now,
    )
    return tuple(_row(topic, meeting, planned.get(topic.id), pace) for topic, pace in zip(ordered, paces, strict=True))


def _plan(topic: TopicView, planned: ItemView | None) -> Plan:
    if planned is None:
        return Plan(None, topic.minutes + sum(talk.minutes for talk in topic.presentations))
    return Plan(planned.slot.starts, planned.minutes)


def _row(topic: TopicView, meeting: Meeting, planned: ItemView | None, pace: Pace) -> AgendaRow:
    running = [s for s in topic.statements if s.state not in (StatementState.WITHDRAWN, StatementState.SUPERSEDED)]
    return AgendaRow(
        topic_id=topic.id,
        title=topic.title,
        minutes=_plan(topic, planned).minutes,
        n_statements=len(running),
        n_adopted=sum(statement.state is StatementState.ADOPTED for statement in running),
        is_current=topic.id == meeting.current_topic_id,
        planned=clock_text(planned.slot.starts) if planned else "",
        is_consent=planned is not None and planned.kind is AgendaKind.CONSENT,
        pace=pace,
    )
