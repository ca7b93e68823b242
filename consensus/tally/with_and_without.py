"""How an outcome stands without those who vote with a conflict of interest, said only where it tells of nobody's vote.

What is public already is the tally of the whole electorate and the sizes of the two parts. Whether the outcome without
is said is decided from these alone, as if it were not known, so that a silence tells as little as the answer
(simulatable auditing: Kenthapadi, Mishra and Nissim 2005).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import comb

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.rules import Rule
from consensus.domain.wording import counted
from consensus.tally.counts import ItemTally
from consensus.tally.round_verdicts import AnyOutcome, counts_groups, outcome_under
from consensus.tally.rules import counted_choices

FEWEST_APART = 5
MOST_SPLITS = 20_000

_TOO_FEW = f"not shown: with fewer than {FEWEST_APART} people on either side it could tell how somebody voted."
_TELLING = "not shown: the answer could tell how some of them voted."
_GROUPS = "not shown: the rule counts groups apart, and the two divisions together could tell how somebody voted."
_MANY = "not shown: there are too many ways in which the votes may be divided to make sure that it tells of nobody."
_NOBODY_KNOWS = "not known: its ballots lead to nobody, so nobody can take anybody's out."
_OVERLAP = "not shown: it would stand beside a count that differs by only a few people."


@dataclass(frozen=True, slots=True)
class WithAndWithout:
    """n_with: people of the electorate with a disclosed conflict of interest; n_without: all others in it.

    without: the outcome of the others alone; None where it is not said, which `why` explains.
    is_implied: whether it follows from what is public, however those with a conflict voted.
    """

    n_with: int
    n_without: int
    outcome: AnyOutcome
    without: AnyOutcome | None
    is_implied: bool = False
    why: str = ""

    def sentence(self) -> str:
        """What can be said, in one sentence."""
        if not self.n_with:
            return "Nobody in the electorate had a disclosed conflict of interest."
        who = f"the {counted(self.n_with, 'person', 'people')} with a disclosed conflict of interest"
        if self.without is None:
            return f"How the outcome stands without {who} is {self.why}"
        what = "the same" if self.without is self.outcome else self.without.value.replace("_", " ")
        return f"Without {who} the outcome would be {what}{', however they voted' if self.is_implied else ''}."

    def withheld_for_overlap(self) -> "WithAndWithout":
        """The same left unsaid, because of what else is published."""
        return replace(self, without=None, why=_OVERLAP)


def with_and_without(
    whole: ItemTally,
    others: ItemTally,
    rule: Rule,
    *,
    names_are_public: bool = False,
    fewest: int = FEWEST_APART,
) -> WithAndWithout:
    """Decide anew among the others, and say it where it may be said; `whole` holds them all.

    names_are_public: whether everybody's vote is published by name, as in open voting; then there is nothing to guard.
    fewest: the least number of people on either side, unless the outcome follows from the public tally.
    """
    n_with = whole.eligible - others.eligible
    said = WithAndWithout(n_with, others.eligible, outcome_under(whole, rule), outcome_under(others, rule))
    if names_are_public or not n_with:
        return said
    if counts_groups(rule):
        return replace(said, without=None, why=_GROUPS)
    classes = _classes(whole, rule)
    if comb(n_with + len(classes) - 1, len(classes) - 1) > MOST_SPLITS:
        return replace(said, without=None, why=_MANY)
    worlds = _worlds(whole, rule, classes, n_with)
    if len(worlds) == 1:
        return replace(said, is_implied=True)
    why = _TOO_FEW if min(n_with, others.eligible) < fewest else ""
    if not why and not all(world.leaves_everything_open for world in worlds.values()):
        why = _TELLING
    return replace(said, without=None, why=why) if why else said


def of_secret_votes(whole: ItemTally, n_with: int, rule: Rule) -> WithAndWithout:
    """What follows from the public tally alone, however those with a conflict voted; all else nobody knows."""
    outcome = outcome_under(whole, rule)
    said = WithAndWithout(n_with, whole.eligible - n_with, outcome, None, why=_NOBODY_KNOWS)
    if not n_with:
        return replace(said, without=outcome)
    classes = _classes(whole, rule)
    if counts_groups(rule) or comb(n_with + len(classes) - 1, len(classes) - 1) > MOST_SPLITS:
        return said
    worlds = _worlds(whole, rule, classes, n_with)
    return replace(said, without=next(iter(worlds)), is_implied=True, why="") if len(worlds) == 1 else said


def is_apart(part: frozenset[object], published: Sequence[frozenset[object]], fewest: int = FEWEST_APART) -> bool:
    """Whether this set of people differs from each that is published by none, or by enough of them."""
    return all(not (part ^ other) or len(part ^ other) >= fewest for other in published)


@dataclass(slots=True)
class _World:
    """All divisions of the votes that lead to one outcome: which kinds of vote occur among those with, and without."""

    n_kinds: int
    among_with: set[int] = field(default_factory=set)
    among_others: set[int] = field(default_factory=set)

    @property
    def leaves_everything_open(self) -> bool:
        """Whether anybody on either side may still have voted in every way that anybody did."""
        return len(self.among_with) == len(self.among_others) == self.n_kinds


@dataclass(frozen=True, slots=True)
class _Class:
    """Votes that the rule cannot tell apart; `choice` stands for them, None for not having voted."""

    choice: str | None
    n: int


def _worlds(whole: ItemTally, rule: Rule, classes: Sequence[_Class], n_with: int) -> dict[AnyOutcome, _World]:
    worlds: dict[AnyOutcome, _World] = {}
    for taken in _splits([one.n for one in classes], n_with):
        left = [one.n - n for one, n in zip(classes, taken, strict=True)]
        counts = {one.choice: n for one, n in zip(classes, left, strict=True) if one.choice is not None}
        outcome = outcome_under(ItemTally(whole.eligible - n_with, counts), rule)
        world = worlds.setdefault(outcome, _World(len(classes)))
        world.among_with.update(place for place, n in enumerate(taken) if n)
        world.among_others.update(place for place, n in enumerate(left) if n)
    return worlds


def _splits(sizes: Sequence[int], n: int) -> Iterator[tuple[int, ...]]:
    """Every way to take n from heaps of these sizes."""
    if len(sizes) == 1:
        if n <= sizes[0]:
            yield (n,)
        return
    rest = sum(sizes[1:])
    for first in range(max(0, n - rest), min(sizes[0], n) + 1):
        for others in _splits(sizes[1:], n - first):
            yield (first, *others)


def _classes(whole: ItemTally, rule: Rule) -> list[_Class]:
    """The kinds of vote that occur, those that count alike taken together."""
    heaps: dict[object, _Class] = {}
    choices: list[str | None] = [*whole.counts, None]
    for choice in choices:
        n = whole.n_missing if choice is None else whole.n_of({choice})
        if n:
            mark = _mark(choice, rule)
            before = heaps.get(mark, _Class(choice, 0))
            heaps[mark] = _Class(before.choice, before.n + n)
    return list(heaps.values())


def _mark(choice: str | None, rule: Rule) -> object:
    """What the rule looks at in a vote; the very choice where it looks at points, cells or median and spread."""
    if not isinstance(rule, ConsensusDefinition):
        return choice
    if rule.spread is not None and choice in rule.agreeing | rule.disagreeing:
        return choice
    return (
        choice in rule.agreeing,
        choice in rule.disagreeing,
        choice in counted_choices(rule, rule.denominator),
        rule.max_dissent is not None and choice in rule.dissent_choices,
        rule.quorum > 0 and choice is None,
    )
