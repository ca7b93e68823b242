"""The rules of a process applied by the methods that count them."""

from collections.abc import Mapping, Sequence

from consensus.domain.appropriateness_rule import AppropriatenessRule, DisagreementTest
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.ranking_rule import RankingRule
from consensus.tally import core_outcomes, grade_grid
from consensus.tally.appropriateness import Appropriateness, rand_ucla
from consensus.tally.ranking import RankedItem, nominal_group
from consensus.tally.rating_counts import Counts


def judge_appropriateness(counts: Sequence[int] | Counts, rule: AppropriatenessRule) -> Appropriateness | None:
    """Judge one item from the people on each of the points 1..9; None on fewer ratings than the rule asks for.

    Raises InvalidInputError on any scale but 1-9.
    """
    found = rand_ucla(counts)
    if found.n < rule.minimum_n:
        return None
    by_classic_table = rule.disagreement is DisagreementTest.CLASSIC
    return found.classic_appropriateness if by_classic_table else found.appropriateness


def judge_core_outcome(
    groups: Mapping[str, Sequence[int] | Counts], rule: CoreOutcomeRule
) -> core_outcomes.CoreOutcomeVerdict:
    """Judge one outcome from the counts (points 1..9) of each stakeholder group; raises as `core_outcome`."""
    shares = core_outcomes.CoreOutcomeRule(
        rule.supported_at_least, rule.opposed_below, core_outcomes.Scope(rule.variant.value)
    )
    return core_outcomes.core_outcome(groups, shares)


def judge_grade_grid(cells: Sequence[int], rule: GradeGridRule) -> grade_grid.GradeVerdict:
    """Judge the counts of: strong for, weak for, neutral, weak against, strong against; raises as `grade_grid`."""
    shares = grade_grid.GradeRule(
        rule.direction_at_least,
        rule.opposed_below,
        rule.strong_at_least,
        grade_grid.StrengthBase(rule.strength_base.value),
    )
    return grade_grid.grade_grid(cells, shares)


def rank_items(ballots: Sequence[Sequence[str]], items: Sequence[str], rule: RankingRule) -> tuple[RankedItem, ...]:
    """Order the items by everybody's picks, most important first; raises as `nominal_group`."""
    return nominal_group(ballots, items, rule.picks)
