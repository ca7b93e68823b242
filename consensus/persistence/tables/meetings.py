"""The consensus meeting, who is there, and how it stood at moments that were given a name."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field

from consensus.domain.lifecycle import MeetingState
from consensus.persistence.tables.base import Table, choice, document, key, moment, reference, words


class Meeting(Table, table=True):
    """One meeting of a process; every screen follows its current topic."""

    __tablename__ = "meeting"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    title: str = words()
    held_on: date | None = Field(default=None)
    state: MeetingState = choice(MeetingState, MeetingState.PLANNED)
    current_topic_id: UUID | None = reference("topic.id", nullable=True)
    started_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)


class Attendance(Table, table=True):
    """That a member came to a meeting, and whether they are in the room now."""

    __tablename__ = "attendance"

    meeting_id: UUID = reference("meeting.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    arrived_at: datetime = moment()
    left_at: datetime | None = moment(nullable=True)


class RoomCode(Table, table=True):
    """The code by which those in the room find the meeting; a new one takes the place of the one before."""

    __tablename__ = "room_code"

    meeting_id: UUID = reference("meeting.id", primary_key=True)
    code: str = words(6, unique=True)
    issued_at: datetime = moment()


class Break(Table, table=True):
    """The break a meeting is having; the row goes when the meeting goes on."""

    __tablename__ = "meeting_break"

    meeting_id: UUID = reference("meeting.id", primary_key=True)
    title: str = words(200)
    minutes: int = 0
    began_at: datetime = moment()


class ProjectorLink(Table, table=True):
    """The link by which a screen shows a meeting: the SHA-256 of its secret. A new one takes the place of it."""

    __tablename__ = "projector_link"

    meeting_id: UUID = reference("meeting.id", primary_key=True)
    secret_sha256: str = words(64, unique=True)
    issued_at: datetime = moment()


class ProjectorScreen(Table, table=True):
    """A browser that was opened by the projector link: the SHA-256 of its cookie, gone with the link."""

    __tablename__ = "projector_screen"

    id: UUID = key()
    meeting_id: UUID = reference("projector_link.meeting_id")
    token_sha256: str = words(64, unique=True)
    agent: str = words(80)
    opened_at: datetime = moment()
    expires_at: datetime = moment()


class DaySnapshot(Table, table=True):
    """How the statements of a process stood at a moment; `sha256` is that of `content` as it was written down."""

    __tablename__ = "day_snapshot"

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    label: str = words(120)
    content: dict[str, Any] = document()
    sha256: str = words(64)
    taken_at: datetime = moment()
    taken_by: UUID | None = reference("person.id", nullable=True)
