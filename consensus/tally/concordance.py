"""Kendall's coefficient of concordance: whether panelists put the items into the same order."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.tally.rating_counts import complete_panelists


@dataclass(frozen=True, slots=True)
class Concordance:
    """n_panelists: those who rated every item, the only ones counted; n_dropped: all others.

    w: corrected for ties; chi_square = m (n-1) W on df = n-1; f = (m-1) W / (1-W) on f_df. p_chi_square and p_f are
    the chances of so much concordance among panelists who order at random.
    None where not defined: fewer than 2 items or complete panelists, or nobody tells any items apart; f and p_f also
    when the orders are the same, p_f also where f_df[0] is not positive.
    """

    n_items: int
    n_panelists: int
    n_dropped: int
    w: float | None = None
    chi_square: float | None = None
    df: int | None = None
    p_chi_square: float | None = None
    f: float | None = None
    f_df: tuple[float, float] | None = None
    p_f: float | None = None


def kendalls_w(ratings: ArrayLike) -> Concordance:
    """Concordance of the panelists' orders, equal ratings sharing the mean of their ranks.

    ratings: items x panelists, ratings or ranks; missing is NaN or -1. W is exact before it is shown. Raises
    InvalidInputError for anything but a table of numbers.
    Sources: Kendall and Babington Smith (1939); Legendre (2005), JABES 10, 226-245, for the F test.
    """
    matrix, dropped = complete_panelists(ratings)
    n, m = matrix.shape
    exact = _exact_w(matrix) if n >= 2 and m >= 2 else None
    if exact is None:
        return Concordance(n, m, dropped)
    from scipy import stats

    w, chi_square = float(exact), float(m * (n - 1) * exact)
    p_chi_square = float(stats.chi2.sf(chi_square, n - 1))
    if exact == 1:
        return Concordance(n, m, dropped, w, chi_square, n - 1, p_chi_square)
    f = float((m - 1) * exact / (1 - exact))
    df1 = n - 1 - 2 / m
    f_df = (df1, (m - 1) * df1)
    p_f = float(stats.f.sf(f, *f_df)) if df1 > 0 else None
    return Concordance(n, m, dropped, w, chi_square, n - 1, p_chi_square, f, f_df, p_f)


def _exact_w(matrix: NDArray[np.float64]) -> Fraction | None:
    """W by whole numbers: with doubled ranks, 3 * squared deviations / (m^2 (n^3-n) - m * ties)."""
    n, m = matrix.shape
    doubled, ties = np.zeros(n, dtype=np.int64), 0
    for column in matrix.T:
        _, place, sizes = np.unique(column, return_inverse=True, return_counts=True)
        last = np.cumsum(sizes)
        doubled += (2 * last - sizes + 1)[place]
        ties += int((sizes**3 - sizes).sum())
    denominator = m * m * (n**3 - n) - m * ties
    deviations = doubled - m * (n + 1)
    return Fraction(3 * int((deviations**2).sum()), denominator) if denominator else None
