"""What those who did not rate could have made of median and range."""

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.scales import RatingScale
from consensus.tally.counts import ItemTally
from consensus.tally.quantiles import scaled_quantile
from consensus.tally.rating_counts import Counts
from consensus.tally.spread import counts_on


class Extremes(NamedTuple):
    """The outermost medians and ranges over several ways to complete a tally, in points of the scale."""

    lowest_median: Fraction
    highest_median: Fraction
    narrowest: Fraction
    widest: Fraction


def may_hold(tally: ItemTally, definition: ConsensusDefinition) -> bool:
    """Whether those who did not rate could, each bound for itself, still have met median and range.

    A median is highest when all of them rate highest, lowest when all rate lowest, and the range is smallest when
    all rate alike (somewhere between the quartiles of the whole), so that trying each point for all is enough.
    """
    clause, scale = definition.spread, definition.scale
    if clause is None or scale is None:
        return True
    alike = np.diag(np.full(scale.n_points, tally.n_missing))
    found = _extremes(counts_on(tally, scale) + alike, scale)
    if found is None:
        return False
    above = clause.median_at_least is None or found.highest_median >= clause.median_at_least
    below = clause.median_at_most is None or found.lowest_median <= clause.median_at_most
    return above and below and clause.iqr_holds(found.narrowest)


def must_hold(tally: ItemTally, definition: ConsensusDefinition) -> bool:
    """Whether median and range hold however those who did not rate had rated.

    The range is widest with every one of them at one end of the scale or the other: as one rating moves upwards
    past the others, the range first narrows (it raises the lower quartile) and then widens (it raises the upper).
    """
    clause, scale = definition.spread, definition.scale
    if clause is None or scale is None:
        return True
    n_low = np.arange(tally.n_missing + 1)
    completed = np.tile(counts_on(tally, scale), (len(n_low), 1))
    completed[:, 0] += n_low
    completed[:, -1] += tally.n_missing - n_low
    found = _extremes(completed, scale)
    if found is None:
        return False
    in_bounds = clause.median_holds(found.lowest_median) and clause.median_holds(found.highest_median)
    return in_bounds and clause.iqr_holds(found.widest)


def _extremes(counts: Counts, scale: RatingScale) -> Extremes | None:
    """counts: one row per way to complete the tally; None where nobody rates in any."""
    if counts.sum() == 0:
        return None
    q1, median, q3 = (scaled_quantile(counts, quarters, 4) for quarters in (1, 2, 3))
    lift = scale.low - 1

    def points(quadrupled: int) -> Fraction:
        return Fraction(int(quadrupled), 4)

    return Extremes(
        points(median.min()) + lift, points(median.max()) + lift, points((q3 - q1).min()), points((q3 - q1).max())
    )
