"""What people change about a method when they begin with it: how far it lets them, and the method as they want it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.terms import GroupsShown
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_fields
from consensus.domain.rules import Rule


@dataclass(frozen=True, slots=True)
class Leeway:
    """How far a method lets itself be changed and stays that method.

    fewest_rounds, most_rounds: both ends included. threshold, groups: whether the share of its rule, and what is fed
    back by group, may be chosen.
    """

    fewest_rounds: int
    most_rounds: int
    threshold: bool = False
    groups: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], protocol: Protocol) -> "Leeway":
        """Read what a file says; one that says nothing lets the number of rounds stand."""
        check_fields(data, {"rounds", "threshold", "groups"}, "The leeway")
        usual = protocol.stop.maximum_rounds
        rounds = data.get("rounds", [usual, usual])
        if not isinstance(rounds, list) or len(rounds) != 2 or not all(type(one) is int for one in rounds):
            raise InvalidInputError("The 'rounds' of the leeway are two whole numbers, the fewest and the most.")
        fewest, most = rounds
        if not fewest <= usual <= most:
            raise InvalidInputError(f"The usual number of rounds, {usual}, is not within the leeway.")
        for name in ("threshold", "groups"):
            if not isinstance(data.get(name, False), bool):
                raise InvalidInputError(f"The field '{name}' is true or false.")
        if data.get("threshold") and threshold_of(protocol.deciding.rule) is None:
            raise InvalidInputError("The rule of this method has no share that could be chosen.")
        return cls(fewest, most, data.get("threshold", False), data.get("groups", False))


@dataclass(frozen=True, slots=True)
class Tailoring:
    """days: how long each round is open, one number for each; threshold: the share of the rule, None to leave it."""

    days: tuple[int, ...]
    anonymity: Anonymity
    threshold: Fraction | None = None
    groups: GroupsShown = GroupsShown.NONE


def usual(protocol: Protocol) -> Tailoring:
    """The choices of a method as it comes."""
    numbers = range(1, protocol.stop.maximum_rounds + 1)
    days = tuple(protocol.days_of(number) for number in numbers)
    return Tailoring(days, protocol.anonymity, threshold_of(protocol.deciding.rule), protocol.arms[0].groups)


def tailored(protocol: Protocol, leeway: Leeway, wanted: Tailoring) -> Protocol:
    """The protocol with these choices; refused where they leave the method.

    A secret ballot is held in a meeting alone: the rounds of such a process stay as the method has them.
    """
    n_rounds = len(wanted.days)
    if not leeway.fewest_rounds <= n_rounds <= leeway.most_rounds:
        span = f"{leeway.fewest_rounds} to {leeway.most_rounds}"
        allowed = str(leeway.most_rounds) if leeway.fewest_rounds == leeway.most_rounds else span
        rounds = "round" if allowed == "1" else "rounds"
        raise InvalidInputError(f"This method holds {allowed} {rounds}, not {n_rounds}.")
    as_it_comes = usual(protocol)
    if wanted.threshold != as_it_comes.threshold and not leeway.threshold:
        raise InvalidInputError("This method leaves the share of its rule as it is.")
    if wanted.groups is not as_it_comes.groups and not leeway.groups:
        raise InvalidInputError("This method leaves what is fed back by group as it is.")
    if wanted.anonymity is Anonymity.SECRET and not is_held_in_a_meeting(protocol):
        raise InvalidInputError("Rounds cannot be secret: nobody could be shown their own rating again.")
    deciding, *others = protocol.dimensions
    return replace(
        protocol,
        dimensions=(replace(deciding, rule=with_threshold(deciding.rule, wanted.threshold)), *others),
        stop=replace(protocol.stop, maximum_rounds=n_rounds),
        arms=tuple(replace(arm, groups=wanted.groups) for arm in protocol.arms),
        days=protocol.days if wanted.days == as_it_comes.days else wanted.days,
        meeting_before=frozenset(number for number in protocol.meeting_before if number <= n_rounds),
        anonymity=protocol.anonymity if wanted.anonymity is Anonymity.SECRET else wanted.anonymity,
    )


def is_held_in_a_meeting(protocol: Protocol) -> bool:
    """Whether the panel decides together in a meeting, by votes or by ranking, rather than in rounds at a distance."""
    return protocol.deciding.answers in ("vote", "ranking")


def threshold_of(rule: Rule) -> Fraction | None:
    """The share that a rule asks for; None for one that asks for none."""
    if isinstance(rule, CoreOutcomeRule):
        return rule.supported_at_least
    return rule.threshold if isinstance(rule, ConsensusDefinition) else None


def with_threshold(rule: Rule, threshold: Fraction | None) -> Rule:
    """The rule with another share; one that asks for none stays as it is."""
    if threshold is None or threshold_of(rule) is None:
        return rule
    if isinstance(rule, CoreOutcomeRule):
        return replace(rule, supported_at_least=threshold)
    return replace(rule, threshold=threshold) if isinstance(rule, ConsensusDefinition) else rule
