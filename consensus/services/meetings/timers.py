"""Presentations and discussions on the clock: every screen counts down by itself from when the server says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import MeetingState
from consensus.domain.roles import Action
from consensus.domain.timers import Running, TimerKind, spent_text, started
from consensus.persistence.database import database_of
from consensus.persistence.tables import Meeting, MeetingTimer, Presentation, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.rounds.meeting_rounds import check_no_vote

WHILE_VOTING = "The room is voting. Reveal the vote before you start a clock."


@dataclass(frozen=True, slots=True)
class TimerView:
    """A presentation or a discussion on the clock, or one that was; all moments by the server's clock."""

    id: UUID
    kind: TimerKind
    title: str
    presentation_id: UUID | None
    run: Running

    @property
    def is_on(self) -> bool:
        """Whether it has not been stopped."""
        return self.run.ended_at is None


def begin_presentation(ctx: Context, meeting_id: UUID, presentation_id: UUID) -> None:
    """Put a presentation of the current topic on the clock; whatever was on it is stopped."""
    with ctx.db.transaction() as session:
        meeting, standing = find_running(ctx, session, meeting_id)
        talk = session.get(Presentation, presentation_id)
        topic = session.get(Topic, talk.topic_id) if talk else None
        if talk is None or topic is None or topic.process_id != meeting.process_id:
            raise NotFoundError
        if topic.id != meeting.current_topic_id:
            raise ConflictError("This presentation belongs to another topic. Take that up first.")
        title = f"“{talk.title}” ({talk.presenter})" if talk.presenter else f"“{talk.title}”"
        _begin(session, standing, meeting, topic.id, TimerKind.PRESENTATION, title, talk.minutes, talk.id)


def begin_discussion(ctx: Context, meeting_id: UUID, minutes: int | None = None) -> None:
    """Put the discussion of the current topic on the clock, with its planned minutes or with others."""
    with ctx.db.transaction() as session:
        meeting, standing = find_running(ctx, session, meeting_id)
        topic = session.get(Topic, meeting.current_topic_id) if meeting.current_topic_id else None
        if topic is None:
            raise ConflictError("Take up a topic first.")
        planned = topic.minutes if minutes is None else max(0, min(minutes, 24 * 60))
        _begin(session, standing, meeting, topic.id, TimerKind.DISCUSSION, "The discussion", planned, None)


def pause_timer(ctx: Context, timer_id: UUID) -> None:
    """Let the clock stand still."""
    with ctx.db.transaction() as session:
        timer, standing = _find(ctx, session, timer_id)
        if timer.paused_at is not None:
            raise ConflictError("The clock stands still already.")
        _pause(session, standing, timer)


def resume_timer(ctx: Context, timer_id: UUID) -> None:
    """Let the clock run on; the time it stood still is added to its end."""
    with ctx.db.transaction() as session:
        timer, standing = _find(ctx, session, timer_id)
        if timer.paused_at is None:
            raise ConflictError("The clock is running already.")
        timer.due_at = running_of(timer).due_after_pause(ctx.db.now(session))
        timer.paused_at = None
        session.add(timer)
        note(session, standing, "timer.resumed", timer.id, title=timer.title)


def stop_timer(ctx: Context, timer_id: UUID) -> None:
    """End it; what it took goes into the minutes."""
    with ctx.db.transaction() as session:
        timer, standing = _find(ctx, session, timer_id)
        _stop(session, standing, timer)


def stop_clock(session: Session, standing: Standing, meeting_id: UUID) -> None:
    """Stop whatever is on the clock, in the caller's transaction."""
    timer = timer_on(session, meeting_id)
    if timer is not None:
        _stop(session, standing, timer)


def pause_clock(session: Session, standing: Standing, meeting_id: UUID) -> None:
    """Let whatever is on the clock stand still, in the caller's transaction."""
    timer = timer_on(session, meeting_id)
    if timer is not None and timer.paused_at is None:
        _pause(session, standing, timer)


def timer_on(session: Session, meeting_id: UUID) -> MeetingTimer | None:
    """What is on the clock."""
    return session.exec(
        select(MeetingTimer).where(
            MeetingTimer.meeting_id == meeting_id,
            col(MeetingTimer.ended_at).is_(None),
            col(MeetingTimer.is_undone).is_(False),
        )
    ).first()


def timers_of(session: Session, meeting_id: UUID, topic_id: UUID | None = None) -> tuple[TimerView, ...]:
    """All that was meant to be on the clock, in order; of one topic or of the whole day."""
    query = select(MeetingTimer).where(MeetingTimer.meeting_id == meeting_id, col(MeetingTimer.is_undone).is_(False))
    if topic_id is not None:
        query = query.where(MeetingTimer.topic_id == topic_id)
    return tuple(map(view_timer, session.exec(query.order_by(col(MeetingTimer.began_at)))))


def timers_by_topic(session: Session, meeting_id: UUID) -> dict[UUID, list[TimerView]]:
    """By topic: what was on the clock."""
    found: dict[UUID, list[TimerView]] = {}
    query = select(MeetingTimer).where(MeetingTimer.meeting_id == meeting_id, col(MeetingTimer.is_undone).is_(False))
    for timer in session.exec(query.order_by(col(MeetingTimer.began_at))):
        found.setdefault(timer.topic_id, []).append(view_timer(timer))
    return found


def view_timer(timer: MeetingTimer) -> TimerView:
    """A timer as pages read it."""
    return TimerView(timer.id, timer.kind, timer.title, timer.presentation_id, running_of(timer))


def running_of(timer: MeetingTimer) -> Running:
    """A timer as the rules read it."""
    return Running(timer.minutes, timer.began_at, timer.due_at, timer.paused_at, timer.ended_at)


def newest(timers: Sequence[TimerView], presentation_id: UUID | None) -> TimerView | None:
    """The last time a presentation, or with None the discussion, was on the clock."""
    return next((timer for timer in reversed(timers) if timer.presentation_id == presentation_id), None)


def find_running(ctx: Context, session: Session, meeting_id: UUID | None) -> tuple[Meeting, Standing]:
    """The meeting, held until the end, if the actor runs it and it is running."""
    meeting = session.get(Meeting, meeting_id) if meeting_id else None
    standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
    if meeting is None:
        raise NotFoundError
    session.refresh(meeting)
    if meeting.state is not MeetingState.RUNNING:
        raise ConflictError("The meeting is not running.")
    return meeting, standing


def _begin(
    session: Session,
    standing: Standing,
    meeting: Meeting,
    topic_id: UUID,
    kind: TimerKind,
    title: str,
    minutes: int,
    presentation_id: UUID | None,
) -> None:
    check_no_vote(session, meeting, WHILE_VOTING)
    now: datetime = database_of(session).now(session)
    before = timer_on(session, meeting.id)
    if before is not None and (before.kind, before.presentation_id) == (kind, presentation_id):
        raise ConflictError(f"{title} is on the clock already.")
    if before is not None:
        _stop(session, standing, before)
    run = started(minutes, now)
    timer = MeetingTimer(
        meeting_id=meeting.id,
        topic_id=topic_id,
        presentation_id=presentation_id,
        kind=kind,
        title=title,
        minutes=minutes,
        began_at=run.began_at,
        due_at=run.due_at,
    )
    session.add(timer)
    session.flush()
    note(session, standing, "timer.begun", timer.id, title=title, minutes=minutes)


def _pause(session: Session, standing: Standing, timer: MeetingTimer) -> None:
    timer.paused_at = database_of(session).now(session)
    session.add(timer)
    note(session, standing, "timer.paused", timer.id, title=timer.title)


def _stop(session: Session, standing: Standing, timer: MeetingTimer) -> None:
    now = database_of(session).now(session)
    spent = spent_text(running_of(timer).spent(now), timer.minutes)
    timer.due_at = running_of(timer).due_after_pause(now)
    timer.paused_at, timer.ended_at = None, now
    session.add(timer)
    note(session, standing, "timer.ended", timer.id, title=timer.title, spent=spent)


def _find(ctx: Context, session: Session, timer_id: UUID) -> tuple[MeetingTimer, Standing]:
    timer = session.get(MeetingTimer, timer_id)
    meeting = session.get(Meeting, timer.meeting_id) if timer else None
    standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
    if timer is None:
        raise NotFoundError
    session.refresh(timer)
    if timer.ended_at is not None or timer.is_undone:
        raise ConflictError("This clock has been stopped already.")
    return timer, standing
