"""What a rule asks of an electorate of a given size, before and during the round, in one short sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from consensus.domain.appropriateness_rule import AppropriatenessRule
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definition_wording import agree_phrase, join_words
from consensus.domain.definitions import ConsensusDefinition, Denominator, needed
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.rules import Rule
from consensus.domain.shares import rule_share


def needs_sentence(rule: Rule, n_electors: int) -> str:
    """ "Needs 12 of 15 to agree if everyone votes for or against." and the like for every kind of rule."""
    return _NEEDS[rule.kind](rule, n_electors)


def _share(rule: ConsensusDefinition, n: int) -> str:
    if rule.threshold is None:
        clauses = rule.spread.sentence_parts() if rule.spread else []
        return f"Reached if {join_words(clauses)}."
    k = needed(rule, n)
    if rule.scale is not None:
        return f"Needs {k} of {n} ratings that {agree_phrase(rule, plural=True)} if everyone rates."
    if rule.denominator is Denominator.ELIGIBLE:
        return f"Needs {k} of {n} to agree."
    return f"Needs {k} of {n} to agree if everyone votes for or against."


def _appropriateness(_: AppropriatenessRule, __: int) -> str:
    return "Appropriate from a median of 7 up, inappropriate to a median of 3, if the panel does not disagree."


def _core_outcome(rule: CoreOutcomeRule, _: int) -> str:
    most, few = rule_share(rule.supported_at_least), rule_share(rule.opposed_below)
    return f"In when at least {most} rate 7 to 9 and fewer than {few} rate 1 to 3, {rule.variant.phrase()}."


def _grade_grid(rule: GradeGridRule, _: int) -> str:
    side, few, strong = map(rule_share, (rule.direction_at_least, rule.opposed_below, rule.strong_at_least))
    return f"Needs at least {side} on one side and fewer than {few} on the other; strong from {strong} strong ones up."


def _ranking(rule: RankingRule, _: int) -> str:
    return f"Up to {rule.picks} in order: the first scores {rule.picks}, the last 1. The highest sum comes first."


_NEEDS: Mapping[str, Callable[[Any, int], str]] = {
    ConsensusDefinition.kind: _share,
    AppropriatenessRule.kind: _appropriateness,
    CoreOutcomeRule.kind: _core_outcome,
    GradeGridRule.kind: _grade_grid,
    RankingRule.kind: _ranking,
}
