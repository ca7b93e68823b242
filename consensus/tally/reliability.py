"""Chance-corrected agreement of a panel over all items: alpha, AC1 and AC2, Fleiss' kappa."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from consensus.domain.errors import InvalidInputError
from consensus.tally.rating_counts import Counts, check_points


class Level(StrEnum):
    """How differences between points count for alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"


class Weights(StrEnum):
    """How near two points are for AC: identity gives AC1, the others AC2."""

    IDENTITY = "identity"
    LINEAR = "linear"
    ORDINAL = "ordinal"
    QUADRATIC = "quadratic"


@dataclass(frozen=True, slots=True)
class Reliability:
    """value: None where not defined; n_items entered, n_dropped had too few ratings to enter."""

    value: float | None
    n_items: int
    n_dropped: int


@dataclass(frozen=True, slots=True)
class GwetAgreement:
    """value = (observed - chance) / (1 - chance); all None where no item has two ratings."""

    value: float | None
    observed: float | None
    chance: float | None
    n_items: int
    n_dropped: int


def krippendorff_alpha(counts: Counts, level: Level) -> Reliability:
    """Krippendorff's alpha.

    counts: items x points 1..K. Items with fewer than 2 ratings say nothing and are dropped. None where no item is
    left or all ratings are on one point, as there is then no variation to agree in. Raises InvalidInputError for
    counts that are none. Computed by the library krippendorff. Source: Krippendorff (2004; 2011).
    """
    table = _table(counts)
    kept = table[table.sum(axis=1) >= 2]
    dropped = len(table) - len(kept)
    if _points_used(kept) < 2:
        return Reliability(None, len(kept), dropped)
    import krippendorff

    value = krippendorff.alpha(value_counts=kept, level_of_measurement=level.value)
    return Reliability(_defined(value), len(kept), dropped)


def gwet_agreement(counts: Counts, weights: Weights = Weights.IDENTITY) -> GwetAgreement:
    """Gwet's AC1 (identity weights) or AC2.

    counts: items x points 1..K; K is the full scale's, points nobody used included. Observed agreement is taken over
    items with 2 ratings or more, the chance of a point over all rated items. Ratings all on one point give 1.
    Raises InvalidInputError for counts that are none.
    Sources: Gwet (2008), BJMSP 61, 29-48; Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.
    """
    table = _table(counts)
    n = table.sum(axis=1)
    paired, rated = table[n >= 2], table[n >= 1]
    dropped = len(table) - len(paired)
    if not len(paired):
        return GwetAgreement(None, None, None, 0, dropped)
    near = weight_matrix(table.shape[1], weights)
    sizes = paired.sum(axis=1)
    agreeing = (paired * (paired @ near - 1)).sum(axis=1)
    observed = float((agreeing / (sizes * (sizes - 1))).mean())
    share = (rated / rated.sum(axis=1, keepdims=True)).mean(axis=0)
    points = table.shape[1]
    chance = float(near.sum() / (points * (points - 1)) * (share * (1 - share)).sum())
    return GwetAgreement((observed - chance) / (1 - chance), observed, chance, len(paired), dropped)


def fleiss_kappa(counts: Counts) -> Reliability:
    """Fleiss' kappa for a constant number of ratings on each item, not necessarily by the same panelists.

    counts: items x points 1..K. Items with fewer ratings than the most rated ones are dropped. None where fewer than
    2 ratings an item are left or all are on one point. Raises InvalidInputError for counts that are none.
    Computed by statsmodels. Source: Fleiss (1971), Psychological Bulletin 76, 378-382.
    """
    table = _table(counts)
    n = table.sum(axis=1)
    most = int(n.max(initial=0))
    kept = table[n == most]
    dropped = len(table) - len(kept)
    if most < 2 or _points_used(kept) < 2:
        return Reliability(None, len(kept), dropped)
    from statsmodels.stats.inter_rater import fleiss_kappa as fleiss

    return Reliability(_defined(fleiss(kept, method="fleiss")), len(kept), dropped)


def weight_matrix(points: int, weights: Weights) -> NDArray[np.float64]:
    """Nearness of each two points, shape (K, K): 1 on the diagonal, 0 between the ends (identity: 0 elsewhere)."""
    check_points(points)
    apart = np.abs(np.subtract.outer(np.arange(points), np.arange(points))).astype(np.float64)
    result: NDArray[np.float64] = {
        Weights.IDENTITY: (apart == 0).astype(np.float64),
        Weights.LINEAR: 1 - apart / (points - 1),
        # The pairs of points within the stretch from one to the other, of all pairs on the scale.
        Weights.ORDINAL: 1 - apart * (apart + 1) / (points * (points - 1)),
        Weights.QUADRATIC: 1 - (apart / (points - 1)) ** 2,
    }[weights]
    return result


def _table(counts: Counts) -> Counts:
    table = np.asarray(counts)
    if table.ndim != 2 or table.dtype.kind not in "iu" or (table < 0).any():
        raise InvalidInputError("Counts are a table of whole numbers with one row per item and one column per point.")
    check_points(table.shape[1])
    return table.astype(np.int64)


def _points_used(table: Counts) -> int:
    return int((table.sum(axis=0) > 0).sum())


def _defined(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
