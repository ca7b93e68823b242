"""How many people chose what on one item, out of how many who could."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from consensus.domain.ballots import Choice
from consensus.domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class ItemTally:
    """The counts of one item; nothing in it leads to a person.

    eligible: people who may vote on the item, recused ones already taken out.
    counts: people per choice ("agree", or "7" on a rating scale); zeros are dropped, so equal tallies are equal.
    recused: people taken out beforehand; shown, never counted.
    groups: the same per stakeholder group, only where breaking out was chosen before opening. A person is in one
        group or none, so the groups never add up to more than the whole.
    """

    eligible: int
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    recused: int = 0
    groups: Mapping[str, "ItemTally"] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if min(self.eligible, self.recused, *self.counts.values(), 0) < 0:
            raise InvalidInputError("A number of people cannot be negative.")
        counts = {str(choice): n for choice, n in sorted(self.counts.items()) if n}
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "groups", dict(sorted(self.groups.items())))
        if self.n_cast > self.eligible:
            raise InvalidInputError(f"{self.n_cast} ballots were counted, but only {self.eligible} people may vote.")
        _check_groups(self)

    @classmethod
    def from_choices(
        cls, choices: Iterable[str], eligible: int, recused: int = 0, groups: Mapping[str, "ItemTally"] | None = None
    ) -> "ItemTally":
        """Count ballots, one choice per person, in any order."""
        return cls(eligible, Counter(str(choice) for choice in choices), recused, groups or {})

    @property
    def n_agree(self) -> int:
        """People who voted "agree"."""
        return self.n_of({Choice.AGREE})

    @property
    def n_disagree(self) -> int:
        """People who voted "disagree"."""
        return self.n_of({Choice.DISAGREE})

    @property
    def n_abstain(self) -> int:
        """People who abstained."""
        return self.n_of({Choice.ABSTAIN})

    @property
    def n_cannot_judge(self) -> int:
        """People who said that they cannot judge."""
        return self.n_of({Choice.CANNOT_JUDGE})

    @property
    def n_cast(self) -> int:
        """People who answered at all, abstentions and "cannot judge" included."""
        return sum(self.counts.values())

    @property
    def n_missing(self) -> int:
        """Eligible people who did not answer."""
        return self.eligible - self.n_cast

    def n_of(self, choices: Iterable[str]) -> int:
        """People whose choice is one of these (each named once)."""
        return sum(self.counts.get(str(choice), 0) for choice in choices)

    def with_missing(self, choice: str) -> "ItemTally":
        """The tally if everybody who did not answer had made this choice, in the groups as well."""
        counts = {**self.counts, choice: self.counts.get(choice, 0) + self.n_missing}
        groups = {name: group.with_missing(choice) for name, group in self.groups.items()}
        return ItemTally(self.eligible, counts, self.recused, groups)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {
            "eligible": self.eligible,
            "counts": dict(self.counts),
            "recused": self.recused,
            "groups": {name: group.to_dict() for name, group in self.groups.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ItemTally":
        """Read what `to_dict` wrote."""
        groups = {name: cls.from_dict(group) for name, group in data.get("groups", {}).items()}
        return cls(data["eligible"], data["counts"], data.get("recused", 0), groups)


def _check_groups(tally: ItemTally) -> None:
    groups = tally.groups.values()
    if any(group.groups for group in groups):
        raise InvalidInputError("A group cannot be divided into groups.")
    in_groups = Counter[str]()
    for group in groups:
        in_groups.update(group.counts)
    too_many = any(n > tally.counts.get(choice, 0) for choice, n in in_groups.items())
    if (
        too_many
        or sum(g.eligible for g in groups) > tally.eligible
        or sum(g.n_missing for g in groups) > tally.n_missing
    ):
        raise InvalidInputError("The groups add up to more people than the whole panel.")
