"""The clause that asks for the rule within stakeholder groups, not only in the panel as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consensus.domain.errors import InvalidInputError


class GroupMode(StrEnum):
    """In which groups the share has to be reached."""

    EVERY = "every"
    ANY = "any"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class GroupRule:
    """The share is reached in every group, in any one, or in the named ones.

    A group with fewer than `minimum_n` eligible people is shown and cannot decide. The size that counts is that
    of the electorate, frozen at opening, so that nobody takes a group out of the rule by not voting: a group that
    is large enough but without votes does not reach the share.
    """

    mode: GroupMode
    names: frozenset[str] = frozenset()
    minimum_n: int = 1

    def __post_init__(self) -> None:
        if self.minimum_n < 1:
            raise InvalidInputError("A group that decides needs at least 1 person.")
        if self.mode is GroupMode.NAMED and not self.names:
            raise InvalidInputError("Name the groups in which the rule has to hold.")
        if self.mode is not GroupMode.NAMED and self.names:
            raise InvalidInputError("Groups are named only where the rule has to hold in named groups.")

    def decides(self, name: str, eligible: int) -> bool:
        """Whether a group of this name and size takes part in the decision."""
        return eligible >= self.minimum_n and (self.mode is not GroupMode.NAMED or name in self.names)

    def sentence_part(self) -> str:
        """ "the same share is reached in every group of at least 5 eligible people"."""
        size = f" of at least {self.minimum_n} eligible people" if self.minimum_n > 1 else ""
        if self.mode is GroupMode.NAMED:
            names = " and ".join(f"'{name}'" for name in sorted(self.names))
            word = "group" if len(self.names) == 1 else "groups"
            return f"the same share is reached in the {word} {names}" + (f" (each{size})" if size else "")
        which = "every group" if self.mode is GroupMode.EVERY else "at least one group"
        return f"the same share is reached in {which}{size}"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {"mode": self.mode.value, "names": sorted(self.names), "minimum_n": self.minimum_n}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "GroupRule":
        """Read what `to_dict` wrote."""
        if unknown := set(data) - {"mode", "names", "minimum_n"}:
            raise InvalidInputError(f"A group rule has no field '{min(unknown)}'.")
        mode = data.get("mode")
        if mode not in set(GroupMode):
            raise InvalidInputError("The mode of a group rule is 'every', 'any' or 'named'.")
        minimum_n = data.get("minimum_n", 1)
        if not isinstance(minimum_n, int) or isinstance(minimum_n, bool):
            raise InvalidInputError("The minimum size of a group is a whole number.")
        return cls(GroupMode(mode), frozenset(map(str, data.get("names", ()))), minimum_n)
