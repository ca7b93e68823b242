"""Tests between rounds: textbook values, identities between them, and what is not defined."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from statsmodels.stats.contingency_tables import SquareTable

from consensus.domain.errors import InvalidInputError
from consensus.tally.group_comparison import group_chi_square
from consensus.tally.paired_tests import (
    ZeroHandling,
    bowker,
    cochran_q,
    mcnemar,
    quadratic_weighted_kappa,
    wilcoxon_signed_rank,
)

squares = st.integers(2, 5).flatmap(lambda k: arrays.arrays(np.int64, (k, k), elements=st.integers(0, 12)))


def test_agrestis_approval_ratings():
    """Agresti (2013), Categorical Data Analysis, table 11.1: of 1600, 150 turned away and 86 towards; z = -4.17."""
    found = mcnemar(86, 150)

    assert not found.exact
    assert found.chi_square == pytest.approx(4.17**2, abs=0.05)
    assert found.p == pytest.approx(stats.chi2.sf(64**2 / 236, 1))


@given(st.integers(0, 30), st.integers(0, 30))
def test_mcnemar_is_exact_below_25_discordant(gained, lost):
    found = mcnemar(gained, lost)

    assert found.exact == (gained + lost < 25)
    if gained + lost == 0:
        assert (found.p, found.chi_square) == (None, None)
    elif found.exact:
        assert found.chi_square is None
        assert found.p == pytest.approx(stats.binomtest(gained, gained + lost).pvalue)
    assert mcnemar(lost, gained).p == found.p


@pytest.mark.parametrize(("gained", "exact"), [(12, True), (13, False)])
def test_24_discordant_are_exact_and_25_are_not(gained, exact):
    assert mcnemar(gained, 12).exact is exact


@given(squares.filter(lambda table: (table > 0).all()))
def test_bowker_agrees_with_statsmodels(table):
    """statsmodels SquareTable.symmetry, on tables where people moved between each two points."""
    theirs = SquareTable(table, shift_zeros=False).symmetry(method="bowker")

    found = bowker(table)

    assert (found.chi_square, found.df) == (pytest.approx(theirs.statistic), theirs.df)
    assert found.p == pytest.approx(theirs.pvalue)


def test_bowker_of_two_points_is_mcnemar_and_counts_only_pairs_with_movement():
    table = np.array([[794, 150, 0], [86, 570, 0], [0, 0, 9]])

    assert bowker(table).df == 1
    assert bowker(table).chi_square == pytest.approx(mcnemar(86, 150).chi_square)
    assert bowker(np.diag([3, 4])).chi_square is None


def table_of(differences, points=80):
    """A table in which somebody moved by each of the differences."""
    table = np.zeros((points, points), dtype=np.int64)
    for difference in differences:
        table[max(0, -difference), max(0, difference)] += 1
    return table


def test_darwins_plants():
    """Darwin's cross- and self-fertilised pairs as in scipy's manual: statistic 24, p = 0.041259765625."""
    darwin = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]

    found = wilcoxon_signed_rank(table_of(darwin))

    assert (found.statistic, found.p, found.exact) == (24, pytest.approx(0.041259765625), True)
    assert (found.n_pairs, found.n_zero, found.n_used) == (15, 0, 15)


def test_both_ways_to_treat_zeros_are_stated():
    table = table_of([0, 0, 0, 1, 2, 3, -4, 5])

    dropped = wilcoxon_signed_rank(table)
    ranked = wilcoxon_signed_rank(table, ZeroHandling.RANKED)

    assert (dropped.n_zero, dropped.n_used, dropped.zero_handling) == (3, 5, ZeroHandling.DROPPED)
    assert dropped.p == wilcoxon_signed_rank(table_of([1, 2, 3, -4, 5])).p
    assert (ranked.statistic, ranked.exact) == (7, False)
    assert ranked.p != dropped.p


@given(squares)
def test_movement_up_and_down_are_alike(table):
    up, down = wilcoxon_signed_rank(table), wilcoxon_signed_rank(table.T)

    assert (up.statistic, up.n_zero) == (down.statistic, np.trace(table))
    assert up.p == (None if down.p is None else pytest.approx(down.p))
    assert (up.p is None) == (up.n_used == 0)


@given(squares)
def test_quadratic_kappa_by_its_definition_in_exact_fractions(table):
    """Cohen (1968): 1 less the mean squared distance found, over the one expected of the margins."""
    n, size = int(table.sum()), len(table)
    found = quadratic_weighted_kappa(table)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    cells = [(i, j) for i in range(size) for j in range(size)]
    observed = sum((i - j) ** 2 * int(table[i, j]) for i, j in cells)
    expected = sum((i - j) ** 2 * int(rows[i]) * int(columns[j]) for i, j in cells)

    if expected == 0:
        assert found is None
    else:
        assert found == pytest.approx(float(1 - Fraction(n * observed, expected)), abs=1e-12)


def test_staying_is_1_and_swapping_the_ends_is_minus_1():
    assert quadratic_weighted_kappa(np.diag([4, 2, 4])) == 1
    assert quadratic_weighted_kappa(np.array([[0, 0, 5], [0, 0, 0], [5, 0, 0]])) == -1


@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 30), st.just(2)), elements=st.integers(0, 1)))
def test_cochrans_q_of_two_rounds_is_mcnemars_chi_square(matrix):
    """Cochran (1950): Q of two columns is McNemar's statistic."""
    gained, lost = (int((matrix == pair).all(axis=1).sum()) for pair in ((0, 1), (1, 0)))

    found = cochran_q(matrix)

    assert found.q == (pytest.approx((gained - lost) ** 2 / (gained + lost)) if gained + lost else None)


def test_cochrans_q_by_its_formula_on_complete_people():
    """Cochran (1950): (k-1) (k sum G^2 - T^2) / (k T - sum L^2), by hand for columns 4, 2, 1 and rows 3, 2, 1, 1, 0."""
    matrix = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0], [1, -1, 0]]

    found = cochran_q(matrix)

    assert found.q == pytest.approx(2 * (3 * 21 - 49) / (3 * 7 - 15))
    assert (found.df, found.n_people, found.n_dropped) == (2, 5, 1)
    assert found.p == pytest.approx(stats.chi2.sf(found.q, 2))


def test_scipys_table_of_groups():
    """scipy.stats.chi2_contingency's manual: [[10, 10, 20], [20, 20, 20]] gives 2.7778, p = 0.24935 on 2."""
    found = group_chi_square([[10, 10, 20], [20, 20, 20]])

    assert (found.chi_square, found.df) == (pytest.approx(2.7777778), 2)
    assert found.p == pytest.approx(0.24935, abs=5e-6)
    assert found.smallest_expected == 12
    assert found.cramers_v == pytest.approx((2.7777778 / 100) ** 0.5)


def test_groups_without_people_and_choices_nobody_made_do_not_count():
    wide = group_chi_square([[5, 0, 3], [2, 0, 6], [0, 0, 0]])

    assert wide == group_chi_square([[5, 3], [2, 6]])
    assert group_chi_square([[5, 0], [0, 0]]).p is None
    assert group_chi_square([[5, 0], [3, 0]]).p is None


def test_groups_wholly_apart():
    assert group_chi_square([[8, 0], [0, 8]]).cramers_v == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: mcnemar(-1, 2),
        lambda: bowker(np.zeros((2, 3), dtype=int)),
        lambda: quadratic_weighted_kappa(np.array([[1, -1], [0, 0]])),
        lambda: cochran_q([[0], [1]]),
        lambda: cochran_q([[0, 2], [1, 1]]),
        lambda: group_chi_square([1, 2]),
    ],
)
def test_tables_that_are_none_are_refused(call):
    with pytest.raises(InvalidInputError):
        call()
