"""Tests on the same people in two or more rounds."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from consensus.domain.errors import InvalidInputError
from consensus.tally.rating_counts import MISSING, Counts, as_matrix

EXACT_BELOW = 25
_EXACT_WILCOXON_UP_TO = 50


class ZeroHandling(StrEnum):
    """What becomes of people who did not change in the signed-rank test."""

    DROPPED = "dropped before ranking (Wilcoxon)"
    RANKED = "ranked, then left out of the sums (Pratt)"


@dataclass(frozen=True, slots=True)
class McNemar:
    """n_gained of n_discordant turned to agreeing, n_lost away from it.

    exact: by the binomial distribution, below 25 discordant; else chi_square on 1 degree of freedom, without
    continuity correction, and None where exact. p: two-sided; None where nobody changed sides.
    """

    n_gained: int
    n_lost: int
    exact: bool
    chi_square: float | None
    p: float | None

    @property
    def n_discordant(self) -> int:
        """People who changed sides."""
        return self.n_gained + self.n_lost


@dataclass(frozen=True, slots=True)
class SymmetryTest:
    """Bowker's chi_square on df pairs of points; all three None where nobody changed."""

    chi_square: float | None
    df: int | None
    p: float | None


@dataclass(frozen=True, slots=True)
class SignedRank:
    """The smaller sum of signed ranks and its two-sided p; both None where nobody changed.

    n_used of n_pairs entered the sums, n_zero did not change; exact: by enumeration, else normal approximation with
    correction for ties and without continuity correction.
    """

    statistic: float | None
    p: float | None
    n_pairs: int
    n_zero: int
    n_used: int
    exact: bool
    zero_handling: ZeroHandling


@dataclass(frozen=True, slots=True)
class CochranQ:
    """q on df = rounds - 1 over the n_people who chose in every round; n_dropped did not. None where nobody changed."""

    q: float | None
    df: int
    p: float | None
    n_people: int
    n_dropped: int


def mcnemar(n_gained: int, n_lost: int) -> McNemar:
    """Whether more people turned one way than the other.

    Raises InvalidInputError for negative numbers. Computed by statsmodels. Source: McNemar (1947); exact version
    as in Agresti (2013), Categorical Data Analysis, 11.1.
    """
    if min(n_gained, n_lost) < 0:
        raise InvalidInputError("A number of people cannot be negative.")
    discordant = n_gained + n_lost
    exact = discordant < EXACT_BELOW
    if discordant == 0:
        return McNemar(0, 0, exact, None, None)
    from statsmodels.stats.contingency_tables import mcnemar as test

    found = test([[0, n_lost], [n_gained, 0]], exact=exact, correction=False)
    return McNemar(n_gained, n_lost, exact, None if exact else float(found.statistic), float(found.pvalue))


def bowker(table: Counts) -> SymmetryTest:
    """Whether changes between each two points go both ways alike.

    table: people by rating before and after, shape (K, K). The degrees of freedom are the pairs of points between
    which anybody moved. Raises InvalidInputError for a table that is not square. Source: Bowker (1948), JASA 43;
    Krampe and Kuhnt (2007) for the degrees of freedom.
    """
    _check_square(table)
    upper = np.triu_indices(len(table), k=1)
    forth, back = table[upper], table.T[upper]
    moved = forth + back > 0
    df = int(moved.sum())
    if df == 0:
        return SymmetryTest(None, None, None)
    from scipy import stats

    chi_square = float(((forth - back)[moved] ** 2 / (forth + back)[moved]).sum())
    return SymmetryTest(chi_square, df, float(stats.chi2.sf(chi_square, df)))


def wilcoxon_signed_rank(table: Counts, zeros: ZeroHandling = ZeroHandling.DROPPED) -> SignedRank:
    """Whether ratings moved up or down.

    table: people by rating before and after, shape (K, K). Exact for up to 50 changes of different size, without zeros
    that are ranked. Computed by scipy. Raises as `bowker`. Sources: Wilcoxon (1945); Pratt (1959).
    """
    _check_square(table)
    points = len(table)
    steps = np.subtract.outer(np.arange(points), np.arange(points)) * -1
    differences = np.repeat(steps.ravel(), table.ravel())
    changes = differences[differences != 0]
    n_zero = len(differences) - len(changes)
    tied = len(set(np.abs(changes))) < len(changes)
    ranked_zeros = zeros is ZeroHandling.RANKED and n_zero > 0
    exact = not tied and not ranked_zeros and len(changes) <= _EXACT_WILCOXON_UP_TO
    if not len(changes):
        return SignedRank(None, None, len(differences), n_zero, 0, exact, zeros)
    from scipy import stats

    found = stats.wilcoxon(
        differences,
        zero_method="pratt" if zeros is ZeroHandling.RANKED else "wilcox",
        correction=False,
        method="exact" if exact else "asymptotic",
    )
    return SignedRank(float(found.statistic), float(found.pvalue), len(differences), n_zero, len(changes), exact, zeros)


def quadratic_weighted_kappa(table: Counts) -> float | None:
    """Agreement of each person with themselves a round earlier, far moves counting by the square of the distance.

    table: people by rating before and after, shape (K, K). None without pairs and where everybody is on one and the
    same point both times. Computed by statsmodels. Raises as `bowker`. Source: Cohen (1968), Psychological Bulletin 70.
    """
    _check_square(table)
    used = (table.sum(axis=0) > 0) | (table.sum(axis=1) > 0)
    if used.sum() < 2:
        return None
    from statsmodels.stats.inter_rater import cohens_kappa

    value = float(cohens_kappa(table, wt="quadratic", return_results=False))
    return value if math.isfinite(value) else None


def cochran_q(agreeing: ArrayLike) -> CochranQ:
    """Whether the share who agree differs between two or more rounds.

    agreeing: people x rounds, 1 for agreeing, 0 for not, missing NaN or -1; only complete people count.
    Computed by statsmodels. Raises InvalidInputError for other values or fewer than 2 rounds.
    Source: Cochran (1950), Biometrika 37.
    """
    matrix = as_matrix(agreeing).astype(np.float64)
    matrix[matrix == MISSING] = np.nan
    if matrix.shape[1] < 2 or not np.isin(matrix[~np.isnan(matrix)], (0, 1)).all():
        raise InvalidInputError("Cochran's Q compares 0 and 1 of each person in at least 2 rounds.")
    complete = matrix[~np.isnan(matrix).any(axis=1)].astype(np.int64)
    n, dropped, df = len(complete), len(matrix) - len(complete), matrix.shape[1] - 1
    if not (complete != complete[:, :1]).any():
        return CochranQ(None, df, None, n, dropped)
    from statsmodels.stats.contingency_tables import cochrans_q

    found = cochrans_q(complete)
    return CochranQ(float(found.statistic), df, float(found.pvalue), n, dropped)


def _check_square(table: Counts) -> None:
    if table.ndim != 2 or table.shape[0] != table.shape[1] or (table < 0).any():
        raise InvalidInputError("Two rounds are compared by a square table of numbers of people.")
