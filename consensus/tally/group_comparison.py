"""Whether stakeholder groups chose differently, as description."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from consensus.domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class GroupChiSquare:
    """chi_square on df; smallest_expected: below 5 the p value is rough. cramers_v: 0 alike to 1 wholly apart.

    Empty groups and choices nobody made are left out; all None where fewer than 2 of either are left.
    """

    chi_square: float | None = None
    df: int | None = None
    p: float | None = None
    smallest_expected: float | None = None
    cramers_v: float | None = None


def group_chi_square(table: ArrayLike) -> GroupChiSquare:
    """Pearson's chi-square of a table of groups (rows) by choices (columns), without continuity correction.

    Raises InvalidInputError for anything but a table of numbers of people. Computed by scipy.
    Sources: Pearson (1900); Cramer (1946) for V.
    """
    counts = np.asarray(table)
    if counts.ndim != 2 or counts.dtype.kind not in "iu" or (counts < 0).any():
        raise InvalidInputError("Groups are compared by a table of numbers of people, one row per group.")
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        return GroupChiSquare()
    from scipy import stats

    found = stats.chi2_contingency(counts, correction=False)
    chi_square = float(found.statistic)
    v = (chi_square / (int(counts.sum()) * (min(counts.shape) - 1))) ** 0.5
    return GroupChiSquare(chi_square, int(found.dof), float(found.pvalue), float(found.expected_freq.min()), v)
