"""Ratings of a panel, checked against their scale and counted item by item."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.domain.errors import InvalidInputError

MISSING = -1
MAX_POINTS = 100

# Ratings counted in one go: the block and its shifted copy stay in the processor's cache.
_BLOCK = 1 << 14

Counts = NDArray[np.int64]
"""People per point of the scale: shape (items, K), or (K,) for one item; column j holds point j + 1."""


class RatingCounts(NamedTuple):
    """counts: shape (items, K); missing: shape (items,), panelists without a rating on the item."""

    counts: Counts
    missing: NDArray[np.int64]


def count_ratings(ratings: ArrayLike, points: int) -> RatingCounts:
    """Count a whole study.

    ratings: items x panelists on the scale 1..`points`; missing is NaN or -1, never 0. Time is linear in the
        number of ratings and the memory used beside the input is constant.
    Raises InvalidInputError for a rating off the scale or between two points, naming item and panelist from 1.
    """
    check_points(points)
    matrix = as_matrix(ratings)
    items, panelists = matrix.shape
    # One column each for -1, 0, 1 .. K: a 0 is counted with the others and then refused, which costs no further look.
    table = np.zeros((items, points + 2), dtype=np.int64)
    width = max(1, min(panelists, _BLOCK))
    height = max(1, _BLOCK // width)
    for top in range(0, items, height):
        for left in range(0, panelists, width):
            block = _whole_numbers(matrix[top : top + height, left : left + width])
            if block is None or block.min() < MISSING or block.max() > points:
                raise _off_scale(matrix, points)
            table[top : top + height] += _count_block(block, points)
    if table[:, 1].any():
        raise _off_scale(matrix, points)
    return RatingCounts(table[:, 2:], table[:, 0])


def rating_matrix(ratings: ArrayLike, points: int) -> NDArray[np.float64]:
    """The ratings as floats, shape (items, panelists), missing as NaN: for measures that ask who rated what.

    Raises like `count_ratings`.
    """
    count_ratings(ratings, points)
    matrix = as_matrix(ratings).astype(np.float64)
    matrix[matrix == MISSING] = np.nan
    return matrix


def complete_panelists(ratings: ArrayLike) -> tuple[NDArray[np.float64], int]:
    """The ratings of those who rated every item, shape (items, complete panelists), and how many others there are.

    Missing is NaN or -1; the numbers may be on any scale, or ranks.
    """
    matrix = as_matrix(ratings).astype(np.float64)
    complete = ~(np.isnan(matrix) | (matrix == MISSING)).any(axis=0)
    return matrix[:, complete], int((~complete).sum())


def check_points(points: int) -> None:
    """Refuse a scale that is none."""
    if not 2 <= points <= MAX_POINTS:
        raise InvalidInputError(f"A rating scale has between 2 and {MAX_POINTS} points, not {points}.")


def check_counts(counts: Sequence[int] | Counts) -> Counts:
    """Counts of one item, shape (K,), as whole numbers; refused when negative, fractional or not on a scale."""
    row = np.asarray(counts)
    if row.ndim != 1:
        raise InvalidInputError("The counts of an item are one number of people per point of its scale.")
    check_points(len(row))
    if row.dtype.kind not in "iu" or (row < 0).any():
        raise InvalidInputError("A number of people is a whole number and cannot be negative.")
    return row.astype(np.int64)


def as_matrix(ratings: ArrayLike) -> NDArray[np.generic]:
    """Any two-dimensional array of numbers; refused when it is something else."""
    matrix = np.asarray(ratings)
    if matrix.ndim != 2:
        raise InvalidInputError("Ratings are a table with one row per item and one column per panelist.")
    if matrix.dtype.kind not in "iuf":
        raise InvalidInputError("Ratings are numbers; text has to be read into numbers first.")
    return matrix


def _count_block(block: NDArray[np.generic], points: int) -> Counts:
    """People per row on each of -1, 0, 1 .. K."""
    stride = points + 2
    cells = block.astype(np.intp)
    cells += np.arange(1, stride * len(block), stride, dtype=np.intp)[:, None]
    counts: Counts = np.bincount(cells.ravel(), minlength=stride * len(block)).reshape(len(block), stride)
    return counts


def _whole_numbers(block: NDArray[np.generic]) -> NDArray[np.generic] | None:
    """The block as it is, or floats as whole numbers with NaN as missing; None where one lies between two."""
    if block.dtype.kind != "f":
        return block
    known = np.where(np.isnan(block), MISSING, block)
    # What does not fit the narrow type is off every scale, and comes back unequal.
    with np.errstate(invalid="ignore"):
        whole: NDArray[np.int16] = known.astype(np.int16)
    return whole if (whole == known).all() else None


def _off_scale(matrix: NDArray[np.generic], points: int) -> InvalidInputError:
    """The refusal that names the first rating which is not on the scale."""
    for item, row in enumerate(matrix, start=1):
        on_scale = np.isin(row, [MISSING, *range(1, points + 1)]) | np.isnan(row.astype(np.float64))
        if not on_scale.all():
            panelist = int(np.argmin(on_scale))
            return InvalidInputError(
                f"Item {item}, panelist {panelist + 1}: {row[panelist]:g} is not a point of the scale "
                f"from 1 to {points}."
            )
    raise AssertionError("a table without a wrong rating was refused")
