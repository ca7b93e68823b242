"""What goes on in a meeting: which topic was on when, what runs on a clock, who asks for the floor, and notes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from consensus.domain.floor import SpeakerState
from consensus.domain.timers import TimerKind
from consensus.persistence.tables.base import Table, choice, document, key, mention, moment, reference, words


class TopicTurn(Table, table=True):
    """That a topic was on from then to then; the one that is on has no end. `is_undone` if it was a mistake."""

    __tablename__ = "topic_turn"

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    topic_id: UUID = reference("topic.id")
    began_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    is_undone: bool = False


class MeetingTimer(Table, table=True):
    """A presentation or a discussion on the clock. `due_at` moves on by as long as it was paused."""

    __tablename__ = "meeting_timer"

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    topic_id: UUID = reference("topic.id")
    presentation_id: UUID | None = mention("presentation.id")
    kind: TimerKind = choice(TimerKind)
    title: str = words()
    minutes: int = 0
    began_at: datetime = moment()
    due_at: datetime = moment()
    paused_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    is_undone: bool = False


class Speaker(Table, table=True):
    """Somebody who asked for the floor, in the order of `position`; `member_id` is empty for a guest."""

    __tablename__ = "speaker"

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    topic_id: UUID = reference("topic.id")
    member_id: UUID | None = reference("member.id", nullable=True)
    name: str = words(200)
    state: SpeakerState = choice(SpeakerState, SpeakerState.WAITING)
    position: int = 0
    asked_at: datetime = moment()
    began_at: datetime | None = moment(nullable=True)
    due_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)


class SpeakingTime(Table, table=True):
    """How long each speaker of a meeting may speak; no row where there is no limit."""

    __tablename__ = "speaking_time"

    meeting_id: UUID = reference("meeting.id", primary_key=True)
    seconds: int = 0


class TopicNote(Table, table=True):
    """What was noted on a topic: one note shared by whoever runs the meeting, and one of each for themselves alone."""

    __tablename__ = "topic_note"

    id: UUID = key()
    topic_id: UUID = reference("topic.id")
    owner_id: UUID | None = reference("person.id", nullable=True)
    text: str = words()
    in_minutes: bool = False
    revision: int = 0
    changed_at: datetime = moment()
    changed_by: UUID | None = reference("person.id", nullable=True)


class UndoneAdoption(Table, table=True):
    """An adoption by full consensus that was recorded by mistake, with who was present then, and why it was undone."""

    __tablename__ = "undone_adoption"

    id: UUID = key()
    statement_id: UUID = reference("statement.id")
    version_id: UUID = reference("statement_version.id")
    adopted_at: datetime = moment()
    adopted_by: UUID | None = reference("person.id", nullable=True)
    undone_at: datetime = moment()
    undone_by: UUID | None = reference("person.id", nullable=True)
    reason: str = words()
    content: dict[str, Any] = document()
