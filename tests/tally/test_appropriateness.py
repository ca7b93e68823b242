"""RAND/UCLA: a published example, the manual's table, every boundary, and the laws."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.tally.appropriateness import Appropriateness, PanelAgreement, rand_ucla

nine_counts = st.lists(st.integers(0, 5), min_size=9, max_size=9)


def counts_of(*ratings):
    return [ratings.count(point) for point in range(1, 10)]


def test_a_published_calculation():
    """BMJ Open 2012;2:e001431, table 1: 15 panelists, of whom 5 chose 7, 5 chose 8, 2 chose 9 and 3 less than 7.

    The table prints IPRAS as 6.1 and writes its constant as 2.5; 6.1 follows from the manual's 2.35.
    """
    found = rand_ucla([0, 0, 0, 1, 1, 1, 5, 5, 2])

    assert (found.n, found.median, found.p30, found.p70) == (15, 7, 7, 8)
    assert (found.ipr, found.iprcp, found.asymmetry_index) == (1, 7.5, 2.5)
    assert found.ipras == pytest.approx(6.1)
    assert found.disagreement is False
    assert found.classic is PanelAgreement.AGREEMENT
    assert found.appropriateness is Appropriateness.APPROPRIATE


@pytest.mark.parametrize(
    ("n", "needed"),
    [(8, 3), (9, 3), (10, 3), (11, 4), (12, 4), (13, 4), (14, 5), (15, 5), (16, 5)],
)
def test_the_manuals_table_of_panel_sizes(n, needed):
    """Fitch et al. (2001): disagreement from 3, 4, 5 in each outer third of 8-10, 11-13, 14-16 panelists, and
    agreement with at most 2, 3, 4 outside the region of the median.
    """

    def judged(low, middle, high):
        return rand_ucla([low, 0, 0, 0, middle, 0, 0, 0, high])

    assert judged(0, 0, n).classic_needed == needed
    assert judged(needed, n - 2 * needed, needed).classic is PanelAgreement.DISAGREEMENT
    assert judged(needed - 1, n - 2 * needed + 1, needed).classic is not PanelAgreement.DISAGREEMENT
    assert judged(needed - 1, 0, n - needed + 1).classic is PanelAgreement.AGREEMENT
    assert judged(0, needed, n - needed).classic is PanelAgreement.INDETERMINATE


def test_the_classic_table_is_not_defined_below_eight():
    found = rand_ucla(counts_of(1, 1, 1, 9, 9, 9, 9))

    assert (found.classic, found.classic_needed, found.classic_appropriateness) == (None, None, None)
    assert found.disagreement is True


@pytest.mark.parametrize(
    ("ratings", "median", "region"),
    [
        pytest.param((3, 3, 4, 4), 3.5, Appropriateness.UNCERTAIN, id="3.5 belongs to 4-6"),
        pytest.param((6, 6, 7, 7), 6.5, Appropriateness.APPROPRIATE, id="6.5 belongs to 7-9"),
        pytest.param((3, 3, 3), 3.0, Appropriateness.INAPPROPRIATE, id="3"),
        pytest.param((6, 6, 6), 6.0, Appropriateness.UNCERTAIN, id="6"),
        pytest.param((7, 7, 7), 7.0, Appropriateness.APPROPRIATE, id="7"),
    ],
)
def test_regions_of_the_median(ratings, median, region):
    found = rand_ucla(counts_of(*ratings))

    assert (found.median, found.appropriateness) == (median, region)


def test_disagreement_makes_an_item_uncertain():
    found = rand_ucla(counts_of(1, 1, 1, 1, 9, 9, 9, 9, 9))

    assert (found.median, found.ipr, found.ipras) == (9, 8, 2.35)
    assert (found.disagreement, found.appropriateness) == (True, Appropriateness.UNCERTAIN)
    assert found.classic_appropriateness is Appropriateness.UNCERTAIN


@given(nine_counts.filter(any))
def test_disagreement_agrees_with_exact_fractions(counts):
    """IPR > IPRAS by fractions over the sorted ratings, quantiles by their definition."""
    values = [point for point, n in enumerate(counts, start=1) for _ in range(n)]

    def quantile(p):
        place = (len(values) - 1) * p
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (place - low) * (values[high] - values[low])

    p30, p70 = quantile(Fraction(3, 10)), quantile(Fraction(7, 10))
    ipras = Fraction(235, 100) + Fraction(3, 2) * abs(5 - (p30 + p70) / 2)
    found = rand_ucla(counts)

    assert found.disagreement == (p70 - p30 > ipras)
    assert found.ipras == pytest.approx(float(ipras))
    assert found.disagreement_index == pytest.approx(float((p70 - p30) / ipras))


@given(nine_counts.filter(any))
def test_turning_the_scale_round_keeps_disagreement(counts):
    found, mirrored = rand_ucla(counts), rand_ucla(counts[::-1])

    assert mirrored.disagreement == found.disagreement
    assert mirrored.ipr == pytest.approx(found.ipr)
    assert mirrored.ipras == pytest.approx(found.ipras)
    if found.median not in (3.5, 6.5):
        opposite = {
            Appropriateness.APPROPRIATE: Appropriateness.INAPPROPRIATE,
            Appropriateness.INAPPROPRIATE: Appropriateness.APPROPRIATE,
        }
        assert mirrored.appropriateness == opposite.get(found.appropriateness, Appropriateness.UNCERTAIN)
        assert mirrored.classic == found.classic


def test_equal_ratings_have_no_disagreement():
    assert rand_ucla(counts_of(*[5] * 9)).disagreement_index == 0


def test_nobody_rating_leaves_nothing_defined():
    found = rand_ucla([0] * 9)

    assert (found.n, found.median, found.disagreement, found.appropriateness, found.classic) == (0,) + (None,) * 4


@pytest.mark.parametrize("points", [5, 7, 10])
def test_other_scales_are_refused(points):
    with pytest.raises(InvalidInputError, match="1 to 9 only"):
        rand_ucla([1] * points)
