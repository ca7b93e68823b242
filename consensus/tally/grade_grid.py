"""Direction and strength of a recommendation from the five cells of a GRADE grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule, StrengthBase


class Recommendation(StrEnum):
    """What the grid yields."""

    STRONG_FOR = "strong_for"
    WEAK_FOR = "weak_for"
    NONE = "none"
    WEAK_AGAINST = "weak_against"
    STRONG_AGAINST = "strong_against"


@dataclass(frozen=True, slots=True)
class GradeVerdict:
    """recommendation: None where nobody voted. n_for, n_against, n_neutral of n voters; the neutral ones stay in n.

    n_strong of strength_n is the deciding share of the strength; both None without a direction.
    """

    recommendation: Recommendation | None
    n: int
    n_for: int
    n_neutral: int
    n_against: int
    n_strong: int | None = None
    strength_n: int | None = None


def grade_grid(cells: Sequence[int], rule: GradeGridRule | None = None) -> GradeVerdict:
    """Judge the counts of: strong for, weak for, neutral, weak against, strong against.

    Whole numbers decide; shares that a rule names as least are met when equalled. Raises InvalidInputError for
    anything but five counts. Source: Jaeschke et al. (2008), "Use of GRADE grid to reach decisions on clinical
    practice guidelines when consensus is elusive".
    """
    rule = rule or GradeGridRule()
    if len(cells) != 5 or any(not isinstance(n, int) or n < 0 for n in cells):
        raise InvalidInputError("A GRADE grid has five cells, each with a number of people.")
    strong_for, weak_for, neutral, weak_against, strong_against = cells
    n, n_for, n_against = sum(cells), strong_for + weak_for, weak_against + strong_against

    def verdict(recommendation: Recommendation | None, *strength: int) -> GradeVerdict:
        return GradeVerdict(recommendation, n, n_for, neutral, n_against, *strength)

    if n == 0:
        return verdict(None)
    if _leads(n_for, n_against, n, rule):
        base = _strength_n(n_for, n, rule)
        strong = _at_least(strong_for, base, rule.strong_at_least)
        return verdict(Recommendation.STRONG_FOR if strong else Recommendation.WEAK_FOR, strong_for, base)
    if _leads(n_against, n_for, n, rule):
        base = _strength_n(n_against, n, rule)
        strong = _at_least(strong_against, base, rule.strong_at_least)
        return verdict(Recommendation.STRONG_AGAINST if strong else Recommendation.WEAK_AGAINST, strong_against, base)
    return verdict(Recommendation.NONE)


def _leads(k: int, other: int, n: int, rule: GradeGridRule) -> bool:
    return _at_least(k, n, rule.direction_at_least) and not _at_least(other, n, rule.opposed_below)


def _strength_n(side: int, n: int, rule: GradeGridRule) -> int:
    return side if rule.strength_base is StrengthBase.DIRECTION else n


def _at_least(k: int, n: int, share: Fraction) -> bool:
    return k * share.denominator >= share.numerator * n
