"""What was done by mistake in the running of a meeting, and is undone: each as a correction on record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import MeetingState
from consensus.domain.roles import Action
from consensus.persistence.tables import (
    Adoption,
    Attendance,
    Break,
    Event,
    Meeting,
    MeetingTimer,
    Member,
    Person,
    Round,
    Statement,
    Topic,
    TopicTurn,
)
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.meetings.breaks import break_of
from consensus.services.meetings.floor import clear_floor
from consensus.services.meetings.timers import find_running, timer_on
from consensus.services.meetings.turns import current_turn, turns_of
from consensus.services.rounds.meeting_rounds import check_no_vote

_CAME, _LEFT = "presence.in", "presence.out"
_LOOKED_AT = 20
_UNDONE = {_CAME: "presence.in_undone", _LEFT: "presence.out_undone"}


@dataclass(frozen=True, slots=True)
class PresenceMove:
    """Somebody came or left."""

    member_id: UUID
    name: str
    is_coming: bool
    at: datetime


def issues_before_undoing_topic(ctx: Context, meeting_id: UUID) -> tuple[str, ...]:
    """Why the topic that is on stays on record as taken up; nothing where that can be undone."""
    with ctx.db.reading() as session:
        meeting = session.get(Meeting, meeting_id)
        require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None)
        if meeting is None:
            raise NotFoundError
        return _issues_of_turn(session, meeting)


def undo_topic(ctx: Context, meeting_id: UUID) -> None:
    """Take back that a topic was taken up: the one before is on again, as if it had never been left."""
    with ctx.db.transaction() as session:
        meeting, standing = find_running(ctx, session, meeting_id)
        check_no_vote(session, meeting)
        issues = _issues_of_turn(session, meeting)
        if issues:
            raise ConflictError(issues[0])
        mistaken = session.get_one(Topic, meeting.current_topic_id)
        clear_floor(session, standing, meeting.id)
        now = ctx.db.now(session)
        timer = timer_on(session, meeting.id)
        if timer is not None:
            _take_off_the_clock(session, standing, timer, now)
        *_, before, turn = turns_of(session, meeting.id)
        turn.is_undone, turn.ended_at = True, now
        before.ended_at = None
        meeting.current_topic_id = before.topic_id
        session.add_all((turn, before, meeting))
        title = session.get_one(Topic, before.topic_id).title
        note(session, standing, "meeting.topic_undone", meeting.id, title=mistaken.title, before=title)


def undo_break(ctx: Context, meeting_id: UUID) -> None:
    """Take back a break that was begun by mistake: the meeting goes on, and the record says why."""
    with ctx.db.transaction() as session:
        meeting, standing = find_running(ctx, session, meeting_id)
        if break_of(session, meeting.id) is None:
            raise ConflictError("There is no break, or somebody has just ended it.")
        session.delete(session.get_one(Break, meeting.id))
        note(session, standing, "break.undone", meeting.id)


def undo_timer(ctx: Context, timer_id: UUID) -> None:
    """Take a clock out of the record that was started by mistake, running or stopped."""
    with ctx.db.transaction() as session:
        timer = session.get(MeetingTimer, timer_id)
        _, standing = find_running(ctx, session, timer.meeting_id if timer else None)
        if timer is None:
            raise NotFoundError
        session.refresh(timer)
        if timer.is_undone:
            raise ConflictError("This clock has been taken back already.")
        _take_off_the_clock(session, standing, timer, ctx.db.now(session))


def list_recent_moves(ctx: Context, meeting_id: UUID, most: int = 3) -> tuple[PresenceMove, ...]:
    """The last comings and goings that stand, the newest first and of each person one."""
    with ctx.db.reading() as session:
        meeting = session.get(Meeting, meeting_id)
        require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None)
        if meeting is None:
            raise NotFoundError
        query = select(Event).where(
            Event.process_id == meeting.process_id, col(Event.verb).in_((*_UNDONE, *_UNDONE.values()))
        )
        found: dict[UUID, PresenceMove] = {}
        undone: set[UUID] = set()
        for event in session.exec(query.order_by(col(Event.sequence).desc()).limit(_LOOKED_AT)):
            member_id = UUID(event.object_id)
            if event.verb not in _UNDONE:
                # What stood before a correction is asked for again when it is taken back, not offered.
                undone.add(member_id)
            elif member_id not in found and member_id not in undone:
                found[member_id] = PresenceMove(member_id, event.detail["name"], event.verb == _CAME, event.at)
        return tuple(found.values())[:most]


def undo_presence(ctx: Context, meeting_id: UUID, member_id: UUID, *, is_coming: bool) -> None:
    """Take back the last coming, or going, of a member; refused where people were counted by it since."""
    with ctx.db.transaction() as session:
        meeting = session.get(Meeting, meeting_id)
        standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
        member = session.get(Member, member_id)
        attendance = session.get(Attendance, (meeting_id, member_id))
        if meeting is None or member is None or member.process_id != meeting.process_id:
            raise NotFoundError
        session.refresh(meeting)
        if meeting.state is MeetingState.ENDED:
            raise ConflictError("The meeting is over.")
        moves = _moves(session, meeting, member_id)
        if attendance is None or not moves:
            raise ConflictError("There is nothing to take back: this person has not come or gone.")
        name = session.get_one(Person, member.person_id).name
        verb, at = moves[-1]
        if (verb == _CAME) is not is_coming:
            raise ConflictError(f"Somebody else has just noted or taken back that {name} came or left.")
        if _counted_since(session, meeting, at):
            raise ConflictError(
                f"Since {name} {'came' if verb == _CAME else 'left'} a vote was opened or a statement adopted, and who "
                f"was there for it stays as it was. Check {name} {'out' if verb == _CAME else 'in'} instead."
            )
        if verb == _LEFT:
            attendance.left_at = None
        elif len(moves) > 1:
            attendance.left_at = moves[-2][1]
        else:
            session.delete(attendance)
        note(session, standing, _UNDONE[verb], member.id, name=name)


def _take_off_the_clock(session: Session, standing: Standing, timer: MeetingTimer, now: datetime) -> None:
    timer.is_undone, timer.ended_at = True, timer.ended_at or now
    session.add(timer)
    note(session, standing, "timer.undone", timer.id, title=timer.title)


def _moves(session: Session, meeting: Meeting, member_id: UUID) -> list[tuple[str, datetime]]:
    """The comings and goings of a member that stand, in order, from the record: each correction took the last one."""
    query = select(Event.verb, Event.at).where(
        Event.process_id == meeting.process_id,
        Event.object_id == str(member_id),
        col(Event.verb).in_((*_UNDONE, *_UNDONE.values())),
    )
    found: list[tuple[str, datetime]] = []
    for verb, at in session.exec(query.order_by(col(Event.sequence))):
        if verb in _UNDONE:
            found.append((verb, at))
        elif found:
            found.pop()
    return found


def _counted_since(session: Session, meeting: Meeting, at: datetime) -> bool:
    """Whether an electorate was frozen, or those present were kept with an adoption, at this moment or after it."""
    votes = select(func.count()).where(Round.meeting_id == meeting.id, col(Round.opened_at) >= at)
    adoptions = (
        select(func.count())
        .select_from(Adoption)
        .join(Statement, col(Statement.id) == col(Adoption.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == meeting.process_id, col(Adoption.adopted_at) >= at)
    )
    return session.exec(votes).one() + session.exec(adoptions).one() > 0


def _issues_of_turn(session: Session, meeting: Meeting) -> tuple[str, ...]:
    turn = current_turn(session, meeting.id)
    if turn is None or len(turns_of(session, meeting.id)) < 2:
        return ("No other topic was on before this one.",)
    if _was_worked_on(session, meeting, turn):
        return ("This topic was worked on since it was taken up, so it stays on record. Take up another one instead.",)
    return ()


def _was_worked_on(session: Session, meeting: Meeting, turn: TopicTurn) -> bool:
    """Whether a vote, an adoption or a whole presentation or discussion belongs to this turn."""
    votes = select(func.count()).where(
        Round.meeting_id == meeting.id, Round.topic_id == turn.topic_id, col(Round.opened_at) >= turn.began_at
    )
    adoptions = (
        select(func.count())
        .select_from(Adoption)
        .join(Statement, col(Statement.id) == col(Adoption.statement_id))
        .where(Statement.topic_id == turn.topic_id, col(Adoption.adopted_at) >= turn.began_at)
    )
    clocks = select(func.count()).where(
        MeetingTimer.meeting_id == meeting.id,
        MeetingTimer.topic_id == turn.topic_id,
        col(MeetingTimer.ended_at).is_not(None),
        col(MeetingTimer.is_undone).is_(False),
        col(MeetingTimer.began_at) >= turn.began_at,
    )
    return any(session.exec(query).one() for query in (votes, adoptions, clocks))
