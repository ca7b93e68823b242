"""Intraclass correlation: how much of the variation lies between items rather than between panelists."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from consensus.tally.rating_counts import complete_panelists


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """single: ICC(2,1), of one panelist; average: ICC(2,k), of the mean of all k panelists counted.

    n_panelists: those who rated every item, the only ones counted; n_dropped: all others.
    ms_items, ms_panelists, ms_error: mean squares of the two-way analysis of variance.
    None where not defined: fewer than 2 items or complete panelists, no variation at all, or a denominator that is
    not positive.
    """

    n_items: int
    n_panelists: int
    n_dropped: int
    single: float | None = None
    average: float | None = None
    ms_items: float | None = None
    ms_panelists: float | None = None
    ms_error: float | None = None


def intraclass_correlation(ratings: ArrayLike) -> IntraclassCorrelation:
    """ICC(2,1) and ICC(2,k): two-way random effects, absolute agreement.

    ratings: items x panelists; missing is NaN or -1. Treats the points of the scale as equally far apart. May be
    negative. Raises InvalidInputError for anything but a table of numbers.
    Source: Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428.
    """
    matrix, dropped = complete_panelists(ratings)
    n, k = matrix.shape
    if n < 2 or k < 2 or matrix.min() == matrix.max():
        return IntraclassCorrelation(n, k, dropped)
    grand, items, panelists = matrix.mean(), matrix.mean(axis=1), matrix.mean(axis=0)
    ms_items = k * float(((items - grand) ** 2).sum()) / (n - 1)
    ms_panelists = n * float(((panelists - grand) ** 2).sum()) / (k - 1)
    residuals = matrix - items[:, None] - panelists[None, :] + grand
    ms_error = float((residuals**2).sum()) / ((n - 1) * (k - 1))
    between = ms_items - ms_error
    panel_part = (ms_panelists - ms_error) / n
    # What rounding leaves of a sum of squares is no variation.
    noise = 1e-12 * float(np.square(matrix - grand).sum())
    single, average = ms_items + (k - 1) * ms_error + k * panel_part, ms_items + panel_part
    return IntraclassCorrelation(
        n,
        k,
        dropped,
        between / single if single > noise else None,
        between / average if average > noise else None,
        ms_items,
        ms_panelists,
        ms_error,
    )
