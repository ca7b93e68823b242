"""The whole of a study in one table: a row per item, every number from the counts alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.tally.appropriateness import SCALE_POINTS, Appropriateness, PanelAgreement, rand_ucla_columns
from consensus.tally.core_outcomes import CoreOutcome, core_outcome_column
from consensus.tally.intervals import IntervalMethod, share_bounds
from consensus.tally.location import location_columns
from consensus.tally.outcome_columns import agreeing_points, outcome_column
from consensus.tally.rating_counts import Counts, RatingCounts, as_matrix, count_ratings

# The agreeing sets that are usual on these scales, where no definition names one.
USUAL_AGREEING: Mapping[int, frozenset[int]] = {
    5: frozenset({4, 5}),
    7: frozenset({6, 7}),
    9: frozenset({7, 8, 9}),
}

_CORE_OUTCOMES = np.array([CoreOutcome.OUT, CoreOutcome.NO_CONSENSUS, CoreOutcome.IN], object)
_REGIONS = np.array([Appropriateness.INAPPROPRIATE, Appropriateness.UNCERTAIN, Appropriateness.APPROPRIATE], object)


def summarise(
    ratings: ArrayLike,
    points: int,
    *,
    definition: ConsensusDefinition | None = None,
    labels: Sequence[str] | None = None,
    groups: Sequence[str | None] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Counts, location, shares with intervals and verdicts of every item.

    ratings: items x panelists on the scale 1..`points`, missing NaN or -1. labels: one name per item (else "1", "2",
    ...), the index. groups: the stakeholder group of each panelist or None; without it, clauses on groups find none.
    definition: judges each item, everybody without a rating counting as eligible and missing; its agreeing set is
    the one of the share. Without one the usual set of 5, 7 or 9 points is taken, and no share on other scales.

    Columns: n, missing, n_1..n_K, median, q1, q3, iqr, mad, mean, sd (see `location`); agreeing, share,
    wilson_lower, wilson_upper, exact_lower, exact_upper (of the n who rated); on 9 points p30, p70, ipr, ipras,
    disagreement_index, disagreement, appropriateness, classic (see `rand_ucla`) and core_outcome (70/15, in each
    group or in the panel); with a definition, outcome. What is not defined is <NA>. Time is linear in the ratings;
    the ratings are neither copied nor changed.

    Raises InvalidInputError for ratings off the scale, naming item and panelist, for lists of the wrong length, and
    for a definition that does not know every point of the scale.
    """
    counted = count_ratings(ratings, points)
    items, panelists = as_matrix(ratings).shape
    names = _names(labels, items)
    by_group = _count_groups(ratings, points, groups, panelists)
    n = counted.counts.sum(axis=1)
    columns: dict[str, Any] = {"n": n, "missing": counted.missing}
    columns |= {f"n_{point}": counted.counts[:, point - 1] for point in range(1, points + 1)}
    columns |= {name: _floats(values) for name, values in location_columns(counted.counts)._asdict().items()}
    agreeing = _agreeing(definition, points)
    if agreeing:
        columns |= _share_columns(counted.counts, n, agreeing, confidence)
    if points == SCALE_POINTS:
        columns |= _appropriateness_columns(counted.counts)
        columns["core_outcome"] = _core_outcomes(counted.counts, by_group)
    if definition is not None:
        columns["outcome"] = pd.array(outcome_column(counted, definition, by_group), dtype="string")
    return pd.DataFrame(columns, index=pd.Index(names, name="item"))


def _names(labels: Sequence[str] | None, items: int) -> list[str]:
    if labels is None:
        return [str(number) for number in range(1, items + 1)]
    if len(labels) != items:
        raise InvalidInputError(f"There are {items} items and {len(labels)} names for them.")
    return list(labels)


def _count_groups(
    ratings: ArrayLike, points: int, groups: Sequence[str | None] | None, panelists: int
) -> dict[str, RatingCounts]:
    if groups is None:
        return {}
    if len(groups) != panelists:
        raise InvalidInputError(f"There are {panelists} panelists and {len(groups)} entries for their groups.")
    matrix, membership = as_matrix(ratings), np.array([group or "" for group in groups])
    return {str(name): count_ratings(matrix[:, membership == name], points) for name in np.unique(membership) if name}


def _agreeing(definition: ConsensusDefinition | None, points: int) -> frozenset[int]:
    if definition is None:
        return USUAL_AGREEING.get(points, frozenset())
    return agreeing_points(definition, points)


def _share_columns(counts: Counts, n: NDArray[np.int64], agreeing: frozenset[int], confidence: float) -> dict[str, Any]:
    k = counts[:, [point - 1 for point in sorted(agreeing)]].sum(axis=1)
    share = np.divide(k, n, out=np.full(len(n), np.nan), where=n > 0)
    columns: dict[str, Any] = {"agreeing": k, "share": _floats(share)}
    for prefix, method in (("wilson", IntervalMethod.WILSON), ("exact", IntervalMethod.CLOPPER_PEARSON)):
        lower, upper = share_bounds(k, n, method, confidence)
        columns |= {f"{prefix}_lower": _floats(lower), f"{prefix}_upper": _floats(upper)}
    return columns


def _appropriateness_columns(counts: Counts) -> dict[str, Any]:
    found = rand_ucla_columns(counts)
    unrated, no_classic = ~found.rated, ~found.classic_defined
    verdict = np.where(found.disagreement, Appropriateness.UNCERTAIN, _REGIONS[found.region])
    classic = np.where(
        found.classic_disagreement,
        PanelAgreement.DISAGREEMENT,
        np.where(found.classic_agreement, PanelAgreement.AGREEMENT, PanelAgreement.INDETERMINATE),
    )
    return {
        "p30": _floats(found.p30_10 / 10, unrated),
        "p70": _floats(found.p70_10 / 10, unrated),
        "ipr": _floats(found.ipr40 / 40, unrated),
        "ipras": _floats(found.ipras40 / 40, unrated),
        "disagreement_index": _floats(found.ipr40 / found.ipras40, unrated),
        "disagreement": pd.arrays.BooleanArray(found.disagreement, unrated.copy()),
        "appropriateness": _texts(verdict, unrated),
        "classic": _texts(classic, no_classic),
    }


def _core_outcomes(counts: Counts, by_group: Mapping[str, RatingCounts]) -> Any:
    codes, defined = core_outcome_column([group.counts for group in by_group.values()] or [counts])
    return _texts(_CORE_OUTCOMES[codes + 1], ~defined)


def _floats(values: NDArray[np.float64], undefined: NDArray[np.bool_] | None = None) -> Any:
    """A column in which what is not defined is <NA>, NaN where no mask is given."""
    mask = np.isnan(values) if undefined is None else undefined.copy()
    return pd.arrays.FloatingArray(np.where(mask, 0.0, values), mask)


def _texts(values: NDArray[np.object_], undefined: NDArray[np.bool_]) -> Any:
    return pd.array(np.where(undefined, pd.NA, values), dtype="string")  # type: ignore[call-overload]
