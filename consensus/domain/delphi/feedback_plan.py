"""What a panelist is shown of the round before, as the protocol lays it down."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consensus.domain.delphi.terms import GroupsShown
from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_fields, read_member

_PARTS = {
    "own_rating": "their own rating",
    "distribution": "how many chose each point",
    "median": "the median",
    "quartiles": "the quartiles (type 7)",
    "words": "in words where their rating stands",
    "comments": "comments without names, in an order drawn anew for each item",
}


@dataclass(frozen=True, slots=True)
class FeedbackPlan:
    """Which parts of the feedback are shown; `label` names the arm where several are compared."""

    own_rating: bool = True
    distribution: bool = True
    median: bool = True
    quartiles: bool = True
    words: bool = True
    comments: bool = True
    groups: GroupsShown = GroupsShown.NONE
    label: str = ""

    def __post_init__(self) -> None:
        if self.groups is not GroupsShown.NONE and not (self.distribution or self.median):
            raise InvalidInputError("Feedback by group shows a distribution or a median; choose at least one of them.")

    def phrase(self) -> str:
        """The parts as a list in words."""
        parts = [words for name, words in _PARTS.items() if getattr(self, name)]
        if self.groups is not GroupsShown.NONE:
            parts.append(self.groups.phrase())
        if not parts:
            return "nothing"
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {name: getattr(self, name) for name in _PARTS} | {"groups": self.groups.value, "label": self.label}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "FeedbackPlan":
        """Read what `to_dict` wrote or a file says; what is left out takes its default."""
        check_fields(data, {*_PARTS, "groups", "label"}, "The feedback")
        for name in _PARTS:
            if not isinstance(data.get(name, True), bool):
                raise InvalidInputError(f"The field '{name}' is true or false.")
        label = data.get("label", "")
        if not isinstance(label, str):
            raise InvalidInputError("The 'label' of a feedback arm is text.")
        groups = read_member(data, "groups", GroupsShown, GroupsShown.NONE)
        return cls(**{name: data[name] for name in _PARTS if name in data}, groups=groups, label=label.strip())


def check_arms(arms: Sequence[FeedbackPlan]) -> None:
    """Refuse a comparison of arms that could not be told apart afterwards."""
    if not arms:
        raise InvalidInputError("A protocol says what is fed back, in at least one arm.")
    if len(arms) == 1:
        return
    labels = [arm.label for arm in arms]
    if not all(labels):
        raise InvalidInputError("Each arm of the feedback needs a 'label' where several are compared.")
    if len(set(labels)) < len(labels):
        raise InvalidInputError("Two arms of the feedback have the same label.")


def allocate(panel: Sequence[tuple[UUID, str]], n_arms: int, seed: str) -> dict[UUID, int]:
    """The arm of each panelist, drawn within stakeholder groups so that arms differ by at most one person in each.

    panel: members with their group, in any order; the same seed and panel give the same arms.
    """
    found: dict[UUID, int] = {}
    for group in sorted({group for _, group in panel}):
        members = sorted((member for member, of in panel if of == group), key=lambda member: _draw(seed, member))
        first = int.from_bytes(hashlib.sha256(f"{seed}|{group}".encode()).digest()[:8]) % n_arms
        found |= {member: (first + place) % n_arms for place, member in enumerate(members)}
    return found


def _draw(seed: str, member: UUID) -> str:
    return hashlib.sha256(f"{seed}|{member}".encode()).hexdigest()
