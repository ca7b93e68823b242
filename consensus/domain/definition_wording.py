"""A consensus definition in one English sentence."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from consensus.domain.rule_terms import Denominator
from consensus.domain.shares import canonical_share, exact_percent

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


def definition_sentence(definition: ConsensusDefinition) -> str:
    """The whole rule; every clause that is switched on appears, none that is switched off does."""
    share = f"{definition.operator.phrase()} {_share(definition.threshold)} of {counted(definition)}"
    clauses = [f"{share} {agree_phrase(definition, plural=True)}", *_further_clauses(definition)]
    sentence = f"Consensus is reached when {join_words(clauses)}; {_LEFT_OUT[definition.denominator]}"
    if definition.bands:
        named = "; ".join(band.sentence_part() for band in definition.bands)
        sentence += f"; the share is named {named}"
    return sentence + "."


def counted(definition: ConsensusDefinition) -> str:
    """What the denominator counts: "valid votes", "votes cast", "eligible people"."""
    return _VOTES[definition.denominator]


def agree_phrase(definition: ConsensusDefinition, *, plural: bool) -> str:
    """ "agree" for a vote, "are 7, 8 or 9" for a rating scale."""
    if definition.agreeing == {"agree"}:
        return "agree" if plural else "agrees"
    return f"{'are' if plural else 'is'} {join_words(in_order(definition.agreeing), 'or')}"


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


def _further_clauses(definition: ConsensusDefinition) -> list[str]:
    clauses = []
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
    return f"choose {join_words(in_order(definition.agreeing), 'or')}"


def _share(share: Fraction) -> str:
    percent = exact_percent(share)
    return f"{percent} ({canonical_share(share)})" if percent and share < 1 else (percent or canonical_share(share))
