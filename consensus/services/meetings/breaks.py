"""The break of a meeting: every screen says so, and when it goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from consensus.domain.agenda import DAY
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import MeetingState
from consensus.domain.roles import Action
from consensus.persistence.tables import Break, Meeting, Round
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.meetings.floor import hush
from consensus.services.meetings.timers import pause_clock
from consensus.services.rounds.meeting_rounds import check_no_vote


@dataclass(frozen=True, slots=True)
class BreakView:
    """A break that is on; `ends_at` is when the meeting means to go on."""

    title: str
    began_at: datetime
    ends_at: datetime


def begin_break(ctx: Context, meeting_id: UUID, title: str, minutes: int) -> None:
    """Break for so many minutes; refused while people vote."""
    if not 0 < minutes <= DAY:
        raise InvalidInputError("A break lasts between a minute and a whole day.")
    with ctx.db.transaction() as session:
        meeting, standing = _hold(ctx, session, meeting_id)
        if meeting.state is not MeetingState.RUNNING:
            raise ConflictError("The meeting is not running.")
        check_no_vote(session, meeting)
        if break_of(session, meeting_id) is not None:
            raise ConflictError("The meeting is having a break already.")
        pause_clock(session, standing, meeting_id)
        hush(session, standing, meeting_id)
        session.exec(delete(Break).where(col(Break.meeting_id) == meeting_id))
        name = title.strip()[:200] or "Break"
        session.add(Break(meeting_id=meeting_id, title=name, minutes=minutes, began_at=ctx.db.now(session)))
        note(session, standing, "break.begun", meeting_id, title=name, minutes=minutes)


def end_break(ctx: Context, meeting_id: UUID) -> None:
    """Go on, whenever it was meant to."""
    with ctx.db.transaction() as session:
        _, standing = _hold(ctx, session, meeting_id)
        close_break(session, standing, meeting_id)


def close_break(session: Session, standing: Standing, meeting_id: UUID) -> None:
    """End the break if there is one, in the caller's transaction: whoever goes on with something has ended it."""
    found = session.get(Break, meeting_id)
    if found is not None:
        session.delete(found)
        note(session, standing, "break.ended", meeting_id)


def break_of(session: Session, meeting_id: UUID) -> BreakView | None:
    """The break that is on; a vote that was opened since has ended it."""
    found = session.get(Break, meeting_id)
    if found is None:
        return None
    votes = select(func.count()).where(Round.meeting_id == meeting_id, col(Round.opened_at) > found.began_at)
    if session.exec(votes).one():
        return None
    return BreakView(found.title, found.began_at, found.began_at + timedelta(minutes=found.minutes))


def _hold(ctx: Context, session: Session, meeting_id: UUID) -> tuple[Meeting, Standing]:
    meeting = session.get(Meeting, meeting_id)
    standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
    if meeting is None:
        raise NotFoundError
    session.refresh(meeting)
    return meeting, standing
