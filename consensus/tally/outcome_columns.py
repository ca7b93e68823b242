"""A consensus definition applied to many items at once, on whole numbers like one item at a time."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from consensus.domain.definitions import ConsensusDefinition, Denominator, Operator
from consensus.domain.errors import InvalidInputError
from consensus.tally.counts import ItemTally
from consensus.tally.rating_counts import Counts, RatingCounts
from consensus.tally.rules import Outcome, outcome_of, quorum_needed

_OUTCOMES = np.array([Outcome.CONSENSUS, Outcome.NO_CONSENSUS, Outcome.INQUORATE, Outcome.NO_VALID_VOTES], object)
_CONSENSUS, _NO_CONSENSUS, _INQUORATE, _NO_VALID_VOTES = range(4)


def outcome_column(
    counted: RatingCounts, definition: ConsensusDefinition, groups: Mapping[str, RatingCounts] | None = None
) -> list[Outcome]:
    """What `outcome_of` says of each item, everybody without a rating being eligible and missing.

    counted: ratings on the scale 1..K; groups: the same of each stakeholder group. Definitions with a clause on
    groups or on spread are applied item by item, all others to whole columns. Raises InvalidInputError for a
    definition that does not know every point of the scale.
    """
    agreeing_points(definition, counted.counts.shape[1])
    if definition.group_rule is None and definition.spread is None:
        return list(_OUTCOMES[_codes(counted, definition)])
    named = groups or {}
    return [
        outcome_of(_tally(counted, item, {name: _tally(group, item, {}) for name, group in named.items()}), definition)
        for item in range(len(counted.counts))
    ]


def agreeing_points(definition: ConsensusDefinition, points: int) -> frozenset[int]:
    """The agreeing set as points of the scale 1..`points`; refused unless the definition is for just this scale."""
    if definition.agreeing | definition.disagreeing != {str(point) for point in range(1, points + 1)}:
        raise InvalidInputError(f"The consensus definition is not one for ratings from 1 to {points}.")
    return frozenset(int(point) for point in definition.agreeing)


def n_in(counts: Counts, chosen: frozenset[str]) -> NDArray[np.int64]:
    """People on any of these points, shape (items,); choices that are no points of the scale have no people."""
    columns = [point - 1 for point in range(1, counts.shape[1] + 1) if str(point) in chosen]
    people: NDArray[np.int64] = counts[:, columns].sum(axis=1)
    return people


def _codes(counted: RatingCounts, definition: ConsensusDefinition) -> NDArray[np.int64]:
    n = counted.counts.sum(axis=1)
    eligible = n + counted.missing
    y = n_in(counted.counts, definition.agreeing)
    d = eligible if definition.denominator is Denominator.ELIGIBLE else n
    holds = np.ones(len(n), dtype=bool)
    if definition.threshold is not None:
        p, q = definition.threshold.numerator, definition.threshold.denominator
        holds &= y * q >= p * d if definition.operator is Operator.AT_LEAST else y * q > p * d
    if definition.require_majority_of_eligible:
        holds &= 2 * y >= eligible
    if definition.max_dissent is not None:
        holds &= n_in(counted.counts, definition.dissent_choices) <= definition.max_dissent
    quorum = np.array([quorum_needed(int(e), definition.quorum) for e in eligible], dtype=np.int64)
    return np.select(
        [n < quorum, n == 0, d < definition.minimum_n],
        [_INQUORATE, _NO_VALID_VOTES, _INQUORATE],
        np.where(holds, _CONSENSUS, _NO_CONSENSUS),
    )


def _tally(counted: RatingCounts, item: int, groups: Mapping[str, ItemTally]) -> ItemTally:
    row = counted.counts[item].tolist()
    counts = {str(point): n for point, n in enumerate(row, start=1)}
    return ItemTally(sum(row) + int(counted.missing[item]), counts, groups=groups)
