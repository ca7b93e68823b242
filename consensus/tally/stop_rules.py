"""Whether a Delphi has held enough rounds, by the rule its protocol laid down."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from consensus.domain.delphi.stop_rule import StopReason, StopRule
from consensus.domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item after a round: n_changed of the n_pairs who rated it now and before; both 0 in a first round."""

    label: str
    consensus: bool
    n_changed: int = 0
    n_pairs: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.n_changed <= self.n_pairs:
            raise InvalidInputError("No more people can have changed than rated in both rounds.")


@dataclass(frozen=True, slots=True)
class StopDecision:
    """reasons: those that hold, empty where another round follows.

    with_consensus, stable_disagreement, moving: every item in one of the three. A stable disagreement is a result.
    """

    reasons: tuple[StopReason, ...]
    with_consensus: tuple[str, ...]
    stable_disagreement: tuple[str, ...]
    moving: tuple[str, ...]

    @property
    def stop(self) -> bool:
        """Whether no further round is held."""
        return bool(self.reasons)


def judge_stop(rule: StopRule, rounds_held: int, items: Sequence[ItemState]) -> StopDecision:
    """Apply the rule after a round.

    An item that nobody rated twice is not stable. Where no item lacks consensus, consensus is the reason to stop, and
    stability only for a rule that does not ask for consensus. Whole numbers decide. Raises InvalidInputError before
    the first round and without items.
    Source: Scheibe, Skutsch and Schofer (1975), in Linstone and Turoff, The Delphi Method, for 15% change.
    """
    if rounds_held < 1 or not items:
        raise InvalidInputError("A stop rule is applied to at least 1 item after at least 1 round.")
    agreed = tuple(item.label for item in items if item.consensus)
    stable = tuple(item.label for item in items if not item.consensus and _is_stable(item, rule.stable_below))
    moving = tuple(item.label for item in items if not item.consensus and not _is_stable(item, rule.stable_below))
    holds = {
        StopReason.CONSENSUS: rule.consensus_share is not None
        and len(agreed) * rule.consensus_share.denominator >= rule.consensus_share.numerator * len(items),
        StopReason.STABILITY: rule.stable_below is not None
        and not moving
        and (bool(stable) or rule.consensus_share is None),
        StopReason.MAXIMUM_ROUNDS: rounds_held >= rule.maximum_rounds,
    }
    return StopDecision(tuple(reason for reason, does in holds.items() if does), agreed, stable, moving)


def _is_stable(item: ItemState, below: Fraction | None) -> bool:
    if below is None or item.n_pairs == 0:
        return False
    return item.n_changed * below.denominator < below.numerator * item.n_pairs
