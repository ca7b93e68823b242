"""How many people would have to rate otherwise for median or range to leave their bounds."""

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.scales import RatingScale
from consensus.tally.counts import ItemTally
from consensus.tally.spread import counts_on

_Points = NDArray[np.int64]


def to_unmake_spread(tally: ItemTally, definition: ConsensusDefinition) -> int | None:
    """The fewest people who rated that have to choose other points until a bound on median or range fails.

    The clause holds now. None where nobody can make it fail, or there is none.
    """
    clause, scale = definition.spread, definition.scale
    if clause is None or scale is None:
        return None
    ratings = np.repeat(np.arange(scale.low, scale.high + 1), counts_on(tally, scale))

    def fails(k: int) -> bool:
        lowest, highest = _moved(ratings, k, scale)
        if not (clause.median_holds(_median(lowest)) and clause.median_holds(_median(highest))):
            return True
        return clause.iqr_at_most is not None and _widest(ratings, k, scale) > 4 * clause.iqr_at_most

    # One change more never narrows the range again: the highest rating that stayed can go up, or the lowest down.
    numbers = range(1, len(ratings) + 1)
    place = bisect_left(numbers, True, key=fails)
    return numbers[place] if place < len(numbers) else None


def _moved(ratings: _Points, k: int, scale: RatingScale) -> tuple[_Points, _Points]:
    """The sorted ratings after the k highest went to the lowest point, and after the k lowest went to the highest.

    No other k changes make any place in the order lower, or higher.
    """
    low, high = np.full(k, scale.low), np.full(k, scale.high)
    return np.concatenate([low, ratings[: len(ratings) - k]]), np.concatenate([ratings[k:], high])


def _median(ratings: _Points) -> Fraction:
    n = len(ratings)
    return Fraction(int(ratings[(n - 1) // 2] + ratings[n // 2]), 2)


def _widest(ratings: _Points, k: int, scale: RatingScale) -> int:
    """Four times the largest interquartile range that exactly k changes can make.

    A changed rating widens the range most at one end of the scale (see `spread_bounds.must_hold`): j go to the
    lowest point, the others to the highest. Whoever changes had best stand between the quartiles, next to each other
    in the order, so that each of the two keeps the ratings that pull it outwards; `split` is where they stood.
    """
    n = len(ratings)
    n_low = np.arange(k + 1)
    lower, upper = divmod(n - 1, 4), divmod(3 * (n - 1), 4)

    def at(rank: int, split: _Points) -> _Points:
        kept = rank - n_low
        place = np.where(kept < split, kept, kept + k)
        inside = ratings[np.clip(place, 0, n - 1)]
        return np.where(rank < n_low, scale.low, np.where(kept >= n - k, scale.high, inside))

    def quadrupled(place: tuple[int, int], split: _Points) -> _Points:
        rank, rest = place
        value = at(rank, split)
        return 4 * value + rest * (at(min(rank + 1, n - 1), split) - value)

    return max(int((quadrupled(upper, split) - quadrupled(lower, split)).max()) for split in _splits(lower[0], n_low))


def _splits(rank: int, n_low: _Points) -> Iterator[_Points]:
    """Right after the ratings that the lower quartile is made of; among very few, these are the upper one's too."""
    for after in range(3):
        yield np.maximum(rank + after - n_low, 0)
