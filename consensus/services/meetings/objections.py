"""Objection checks: one wording, put to the phones of those who decide and are present; never a verdict by share."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballots import RoundKind
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.disclosure import Anonymity, TallyMode, confidentiality_issues
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import MeetingState, RoundState, StatementState
from consensus.domain.objections import Heard, Hearing
from consensus.domain.roles import Action
from consensus.domain.statements import Route
from consensus.domain.wording import counted
from consensus.persistence.tables import Attendance, Ballot, Elector, Meeting, Round, RoundItem, Statement, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.meetings.full_consensus import issues_of_full_consensus, keep_presence
from consensus.services.meetings.objection_views import count_objections, item_of, stands
from consensus.services.rounds import rounds
from consensus.services.rounds.closing import recount
from consensus.services.rounds.electorate import TopicElectorate, electorate_of
from consensus.services.rounds.tallies import count_voters
from consensus.services.statements.statement_views import newest_version, statements_in_rounds, statements_in_votes
from consensus.services.statements.statements import insert_adoption, label_of


def issues_before_asking(ctx: Context, meeting_id: UUID, statement_id: UUID) -> tuple[str, ...]:
    """What is missing before those present can be asked on their phones; empty when nothing is."""
    with ctx.db.reading() as session:
        meeting, standing = _find_meeting(ctx, session, meeting_id)
        statement = _find_statement(session, standing, statement_id)
        return _issues(session, standing, meeting, statement)


def ask_for_objections(ctx: Context, meeting_id: UUID, statement_id: UUID) -> UUID:
    """Freeze the wording and who is asked, and put the question on the phones of those who decide and are present."""
    with ctx.db.transaction() as session:
        meeting, standing = _find_meeting(ctx, session, meeting_id, changes=True)
        statement = _find_statement(session, standing, statement_id)
        issues = _issues(session, standing, meeting, statement)
        if issues:
            raise ConflictError(issues[0])
        version = newest_version(session, statement.id)
        electorate = _electorate(session, standing, meeting, statement)
        check = _insert_check(ctx, session, standing, meeting)
        session.add(
            RoundItem(
                round_id=check.id,
                statement_id=statement.id,
                version_id=version.id,
                version_sha256=version.sha256,
            )
        )
        session.add_all(
            Elector(
                round_id=check.id,
                member_id=voter.member_id,
                stakeholder_group=voter.stakeholder_group,
                is_recused=is_recused,
                has_conflict=voter.has_conflict,
            )
            for voter, is_recused in electorate.listed()
            if voter.is_present
        )
        note(
            session,
            standing,
            "check.opened",
            check.id,
            number=-check.number,
            label=label_of(session, statement),
            version=version.number,
            sha256=version.sha256,
            n_asked=len(electorate.voters),
        )
        return check.id


def end_check(ctx: Context, check_id: UUID) -> None:
    """Ask no longer; how many objected, and why, is shown from now on."""
    with ctx.db.transaction() as session:
        check, standing = _find_check(ctx, session, Action.RUN_ROUND, check_id)
        _end(ctx, session, standing, check)


def adopt_unopposed(ctx: Context, check_id: UUID, *, room_was_asked: bool = False) -> None:
    """Adopt by full consensus the wording nobody objected to; ends the check where everybody has answered.

    room_was_asked: whoever did not answer, or came later, was asked in the room and did not object.
    """
    with ctx.db.transaction() as session:
        check, standing = _find_check(ctx, session, Action.ADOPT_STATEMENT, check_id)
        item = item_of(session, check)
        statement = session.get_one(Statement, item.statement_id)
        meeting = session.get_one(Meeting, check.meeting_id)
        electorate = _electorate(session, standing, meeting, statement)
        issues = _issues_of_adoption(session, standing, meeting, check, electorate)
        if issues:
            raise ConflictError(issues[0])
        heard = _heard(session, check, item.id, electorate)
        n_unheard = sum(heard.get(voter.member_id) in (None, Heard.SILENT) for voter in electorate.voters)
        if n_unheard and check.state is RoundState.OPEN:
            raise ConflictError(f"{_have(n_unheard)} not answered yet. End the check, and ask them in the room.")
        if n_unheard and not room_was_asked:
            raise ConflictError(f"{_have(n_unheard)} not answered on the phone. Ask them in the room first.")
        if check.state is RoundState.OPEN:
            _end(ctx, session, standing, check)
        hearing = Hearing.of([*heard.values(), *(Heard.ALOUD for v in electorate.voters if v.member_id not in heard)])
        insert_adoption(ctx, session, standing, statement, Route.FULL_CONSENSUS, item.version_id, None, hearing.words)
        keep_presence(session, statement.id, electorate, heard)


def put_to_vote(ctx: Context, check_id: UUID, *, tally_mode: TallyMode = TallyMode.LIVE) -> UUID:
    """Let the panel vote on the very wording it was asked about; a check that is open ends with it."""
    with ctx.db.transaction() as session:
        check, standing = _find_check(ctx, session, Action.RUN_ROUND, check_id)
        if check.state is not RoundState.OPEN and not stands(session, check):
            raise ConflictError(
                "The wording has changed, or something newer was asked about it. Open a vote of its own."
            )
        if check.state is RoundState.OPEN:
            _end(ctx, session, standing, check)
        meeting = session.get_one(Meeting, check.meeting_id)
        statement_id = item_of(session, check).statement_id
        return rounds.insert_round(ctx, session, standing, meeting, [statement_id], tally_mode=tally_mode)


def end_with_meeting(ctx: Context, session: Session, standing: Standing, meeting_id: UUID) -> None:
    """End the check that is open as the meeting ends, in the caller's transaction."""
    open_check = select(Round).where(
        Round.meeting_id == meeting_id, Round.kind == RoundKind.OBJECTION, Round.state == RoundState.OPEN
    )
    for check in session.exec(open_check).all():
        _end(ctx, session, standing, check)


def _end(ctx: Context, session: Session, standing: Standing, check: Round) -> None:
    if check.state is not RoundState.OPEN:
        raise ConflictError("This check has ended already.")
    recount(session, check.id)
    check.state = RoundState.REVEALED
    check.closed_at = check.revealed_at = ctx.db.now(session)
    session.add(check)
    session.flush()
    item = item_of(session, check)
    note(
        session,
        standing,
        "check.ended",
        check.id,
        number=-check.number,
        label=label_of(session, session.get_one(Statement, item.statement_id)),
        n_answered=count_voters(session, check.id),
        n_asked=_n_asked(session, check.id),
        n_objections=counted(count_objections(session, item.id), "objection"),
    )


def _insert_check(ctx: Context, session: Session, standing: Standing, meeting: Meeting) -> Round:
    process = standing.process
    before = select(func.count()).where(Round.process_id == process.id, Round.kind == RoundKind.OBJECTION)
    definition = ConsensusDefinition.from_dict(process.definition)
    check = Round(
        process_id=process.id,
        meeting_id=meeting.id,
        topic_id=meeting.current_topic_id,
        number=-session.exec(before).one() - 1,
        kind=RoundKind.OBJECTION,
        state=RoundState.OPEN,
        anonymity=process.anonymity,
        tally_mode=TallyMode.LIVE,
        definition=definition.to_dict(),
        definition_sha256=definition.sha256(),
        opened_at=ctx.db.now(session),
        opened_by=standing.actor.person_id,
    )
    session.add(check)
    session.flush()
    return check


def _issues(session: Session, standing: Standing, meeting: Meeting, statement: Statement) -> tuple[str, ...]:
    found: list[str] = []
    if standing.process.anonymity is Anonymity.SECRET:
        found.append("This process promises secret votes, and answers to a check are not. Ask aloud, or vote.")
    if meeting.state is not MeetingState.RUNNING:
        found.append("The meeting is not running.")
    if statement.topic_id != meeting.current_topic_id:
        found.append("Only a statement of the current topic can be asked about.")
    if statement.state is not StatementState.PRESENTED:
        found.append("Present the statement to the panel first.")
    if statements_in_votes(session, standing.process.id):
        found.append("A vote is open or not yet revealed, or the panel is being asked for objections.")
    elif statement.id in statements_in_rounds(session, standing.process.id):
        found.append("This statement is being rated in a Delphi round; wait for its end.")
    electorate = _electorate(session, standing, meeting, statement)
    found.extend(issues_of_full_consensus(session, standing, statement.topic_id, electorate))
    found.extend(confidentiality_issues(standing.process.anonymity, len(electorate.voters), {}))
    return tuple(found)


def _issues_of_adoption(
    session: Session, standing: Standing, meeting: Meeting, check: Round, electorate: TopicElectorate
) -> Sequence[str]:
    item = item_of(session, check)
    if meeting.state is not MeetingState.RUNNING:
        return ("The meeting is not running.",)
    if check.topic_id != meeting.current_topic_id:
        return ("Only a statement of the current topic can be adopted now.",)
    if not stands(session, check):
        return ("The wording has changed, or something newer was asked or undone about it. Ask the panel again.",)
    if count_objections(session, item.id):
        return ("There is an objection. Discuss it, reword the statement, or put it to the vote.",)
    if statements_in_votes(session, standing.process.id) - {item.statement_id}:
        return ("A vote is open or not yet revealed; finish it first.",)
    topic_id = session.get_one(Statement, item.statement_id).topic_id
    return issues_of_full_consensus(session, standing, topic_id, electorate)


def _heard(session: Session, check: Round, item_id: UUID, electorate: TopicElectorate) -> dict[UUID, Heard]:
    """Of those who were asked on their phones and decide: whether they answered, or did not, or answered and left."""
    asked = set(
        session.exec(select(Elector.member_id).where(Elector.round_id == check.id, col(Elector.is_recused).is_(False)))
    )
    answered = set(session.exec(select(Ballot.member_id).where(Ballot.item_id == item_id)))
    gone = set(
        session.exec(
            select(Attendance.member_id).where(
                Attendance.meeting_id == check.meeting_id, col(Attendance.left_at).is_not(None)
            )
        )
    )
    here = {voter.member_id for voter in electorate.voters if voter.is_present}
    present = {member: Heard.PHONE if member in answered else Heard.SILENT for member in asked & here}
    return present | dict.fromkeys(answered & asked & gone, Heard.LEFT)


def _electorate(session: Session, standing: Standing, meeting: Meeting, statement: Statement) -> TopicElectorate:
    return electorate_of(session, standing.process, meeting, statement.topic_id)


def _n_asked(session: Session, check_id: UUID) -> int:
    asked = select(func.count()).where(Elector.round_id == check_id, col(Elector.is_recused).is_(False))
    return session.exec(asked).one()


def _have(n: int) -> str:
    return "1 person has" if n == 1 else f"{n} people have"


def _find_meeting(
    ctx: Context, session: Session, meeting_id: UUID, *, changes: bool = False
) -> tuple[Meeting, Standing]:
    meeting = session.get(Meeting, meeting_id)
    standing = require(ctx, session, Action.RUN_ROUND, meeting.process_id if meeting else None, changes=changes)
    if meeting is None:
        raise NotFoundError
    session.refresh(meeting)
    return meeting, standing


def _find_statement(session: Session, standing: Standing, statement_id: UUID) -> Statement:
    statement = session.exec(
        select(Statement)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Statement.id == statement_id, Topic.process_id == standing.process.id)
    ).one_or_none()
    if statement is None:
        raise NotFoundError
    session.refresh(statement)
    return statement


def _find_check(ctx: Context, session: Session, action: Action, check_id: UUID) -> tuple[Round, Standing]:
    check = session.get(Round, check_id)
    standing = require(ctx, session, action, check.process_id if check else None, changes=True)
    if check is None or check.kind is not RoundKind.OBJECTION:
        raise NotFoundError
    session.refresh(check)
    return check, standing
