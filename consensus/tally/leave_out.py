"""What a verdict would have been without one person, or without one group."""

from collections.abc import Iterator
from dataclasses import dataclass

from consensus.domain.rules import Rule
from consensus.tally.counts import ItemTally
from consensus.tally.round_verdicts import AnyOutcome, outcome_under


@dataclass(frozen=True, slots=True)
class WithoutOne:
    """The outcome without any one of the n_people of this group (None: in no group) who made this choice (None: none).

    People alike in both are interchangeable, so nobody is named.
    """

    group: str | None
    choice: str | None
    n_people: int
    outcome: AnyOutcome


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """outcome: with everybody; without: one entry for each kind of person."""

    outcome: AnyOutcome
    without: tuple[WithoutOne, ...]

    @property
    def n_changing(self) -> int:
        """People whose absence alone changes the outcome."""
        return sum(one.n_people for one in self.without if one.outcome is not self.outcome)


@dataclass(frozen=True, slots=True)
class WithoutGroup:
    """The outcome without anybody of the group."""

    group: str
    outcome: AnyOutcome


@dataclass(frozen=True, slots=True)
class LeaveOneGroupOut:
    """outcome: with everybody; without: one entry for each group, by name."""

    outcome: AnyOutcome
    without: tuple[WithoutGroup, ...]

    @property
    def changing(self) -> tuple[str, ...]:
        """The groups whose absence changes the outcome."""
        return tuple(one.group for one in self.without if one.outcome is not self.outcome)


def leave_one_out(tally: ItemTally, rule: Rule) -> LeaveOneOut:
    """Decide anew without each eligible person in turn, answered or not: they leave electorate, ballots and group.

    Raises InvalidInputError for a choice the rule does not know.
    """
    outcome = outcome_under(tally, rule)
    return LeaveOneOut(outcome, tuple(_without_each(tally, rule)))


def leave_one_group_out(tally: ItemTally, rule: Rule) -> LeaveOneGroupOut:
    """Decide anew without each group in turn; empty without groups.

    A rule that names the group left out cannot be met without it. Raises as `leave_one_out`.
    """
    outcome = outcome_under(tally, rule)
    return LeaveOneGroupOut(
        outcome,
        tuple(WithoutGroup(name, outcome_under(_without_group(tally, name), rule)) for name in tally.groups),
    )


def _without_each(tally: ItemTally, rule: Rule) -> Iterator[WithoutOne]:
    for group, choice, n_people in _kinds(tally):
        groups = dict(tally.groups)
        if group is not None:
            groups[group] = _less_one(groups[group], choice, {})
        rest = _less_one(tally, choice, groups)
        yield WithoutOne(group, choice, n_people, outcome_under(rest, rule))


def _kinds(tally: ItemTally) -> Iterator[tuple[str | None, str | None, int]]:
    """Group, choice and number of the people alike in both; those in no group are what the groups leave."""
    choices: list[str | None] = [*tally.counts, None]
    for choice in choices:
        in_no_group = _n_of(tally, choice)
        for name, group in tally.groups.items():
            n_people = _n_of(group, choice)
            in_no_group -= n_people
            if n_people:
                yield name, choice, n_people
        if in_no_group:
            yield None, choice, in_no_group


def _n_of(tally: ItemTally, choice: str | None) -> int:
    return tally.n_missing if choice is None else tally.n_of({choice})


def _less_one(tally: ItemTally, choice: str | None, groups: dict[str, ItemTally]) -> ItemTally:
    counts = dict(tally.counts)
    if choice is not None:
        counts[choice] -= 1
    return ItemTally(tally.eligible - 1, counts, tally.recused, groups)


def _without_group(tally: ItemTally, name: str) -> ItemTally:
    left = tally.groups[name]
    counts = {choice: n - left.n_of({choice}) for choice, n in tally.counts.items()}
    groups = {other: group for other, group in tally.groups.items() if other != name}
    return ItemTally(tally.eligible - left.eligible, counts, tally.recused, groups)
