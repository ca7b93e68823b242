"""Where the ratings of an item lie and how far they spread."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.tally.quantiles import doubled_median, scaled_quantile
from consensus.tally.rating_counts import Counts, check_counts

QUARTILE_METHOD = "Hyndman-Fan type 7"


@dataclass(frozen=True, slots=True)
class Location:
    """Location and spread of one item, in points of its scale.

    n: people who rated. Everything else is None where nobody rated; sd also where only one person did.
    q1, q3: quartiles of type 7; iqr: q3 - q1, a statement on concentration and not on agreement.
    mad: median absolute deviation from the median, without any factor.
    mean, sd (divided by n - 1): descriptive only.
    """

    n: int
    median: float | None
    q1: float | None
    q3: float | None
    iqr: float | None
    mad: float | None
    mean: float | None
    sd: float | None
    quartile_method: str = field(default=QUARTILE_METHOD, init=False)


class LocationColumns(NamedTuple):
    """The fields of `Location` for many items at once, each of shape (items,); NaN marks what is not defined."""

    median: NDArray[np.float64]
    q1: NDArray[np.float64]
    q3: NDArray[np.float64]
    iqr: NDArray[np.float64]
    mad: NDArray[np.float64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]


def location(counts: Sequence[int] | Counts) -> Location:
    """Location and spread of one item from the number of people on each point 1..K.

    Raises InvalidInputError for counts that are none. Sources: Hyndman and Fan (1996) for the quartiles; Hampel
    (1974) for the median absolute deviation.
    """
    return locations(check_counts(counts)[None, :])[0]


def locations(counts: Counts) -> tuple[Location, ...]:
    """The same for many items; counts of shape (items, K)."""
    columns = location_columns(counts)._asdict()
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return tuple(
        Location(n, **{name: None if math.isnan(value) else value for name, value in zip(columns, row, strict=True)})
        for n, row in zip(counts.sum(axis=1).tolist(), rows, strict=True)
    )


def location_columns(counts: Counts) -> LocationColumns:
    """The same as columns, for tables; counts of shape (items, K)."""
    n = counts.sum(axis=1)
    rated = n > 0
    q1, q3 = scaled_quantile(counts, 1, 4), scaled_quantile(counts, 3, 4)
    median2 = doubled_median(counts)

    def shown(scaled: NDArray[np.int64], scale: int) -> NDArray[np.float64]:
        return np.where(rated, scaled / scale, np.nan)

    mean, sd = _mean_and_sd(counts, n)
    return LocationColumns(
        median=shown(median2, 2),
        q1=shown(q1, 4),
        q3=shown(q3, 4),
        iqr=shown(q3 - q1, 4),
        mad=shown(_quadrupled_mad(counts, n, median2), 4),
        mean=mean,
        sd=sd,
    )


def _quadrupled_mad(counts: Counts, n: NDArray[np.int64], median2: NDArray[np.int64]) -> NDArray[np.int64]:
    """Four times the median absolute deviation: the middle of the doubled deviations, each as often as its point."""
    points = np.arange(1, counts.shape[1] + 1)
    deviations = np.abs(2 * points[None, :] - median2[:, None])
    order = np.argsort(deviations, axis=1, kind="stable")
    deviations = np.take_along_axis(deviations, order, axis=1)
    reordered = np.take_along_axis(counts, order, axis=1)
    reached = np.cumsum(reordered, axis=1)
    last = counts.shape[1] - 1
    total = np.zeros(len(n), dtype=np.int64)
    for rank in ((n - 1) // 2, n // 2):
        position = np.minimum((reached <= rank[:, None]).sum(axis=1), last)
        total += np.take_along_axis(deviations, position[:, None], axis=1)[:, 0]
    return total


def _mean_and_sd(counts: Counts, n: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both from whole sums: the variance is (n * sum of squares - square of the sum) / (n (n-1))."""
    points = np.arange(1, counts.shape[1] + 1)
    total, squares = counts @ points, counts @ points**2
    mean = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    variance = (n * squares - total**2) / np.maximum(n * (n - 1), 1)
    return mean, np.where(n > 1, np.sqrt(variance), np.nan)
