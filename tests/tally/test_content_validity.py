"""Content validity: the tables of Ayre and Scally and of Polit, Beck and Owen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from consensus.domain.errors import InvalidInputError
from consensus.tally.content_validity import (
    content_validity_index,
    content_validity_ratio,
    critical_essential,
    scale_validity,
)


@pytest.mark.parametrize(
    ("n", "critical", "cvr"),
    [
        (5, 5, 1.000), (6, 6, 1.000), (7, 7, 1.000), (8, 7, 0.750), (9, 8, 0.778), (10, 9, 0.800),
        (11, 9, 0.636), (12, 10, 0.667), (13, 10, 0.538), (14, 11, 0.571), (15, 12, 0.600), (20, 15, 0.500),
        (25, 18, 0.440), (30, 20, 0.333), (35, 23, 0.314), (40, 26, 0.300),
    ],
)  # fmt: skip
def test_critical_values_of_ayre_and_scally(n, critical, cvr):
    """Ayre and Scally (2014), Critical Values for Lawshe's Content Validity Ratio: exact one-tailed binomial at .05."""
    found = content_validity_ratio(critical, n)

    assert found.critical_n == critical
    assert float(found.critical_cvr) == pytest.approx(cvr, abs=5e-4)
    assert found.cvr == found.critical_cvr
    assert found.retained
    assert not content_validity_ratio(critical - 1, n).retained


@given(st.integers(0, 60))
def test_critical_values_agree_with_scipys_binomial(n):
    critical = critical_essential(n)

    enough = [k for k in range(n + 1) if stats.binom.sf(k - 1, n, 0.5) <= 0.05]

    assert critical == (min(enough) if enough else None)


def test_lawshes_ratio():
    """Lawshe (1975): 0 when half say essential, 1 when all do, negative below half."""
    assert [content_validity_ratio(k, 10).cvr for k in (0, 2, 5, 10)] == [-1, Fraction(-3, 5), 0, 1]


def test_too_few_experts_have_no_critical_value():
    found = content_validity_ratio(4, 4)

    assert (found.critical_n, found.critical_cvr, found.retained) == (None, None, False)


@pytest.mark.parametrize(
    ("n", "relevant", "i_cvi", "chance", "kappa"),
    [
        (3, 3, 1.00, 0.125, 1.00),
        (3, 2, 0.67, 0.375, 0.47),
        (4, 3, 0.75, 0.25, 0.67),
        (5, 4, 0.80, 0.156, 0.76),
        (6, 5, 0.83, 0.094, 0.81),
        (8, 6, 0.75, 0.109, 0.72),
        (9, 7, 0.78, 0.070, 0.76),
    ],
)
def test_modified_kappa_of_polit_beck_and_owen(n, relevant, i_cvi, chance, kappa):
    """Polit, Beck and Owen (2007). The paper computes kappa from the rounded index and chance: 5 of 6 is printed as .81
    and is .816 exactly, which is what we show.
    """
    found = content_validity_index(relevant, n)

    assert float(found.i_cvi) == pytest.approx(i_cvi, abs=0.0051)
    assert float(found.chance) == pytest.approx(chance, abs=0.00051)
    assert (i_cvi - chance) / (1 - chance) == pytest.approx(kappa, abs=0.0051)
    assert float(found.kappa) == pytest.approx(kappa, abs=0.0075)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_kappa_is_the_index_beyond_chance(counts):
    found = content_validity_index(*counts)

    assert float(found.chance) == pytest.approx(stats.binom.pmf(*counts, 0.5))
    assert found.kappa <= found.i_cvi
    assert (found.kappa == 1) == (found.i_cvi == 1)


def test_scale_indices_by_hand():
    """Polit and Beck (2006): the mean of 1, 1, .8 and .6 is .85; half of the items are held relevant by all."""
    found = scale_validity([(5, 5), (5, 5), (4, 5), (3, 5), (0, 0)])

    assert (found.average, found.universal) == (Fraction(17, 20), Fraction(1, 2))
    assert (found.n_items, found.n_dropped) == (4, 1)


def test_without_experts_nothing_is_defined():
    assert content_validity_ratio(0, 0).cvr is None
    assert content_validity_ratio(0, 0).retained is None
    assert content_validity_index(0, 0).kappa is None
    assert scale_validity([(0, 0)]).average is None
    assert scale_validity([]).universal is None


@pytest.mark.parametrize("call", [lambda: content_validity_ratio(4, 3), lambda: content_validity_index(-1, 3)])
def test_impossible_counts_are_refused(call):
    with pytest.raises(InvalidInputError, match="not possible"):
        call()


@pytest.mark.parametrize("alpha", [Fraction(0), Fraction(1)])
def test_an_alpha_that_is_none_is_refused(alpha):
    with pytest.raises(InvalidInputError, match="level of significance"):
        critical_essential(10, alpha)
