"""Van der Eijk's A, Tastle and Wierman's Cns, Leik: printed values, extremes, laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.tally.dispersion import agreement_a, consensus_cns, leik_consensus

MEASURES = (agreement_a, consensus_cns, leik_consensus)
count_lists = st.lists(st.integers(0, 9), min_size=3, max_size=9)

# The example distribution of R's agrmt 1.42 (Ruedin), whose manual prints all three results.
AGRMT = [30, 40, 210, 130, 530, 50, 10]


def test_agreement_a_as_agrmt_prints_it():
    """agrmt::agreement: "the rate of agreement is given as 0.6113333"."""
    assert agreement_a(AGRMT) == pytest.approx(0.6113333, abs=5e-8)


def test_consensus_as_agrmt_prints_it():
    """agrmt::consensus: "the degree of consensus is given as 0.7256876"."""
    assert consensus_cns(AGRMT) == pytest.approx(0.7256876, abs=5e-8)


def test_leik_as_agrmt_prints_it():
    """agrmt::Leik: "the ordinal dispersion is given as 0.287", to 3 digits; consensus is 1 less it."""
    assert 1 - leik_consensus(AGRMT) == pytest.approx(0.287, abs=5e-4)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("points", [3, 5, 9])
def test_everybody_on_one_point_is_1(measure, points):
    for chosen in range(points):
        assert measure([12 if point == chosen else 0 for point in range(points)]) == 1


@pytest.mark.parametrize("points", [3, 5, 9])
def test_halves_at_the_ends(points):
    ends = [6, *[0] * (points - 2), 6]

    assert agreement_a(ends) == -1
    assert consensus_cns(ends) == pytest.approx(0, abs=1e-12)
    assert leik_consensus(ends) == 0


def test_all_points_alike_is_no_agreement_by_van_der_eijk():
    assert agreement_a([4] * 7) == 0


def test_empty_points_are_part_of_the_scale():
    assert agreement_a([0, 5, 5, 0, 0]) > agreement_a([5, 5, 0])
    assert consensus_cns([0, 5, 5, 0, 0]) > consensus_cns([5, 5, 0])
    assert leik_consensus([0, 5, 5, 0, 0]) > leik_consensus([5, 5, 0])


@pytest.mark.parametrize("measure", MEASURES)
@given(counts=count_lists.filter(any), times=st.integers(2, 5))
def test_turning_the_scale_and_multiplying_the_panel_change_nothing(measure, counts, times):
    found = measure(counts)

    assert measure(counts[::-1]) == pytest.approx(found)
    assert measure([n * times for n in counts]) == pytest.approx(found)
    assert -1 - 1e-12 <= found <= 1 + 1e-12


@pytest.mark.parametrize("measure", MEASURES)
def test_nobody_rating_is_not_defined(measure):
    assert measure([0] * 5) is None


def test_agreement_a_needs_three_points():
    assert agreement_a([3, 4]) is None
