"""How one item moved between two rounds: the same people, the same wording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.domain.errors import InvalidInputError
from consensus.tally.location import locations
from consensus.tally.quantiles import doubled_median
from consensus.tally.rating_counts import Counts, count_ratings


@dataclass(frozen=True, slots=True)
class RoundComparison:
    """Movement of the n_pairs people who rated in both rounds.

    n_lost rated only before, n_new only after: both are left out of everything below.
    n_changed = n_towards + n_away + n_level: nearer to the earlier median, farther from it, equally far on the other
    side. The earlier median is that of everybody who rated then, as it was fed back; median_fed_back.
    Medians and interquartile ranges (type 7), before and after, are those of the pairs.
    All floats are None without pairs; median_fed_back where nobody rated before.
    """

    n_pairs: int
    n_lost: int
    n_new: int
    n_changed: int
    n_towards: int
    n_away: int
    n_level: int
    median_fed_back: float | None
    median_before: float | None
    median_after: float | None
    iqr_before: float | None
    iqr_after: float | None

    @property
    def share_changed(self) -> float | None:
        """Of the pairs, 0 to 1; None without pairs."""
        return self.n_changed / self.n_pairs if self.n_pairs else None

    @property
    def median_shift(self) -> float | None:
        """After less before, in points; None without pairs."""
        return _less(self.median_after, self.median_before)

    @property
    def iqr_shift(self) -> float | None:
        """After less before, in points: below 0 the panel has drawn together; None without pairs."""
        return _less(self.iqr_after, self.iqr_before)


def compare_rounds(before: ArrayLike, after: ArrayLike, points: int) -> RoundComparison:
    """Compare two rounds of one item.

    before, after: ratings 1..`points`, shape (people,), one place per person in both; missing is NaN or -1.
    Raises InvalidInputError for ratings off the scale or lists of different length.
    Source: Scheibe, Skutsch and Schofer (1975) for counting changes; von der Gracht (2012) for the criteria.
    """
    first, second = _paired(before, after, points)
    there_before, there_after = first > 0, second > 0
    both = there_before & there_after
    counts = np.array(
        [np.bincount(side, minlength=points + 1)[1:] for side in (first[there_before], first[both], second[both])]
    )
    fed_back, start, end = locations(counts)
    centre = doubled_median(counts[:1])[0]
    distance_before, distance_after = np.abs(2 * first[both] - centre), np.abs(2 * second[both] - centre)
    changed = first[both] != second[both]
    return RoundComparison(
        n_pairs=int(both.sum()),
        n_lost=int((there_before & ~there_after).sum()),
        n_new=int((~there_before & there_after).sum()),
        n_changed=int(changed.sum()),
        n_towards=int((distance_after < distance_before).sum()),
        n_away=int((distance_after > distance_before).sum()),
        n_level=int((changed & (distance_after == distance_before)).sum()),
        median_fed_back=fed_back.median,
        median_before=start.median,
        median_after=end.median,
        iqr_before=start.iqr,
        iqr_after=end.iqr,
    )


def change_table(before: ArrayLike, after: ArrayLike, points: int) -> Counts:
    """People by rating before (rows) and after (columns), shape (K, K); only those who rated in both rounds.

    Arguments and errors as `compare_rounds`.
    """
    first, second = _paired(before, after, points)
    both = (first > 0) & (second > 0)
    cells = (first[both] - 1) * points + second[both] - 1
    return np.bincount(cells, minlength=points * points).reshape(points, points)


def _paired(before: ArrayLike, after: ArrayLike, points: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both rounds as whole numbers, 0 for missing."""
    rounds = [np.asarray(side) for side in (before, after)]
    if any(side.ndim != 1 for side in rounds) or len(rounds[0]) != len(rounds[1]):
        raise InvalidInputError("Two rounds are compared person by person: both lists need one place per person.")
    for side in rounds:
        count_ratings(side[None, :], points)
    first, second = (np.maximum(np.nan_to_num(side, nan=0), 0).astype(np.int64) for side in rounds)
    return first, second


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before
