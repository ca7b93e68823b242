"""The rounds of each statement, for its own card: what was voted on, how it was taken, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import AnswerCount, RoundKind
from consensus.domain.disclosure import disclose
from consensus.domain.how_taken import Taken
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.domain.round_kinds import scale_of
from consensus.persistence.tables import DelphiItem, Round, RoundItem, StatementVersion, StoredVerdict
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.rounds.round_rules import frozen_rule, frozen_scale
from consensus.tally.answers import count_answers
from consensus.tally.round_verdicts import AnyVerdict, rule_of, verdict_from_dict


@dataclass(frozen=True, slots=True)
class StatementRound:
    """What one round said of a statement; counts and verdict only once they are revealed.

    text: the wording that was voted on. question: which one of a Delphi round was asked; "" in a meeting.
    """

    number: int
    kind: RoundKind
    state: RoundState
    question: str
    version_number: int
    text: str
    rule_sentence: str
    taken: Taken
    answers: tuple[AnswerCount, ...]
    verdict: AnyVerdict | None
    void_reason: str


def list_statement_rounds(ctx: Context, process_id: UUID) -> Mapping[UUID, tuple[StatementRound, ...]]:
    """By statement: its votes and ratings, the newest first, in one query for all statements of a process.

    Of an open or a closed round nobody is shown a count here, not even who may watch them elsewhere.
    """
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        rows = session.execute(
            select(Round, RoundItem, StatementVersion, StoredVerdict, col(DelphiItem.dimension))
            .join(RoundItem, col(RoundItem.round_id) == col(Round.id))
            .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
            .outerjoin(StoredVerdict, col(StoredVerdict.item_id) == col(RoundItem.id))
            .outerjoin(DelphiItem, col(DelphiItem.item_id) == col(RoundItem.id))
            .where(
                col(Round.process_id) == process_id,
                col(Round.kind) != RoundKind.OBJECTION,
                col(Round.state) != RoundState.DRAFT,
            )
            .order_by(col(Round.number).desc(), col(RoundItem.position))
        )
        found: dict[UUID, list[StatementRound]] = {}
        for round_, item, version, stored, asked in rows:
            one = _view(standing, round_, item, version, stored, (asked or "").replace("_", " "))
            found.setdefault(item.statement_id, []).append(one)
        return {statement_id: tuple(rounds) for statement_id, rounds in found.items()}


def _view(
    standing: Standing,
    round_: Round,
    item: RoundItem,
    version: StatementVersion,
    stored: StoredVerdict | None,
    question: str,
) -> StatementRound:
    shown = disclose(standing.member.role, round_.state, round_.anonymity, round_.tally_mode, by_hands=round_.by_hands)
    verdict = verdict_from_dict(stored.verdict) if stored and shown.verdict else None
    tally = verdict.tally if verdict else None
    return StatementRound(
        number=round_.number,
        kind=round_.kind,
        state=round_.state,
        question=question,
        version_number=version.number,
        text=version.text,
        rule_sentence=verdict.definition_sentence if verdict else frozen_rule(round_).sentence(),
        taken=Taken(round_.by_hands, item.n_paper if verdict else 0),
        answers=count_answers(round_.kind, _scale(round_, verdict), tally) if tally and shown.counts else (),
        verdict=verdict,
        void_reason=round_.void_reason,
    )


def _scale(round_: Round, verdict: AnyVerdict | None) -> BallotScale | None:
    """That of the round, or of the question of a Delphi round, whose questions may differ in theirs."""
    rule = rule_of(verdict) if verdict and round_.kind is RoundKind.RATING else None
    asked = scale_of(rule) if rule else None
    return frozen_scale(round_) or (BallotScale(asked) if asked else None)
