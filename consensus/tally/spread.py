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
from consensus.tally.rating_counts import Counts


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
    counts = counts_on(tally, scale)[None, :]
    n = int(counts.sum())
    if n == 0:
        return None
    median, q1, q3 = (
        Fraction(int(scaled_quantile(counts, quarters, 4)[0]), 4) + scale.low - 1 for quarters in (2, 1, 3)
    )
    return Spread(n, median, q1, q3)


def counts_on(tally: ItemTally, scale: RatingScale) -> Counts:
    """People on each point of the scale, lowest first."""
    return np.array([tally.counts.get(str(point), 0) for point in range(scale.low, scale.high + 1)])


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
