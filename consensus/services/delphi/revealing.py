"""Revealing a Delphi round: each item is decided by its rule, and the stop rule says whether another round follows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.delphi.stop_rule import StopRule
from consensus.domain.delphi.terms import Carry
from consensus.domain.lifecycle import RoundState, StatementState, check_move
from consensus.persistence.database import database_of
from consensus.persistence.tables import DelphiRound, Round, RoundItem, Statement, StoredVerdict
from consensus.services.delphi.given import earlier_items
from consensus.services.delphi.pictures import first_choices
from consensus.services.delphi.round_ratings import RoundRatings, read_ratings
from consensus.services.delphi.standings import StatementStand, stands_of
from consensus.services.rounds.closing import recount
from consensus.tally.round_verdicts import AnyVerdict, counts_groups, decide_round, is_in_favour
from consensus.tally.stop_rules import ItemState, StopDecision, judge_stop

_JUDGEMENT = frozenset({"cannot_judge", "abstain"})


def reveal_closed(session: Session, round_: Round, delphi: DelphiRound) -> dict[str, Any]:
    """Reveal a closed round of a locked process; what the record says of it."""
    check_move("round", round_.state, RoundState.REVEALED)
    now = database_of(session).now(session)
    recount(session, round_.id)
    protocol = protocol_from_dict(delphi.protocol)
    ratings = read_ratings(session, round_)
    verdicts = _verdicts(protocol, ratings)
    for item_id, verdict in verdicts.items():
        session.add(
            StoredVerdict(item_id=item_id, outcome=verdict.outcome.value, verdict=verdict.to_dict(), decided_at=now)
        )
    round_.state, round_.revealed_at = RoundState.REVEALED, now
    session.add(round_)
    session.flush()
    stands = stands_of(session, round_.process_id, protocol)
    states, reworded = _item_states(session, round_, delphi, ratings, stands)
    decision = judge_stop(protocol.stop, delphi.number, states)
    delphi.stop = _stop_document(decision, states, reworded)
    session.add(delphi)
    _settle(session, protocol, verdicts, ratings, stops=decision.stop)
    return {
        "number": delphi.number,
        "outcomes": {str(item_id): verdict.outcome.value for item_id, verdict in verdicts.items()},
        "stop": [reason.value for reason in decision.reasons],
    }


def _verdicts(protocol: Protocol, ratings: RoundRatings) -> dict[UUID, AnyVerdict]:
    found: dict[UUID, AnyVerdict] = {}
    for dimension in protocol.dimensions:
        by_group = counts_groups(dimension.rule)
        tallies = {
            item.id: ratings.tally(item.id, by_group=by_group)
            for item in ratings.items
            if item.dimension == dimension.slug
        }
        found |= decide_round(tallies, dimension.rule)
    return found


def changes_since(
    session: Session, round_: Round, delphi: DelphiRound, ratings: RoundRatings
) -> dict[UUID, tuple[int, int] | None]:
    """By deciding item: how many of those who rated now and before changed; None where there is nothing to compare.

    Only the same wording is compared. An item that was reworded has no stability. Without rounds the first answers are
    compared with the last, of those who were shown the panel in between.
    """
    if protocol_from_dict(delphi.protocol).is_real_time:
        firsts = first_choices(session, round_.id)
        return {
            item.id: _changed(firsts.get(item.id, {}), ratings.said[item.id])
            for item in ratings.items
            if item.is_deciding
        }
    before = earlier_items(session, round_.process_id, delphi.number)
    earlier = {
        item.id: before[item.statement_id, item.dimension]
        for item in ratings.items
        if item.is_deciding and (item.statement_id, item.dimension) in before
    }
    said_before = _said(session, earlier)
    found: dict[UUID, tuple[int, int] | None] = {}
    for item in ratings.items:
        if not item.is_deciding:
            continue
        then = earlier.get(item.id)
        if then is None or then.version_sha256 != item.version_sha256:
            found[item.id] = None
            continue
        found[item.id] = _changed(said_before.get(then.id, {}), ratings.said[item.id])
    return found


def _changed(first: Mapping[UUID, str], second: Mapping[UUID, str]) -> tuple[int, int]:
    both = [
        (first[member], second[member])
        for member in first.keys() & second.keys()
        if first[member] not in _JUDGEMENT and second[member] not in _JUDGEMENT
    ]
    return sum(one != other for one, other in both), len(both)


def _said(session: Session, earlier: Mapping[UUID, RoundItem]) -> dict[UUID, Mapping[UUID, str]]:
    rounds = {item.round_id for item in earlier.values()}
    found: dict[UUID, Mapping[UUID, str]] = {}
    for round_ in session.exec(select(Round).where(col(Round.id).in_(rounds))).all():
        found |= read_ratings(session, round_).said
    return found


def _item_states(
    session: Session,
    round_: Round,
    delphi: DelphiRound,
    ratings: RoundRatings,
    stands: tuple[StatementStand, ...],
) -> tuple[list[ItemState], list[str]]:
    """Every statement that was rated so far, settled ones of earlier rounds too; and the labels of those reworded."""
    changes = changes_since(session, round_, delphi, ratings)
    item_of = {item.statement_id: item.id for item in ratings.items if item.is_deciding}
    before = earlier_items(session, round_.process_id, delphi.number)
    known = {statement_id for statement_id, _ in before}
    states, reworded = [], []
    for stand in stands:
        if stand.rated is None:
            continue
        item_id = item_of.get(stand.statement_id)
        pairs = changes.get(item_id) if item_id else None
        if item_id and pairs is None and stand.statement_id in known:
            reworded.append(stand.label)
        states.append(ItemState(stand.label, stand.rated.reached, *(pairs or (0, 0))))
    return states, reworded


def judge_again(rule: StopRule, delphi: DelphiRound) -> StopDecision:
    """What another stop rule says of a revealed round, on the same numbers."""
    return judge_stop(rule, delphi.number, [ItemState(*state) for state in delphi.stop["states"]])


def _stop_document(decision: StopDecision, states: list[ItemState], reworded: list[str]) -> dict[str, Any]:
    return {
        "states": [[state.label, state.consensus, state.n_changed, state.n_pairs] for state in states],
        "reasons": [reason.value for reason in decision.reasons],
        "with_consensus": list(decision.with_consensus),
        "stable_disagreement": list(decision.stable_disagreement),
        "moving": list(decision.moving),
        "reworded": reworded,
    }


def _settle(
    session: Session,
    protocol: Protocol,
    verdicts: Mapping[UUID, AnyVerdict],
    ratings: RoundRatings,
    *,
    stops: bool,
) -> None:
    """What becomes of the statements: one that is not held by the panel, and is not rated again, has no consensus."""
    for item in ratings.items:
        if not item.is_deciding:
            continue
        verdict = verdicts[item.id]
        leaves = verdict.reached and protocol.carry is Carry.UNSETTLED
        statement = session.get_one(Statement, item.statement_id)
        if (stops or leaves) and not is_in_favour(verdict.outcome.value):
            check_move("statement", statement.state, StatementState.NO_CONSENSUS)
            statement.state = StatementState.NO_CONSENSUS
            session.add(statement)
