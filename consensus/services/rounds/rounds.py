"""Rounds: opened under frozen rules, closed, revealed; the verdict is computed once, at the reveal."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, func, insert, select

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.how_taken import Taken
from consensus.domain.lifecycle import RoundState, check_move
from consensus.domain.roles import Action
from consensus.persistence.tables import (
    Elector,
    Meeting,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
)
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.meetings.floor import hush
from consensus.services.meetings.timers import stop_clock
from consensus.services.processes.definitions import lock
from consensus.services.rounds.closing import close_open, recount
from consensus.services.rounds.countdowns import Countdown, begin_countdown, stop_countdown
from consensus.services.rounds.electorate import TopicElectorate, electorate_of
from consensus.services.rounds.entries import count_papers
from consensus.services.rounds.finding import find_round
from consensus.services.rounds.hands import check_counted
from consensus.services.rounds.round_issues import issues_of_round, judged_by
from consensus.services.rounds.round_rules import frozen_rule, settled_state
from consensus.services.rounds.sweeping import sweep
from consensus.services.rounds.tallies import read_tally
from consensus.services.statements.statement_views import newest_version
from consensus.tally.round_verdicts import decide_round, is_in_favour, with_taking


def issues_before_opening(
    ctx: Context,
    meeting_id: UUID,
    statement_ids: Sequence[UUID],
    *,
    anonymity: Anonymity | None = None,
    kind: RoundKind = RoundKind.VOTE,
    preset: str = "",
    by_hands: bool = False,
) -> tuple[str, ...]:
    """What is missing before these statements can be put to the panel in this way; empty when nothing is."""
    with ctx.db.reading() as session:
        meeting, standing = _find_meeting(ctx, session, meeting_id)
        rule = judged_by(standing, kind, statement_ids, preset)
        secrecy = anonymity or standing.process.anonymity
        return issues_of_round(session, standing, meeting, statement_ids, rule, secrecy, kind=kind, by_hands=by_hands)


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
    by_hands: bool = False,
) -> UUID:
    """Freeze wording, kind, rule and electorate, and let the electorate of the topic vote; the recused are listed.

    anonymity: that of the process, or a stricter one for this round alone; a secret round is sealed whatever is asked.
    preset: which ready-made rule decides where the process's definition does not judge this kind.
    countdown: how long the vote is open by the clock that everybody sees, where it has one.
    by_hands: whether the room raises hands, which the facilitator counts, instead of voting on phones.
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
            by_hands=by_hands,
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
    by_hands: bool = False,
) -> UUID:
    """Open a round in the caller's transaction, as `open_round` does."""
    anonymity = anonymity or standing.process.anonymity
    rule = judged_by(standing, kind, statement_ids, preset)
    issues = issues_of_round(session, standing, meeting, statement_ids, rule, anonymity, kind=kind, by_hands=by_hands)
    if issues or isinstance(rule, str):
        raise ConflictError(issues[0])
    if by_hands and countdown is not None:
        raise ConflictError("A show of hands has no countdown: it is closed when the hands are counted.")
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
        scale=rule.scale.to_dict() if rule.scale else None,
        definition=rule.rule.to_dict(),
        definition_sha256=rule.rule.sha256(),
        opened_at=ctx.db.now(session),
        opened_by=standing.actor.person_id,
        by_hands=by_hands,
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
    if by_hands:
        note(session, standing, "hands.begun", round_.id, number=round_.number)
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
        if round_.by_hands:
            raise ConflictError("The hands are counted by you: correct the counts, there is no need to open it again.")
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
        check_counted(session, round_)
        recount(session, round_.id)
        now = ctx.db.now(session)
        items = {item.id: item for item in session.exec(select(RoundItem).where(RoundItem.round_id == round_.id))}
        tallies = {item_id: read_tally(session, round_, item_id) for item_id in items}
        outcomes: dict[str, str] = {}
        papers = count_papers(session, items)
        for item_id, decided in decide_round(tallies, frozen_rule(round_)).items():
            items[item_id].n_paper = papers.get(item_id, 0)
            verdict = with_taking(decided, Taken(round_.by_hands, items[item_id].n_paper))
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
