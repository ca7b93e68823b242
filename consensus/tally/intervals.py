"""Uncertainty of shares and of other numbers, if panelists were exchangeable with other experts."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.domain.errors import InvalidInputError
from consensus.tally.rating_counts import MISSING, Counts, as_matrix

ASSUMPTION = "if panelists were exchangeable with other experts"
MINIMUM_DRAWS = 2000
BOOTSTRAP_MINIMUM_N = 10


class IntervalMethod(StrEnum):
    """How the bounds of a share are found."""

    WILSON = "wilson"
    CLOPPER_PEARSON = "clopper_pearson"


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """k of n and the bounds of the share, 0 to 1, at this confidence. It describes and never overrides a rule."""

    k: int
    n: int
    lower: float
    upper: float
    method: IntervalMethod
    confidence: float
    assumption: str = ASSUMPTION


@dataclass(frozen=True, slots=True)
class BootstrapInterval:
    """The bounds between which the middle draws fall (percentile method), and everything needed to repeat them.

    estimate: the number itself; lower, upper: None where no draw gives one. n_undefined: draws that gave none.
    """

    estimate: float | None
    lower: float | None
    upper: float | None
    n_panelists: int
    draws: int
    n_undefined: int
    seed: int
    confidence: float
    assumption: str = ASSUMPTION


def wilson(k: int, n: int, confidence: float = 0.95) -> ShareInterval | None:
    """Wilson's score interval of k of n; None for n = 0. Source: Wilson (1927); Newcombe (1998), method 3."""
    return _interval(k, n, IntervalMethod.WILSON, confidence)


def clopper_pearson(k: int, n: int, confidence: float = 0.95) -> ShareInterval | None:
    """Clopper and Pearson's exact interval of k of n; None for n = 0. Source: Clopper and Pearson (1934)."""
    return _interval(k, n, IntervalMethod.CLOPPER_PEARSON, confidence)


def share_bounds(
    k: NDArray[np.int64], n: NDArray[np.int64], method: IntervalMethod, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper bounds of many shares, each of the shape of k; NaN marks n = 0, which has none.

    Computed by statsmodels. Raises InvalidInputError unless 0 <= k <= n and 0 < confidence < 1.
    """
    if not 0 < confidence < 1:
        raise InvalidInputError(f"A confidence lies between 0 and 1, not at {confidence}.")
    if (k < 0).any() or (k > n).any():
        raise InvalidInputError("A share needs a number of people out of at least as many.")
    from statsmodels.stats.proportion import proportion_confint

    name = {IntervalMethod.WILSON: "wilson", IntervalMethod.CLOPPER_PEARSON: "beta"}[method]
    counted = n > 0
    lower, upper = proportion_confint(k[counted], n[counted], alpha=1 - confidence, method=name)
    # Rounding may put a bound by a trifle on the wrong side of the share itself, and of 0 or 1.
    share = k[counted] / n[counted]
    bounds = np.full((2, *n.shape), np.nan)
    bounds[:, counted] = np.clip(np.minimum(lower, share), 0, 1), np.clip(np.maximum(upper, share), 0, 1)
    return bounds[0], bounds[1]


def bootstrap(
    ratings: ArrayLike,
    statistic: Callable[[NDArray[np.float64]], float | None],
    *,
    seed: int,
    draws: int = MINIMUM_DRAWS,
    confidence: float = 0.95,
) -> BootstrapInterval:
    """Draw panels of the same size from the panelists, with replacement, and compute the number for each.

    ratings: items x panelists, missing NaN or -1; panelists without any rating are left out. statistic: takes such a
    table with NaN for missing and may give None. The same seed gives the same interval.
    Raises InvalidInputError below 10 panelists or 2000 draws. Source: Efron and Tibshirani (1993).
    """
    matrix = as_matrix(ratings).astype(np.float64)
    matrix[matrix == MISSING] = np.nan
    matrix = matrix[:, ~np.isnan(matrix).all(axis=0)]
    n = matrix.shape[1]
    _check_bootstrap(n, draws, confidence)
    random = np.random.default_rng(seed)
    results = (statistic(matrix[:, random.integers(0, n, n)]) for _ in range(draws))
    defined = np.array([value for value in results if value is not None])
    lower, upper = _middle(defined, confidence)
    return BootstrapInterval(statistic(matrix), lower, upper, n, draws, draws - len(defined), seed, confidence)


def bootstrap_items(
    counts: Counts,
    missing: NDArray[np.int64],
    statistic: Callable[[Counts], NDArray[np.float64]],
    *,
    seed: int,
    draws: int = MINIMUM_DRAWS,
    confidence: float = 0.95,
) -> tuple[BootstrapInterval, ...]:
    """The same for a number of each item that depends on its counts alone, in time independent of the panel's size.

    counts: items x points; missing: panelists without a rating, per item. statistic: takes counts (rows x points),
    gives one number per row, NaN where it is not defined. A panelist drawn anew rates as one of the panel did, so
    the counts of a drawn panel follow the multinomial distribution of the counts found. Raises as `bootstrap`.
    """
    estimates = statistic(counts)
    random = np.random.default_rng(seed)
    intervals = []
    for row, n_missing, estimate in zip(counts, missing, estimates, strict=True):
        n = int(row.sum() + n_missing)
        _check_bootstrap(n, draws, confidence)
        drawn = random.multinomial(n, np.append(row, n_missing) / n, size=draws)[:, :-1]
        values = statistic(drawn)
        defined = values[~np.isnan(values)]
        lower, upper = _middle(defined, confidence)
        shown = None if np.isnan(estimate) else float(estimate)
        intervals.append(BootstrapInterval(shown, lower, upper, n, draws, draws - len(defined), seed, confidence))
    return tuple(intervals)


def _interval(k: int, n: int, method: IntervalMethod, confidence: float) -> ShareInterval | None:
    lower, upper = share_bounds(np.array([k]), np.array([n]), method, confidence)
    return ShareInterval(k, n, float(lower[0]), float(upper[0]), method, confidence) if n else None


def _check_bootstrap(n: int, draws: int, confidence: float) -> None:
    if n < BOOTSTRAP_MINIMUM_N:
        raise InvalidInputError(f"A bootstrap needs at least {BOOTSTRAP_MINIMUM_N} panelists; there are {n}.")
    if draws < MINIMUM_DRAWS:
        raise InvalidInputError(f"A bootstrap needs at least {MINIMUM_DRAWS} draws, not {draws}.")
    if not 0 < confidence < 1:
        raise InvalidInputError(f"A confidence lies between 0 and 1, not at {confidence}.")


def _middle(values: NDArray[np.float64], confidence: float) -> tuple[float | None, float | None]:
    if not len(values):
        return None, None
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(values, [tail, 1 - tail])
    return float(lower), float(upper)
