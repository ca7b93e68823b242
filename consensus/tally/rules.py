"""Applying a consensus definition to a tally: which clauses hold, decided on whole numbers only."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from consensus.domain.ballots import Choice
from consensus.domain.definitions import ConsensusDefinition, Denominator, GroupMode, needed
from consensus.domain.errors import InvalidInputError
from consensus.tally.counts import ItemTally
from consensus.tally.spread import deciding_spread, iqr_holds, median_holds

_NOT_VALID = frozenset[str]({Choice.ABSTAIN, Choice.CANNOT_JUDGE})


class Outcome(StrEnum):
    """What came of an item."""

    CONSENSUS = "consensus"
    NO_CONSENSUS = "no_consensus"
    INQUORATE = "inquorate"
    NO_VALID_VOTES = "no_valid_votes"
    FULL_CONSENSUS = "full_consensus"

    @property
    def reached(self) -> bool:
        """Whether there is consensus, by vote or without one."""
        return self in (Outcome.CONSENSUS, Outcome.FULL_CONSENSUS)


class Clause(StrEnum):
    """The parts of a definition that can fail, in the order in which they are named."""

    QUORUM = "quorum"
    VALID_VOTES = "valid_votes"
    MINIMUM_N = "minimum_n"
    SHARE = "share"
    MEDIAN = "median"
    SPREAD = "spread"
    MAJORITY_OF_ELIGIBLE = "majority_of_eligible"
    DISSENT = "dissent"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One stakeholder group beside the rule: `decides` is false for a group that is only shown."""

    name: str
    numerator: int
    denominator: int
    needed: int
    decides: bool

    @property
    def met(self) -> bool:
        """Whether the group reaches the share; a group without counted votes does not."""
        return self.denominator > 0 and self.numerator >= self.needed


def counted_choices(definition: ConsensusDefinition, policy: Denominator) -> frozenset[str]:
    """The choices of people who voted that stand in the denominator under this policy."""
    valid = definition.agreeing | definition.disagreeing
    extra = {
        Denominator.VALID_VOTES: frozenset[str](),
        Denominator.VOTES_CAST: frozenset[str]({Choice.ABSTAIN}),
        Denominator.ELIGIBLE: _NOT_VALID,
    }
    return valid | extra[policy]


def denominator_count(tally: ItemTally, definition: ConsensusDefinition, policy: Denominator) -> int:
    """The size of a denominator: y+n, y+n+a, or everybody eligible."""
    if policy is Denominator.ELIGIBLE:
        return tally.eligible
    return tally.n_of(counted_choices(definition, policy))


def share_of(tally: ItemTally, definition: ConsensusDefinition) -> tuple[int, int]:
    """The deciding share as (agreeing, denominator)."""
    return tally.n_of(definition.agreeing), denominator_count(tally, definition, definition.denominator)


def quorum_needed(eligible: int, quorum: Fraction) -> int:
    """The least number of people taking part that satisfies the quorum."""
    return -(-quorum.numerator * eligible // quorum.denominator)


def group_results(tally: ItemTally, definition: ConsensusDefinition) -> tuple[GroupResult, ...]:
    """Every group of the tally by name; without a group clause none of them decides."""
    results = []
    for name, group in tally.groups.items():
        numerator, denominator = share_of(group, definition)
        decides = definition.group_rule is not None and definition.group_rule.decides(name, group.eligible)
        results.append(GroupResult(name, numerator, denominator, needed(definition, denominator), decides))
    return tuple(results)


def failing_clauses(tally: ItemTally, definition: ConsensusDefinition) -> tuple[Clause, ...]:
    """The clauses that do not hold, in the order of `Clause`; none of them failing is consensus.

    "No valid votes" is a failure of its own even where abstentions stay in the denominator: nobody was for or
    against. Raises for a choice that the definition knows nothing of.
    """
    if unknown := set(tally.counts) - definition.agreeing - definition.disagreeing - _NOT_VALID:
        raise InvalidInputError(f"The choice '{min(unknown)}' is not one the consensus definition counts.")
    y, d = share_of(tally, definition)
    spread = deciding_spread(tally, definition)
    checks = {
        Clause.QUORUM: tally.n_cast >= quorum_needed(tally.eligible, definition.quorum),
        Clause.VALID_VOTES: tally.n_of(definition.agreeing | definition.disagreeing) > 0,
        Clause.MINIMUM_N: d >= definition.minimum_n,
        Clause.SHARE: y >= needed(definition, d),
        Clause.MEDIAN: median_holds(spread, definition),
        Clause.SPREAD: iqr_holds(spread, definition),
        Clause.MAJORITY_OF_ELIGIBLE: not definition.require_majority_of_eligible or 2 * y >= tally.eligible,
        Clause.DISSENT: definition.max_dissent is None
        or tally.n_of(definition.dissent_choices) <= definition.max_dissent,
        Clause.GROUPS: _groups_hold(tally, definition),
    }
    return tuple(clause for clause, holds in checks.items() if not holds)


def outcome_of(tally: ItemTally, definition: ConsensusDefinition) -> Outcome:
    """The outcome alone."""
    return outcome_from(failing_clauses(tally, definition))


def outcome_from(failing: tuple[Clause, ...]) -> Outcome:
    """The outcome that follows from what fails: the first kind of obstacle decides its name."""
    if Clause.QUORUM in failing:
        return Outcome.INQUORATE
    if Clause.VALID_VOTES in failing:
        return Outcome.NO_VALID_VOTES
    if Clause.MINIMUM_N in failing:
        return Outcome.INQUORATE
    return Outcome.NO_CONSENSUS if failing else Outcome.CONSENSUS


def _groups_hold(tally: ItemTally, definition: ConsensusDefinition) -> bool:
    """The group clause: a clause that no group can decide, or whose named group is missing, does not hold."""
    rule = definition.group_rule
    if rule is None:
        return True
    deciding = [result for result in group_results(tally, definition) if result.decides]
    if rule.mode is GroupMode.ANY:
        return any(result.met for result in deciding)
    if rule.mode is GroupMode.NAMED and {result.name for result in deciding} != rule.names:
        return False
    return bool(deciding) and all(result.met for result in deciding)
