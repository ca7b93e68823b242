"""Kendall's W: textbook and R values, scipy's Friedman test, and what is not defined."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from consensus.tally.concordance import kendalls_w
from tests.tally.published_ratings import ANXIETY

complete = arrays.arrays(np.int64, st.tuples(st.integers(3, 6), st.integers(3, 6)), elements=st.integers(1, 5))


def test_siegels_six_applicants_and_three_executives():
    """Siegel (1956), Nonparametric Statistics: rank sums 8, 14, 11, 11, 11, 8; W = .16."""
    found = kendalls_w(np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]).T)

    assert found.w == pytest.approx(0.16, abs=0.005)
    assert (found.n_items, found.n_panelists, found.df) == (6, 3, 5)


def test_ties_as_r_corrects_them():
    """DescTools::KendallW(anxiety, TRUE) and irr::kendall print W = 0.5396569."""
    found = kendalls_w(ANXIETY)

    assert found.w == pytest.approx(0.5396569, abs=5e-8)
    assert (found.chi_square, found.df) == (pytest.approx(3 * 19 * 0.5396569, abs=1e-5), 19)


@given(complete)
def test_chi_square_agrees_with_scipys_friedman_test(matrix):
    found = kendalls_w(matrix)
    if found.w is None:
        assert all(len(set(column)) == 1 for column in matrix.T)
        return

    statistic, p = stats.friedmanchisquare(*matrix)

    assert found.chi_square == pytest.approx(statistic)
    assert found.p_chi_square == pytest.approx(p)


@given(complete)
def test_f_is_iman_and_davenports_with_legendres_degrees_of_freedom(matrix):
    """Iman and Davenport (1980): F = (m-1) chi2 / (m(n-1) - chi2). Legendre (2005): n-1-2/m and (m-1) times that."""
    found, (n, m) = kendalls_w(matrix), matrix.shape
    if found.w in (None, 1):
        assert (found.f, found.p_f) == (None, None)
        return

    assert found.f == pytest.approx((m - 1) * found.chi_square / (m * (n - 1) - found.chi_square))
    assert found.f_df == pytest.approx((n - 1 - 2 / m, (m - 1) * (n - 1 - 2 / m)))
    assert found.p_f == pytest.approx(stats.f.sf(found.f, *found.f_df))


@given(complete, st.randoms())
def test_the_order_of_panelists_and_items_and_the_labels_are_irrelevant(matrix, random):
    shuffled = matrix[random.sample(range(len(matrix)), len(matrix))][
        :, random.sample(range(matrix.shape[1]), matrix.shape[1])
    ]

    assert kendalls_w(shuffled) == kendalls_w(matrix)
    assert kendalls_w(10 * matrix + 3) == kendalls_w(matrix)
    assert kendalls_w(-matrix + 100).w == kendalls_w(matrix).w


def test_only_complete_panelists_count_and_the_others_are_told():
    matrix = np.array([[1.0, 1, 2, np.nan], [2, 2, -1, 1], [3, 3, 1, 2]])

    found = kendalls_w(matrix)

    assert (found.n_panelists, found.n_dropped, found.w) == (2, 2, 1)


def test_the_same_order_is_1_and_f_is_not_defined():
    found = kendalls_w([[1, 1, 4], [2, 3, 5], [3, 8, 9]])

    assert (found.w, found.chi_square, found.f, found.p_f) == (1, 6, None, None)


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param([[5, 5, 5], [5, 5, 5]], id="nobody tells items apart"),
        pytest.param([[1], [2], [3]], id="one panelist"),
        pytest.param([[1, 2, 3]], id="one item"),
        pytest.param([[1, np.nan], [np.nan, 2]], id="nobody complete"),
    ],
)
def test_not_defined(matrix):
    found = kendalls_w(matrix)

    assert (found.w, found.chi_square, found.p_chi_square, found.f) == (None, None, None, None)
