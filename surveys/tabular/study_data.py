"""The ratings or votes of a study: who answered what on which item in which round, and how the file was understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from consensus.domain.scales import RatingScale

MISSING = -1
ABSENT = -2

VOTE_CHOICES = ("agree", "disagree", "abstain", "cannot_judge")

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class StudyData:
    """codes: shape (rounds, items, panelists), the place of an answer in `choices`; MISSING where a person of the
    round did not answer, ABSENT where a person does not appear in the round at all.

    choices: on a scale its points from the lowest up and then "abstain" and "cannot_judge", else the four of a vote.
    scale: None for votes. rounds: one empty name where there are none. groups: of each panelist, "" without one.
    labels: the text of an item where the file has it. understood: how the file was read, one sentence each.
    """

    source: str
    panelists: tuple[str, ...]
    items: tuple[str, ...]
    rounds: tuple[str, ...]
    groups: tuple[str, ...]
    scale: RatingScale | None
    codes: NDArray[np.int16]
    labels: Mapping[str, str] = field(default_factory=dict)
    understood: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """What a code stands for."""
        return choices_on(self.scale)

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups by name; none where nobody has one."""
        return tuple(sorted({group for group in self.groups if group}))


def choices_on(scale: RatingScale | None) -> tuple[str, ...]:
    """Every answer there can be on a scale, or in a vote (None)."""
    if scale is None:
        return VOTE_CHOICES
    return (*(str(point) for point in range(scale.low, scale.high + 1)), "abstain", "cannot_judge")
