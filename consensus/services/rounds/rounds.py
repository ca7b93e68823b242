"""Rounds: opened under frozen rules, closed, revealed; the verdict is computed once, at the reveal."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, insert, select

from consensus.domain.ballots import RoundKind
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.disclosure import Anonymity, TallyMode, confidentiality_issues
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import MeetingState, RoundState, StatementState, check_move
from consensus.domain.roles import Action
from consensus.domain.secret_ballots import secret_issues
from consensus.persistence.tables import (
    Elector,
    Meeting,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
    Topic,
)
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.interests.interests import issues_of
from consensus.services.meetings.floor import hush
from consensus.services.meetings.timers import stop_clock
from consensus.services.processes.definitions import lock
from consensus.services.rounds.closing import close_open, recount
from consensus.services.rounds.countdowns import Countdown, begin_countdown, stop_countdown
from consensus.services.rounds.electorate import TopicElectorate, electorate_of
from consensus.services.rounds.entries import count_papers
from consensus.services.rounds.finding import find_round
from consensus.services.rounds.round_rules import RoundRule, frozen_rule, rule_for, settled_state
from consensus.services.rounds.sweeping import sweep
from consensus.services.rounds.tallies import read_tally
from consensus.services.statements.statement_views import newest_version, statements_in_votes
from consensus.tally.round_verdicts import counts_groups, decide_round, is_in_favour, with_papers


def issues_before_opening(
    ctx: Context,
    meeting_id: UUID,
    statement_ids: Sequence[UUID],
    *,
    anonymity: Anonymity | None = None,
    kind: RoundKind = RoundKind.VOTE,
    preset: str = "",
) -> tuple[str, ...]:
    """What is missing before these statements can be put to the panel in this way; empty when nothing is."""
    with ctx.db.reading() as session:
        meeting, standing = _find_meeting(ctx, session, meeting_id)
        judged_by = _judged_by(standing, kind, statement_ids, preset)
        return _issues(session, standing, meeting, statement_ids, judged_by, anonymity or standing.process.anonymity)


def open_round(
    ctx: Context,
    meeting_id: UUID,
    statement_ids: Sequence[UUID],
    *,
    tally_mode: TallyMode = TallyMode.LIVE,
    anonymity: Anonymity | None = None,
    kind: RoundKind = RoundKind.VOTE,
    preset: str = "",
    countdown: Countdown | None = None,
) -> UUID:
    """Freeze wording, kind, rule and electorate, and let the electorate of the topic vote; the recused are listed.

    anonymity: that of the process, or a stricter one for this round alone; a secret round is sealed whatever is asked.
    preset: which ready-made rule decides where the process's definition does not judge this kind.
    countdown: how long the vote is open by the clock that everybody sees, where it has one.
    The first round of a process locks its consensus definition, if nobody has before.
    """
    with ctx.db.transaction() as session:
        meeting, standing = _find_meeting(ctx, session, meeting_id, changes=True)
        return insert_round(
            ctx,
            session,
            standing,
            meeting,
            statement_ids,
            tally_mode=tally_mode,
            anonymity=anonymity,
            kind=kind,
            preset=preset,
            countdown=countdown,
        )


def insert_round(
    ctx: Context,
    session: Session,
    standing: Standing,
    meeting: Meeting,
    statement_ids: Sequence[UUID],
    *,
    tally_mode: TallyMode = TallyMode.LIVE,
    anonymity: Anonymity | None = None,
    kind: RoundKind = RoundKind.VOTE,
    preset: str = "",
    countdown: Countdown | None = None,
) -> UUID:
    """Open a round in the caller's transaction, as `open_round` does."""
    anonymity = anonymity or standing.process.anonymity
    judged_by = _judged_by(standing, kind, statement_ids, preset)
    issues = _issues(session, standing, meeting, statement_ids, judged_by, anonymity)
    if issues or isinstance(judged_by, str):
        raise ConflictError(issues[0])
    process = standing.process
    lock(session, standing)
    stop_clock(session, standing, meeting.id)
    hush(session, standing, meeting.id)
    before = select(func.count()).where(Round.process_id == process.id, Round.kind != RoundKind.OBJECTION)
    n_before = session.exec(before).one()
    round_ = Round(
        process_id=process.id,
        meeting_id=meeting.id,
        topic_id=meeting.current_topic_id,
        number=n_before + 1,
        kind=kind,
        state=RoundState.OPEN,
        anonymity=anonymity,
        tally_mode=TallyMode.SEALED if anonymity is Anonymity.SECRET else tally_mode,
        scale=judged_by.scale.to_dict() if judged_by.scale else None,
        definition=judged_by.rule.to_dict(),
        definition_sha256=judged_by.rule.sha256(),
        opened_at=ctx.db.now(session),
        opened_by=standing.actor.person_id,
    )
    session.add(round_)
    session.flush()
    session.add_all(_items(session, round_, statement_ids))
    electorate = electorate_of(session, process, meeting, meeting.current_topic_id)
    _insert_electors(session, round_.id, electorate)
    if countdown is not None:
        begin_countdown(session, round_, countdown)
    note(
        session,
        standing,
        "round.opened",
        round_.id,
        number=round_.number,
        kind=kind.value,
        n_items=len(statement_ids),
        n_electors=len(electorate.voters),
        n_recused=len(electorate.recused),
        anonymity=anonymity.value,
        definition_sha256=round_.definition_sha256,
        **(countdown.to_dict() if countdown else {}),
    )
    return round_.id


def close_round(ctx: Context, round_id: UUID) -> None:
    """Take no more ballots; what was acknowledged is counted again and must agree with the running tally.

    A secret round is counted here for the first time, or becomes void where too few have voted.
    """
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        close_open(session, standing.process, round_, standing.actor.person_id)
    sweep(ctx.db)


def reopen_round(ctx: Context, round_id: UUID) -> None:
    """Take ballots again, without a countdown; only where nobody has seen how the votes fall."""
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        check_move("round", round_.state, RoundState.OPEN)
        if round_.anonymity is Anonymity.SECRET:
            raise ConflictError("A secret vote that was closed stays closed: who voted is known. Open a new one.")
        if round_.tally_mode is TallyMode.LIVE:
            raise ConflictError("The counts of this round were watched, so it cannot be opened again; open a new one.")
        round_.state, round_.closed_at = RoundState.OPEN, None
        stop_countdown(session, round_.id)
        note(session, standing, "round.reopened", round_.id, number=round_.number)


def reveal_round(ctx: Context, round_id: UUID) -> None:
    """Decide every item by the frozen rule, and store the verdicts."""
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        check_move("round", round_.state, RoundState.REVEALED)
        recount(session, round_.id)
        now = ctx.db.now(session)
        items = {item.id: item for item in session.exec(select(RoundItem).where(RoundItem.round_id == round_.id))}
        tallies = {item_id: read_tally(session, round_, item_id) for item_id in items}
        outcomes: dict[str, str] = {}
        papers = count_papers(session, items)
        for item_id, decided in decide_round(tallies, frozen_rule(round_)).items():
            items[item_id].n_paper = papers.get(item_id, 0)
            verdict = with_papers(decided, items[item_id].n_paper)
            outcome = verdict.outcome.value
            session.add(StoredVerdict(item_id=item_id, outcome=outcome, verdict=verdict.to_dict(), decided_at=now))
            outcomes[str(item_id)] = outcome
            becomes = settled_state(round_.kind, is_in_favour=is_in_favour(outcome))
            if becomes is not None:
                statement = session.get_one(Statement, items[item_id].statement_id)
                check_move("statement", statement.state, becomes)
                statement.state = becomes
        round_.state, round_.revealed_at = RoundState.REVEALED, now
        note(session, standing, "round.revealed", round_.id, number=round_.number, outcomes=outcomes)


def _judged_by(standing: Standing, kind: RoundKind, statement_ids: Sequence[UUID], preset: str) -> RoundRule | str:
    """What the round would be decided by, or why nothing decides it."""
    definition = ConsensusDefinition.from_dict(standing.process.definition)
    try:
        return rule_for(kind, definition, len(statement_ids), preset)
    except InvalidInputError as refusal:
        return str(refusal)


def _issues(
    session: Session,
    standing: Standing,
    meeting: Meeting,
    statement_ids: Sequence[UUID],
    judged_by: RoundRule | str,
    anonymity: Anonymity,
) -> tuple[str, ...]:
    found: list[str] = []
    if meeting.state is not MeetingState.RUNNING:
        found.append("The meeting is not running.")
    if not statement_ids:
        found.append("Choose at least one presented candidate.")
    if len(set(statement_ids)) < len(statement_ids):
        found.append("A statement can be in a round only once.")
    found.extend(_statement_issues(session, standing, meeting, statement_ids))
    definition = ConsensusDefinition.from_dict(standing.process.definition)
    electorate = electorate_of(session, standing.process, meeting, meeting.current_topic_id)
    n_entitled = len(electorate.voters)
    if n_entitled == 0:
        found.append(electorate.why_empty(definition))
    if meeting.current_topic_id is not None:
        found.extend(issues_of(session, standing.process, meeting.current_topic_id, electorate.voters))
    if isinstance(judged_by, str):
        found.append(judged_by)
    else:
        minimum = getattr(judged_by.rule, "minimum_n", 0)
        if 0 < n_entitled < minimum:
            found.append(f"The rule needs at least {minimum} votes and only {n_entitled} may vote here.")
        by_group = counts_groups(judged_by.rule)
        groups = Counter(voter.stakeholder_group for voter in electorate.voters) if by_group else {}
        found.extend(confidentiality_issues(anonymity, n_entitled, groups))
        if anonymity is Anonymity.SECRET:
            found.extend(secret_issues(n_entitled, groups, standing.process.smallest_group))
    if anonymity.is_laxer_than(standing.process.anonymity):
        found.append(f"This process promises {standing.process.anonymity.value} votes. A vote cannot promise less.")
    if statements_in_votes(session, standing.process.id):
        found.append("Another vote is open or not yet revealed, or the panel is being asked for objections.")
    return tuple(found)


def _statement_issues(
    session: Session, standing: Standing, meeting: Meeting, statement_ids: Sequence[UUID]
) -> list[str]:
    rows = session.exec(
        select(Statement, Topic)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(col(Statement.id).in_(statement_ids), Topic.process_id == standing.process.id)
    ).all()
    if len(rows) < len(set(statement_ids)):
        raise NotFoundError
    found = [
        f"Statement {topic.position}.{statement.position} is not presented."
        for statement, topic in rows
        if statement.state is not StatementState.PRESENTED
    ]
    if any(topic.id != meeting.current_topic_id for _, topic in rows):
        found.append("Only statements of the current topic can be voted on.")
    return found


def _items(session: Session, round_: Round, statement_ids: Sequence[UUID]) -> list[RoundItem]:
    versions: list[StatementVersion] = [newest_version(session, statement_id) for statement_id in statement_ids]
    return [
        RoundItem(
            round_id=round_.id,
            position=position,
            statement_id=version.statement_id,
            version_id=version.id,
            version_sha256=version.sha256,
        )
        for position, version in enumerate(versions, start=1)
    ]


def _insert_electors(session: Session, round_id: UUID, electorate: TopicElectorate) -> None:
    """Past the object mapper: a thousand people wait for the vote to open."""
    rows = [
        {
            "round_id": round_id,
            "member_id": voter.member_id,
            "stakeholder_group": voter.stakeholder_group,
            "is_recused": is_recused,
            "has_conflict": voter.has_conflict,
        }
        for voter, is_recused in electorate.listed()
    ]
    if rows:
        session.connection().execute(insert(Elector), rows)


def _find_meeting(
    ctx: Context, session: Session, meeting_id: UUID, *, changes: bool = False
) -> tuple[Meeting, Standing]:
    meeting = session.get(Meeting, meeting_id)
    standing = require(ctx, session, Action.RUN_ROUND, meeting.process_id if meeting else None, changes=changes)
    if meeting is None:
        raise NotFoundError
    session.refresh(meeting)
    return meeting, standing
