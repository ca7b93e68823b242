"""The GRADE grid: Jaeschke's thresholds at their boundaries, and the mirror image."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule, StrengthBase
from consensus.tally.grade_grid import Recommendation, grade_grid

grids = st.lists(st.integers(0, 30), min_size=5, max_size=5)
MIRRORED = {
    Recommendation.STRONG_FOR: Recommendation.STRONG_AGAINST,
    Recommendation.WEAK_FOR: Recommendation.WEAK_AGAINST,
    Recommendation.WEAK_AGAINST: Recommendation.WEAK_FOR,
    Recommendation.STRONG_AGAINST: Recommendation.STRONG_FOR,
}


@pytest.mark.parametrize(
    ("cells", "recommendation"),
    [
        pytest.param((7, 3, 0, 0, 0), "strong_for", id="70% of those for say strong"),
        pytest.param((69, 31, 0, 0, 0), "weak_for", id="69% do not"),
        pytest.param((0, 10, 10, 0, 0), "weak_for", id="half is a direction"),
        pytest.param((0, 49, 51, 0, 0), "none", id="49% is none: the neutral ones count"),
        pytest.param((10, 0, 6, 4, 0), "none", id="20% on the other side is too many"),
        pytest.param((100, 0, 61, 39, 0), "strong_for", id="19.5% on the other side is not"),
        pytest.param((0, 0, 0, 3, 7), "strong_against", id="against, strongly"),
        pytest.param((0, 1, 4, 5, 0), "weak_against", id="against, weakly"),
        pytest.param((0, 0, 5, 0, 0), "none", id="all neutral"),
        pytest.param((0, 0, 0, 0, 0), None, id="nobody"),
    ],
)
def test_the_thresholds_of_jaeschke_2008(cells, recommendation):
    """Jaeschke et al. (2008): at least 50% on one side with less than 20% on the other; strong from 70%."""
    assert grade_grid(cells).recommendation == recommendation


def test_strength_of_everybody_is_the_stricter_reading():
    cells = (7, 3, 4, 0, 0)

    of_direction = grade_grid(cells)
    of_everybody = grade_grid(cells, GradeGridRule(strength_base=StrengthBase.EVERYBODY))

    assert (of_direction.recommendation, of_direction.n_strong, of_direction.strength_n) == ("strong_for", 7, 10)
    assert (of_everybody.recommendation, of_everybody.n_strong, of_everybody.strength_n) == ("weak_for", 7, 14)


def test_thresholds_can_be_set():
    cells = (3, 3, 0, 2, 2)

    assert grade_grid(cells).recommendation == "none"
    lenient = GradeGridRule(opposed_below=Fraction(1, 2))
    assert grade_grid(cells, lenient).recommendation == "weak_for"
    assert grade_grid(cells, replace(lenient, strong_at_least=Fraction(1, 2))).recommendation == "strong_for"


@given(grids, st.sampled_from(StrengthBase))
def test_turning_the_grid_round_mirrors_the_recommendation(cells, base):
    rule = GradeGridRule(strength_base=base)
    found, mirrored = grade_grid(cells, rule), grade_grid(cells[::-1], rule)

    assert mirrored.recommendation == MIRRORED.get(found.recommendation, found.recommendation)
    assert (mirrored.n_for, mirrored.n_against) == (found.n_against, found.n_for)


@pytest.mark.parametrize("cells", [(1, 2, 3, 4), (1, 2, 3, 4, -5), (1, 2, 3, 4, 0.5)])
def test_a_grid_that_is_none_is_refused(cells):
    with pytest.raises(InvalidInputError, match="five cells"):
        grade_grid(cells)


@pytest.mark.parametrize(
    "shares",
    [{"direction_at_least": Fraction(1, 10)}, {"opposed_below": Fraction(0)}, {"strong_at_least": Fraction(11, 10)}],
)
def test_a_rule_that_could_point_both_ways_or_nowhere_is_refused(shares):
    with pytest.raises(InvalidInputError):
        GradeGridRule(**shares)
