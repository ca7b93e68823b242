"""The consensus meeting: who is present, which topic is on, and adoption by full consensus without a vote."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.definitions import ConsensusDefinition, Electorate
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import MeetingState, StatementState, check_move
from consensus.domain.objections import Hearing
from consensus.domain.quorum import Quorum
from consensus.domain.roles import STAFF, Action
from consensus.domain.statements import Route
from consensus.persistence.tables import Attendance, Meeting, Member, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.meetings.agenda_rows import AgendaRow, agenda_rows
from consensus.services.meetings.asked_now import Asked, asked_of
from consensus.services.meetings.breaks import BreakView, break_of, close_break
from consensus.services.meetings.floor import FloorView, clear_floor, view_floor
from consensus.services.meetings.full_consensus import issues_of_full_consensus, keep_presence
from consensus.services.meetings.objection_views import CheckView, check_on_screen, view_check, was_objected_to
from consensus.services.meetings.objections import end_with_meeting
from consensus.services.meetings.presence import PresenceRow, arrive, leave, list_presence
from consensus.services.meetings.room_quorum import room_quorum
from consensus.services.meetings.timers import TimerView, stop_clock, timers_of
from consensus.services.meetings.turns import begin_turn, end_turn
from consensus.services.people.consent import require_consent
from consensus.services.people.participation import count_institutions
from consensus.services.people.taking_part import accept_by_acting
from consensus.services.rounds.electorate import TopicElectorate, electorate_of, is_recused_from
from consensus.services.rounds.meeting_rounds import check_no_vote, round_on_screen
from consensus.services.rounds.round_views import RoundView, view_round
from consensus.services.statements.statement_views import newest_version, statements_in_rounds
from consensus.services.statements.statements import find_statement, insert_adoption
from consensus.services.statements.topics import TopicView, topics_of_process


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The meeting as one member sees it. `round` is the unrevealed round, else the topic's last one.

    `check` is the objection check that is open, else the topic's last while its wording stands as it was asked about.
    `asked` is the ballot that is open to this member now.
    `now` is the server's clock, by which `timers` (of the current topic, in order) and the floor run.

    For staff, `presence` lists the `n_may_come` who may come, or only those who came where they are too many to list.
    For the staff, whose page it is on, `n_may_vote` counts the electorate of the current topic, `recused` names who
    would be in it, and `n_institutions_present` counts theirs.
    `missing` is what full consensus on it still wants, for whoever runs the meeting.
    """

    id: UUID
    title: str
    held_on: date | None
    state: MeetingState
    agenda: tuple[AgendaRow, ...]
    topic: TopicView | None
    round: RoundView | None
    check: CheckView | None
    asked: Asked | None
    pause: BreakView | None
    now: datetime
    timers: tuple[TimerView, ...]
    floor: FloorView
    presence: tuple[PresenceRow, ...]
    n_may_come: int
    n_present: int
    n_may_vote: int
    recused: tuple[str, ...]
    i_am_recused: bool
    absent_may_vote: bool
    missing: tuple[str, ...]
    n_institutions_present: int
    quorum: Quorum
    i_am_present: bool
    may_run: bool
    may_join: bool


def add_meeting(ctx: Context, process_id: UUID, title: str, held_on: date | None) -> UUID:
    """Plan the meeting of a process."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        if meeting_of(session, process_id) is not None:
            raise ConflictError("This process has its meeting already.")
        meeting = Meeting(process_id=process_id, title=title.strip() or "Consensus meeting", held_on=held_on)
        session.add(meeting)
        session.flush()
        note(session, standing, "meeting.added", meeting.id, title=meeting.title)
        return meeting.id


def get_meeting(ctx: Context, process_id: UUID) -> MeetingView:
    """The meeting of a process as it is now."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        meeting = meeting_of(session, process_id)
        if meeting is None:
            raise NotFoundError("No meeting is planned yet.")
        topics = topics_of_process(session, standing)
        current = next((topic for topic in topics if topic.id == meeting.current_topic_id), None)
        on_screen = round_on_screen(session, meeting)
        round_ = view_round(session, standing, on_screen) if on_screen else None
        asking = check_on_screen(session, meeting)
        check = view_check(session, standing, asking) if asking else None
        pause = break_of(session, meeting.id)
        present = _present(session, meeting.id)
        listed, n_may_come = list_presence(session, meeting) if standing.member.role in STAFF else ((), 0)
        electorate = (
            electorate_of(session, standing.process, meeting, meeting.current_topic_id)
            if standing.member.role in STAFF
            else TopicElectorate((), ())
        )
        definition = ConsensusDefinition.from_dict(standing.process.definition)
        return MeetingView(
            id=meeting.id,
            title=meeting.title,
            held_on=meeting.held_on,
            state=meeting.state,
            agenda=agenda_rows(session, standing, topics, meeting),
            topic=current,
            round=round_,
            check=check,
            asked=asked_of(meeting, pause, round_, check),
            pause=pause,
            now=ctx.db.now(session),
            timers=timers_of(session, meeting.id, current.id) if current else (),
            floor=view_floor(session, standing, meeting),
            presence=listed,
            n_may_come=n_may_come,
            n_present=len(present),
            n_may_vote=len(electorate.voters),
            recused=tuple(voter.name for voter in electorate.recused),
            i_am_recused=is_recused_from(session, standing.member, meeting.current_topic_id),
            absent_may_vote=definition.electorate is Electorate.ENTITLED,
            missing=_missing(session, standing, meeting, electorate),
            n_institutions_present=_n_institutions(electorate),
            quorum=room_quorum(session, standing.process, meeting, electorate, round_),
            i_am_present=standing.member.id in present,
            may_run=standing.may(Action.RUN_MEETING),
            may_join=standing.may(Action.JOIN_MEETING) and meeting.state is MeetingState.RUNNING,
        )


def start_meeting(ctx: Context, meeting_id: UUID) -> None:
    """Begin the meeting; it turns to the first topic of the agenda."""
    with ctx.db.transaction() as session:
        meeting, standing = _find(ctx, session, Action.RUN_MEETING, meeting_id)
        check_move("meeting", meeting.state, MeetingState.RUNNING)
        now = ctx.db.now(session)
        meeting.state, meeting.started_at = MeetingState.RUNNING, now
        rows = agenda_rows(session, standing, topics_of_process(session, standing), meeting)
        if rows:
            begin_turn(session, meeting, rows[0].topic_id, now)
        note(session, standing, "meeting.started", meeting.id, title=rows[0].title if rows else "")


def end_meeting(ctx: Context, meeting_id: UUID) -> None:
    """End the meeting, and a check that is still open; refused while a vote is open or unrevealed."""
    with ctx.db.transaction() as session:
        meeting, standing = _find(ctx, session, Action.RUN_MEETING, meeting_id)
        check_move("meeting", meeting.state, MeetingState.ENDED)
        end_with_meeting(ctx, session, standing, meeting.id)
        check_no_vote(session, meeting)
        now = ctx.db.now(session)
        meeting.state, meeting.ended_at = MeetingState.ENDED, now
        end_turn(session, meeting.id, now)
        stop_clock(session, standing, meeting.id)
        clear_floor(session, standing, meeting.id)
        close_break(session, standing, meeting.id)
        note(session, standing, "meeting.ended", meeting.id)


def choose_topic(ctx: Context, meeting_id: UUID, topic_id: UUID) -> None:
    """Turn to a topic; every screen follows. Refused where it is on already: somebody else has just taken it up."""
    with ctx.db.transaction() as session:
        meeting, standing = _find(ctx, session, Action.RUN_MEETING, meeting_id)
        _check_running(meeting)
        check_no_vote(
            session,
            meeting,
            "A vote is open or not yet revealed, or the panel is being asked for objections; "
            "finish it before turning to another topic.",
        )
        topic = session.get(Topic, topic_id)
        if topic is None or topic.process_id != meeting.process_id:
            raise NotFoundError
        if topic.id == meeting.current_topic_id:
            if break_of(session, meeting.id) is None:
                raise ConflictError(f"“{topic.title}” is on already.")
            close_break(session, standing, meeting.id)
            return
        stop_clock(session, standing, meeting.id)
        clear_floor(session, standing, meeting.id)
        begin_turn(session, meeting, topic.id, ctx.db.now(session))
        close_break(session, standing, meeting.id)
        note(session, standing, "meeting.topic", meeting.id, title=topic.title)


def check_in(ctx: Context, meeting_id: UUID, member_id: UUID | None = None) -> None:
    """Note that a member is here: oneself, or another by whoever runs the meeting."""
    with ctx.db.transaction() as session:
        meeting, standing, member = _find_attendee(ctx, session, meeting_id, member_id)
        if member.id == standing.member.id:
            accept_by_acting(session, standing)
            require_consent(session, standing)
        arrive(session, standing, meeting, member)


def check_out(ctx: Context, meeting_id: UUID, member_id: UUID | None = None) -> None:
    """Note that a member has left. An electorate that is frozen already does not change."""
    with ctx.db.transaction() as session:
        meeting, standing, member = _find_attendee(ctx, session, meeting_id, member_id)
        leave(session, standing, meeting, member)


def record_full_consensus(ctx: Context, meeting_id: UUID, statement_id: UUID) -> None:
    """Adopt a presented statement to which nobody objects who was asked aloud; who was present is kept."""
    with ctx.db.transaction() as session:
        meeting, _ = _find(ctx, session, Action.RUN_MEETING, meeting_id)
        statement, standing = find_statement(ctx, session, Action.ADOPT_STATEMENT, statement_id)
        _check_running(meeting)
        if statement.topic_id != meeting.current_topic_id:
            raise ConflictError("Only a statement of the current topic can be adopted now.")
        if statement.state is not StatementState.PRESENTED:
            raise ConflictError("Present the statement to the panel first.")
        if statement.id in statements_in_rounds(session, meeting.process_id):
            raise ConflictError("This statement is being voted on, or the panel is being asked for objections.")
        electorate = electorate_of(session, standing.process, meeting, statement.topic_id)
        missing = issues_of_full_consensus(session, standing, statement.topic_id, electorate)
        if missing:
            raise ConflictError(missing[0])
        version = newest_version(session, statement.id)
        if was_objected_to(session, version.id):
            raise ConflictError(
                "Somebody objected to this very wording. Ask on the phones again, or put it to the vote."
            )
        how = Hearing().words
        insert_adoption(ctx, session, standing, statement, Route.FULL_CONSENSUS, version.id, None, how)
        keep_presence(session, statement.id, electorate, {})


def _present(session: Session, meeting_id: UUID) -> set[UUID]:
    here = select(Attendance.member_id).where(Attendance.meeting_id == meeting_id, col(Attendance.left_at).is_(None))
    return set(session.exec(here))


def _missing(session: Session, standing: Standing, meeting: Meeting, electorate: TopicElectorate) -> tuple[str, ...]:
    topic_id = meeting.current_topic_id
    if topic_id is None or meeting.state is not MeetingState.RUNNING or not standing.may(Action.RUN_MEETING):
        return ()
    return issues_of_full_consensus(session, standing, topic_id, electorate)


def _n_institutions(electorate: TopicElectorate) -> int:
    """Of those present who are entitled to vote, recused or not."""
    present = (voter for voter, _ in electorate.listed() if voter.is_present)
    return count_institutions(voter.institution for voter in present)


def meeting_of(session: Session, process_id: UUID) -> Meeting | None:
    """The meeting of a process, if one is planned."""
    return session.exec(select(Meeting).where(Meeting.process_id == process_id)).first()


def _find(ctx: Context, session: Session, action: Action, meeting_id: UUID) -> tuple[Meeting, Standing]:
    meeting = session.get(Meeting, meeting_id)
    standing = require(ctx, session, action, meeting.process_id if meeting else None, changes=True)
    if meeting is None:
        raise NotFoundError
    session.refresh(meeting)
    return meeting, standing


def _find_attendee(
    ctx: Context, session: Session, meeting_id: UUID, member_id: UUID | None
) -> tuple[Meeting, Standing, Member]:
    meeting, standing = _find(ctx, session, Action.JOIN_MEETING, meeting_id)
    if member_id is None or member_id == standing.member.id:
        _check_running(meeting)
        return meeting, standing, standing.member
    require(ctx, session, Action.RUN_MEETING, meeting.process_id)
    member = session.get(Member, member_id)
    if member is None or member.process_id != meeting.process_id:
        raise NotFoundError
    if meeting.state is MeetingState.ENDED:
        raise ConflictError("The meeting is over.")
    return meeting, standing, member


def _check_running(meeting: Meeting) -> None:
    if meeting.state is not MeetingState.RUNNING:
        raise ConflictError("The meeting is not running.")
