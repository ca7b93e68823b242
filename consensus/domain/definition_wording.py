"""A consensus definition in one English sentence."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from consensus.domain.rule_terms import Denominator, Electorate, Operator
from consensus.domain.shares import canonical_share, exact_percent, rule_share

if TYPE_CHECKING:
    from consensus.domain.definitions import ConsensusDefinition

_VOTES = {
    Denominator.VALID_VOTES: "valid votes",
    Denominator.VOTES_CAST: "votes cast",
    Denominator.ELIGIBLE: "eligible people",
}
_LEFT_OUT = {
    Denominator.VALID_VOTES: "abstentions and 'cannot judge' are left out of the denominator",
    Denominator.VOTES_CAST: "abstentions stay in the denominator and 'cannot judge' is left out of it",
    Denominator.ELIGIBLE: "abstentions, 'cannot judge' and missing votes all stay in the denominator",
}

_LISTED = 4


def definition_sentence(definition: ConsensusDefinition) -> str:
    """The whole rule; every clause that is switched on appears, none that is switched off does."""
    clauses = [*_share_clause(definition), *_further_clauses(definition)]
    sentence = f"Consensus is reached when {join_words(clauses)}; {_left_out(definition)}"
    if definition.scale is not None:
        sentence += f"; ratings run {definition.scale.phrase()}"
    if definition.electorate is Electorate.ENTITLED:
        sentence += "; everyone entitled to vote is eligible, present or not"
    if definition.bands:
        named = "; ".join(band.sentence_part() for band in definition.bands)
        sentence += f"; the share is named {named}"
    return sentence + "."


def short_rule(definition: ConsensusDefinition) -> str:
    """The rule in a few words, for a table: "≥ 80% of valid votes"; that there are further clauses is said."""
    clauses = _further_clauses(definition)
    if definition.threshold is None:
        return "median and spread"
    sign = "≥" if definition.operator is Operator.AT_LEAST else ">"
    share = f"{sign} {rule_share(definition.threshold)} of {counted(definition)}"
    return f"{share}, with further clauses" if clauses else share


def _left_out(definition: ConsensusDefinition) -> str:
    if definition.threshold is None:
        return "abstentions and 'cannot judge' are left out"
    return _LEFT_OUT[definition.denominator]


def counted(definition: ConsensusDefinition) -> str:
    """What the denominator counts: "valid votes", "votes cast", "eligible people"; "ratings" on a rating scale."""
    if definition.scale is not None and definition.denominator is Denominator.VALID_VOTES:
        return "ratings"
    return _VOTES[definition.denominator]


def agree_phrase(definition: ConsensusDefinition, *, plural: bool) -> str:
    """ "agree" for a vote, "are 7, 8 or 9" for a rating scale."""
    if definition.agreeing == {"agree"}:
        return "agree" if plural else "agrees"
    return f"{'are' if plural else 'is'} {points_phrase(definition.agreeing)}"


def points_phrase(points: Iterable[str]) -> str:
    """ "7, 8 or 9", and "from 70 to 100" for a long unbroken stretch."""
    ordered = in_order(points)
    if len(ordered) > _LISTED and all(point.isdecimal() for point in ordered):
        low, high = int(ordered[0]), int(ordered[-1])
        if high - low == len(ordered) - 1:
            return f"from {low} to {high}"
    return join_words(ordered, "or")


def in_order(choices: Iterable[str]) -> list[str]:
    """Scale points by number, other choices by name."""
    return sorted(
        choices, key=lambda choice: (not choice.isdecimal(), int(choice) if choice.isdecimal() else 0, choice)
    )


def join_words(parts: list[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def choice_words(choices: Iterable[str]) -> str:
    """ "'disagree' or 'cannot judge'"."""
    return join_words([f"'{choice.replace('_', ' ')}'" for choice in in_order(choices)], "or")


def _share_clause(definition: ConsensusDefinition) -> list[str]:
    if definition.threshold is None:
        return []
    share = f"{definition.operator.phrase()} {_share(definition.threshold)} of {counted(definition)}"
    return [f"{share} {agree_phrase(definition, plural=True)}"]


def _further_clauses(definition: ConsensusDefinition) -> list[str]:
    clauses = definition.spread.sentence_parts() if definition.spread is not None else []
    if definition.require_majority_of_eligible:
        clauses.append(f"at least half of all eligible people {_chose(definition)}")
    if definition.quorum > 0:
        clauses.append(f"at least {_share(definition.quorum)} of the eligible people take part")
    if definition.minimum_n > 1:
        clauses.append(f"there are at least {definition.minimum_n} {counted(definition)}")
    if definition.max_dissent is not None:
        most = definition.max_dissent
        who = {0: "nobody chooses", 1: "at most 1 person chooses"}.get(most, f"at most {most} people choose")
        clauses.append(f"{who} {choice_words(definition.dissent_choices)}")
    if definition.group_rule is not None:
        clauses.append(definition.group_rule.sentence_part())
    return clauses


def _chose(definition: ConsensusDefinition) -> str:
    if definition.agreeing == {"agree"}:
        return "agree"
    return f"choose {points_phrase(definition.agreeing)}"


def _share(share: Fraction) -> str:
    percent = exact_percent(share)
    return f"{percent} ({canonical_share(share)})" if percent and share < 1 else (percent or canonical_share(share))
