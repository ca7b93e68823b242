"""Median and quartiles of one tally, exact, and the clause of a definition that asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.scales import RatingScale
from consensus.domain.shares import canonical_share
from consensus.tally.counts import ItemTally
from consensus.tally.quantiles import scaled_quantile


@dataclass(frozen=True, slots=True)
class Spread:
    """Where n ratings lie, in points of their scale; quartiles of type 7 (Hyndman and Fan 1996)."""

    n: int
    median: Fraction
    q1: Fraction
    q3: Fraction

    @property
    def iqr(self) -> Fraction:
        """The interquartile range: how close together, not on which side."""
        return self.q3 - self.q1

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {"n": self.n} | {name: canonical_share(getattr(self, name)) for name in ("median", "q1", "q3")}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Spread":
        """Read what `to_dict` wrote."""
        return cls(data["n"], *(Fraction(data[name]) for name in ("median", "q1", "q3")))


def spread_of(tally: ItemTally, scale: RatingScale) -> Spread | None:
    """Median and quartiles of the ratings in a tally; None without any. "Cannot judge" is no rating."""
    counts = np.array([[tally.counts.get(str(point), 0) for point in range(scale.low, scale.high + 1)]])
    n = int(counts.sum())
    if n == 0:
        return None
    median, q1, q3 = (
        Fraction(int(scaled_quantile(counts, quarters, 4)[0]), 4) + scale.low - 1 for quarters in (2, 1, 3)
    )
    return Spread(n, median, q1, q3)


def median_holds(spread: Spread | None, definition: ConsensusDefinition) -> bool:
    """Whether the median lies where the definition asks; without ratings it does not lie anywhere."""
    clause = definition.spread
    if clause is None or not clause.asks_for_median:
        return True
    return spread is not None and clause.median_holds(spread.median)


def iqr_holds(spread: Spread | None, definition: ConsensusDefinition) -> bool:
    """Whether the ratings are as close together as the definition asks."""
    clause = definition.spread
    if clause is None or clause.iqr_at_most is None:
        return True
    return spread is not None and clause.iqr_holds(spread.iqr)


def deciding_spread(tally: ItemTally, definition: ConsensusDefinition) -> Spread | None:
    """The spread a definition judges; None where it asks for none or nobody rated."""
    if definition.spread is None or definition.scale is None:
        return None
    return spread_of(tally, definition.scale)


def may_hold(tally: ItemTally, definition: ConsensusDefinition) -> bool:
    """Whether those who did not rate could, each bound for itself, still have met median and range.

    A median is highest when all of them rate highest, lowest when all rate lowest, and the range is smallest when
    all rate alike (somewhere between the quartiles of the whole), so that trying each point for all is enough.
    """
    clause, scale = definition.spread, definition.scale
    if clause is None or scale is None:
        return True
    together = [
        spread
        for point in range(scale.low, scale.high + 1)
        if (spread := spread_of(tally.with_missing(str(point)), scale)) is not None
    ]
    if not together:
        return False
    lowest, highest = together[0].median, together[-1].median
    above = clause.median_at_least is None or highest >= clause.median_at_least
    below = clause.median_at_most is None or lowest <= clause.median_at_most
    return above and below and any(clause.iqr_holds(spread.iqr) for spread in together)


def must_hold(tally: ItemTally, definition: ConsensusDefinition) -> bool:
    """Whether median and range hold however those who did not rate had rated.

    The range is widest with every one of them at one end of the scale or the other: as one rating moves upwards
    past the others, the range first narrows (it raises the lower quartile) and then widens (it raises the upper).
    """
    scale = definition.scale
    if definition.spread is None or scale is None:
        return True
    ends = [spread_of(_with_ends(tally, scale, n_low), scale) for n_low in range(tally.n_missing + 1)]
    return all(median_holds(spread, definition) and iqr_holds(spread, definition) for spread in ends)


def _with_ends(tally: ItemTally, scale: RatingScale, n_low: int) -> ItemTally:
    """The tally with `n_low` of the missing at the lowest point and the others at the highest; groups are left out."""
    low, high = str(scale.low), str(scale.high)
    counts = dict(tally.counts)
    counts[low] = counts.get(low, 0) + n_low
    counts[high] = counts.get(high, 0) + tally.n_missing - n_low
    return ItemTally(tally.eligible, counts)
