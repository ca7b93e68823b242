"""What is told of a vote by a show of hands: how many hands there can be, and which statements are not counted yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.ballots import Choice
from consensus.domain.lifecycle import RoundState
from consensus.domain.show_of_hands import Counts
from consensus.persistence.tables import HandCount, Round, RoundItem, Statement, Topic
from consensus.services.rounds.electorate import count_here


@dataclass(frozen=True, slots=True)
class HandFacts:
    """Of a vote by a show of hands.

    n_hands: those entitled who have been in the room since it was opened. uncounted: the statements without a count.
    is_mine: whether the reader is one of the electorate who may raise a hand.
    """

    n_hands: int
    uncounted: tuple[str, ...]
    is_mine: bool
    may_count: bool
    may_go_back: bool


def hand_facts(session: Session, round_: Round, *, is_mine: bool, runs: bool) -> HandFacts | None:
    """The facts of a vote by a show of hands; None of any other. `runs`: whether the reader runs the vote."""
    if not round_.by_hands:
        return None
    counted = counts_of(session, round_.id)
    labels = labels_of(session, round_.id)
    is_open = round_.state is RoundState.OPEN
    return HandFacts(
        n_hands=count_possible_hands(session, round_),
        uncounted=tuple(label for item_id, label in labels.items() if item_id not in counted),
        is_mine=is_mine,
        may_count=runs and round_.state in (RoundState.OPEN, RoundState.CLOSED),
        may_go_back=runs and is_open and not counted,
    )


def count_possible_hands(session: Session, round_: Round) -> int:
    """How many of the electorate, the recused aside, are in the room or left it after the vote was opened."""
    return count_here(session, round_.id, round_.meeting_id, left_after=round_.opened_at)


def counts_of(session: Session, round_id: UUID) -> Mapping[UUID, Counts]:
    """What was counted, by item; an item that is not counted yet is left out."""
    found: dict[UUID, dict[Choice, int]] = {}
    for row in session.exec(
        select(HandCount)
        .join(RoundItem, col(RoundItem.id) == col(HandCount.item_id))
        .where(RoundItem.round_id == round_id)
    ):
        found.setdefault(row.item_id, {})[Choice(row.choice)] = row.n
    return found


def labels_of(session: Session, round_id: UUID) -> Mapping[UUID, str]:
    """What each item is called, in the order of the round."""
    rows = session.exec(
        select(RoundItem.id, Topic.position, Statement.position)
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(RoundItem.round_id == round_id)
        .order_by(col(RoundItem.position))
    )
    return {item_id: f"{topic}.{statement}" for item_id, topic, statement in rows}
