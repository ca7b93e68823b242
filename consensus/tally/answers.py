"""How many people gave each answer that a ballot offered, in the order in which it offered them."""

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import AnswerCount, RoundKind
from consensus.domain.round_kinds import options_of
from consensus.tally.counts import ItemTally


def count_answers(kind: RoundKind, scale: BallotScale | None, tally: ItemTally) -> tuple[AnswerCount, ...]:
    """Every answer offered, those that nobody gave too."""
    return tuple(
        AnswerCount(option.value, option.label, tally.n_of({option.value})) for option in options_of(kind, scale)
    )
