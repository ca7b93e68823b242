"""From the ratings of one round to what the panel is fed back about each item; names nobody and no group too small."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.errors import InvalidInputError
from consensus.domain.groups import SMALLEST_GROUP, groups_apart
from consensus.tally.location import location_columns
from consensus.tally.rating_counts import Counts, as_matrix, count_ratings


@dataclass(frozen=True, slots=True)
class GroupFeedback:
    """The ratings of one published group; `names` are the stakeholder groups it is made of, more where merged."""

    names: tuple[str, ...]
    counts: tuple[int, ...]
    median: float | None

    @property
    def n(self) -> int:
        """How many of the group rated."""
        return sum(self.counts)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {"names": list(self.names), "counts": list(self.counts), "median": self.median}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "GroupFeedback":
        """Read what `to_dict` wrote."""
        return cls(tuple(data["names"]), tuple(data["counts"]), data["median"])


@dataclass(frozen=True, slots=True)
class ItemFeedback:
    """The ratings of one item as the panel may see them.

    low: the lowest point of the scale; counts: people per point from there. median, q1, q3 (type 7) on the scale.
    is_hidden: so few rated that any number would tell what each of them said; then nothing else is there.
    groups: those that may be told apart; together they are everybody who rated, or there are none.
    """

    low: int
    counts: tuple[int, ...]
    median: float | None
    q1: float | None
    q3: float | None
    groups: tuple[GroupFeedback, ...] = ()
    is_hidden: bool = False

    @property
    def n(self) -> int:
        """How many rated; 0 where that is hidden."""
        return sum(self.counts)

    @property
    def band(self) -> tuple[float, float] | None:
        """The quartiles, between which the middle half of the panel lies; None where nothing is shown."""
        return None if self.q1 is None or self.q3 is None else (self.q1, self.q3)

    def group_of(self, name: str) -> GroupFeedback | None:
        """The published group that holds this stakeholder group."""
        return next((group for group in self.groups if name in group.names), None)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {
            "low": self.low,
            "counts": list(self.counts),
            "median": self.median,
            "q1": self.q1,
            "q3": self.q3,
            "groups": [group.to_dict() for group in self.groups],
            "is_hidden": self.is_hidden,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ItemFeedback":
        """Read what `to_dict` wrote."""
        return cls(
            data["low"],
            tuple(data["counts"]),
            data["median"],
            data["q1"],
            data["q3"],
            tuple(GroupFeedback.from_dict(group) for group in data["groups"]),
            data["is_hidden"],
        )


def feedback_on(
    ratings: ArrayLike,
    points: int,
    *,
    low: int = 1,
    groups: Sequence[str] = (),
    smallest: int = SMALLEST_GROUP,
    fewest: int = FEWEST_CONFIDENTIAL,
) -> tuple[ItemFeedback, ...]:
    """What is fed back about each item.

    ratings: items x panelists as places 1..`points` on the scale, missing -1; low: the number of the first place.
    groups: the stakeholder group of each panelist, or nothing where groups are not told apart. smallest: how many of
    a group have to have rated an item for the group to be shown beside it; smaller ones are merged, so that no two
    numbers differ by fewer people. fewest: how many have to have rated for anything to be shown.
    Raises InvalidInputError for ratings off the scale and a list of groups of another length.
    """
    matrix = as_matrix(ratings)
    if groups and len(groups) != matrix.shape[1]:
        raise InvalidInputError(f"There are {matrix.shape[1]} panelists and {len(groups)} entries for their groups.")
    counts = count_ratings(matrix, points).counts
    membership = np.array(groups, dtype=object)
    by_group = {
        name: count_ratings(matrix[:, membership == name], points).counts for name in dict.fromkeys(sorted(groups))
    }
    columns = location_columns(counts)
    found = []
    for item, row in enumerate(counts.tolist()):
        if sum(row) < fewest:
            found.append(ItemFeedback(low, (0,) * points, None, None, None, is_hidden=sum(row) > 0))
            continue
        median, q1, q3 = (float(column[item]) + low - 1 for column in (columns.median, columns.q1, columns.q3))
        apart = _groups({name: of[item] for name, of in by_group.items()}, low, smallest)
        found.append(ItemFeedback(low, tuple(row), median, q1, q3, apart))
    return tuple(found)


def _groups(counts: Mapping[str, Counts], low: int, smallest: int) -> tuple[GroupFeedback, ...]:
    blocks = groups_apart({name: int(row.sum()) for name, row in counts.items()}, smallest)
    if not blocks:
        return ()
    rows = np.array([sum(counts[name] for name in block) for block in blocks])
    medians = location_columns(rows).median + low - 1
    return tuple(
        GroupFeedback(block, tuple(row), float(median))
        for block, row, median in zip(blocks, rows.tolist(), medians, strict=True)
    )
