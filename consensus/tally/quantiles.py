"""Quantiles of counted ratings, type 7 of Hyndman and Fan, kept as whole numbers until they are shown."""

import numpy as np
from numpy.typing import NDArray

from consensus.tally.rating_counts import Counts


def value_at(counts: Counts, rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rating at a rank (0 for the lowest) of each item.

    counts: shape (items, K); rank: shape (items,). Where nobody rated, the result has no meaning.
    """
    below: NDArray[np.int64] = (np.cumsum(counts, axis=-1) <= rank[..., None]).sum(axis=-1)
    return below + 1


def scaled_quantile(counts: Counts, numerator: int, denominator: int) -> NDArray[np.int64]:
    """`denominator` times the quantile at `numerator`/`denominator`, exact, shape (items,).

    Type 7: with n ratings in order the quantile lies at rank (n-1)p, between two ratings in proportion. Times the
    denominator it is a whole number, so that verdicts on quantiles need no float. 0 where nobody rated.
    Source: Hyndman and Fan (1996), definition 7.
    """
    n = counts.sum(axis=-1)
    rank, rest = np.divmod((n - 1) * numerator, denominator)
    low = value_at(counts, rank)
    high = value_at(counts, np.minimum(rank + 1, n - 1))
    return np.where(n > 0, denominator * low + rest * (high - low), 0)


def doubled_median(counts: Counts) -> NDArray[np.int64]:
    """Twice the median, exact, shape (items,); of an even number the mean of the middle two. 0 where nobody rated."""
    return scaled_quantile(counts, 1, 2)
