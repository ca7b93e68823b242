"""Any kind of rule applied to the tally of one item: a word for the outcome, and a sentence with the numbers."""

from dataclasses import dataclass

from consensus.domain.appropriateness_rule import AppropriatenessRule, DisagreementTest
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.rules import Rule
from consensus.domain.scales import NINE_POINTS, RatingScale
from consensus.domain.shares import share_text
from consensus.tally.appropriateness import Appropriateness, PanelAgreement, judge_appropriateness, rand_ucla
from consensus.tally.core_outcomes import CoreOutcome, core_outcome
from consensus.tally.counts import ItemTally
from consensus.tally.grade_grid import Recommendation, grade_grid
from consensus.tally.verdicts import decide

GRADE_CELLS = ("strong_for", "weak_for", "neutral", "weak_against", "strong_against")
NO_VERDICT = frozenset({"no_valid_votes", "inquorate"})

_NO_ANSWERS = "no_valid_votes"
_NOT_RATED = frozenset({"abstain", "cannot_judge"})


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What one rule says of one item.

    outcome: "consensus", "appropriate", "in", "strong_for" and the like.
    reached: whether the panel came to what the rule looks for, in favour or against.
    """

    outcome: str
    reached: bool
    sentence: str


def applies_to(rule: Rule, scale: RatingScale | None) -> bool:
    """Whether the rule can judge votes (scale None) or ratings on this scale."""
    if isinstance(rule, ConsensusDefinition):
        return rule.decides_votes if scale is None else rule.scale == scale
    return isinstance(rule, AppropriatenessRule | CoreOutcomeRule) and rule.scale == scale


def judge(rule: Rule, tally: ItemTally) -> RuleVerdict:
    """Apply a rule to the tally of one item.

    Raises:
        InvalidInputError: the rule orders items rather than judging one, or the tally holds choices it does not know.
    """
    if isinstance(rule, ConsensusDefinition):
        verdict = decide(tally, rule)
        return RuleVerdict(verdict.outcome.value, verdict.reached, verdict.sentence)
    if isinstance(rule, AppropriatenessRule):
        return _judge_appropriateness(rule, tally)
    if isinstance(rule, CoreOutcomeRule):
        return _judge_core_outcome(rule, tally)
    if isinstance(rule, GradeGridRule):
        return _judge_grade_grid(rule, tally)
    raise InvalidInputError(f"A rule of the kind '{rule.kind}' does not judge items one by one.")


def _judge_appropriateness(rule: AppropriatenessRule, tally: ItemTally) -> RuleVerdict:
    counts = _nine_counts(tally)
    found, outcome = rand_ucla(counts), judge_appropriateness(counts, rule)
    if outcome is None or found.median is None or found.ipr is None or found.ipras is None:
        short = f"There are {_ratings(found.n)}; the rule asks for at least {rule.minimum_n}: no verdict."
        return RuleVerdict("inquorate" if found.n else _NO_ANSWERS, False, short)
    if rule.disagreement is DisagreementTest.CLASSIC:
        disagreement = found.classic is PanelAgreement.DISAGREEMENT
        why = f"of {found.n} at least {found.classic_needed} would have to lie at each end"
    else:
        disagreement = bool(found.disagreement)
        why = f"IPR {found.ipr:g} against IPRAS {found.ipras:g}"
    lead = f"The median of {_ratings(found.n)} is {found.median:g}"
    sentence = f"{lead}, {'with' if disagreement else 'without'} disagreement ({why}): {outcome.value}."
    return RuleVerdict(outcome.value, outcome is not Appropriateness.UNCERTAIN, sentence)


def _judge_core_outcome(rule: CoreOutcomeRule, tally: ItemTally) -> RuleVerdict:
    groups = {name: _nine_counts(group) for name, group in tally.groups.items()} or {"all": _nine_counts(tally)}
    found = core_outcome(groups, rule)
    if found.outcome is None:
        return RuleVerdict(_NO_ANSWERS, False, "Nobody rated: there is no share and no verdict.")
    pool = found.pooled
    sentence = f"{share_text(pool.n_high, pool.n)} rate 7 to 9 and {share_text(pool.n_low, pool.n)} rate 1 to 3"
    if tally.groups:
        each = ", ".join(f"{name} {_words(group.outcome or 'not rated')}" for name, group in found.groups.items())
        sentence = f"{sentence} ({rule.variant.phrase()}: {each})"
    reached = found.outcome is not CoreOutcome.NO_CONSENSUS
    return RuleVerdict(found.outcome.value, reached, f"{sentence}: {_words(found.outcome.value)}.")


def _judge_grade_grid(rule: GradeGridRule, tally: ItemTally) -> RuleVerdict:
    if unknown := set(tally.counts) - set(GRADE_CELLS) - _NOT_RATED:
        raise InvalidInputError(f"The choice '{min(unknown)}' is not a cell of the GRADE grid.")
    found = grade_grid([tally.counts.get(cell, 0) for cell in GRADE_CELLS], rule)
    if found.recommendation is None:
        return RuleVerdict(_NO_ANSWERS, False, "Nobody voted: there is no share and no verdict.")
    strong = f", {found.n_strong} of {found.strength_n} strongly" if found.strength_n else ""
    outcome = found.recommendation
    recommended = outcome is not Recommendation.NONE
    words = _words(outcome.value) if recommended else "no recommendation"
    sides = f"{share_text(found.n_for, found.n)} are for and {share_text(found.n_against, found.n)} against"
    return RuleVerdict(outcome.value, recommended, f"{sides}{strong}: {words}.")


def _nine_counts(tally: ItemTally) -> list[int]:
    if unknown := set(tally.counts) - NINE_POINTS.points - _NOT_RATED:
        raise InvalidInputError(f"'{min(unknown)}' is not a point of the scale from 1 to 9.")
    return [tally.counts.get(str(point), 0) for point in range(NINE_POINTS.low, NINE_POINTS.high + 1)]


def _ratings(n: int) -> str:
    return "1 rating" if n == 1 else f"{n} ratings"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")
