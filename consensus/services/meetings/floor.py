"""The floor: people ask for it and take that back, whoever runs the meeting gives it. Public in the room by nature.

While a vote is open or not yet revealed nobody asks and nothing moves: when somebody touched their phone then would be
a hint at when they voted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.floor import CLOSED_WHILE_VOTING, LONGEST_TURN, SpeakerState, limit_text
from consensus.domain.lifecycle import MeetingState
from consensus.domain.roles import Action
from consensus.persistence.database import database_of
from consensus.persistence.tables import Attendance, Meeting, Member, Person, Speaker, SpeakingTime
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.rounds.meeting_rounds import check_no_vote, is_voting

_OPEN = (SpeakerState.WAITING, SpeakerState.SPEAKING)


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Somebody who has the floor or waits for it; `due_at` only where speaking time is limited."""

    id: UUID
    name: str
    began_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FloorView:
    """Who speaks and who waits, in order. `my_place` counts from 1; `i_speak` and `was_skipped` are about oneself."""

    speaking: SpeakerView | None = None
    waiting: tuple[SpeakerView, ...] = ()
    limit_seconds: int = 0
    my_place: int = 0
    i_speak: bool = False
    was_skipped: bool = False
    may_ask: bool = False


def ask(ctx: Context, meeting_id: UUID) -> None:
    """Ask for the floor: one goes to the end of the queue."""
    with ctx.db.transaction() as session:
        meeting, standing = _find(ctx, session, Action.ASK_FLOOR, meeting_id)
        if _mine(session, meeting, standing.member.id) is not None:
            raise ConflictError("You are in the queue already.")
        here = session.get(Attendance, (meeting.id, standing.member.id))
        if here is None or here.left_at is not None:
            raise ConflictError("Check in first: the floor is given to those who are here.")
        _queue(session, standing, meeting, standing.actor.name, standing.member.id)


def take_back(ctx: Context, meeting_id: UUID) -> None:
    """Leave the queue again, or give the floor back."""
    with ctx.db.transaction() as session:
        meeting, standing = _find(ctx, session, Action.ASK_FLOOR, meeting_id)
        mine = _mine(session, meeting, standing.member.id)
        if mine is None:
            raise ConflictError("You are not in the queue.")
        if mine.state is SpeakerState.SPEAKING:
            _end(session, standing, mine)
        else:
            mine.state = SpeakerState.TAKEN_BACK
            session.add(mine)
            note(session, standing, "floor.taken_back", mine.id, name=mine.name)


def add_speaker(ctx: Context, meeting_id: UUID, name: str, member_id: UUID | None = None) -> None:
    """Put somebody into the queue who raised a hand: a member, or a guest by name."""
    with ctx.db.transaction() as session:
        meeting, standing = _find(ctx, session, Action.RUN_MEETING, meeting_id)
        member = session.get(Member, member_id) if member_id else None
        if member_id is not None and (member is None or member.process_id != meeting.process_id):
            raise NotFoundError
        if member is not None:
            if _mine(session, meeting, member.id) is not None:
                raise ConflictError("This person is in the queue already.")
            name = session.get_one(Person, member.person_id).name
        said = " ".join(name.split())[:200]
        if not said:
            raise InvalidInputError("Say who wants to speak.")
        _queue(session, standing, meeting, said, member_id)


def give_floor(ctx: Context, speaker_id: UUID) -> None:
    """Let somebody from the queue speak; whoever spoke has spoken."""
    with ctx.db.transaction() as session:
        speaker, standing, meeting = _find_speaker(ctx, session, speaker_id)
        if speaker.state is not SpeakerState.WAITING:
            raise ConflictError(f"{speaker.name} no longer waits for the floor.")
        before = _speaking(session, meeting)
        if before is not None:
            _end(session, standing, before)
        now = ctx.db.now(session)
        seconds = _limit(session, meeting.id)
        speaker.state, speaker.began_at = SpeakerState.SPEAKING, now
        speaker.due_at = now + timedelta(seconds=seconds) if seconds else None
        session.add(speaker)
        note(session, standing, "floor.given", speaker.id, name=speaker.name)


def end_speaking(ctx: Context, speaker_id: UUID) -> None:
    """Take the floor back from whoever has it."""
    with ctx.db.transaction() as session:
        speaker, standing, _ = _find_speaker(ctx, session, speaker_id)
        if speaker.state is not SpeakerState.SPEAKING:
            raise ConflictError(f"{speaker.name} does not have the floor.")
        _end(session, standing, speaker)


def skip_speaker(ctx: Context, speaker_id: UUID) -> None:
    """Pass somebody over; their phone says so, and they may ask again."""
    with ctx.db.transaction() as session:
        speaker, standing, _ = _find_speaker(ctx, session, speaker_id)
        if speaker.state is not SpeakerState.WAITING:
            raise ConflictError(f"{speaker.name} no longer waits for the floor.")
        speaker.state = SpeakerState.SKIPPED
        session.add(speaker)
        note(session, standing, "floor.skipped", speaker.id, name=speaker.name)


def limit_speaking(ctx: Context, meeting_id: UUID, seconds: int) -> None:
    """Say how long each may speak from now on; 0 is no limit."""
    if not 0 <= seconds <= LONGEST_TURN:
        raise InvalidInputError("Speaking time lies between nothing and an hour.")
    with ctx.db.transaction() as session:
        meeting, standing = _find(ctx, session, Action.RUN_MEETING, meeting_id)
        found = session.get(SpeakingTime, meeting.id) or SpeakingTime(meeting_id=meeting.id)
        if found.seconds == seconds:
            return
        found.seconds = seconds
        session.add(found)
        note(session, standing, "floor.limited", meeting.id, limit=limit_text(seconds))


def clear_floor(session: Session, standing: Standing, meeting_id: UUID) -> None:
    """Send everybody back to their seats, in the caller's transaction: another topic, or the end of the meeting."""
    query = select(Speaker).where(Speaker.meeting_id == meeting_id, col(Speaker.state).in_(_OPEN))
    for speaker in session.exec(query).all():
        if speaker.state is SpeakerState.SPEAKING:
            _end(session, standing, speaker)
        speaker.state = SpeakerState.SPOKE if speaker.began_at else SpeakerState.LAPSED
        session.add(speaker)


def hush(session: Session, standing: Standing, meeting_id: UUID) -> None:
    """Take the floor from whoever speaks, in the caller's transaction: a vote, or a break. The queue stays."""
    query = select(Speaker).where(Speaker.meeting_id == meeting_id, Speaker.state == SpeakerState.SPEAKING)
    for speaker in session.exec(query).all():
        _end(session, standing, speaker)


def view_floor(session: Session, standing: Standing, meeting: Meeting) -> FloorView:
    """The floor as a member sees it."""
    if meeting.state is not MeetingState.RUNNING or meeting.current_topic_id is None:
        return FloorView()
    speaking, waiting = people_on_floor(session, meeting)
    mine = session.exec(
        select(Speaker)
        .where(
            Speaker.meeting_id == meeting.id,
            Speaker.member_id == standing.member.id,
            Speaker.topic_id == meeting.current_topic_id,
        )
        .order_by(col(Speaker.position).desc())
        .limit(1)
    ).first()
    here = session.get(Attendance, (meeting.id, standing.member.id))
    place = next((place for place, one in enumerate(waiting, start=1) if mine and one.id == mine.id), 0)
    return FloorView(
        speaking=speaking,
        waiting=waiting,
        limit_seconds=_limit(session, meeting.id),
        my_place=place,
        i_speak=mine is not None and mine.state is SpeakerState.SPEAKING,
        was_skipped=mine is not None and mine.state is SpeakerState.SKIPPED,
        may_ask=(
            standing.may(Action.ASK_FLOOR)
            and here is not None
            and here.left_at is None
            and not is_voting(session, meeting)
        ),
    )


def people_on_floor(session: Session, meeting: Meeting) -> tuple[SpeakerView | None, tuple[SpeakerView, ...]]:
    """Who speaks, and who waits in order; the same for everybody in the room."""
    query = select(Speaker).where(Speaker.meeting_id == meeting.id, col(Speaker.state).in_(_OPEN))
    rows = session.exec(query.order_by(col(Speaker.position))).all()
    speaking = next((_view(row) for row in rows if row.state is SpeakerState.SPEAKING), None)
    return speaking, tuple(_view(row) for row in rows if row.state is SpeakerState.WAITING)


def _view(speaker: Speaker) -> SpeakerView:
    return SpeakerView(speaker.id, speaker.name, speaker.began_at, speaker.due_at)


def _queue(session: Session, standing: Standing, meeting: Meeting, name: str, member_id: UUID | None) -> None:
    if meeting.current_topic_id is None:
        raise ConflictError("No topic is on.")
    last = session.exec(select(func.max(Speaker.position)).where(Speaker.meeting_id == meeting.id)).one()
    speaker = Speaker(
        meeting_id=meeting.id,
        topic_id=meeting.current_topic_id,
        member_id=member_id,
        name=name,
        position=(last or 0) + 1,
        asked_at=database_of(session).now(session),
    )
    session.add(speaker)
    session.flush()
    note(session, standing, "floor.asked", speaker.id, name=name)


def _end(session: Session, standing: Standing, speaker: Speaker) -> None:
    speaker.state, speaker.ended_at = SpeakerState.SPOKE, database_of(session).now(session)
    session.add(speaker)
    note(session, standing, "floor.ended", speaker.id, name=speaker.name)


def _speaking(session: Session, meeting: Meeting) -> Speaker | None:
    query = select(Speaker).where(Speaker.meeting_id == meeting.id, Speaker.state == SpeakerState.SPEAKING)
    return session.exec(query).first()


def _mine(session: Session, meeting: Meeting, member_id: UUID) -> Speaker | None:
    query = select(Speaker).where(
        Speaker.meeting_id == meeting.id, Speaker.member_id == member_id, col(Speaker.state).in_(_OPEN)
    )
    return session.exec(query).first()


def _limit(session: Session, meeting_id: UUID) -> int:
    found = session.get(SpeakingTime, meeting_id)
    return found.seconds if found else 0


def _find(ctx: Context, session: Session, action: Action, meeting_id: UUID | None) -> tuple[Meeting, Standing]:
    meeting = session.get(Meeting, meeting_id) if meeting_id else None
    standing = require(ctx, session, action, meeting.process_id if meeting else None, changes=True)
    if meeting is None:
        raise NotFoundError
    session.refresh(meeting)
    if meeting.state is not MeetingState.RUNNING:
        raise ConflictError("The meeting is not running.")
    check_no_vote(session, meeting, CLOSED_WHILE_VOTING)
    return meeting, standing


def _find_speaker(ctx: Context, session: Session, speaker_id: UUID) -> tuple[Speaker, Standing, Meeting]:
    speaker = session.get(Speaker, speaker_id)
    meeting, standing = _find(ctx, session, Action.RUN_MEETING, speaker.meeting_id if speaker else None)
    if speaker is None:
        raise NotFoundError
    session.refresh(speaker)
    return speaker, standing, meeting
