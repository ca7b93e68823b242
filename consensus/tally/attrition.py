"""Who left between two rounds, and whether those who stayed had rated otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.tally.counts import ItemTally
from consensus.tally.location import location
from consensus.tally.rating_counts import count_ratings, rating_matrix
from consensus.tally.rules import Outcome, outcome_of


@dataclass(frozen=True, slots=True)
class GroupRetention:
    """People of a group (None: in no group) who rated before, and how many of them stayed."""

    group: str | None
    n_before: int
    n_retained: int

    @property
    def n_lost(self) -> int:
        """Those who rated before and are gone."""
        return self.n_before - self.n_retained


@dataclass(frozen=True, slots=True)
class ItemAttrition:
    """The earlier ratings of one item: of those retained and of those lost.

    u: Mann-Whitney's, of the retained; p: two-sided. Medians are None where nobody of the kind rated the item, u and p
    where either kind is empty; p also where all ratings are alike.
    """

    n_retained: int
    n_lost: int
    median_retained: float | None
    median_lost: float | None
    u: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class CompletersCheck:
    """The outcome on everybody and on those who completed all rounds."""

    outcome: Outcome
    outcome_of_completers: Outcome

    @property
    def same(self) -> bool:
        """Whether attrition leaves the outcome as it is."""
        return self.outcome is self.outcome_of_completers


def retention_by_group(
    before: ArrayLike, retained: Sequence[bool], groups: Sequence[str | None], points: int
) -> tuple[GroupRetention, ...]:
    """Retained against lost, group by group, by name; people in no group last.

    before: the earlier ratings, items x people on 1..`points`, missing NaN or -1; people without any rating are not
    counted. retained, groups: one entry per person. Raises InvalidInputError for lists of different length.
    """
    matrix, stayed = _panel(before, retained, points)
    if len(groups) != len(stayed):
        raise InvalidInputError("Every person needs an entry for their group, if only an empty one.")
    took_part = ~np.isnan(matrix).all(axis=0)
    names = sorted({group for group in groups if group is not None})
    found = []
    for name in [*names, None]:
        members = took_part & np.array([group == name for group in groups], dtype=bool)
        if members.any():
            found.append(GroupRetention(name, int(members.sum()), int((members & stayed).sum())))
    return tuple(found)


def attrition_by_item(before: ArrayLike, retained: Sequence[bool], points: int) -> tuple[ItemAttrition, ...]:
    """Earlier ratings of those retained and lost, item by item. Arguments as `retention_by_group`.

    Computed by scipy: exact without ties and with at most 8 people on one side, else approximate with correction for
    ties and continuity. Source: Mann and Whitney (1947).
    """
    matrix, stayed = _panel(before, retained, points)
    return tuple(_item(row[stayed], row[~stayed], points) for row in matrix)


def check_completers(everybody: ItemTally, completers: ItemTally, definition: ConsensusDefinition) -> CompletersCheck:
    """Decide on everybody and on completers alone. Raises InvalidInputError for a choice the definition lacks."""
    return CompletersCheck(outcome_of(everybody, definition), outcome_of(completers, definition))


def _panel(before: ArrayLike, retained: Sequence[bool], points: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    matrix, stayed = rating_matrix(before, points), np.asarray(retained, dtype=bool)
    if stayed.shape != (matrix.shape[1],):
        raise InvalidInputError("Every person needs an entry that says whether they stayed.")
    return matrix, stayed


def _item(kept: NDArray[np.float64], lost: NDArray[np.float64], points: int) -> ItemAttrition:
    kept, lost = kept[~np.isnan(kept)], lost[~np.isnan(lost)]
    median_kept, median_lost = (location(count_ratings([side], points).counts[0]).median for side in (kept, lost))
    return ItemAttrition(len(kept), len(lost), median_kept, median_lost, *_mann_whitney(kept, lost))


def _mann_whitney(kept: NDArray[np.float64], lost: NDArray[np.float64]) -> tuple[float | None, float | None]:
    if not len(kept) or not len(lost):
        return None, None
    from scipy import stats

    alike = len(np.unique(np.concatenate([kept, lost]))) < 2
    found = stats.mannwhitneyu(kept, lost, alternative="two-sided")
    return float(found.statistic), None if alike else float(found.pvalue)
