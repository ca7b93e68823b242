"""A study read from a file, counted item by item, with the groups its panelists belong to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consensus.domain.scales import RatingScale
from consensus.tally.counts import ItemTally
from surveys.tabular.study_data import ABSENT, StudyData

NOT_RATED = -1


def present(data: StudyData, round_: int) -> NDArray[np.bool_]:
    """Whether each panelist appears in the round, shape (panelists,): these are its electorate."""
    there: NDArray[np.bool_] = (data.codes[round_] != ABSENT).any(axis=0)
    return there


def asked(data: StudyData, round_: int) -> list[int]:
    """The places of the items that were put to anybody in the round."""
    return [int(item) for item in np.flatnonzero((data.codes[round_] != ABSENT).any(axis=1))]


def tally_item(data: StudyData, round_: int, item: int) -> ItemTally:
    """The tally of one item among those who appear in the round, by group where there are groups."""
    there = present(data, round_)
    answers = data.codes[round_, item]
    members = np.array(data.groups, dtype=object)
    groups = {
        name: _tally(answers, there & (members == name), data.choices)
        for name in data.group_names
        if (there & (members == name)).any()
    }
    return _tally(answers, there, data.choices, groups)


def rating_table(data: StudyData, round_: int, people: NDArray[np.bool_] | None = None) -> NDArray[np.int16]:
    """Ratings as positions 1..K on the scale, items x panelists, NOT_RATED (-1) without one; a fresh array.

    Of everybody who appears in the round, or of these people alone. Not for votes.
    """
    points = scale_of(data).n_points
    kept = present(data, round_) if people is None else people
    codes = data.codes[round_][:, kept]
    return np.where((codes >= 0) & (codes < points), codes + 1, NOT_RATED).astype(np.int16)


def vote_table(data: StudyData, round_: int) -> NDArray[np.int16]:
    """Votes for (2) and against (1), items x panelists, NOT_RATED without either: a scale of two points."""
    codes = data.codes[round_][:, present(data, round_)]
    return np.select([codes == 0, codes == 1], [2, 1], NOT_RATED).astype(np.int16)


def scale_of(data: StudyData) -> RatingScale:
    """The scale of a study of ratings."""
    if data.scale is None:
        raise ValueError("A study of votes has no scale.")
    return data.scale


def _tally(
    answers: NDArray[np.int16],
    people: NDArray[np.bool_],
    choices: Sequence[str],
    groups: dict[str, ItemTally] | None = None,
) -> ItemTally:
    cast = answers[people]
    counts = np.bincount(cast[cast >= 0], minlength=len(choices))
    return ItemTally(
        eligible=int(people.sum()),
        counts={choice: int(n) for choice, n in zip(choices, counts, strict=True)},
        groups=groups or {},
    )
