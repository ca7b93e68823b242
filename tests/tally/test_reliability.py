"""Alpha, AC1, AC2, Fleiss' kappa and ICC on the data of the papers that introduced them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from consensus.domain.errors import InvalidInputError
from consensus.tally.intraclass import intraclass_correlation
from consensus.tally.rating_counts import count_ratings
from consensus.tally.reliability import (
    Level,
    Weights,
    fleiss_kappa,
    gwet_agreement,
    krippendorff_alpha,
    weight_matrix,
)
from tests.tally.published_ratings import FLEISS_1971, KRIPPENDORFF_2011, SHROUT_FLEISS_1979

ALL_ALIKE = np.array([[0, 6, 0], [0, 6, 0]])
tables = arrays.arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(3, 5)), elements=st.integers(0, 5))
matrices = arrays.arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=st.integers(1, 9))


@pytest.mark.parametrize(("level", "alpha"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815)])
def test_krippendorffs_own_example(level, alpha):
    """Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": 12 units, one of them with one value."""
    found = krippendorff_alpha(count_ratings(KRIPPENDORFF_2011, 5).counts, level)

    assert found.value == pytest.approx(alpha, abs=5e-4)
    assert (found.n_items, found.n_dropped) == (11, 1)


@pytest.mark.parametrize(
    ("weights", "observed", "chance", "value"),
    [
        (Weights.IDENTITY, 0.818, 0.190, 0.775),
        (Weights.LINEAR, 0.939, 0.571, 0.859),
        (Weights.ORDINAL, 0.968, 0.685, 0.899),
        (Weights.QUADRATIC, 0.975, 0.714, 0.914),
    ],
)
def test_gwet_as_irrcac_computes_it(weights, observed, chance, value):
    """irrCAC (Gwet; Python version by Fergadis), gwet of its data set "4 raters", which is Krippendorff's."""
    found = gwet_agreement(count_ratings(KRIPPENDORFF_2011, 5).counts, weights)

    assert (found.observed, found.chance, found.value) == pytest.approx((observed, chance, value), abs=5e-4)


def test_ac1_of_two_raters_as_irrcac_prints_it():
    """irrCAC vignette, cont3x3abstractors: AC1 = 0.8493305 for 100 subjects and two raters."""
    both = {(0, 0): 13, (1, 1): 20, (1, 2): 7, (2, 1): 4, (2, 2): 56}
    counts = [
        [(one == point) + (other == point) for point in range(3)] for (one, other), n in both.items() for _ in range(n)
    ]

    assert gwet_agreement(np.array(counts)).value == pytest.approx(0.8493305, abs=5e-8)


def test_gwets_weights_as_irrcac_prints_them():
    """irrCAC vignette on weights, 3 points: two thirds, one half and three quarters for neighbours."""
    neighbours = {weights: weight_matrix(3, weights)[0, 1] for weights in Weights}

    assert neighbours == pytest.approx(
        {Weights.IDENTITY: 0, Weights.LINEAR: 0.5, Weights.ORDINAL: 2 / 3, Weights.QUADRATIC: 0.75}
    )
    assert all(weight_matrix(3, weights)[0].tolist()[0::2] == [1, 0] for weights in Weights)


def test_points_nobody_used_count_for_ac1():
    counts = np.array([[3, 1], [1, 3], [4, 0]])
    wider = np.hstack([counts, np.zeros((3, 3), dtype=int)])

    assert gwet_agreement(wider).value > gwet_agreement(counts).value


def test_fleiss_own_example():
    """Fleiss (1971): 30 patients, 6 psychiatrists, 5 diagnoses; kappa = .430."""
    found = fleiss_kappa(FLEISS_1971)

    assert FLEISS_1971.sum(axis=0).tolist() == [26, 26, 30, 55, 43]
    assert found.value == pytest.approx(0.430, abs=5e-4)
    assert (found.n_items, found.n_dropped) == (30, 0)


def test_fleiss_drops_items_with_fewer_ratings_and_says_how_many():
    fewer = np.vstack([FLEISS_1971, [[5, 0, 0, 0, 0]]])

    found = fleiss_kappa(fewer)

    assert (found.value, found.n_dropped) == (fleiss_kappa(FLEISS_1971).value, 1)


def test_shrout_and_fleiss_own_example():
    """Shrout and Fleiss (1979), tables 3 and 4: MSs 11.24, 32.49, 1.02; ICC(2,1) = .29, ICC(2,4) = .62."""
    found = intraclass_correlation(SHROUT_FLEISS_1979)

    assert (found.ms_items, found.ms_panelists, found.ms_error) == pytest.approx((11.24, 32.49, 1.02), abs=0.005)
    assert (found.single, found.average) == pytest.approx((0.29, 0.62), abs=0.005)


@given(matrices)
def test_icc_agrees_with_statsmodels_analysis_of_variance(matrix):
    import pandas as pd
    from statsmodels.formula.api import ols
    from statsmodels.stats.anova import anova_lm

    found, (n, k) = intraclass_correlation(matrix), matrix.shape
    if found.ms_items is None:
        assert matrix.min() == matrix.max()
        return
    long = pd.DataFrame(
        {"rating": matrix.ravel(), "item": np.repeat(np.arange(n), k), "panelist": np.tile(np.arange(k), n)}
    )

    table = anova_lm(ols("rating ~ C(item) + C(panelist)", long).fit())["mean_sq"]

    assert found.ms_items == pytest.approx(table["C(item)"], abs=1e-9)
    assert found.ms_panelists == pytest.approx(table["C(panelist)"], abs=1e-9)
    assert found.ms_error == pytest.approx(table["Residual"], abs=1e-9)
    if found.single is not None and found.average is not None and found.single > 0:
        assert found.average == pytest.approx(k * found.single / (1 + (k - 1) * found.single))


@given(tables, st.randoms())
def test_the_order_of_items_is_irrelevant(table, random):
    shuffled = table[random.sample(range(len(table)), len(table))]

    for measure in (
        lambda counts: krippendorff_alpha(counts, Level.ORDINAL).value,
        lambda counts: gwet_agreement(counts, Weights.QUADRATIC).value,
        lambda counts: fleiss_kappa(counts).value,
    ):
        assert measure(shuffled) == pytest.approx(measure(table))


@given(tables, st.randoms())
def test_names_of_points_are_irrelevant_to_nominal_measures_and_direction_to_ordinal_ones(table, random):
    renamed = table[:, random.sample(range(table.shape[1]), table.shape[1])]
    turned = table[:, ::-1]

    assert krippendorff_alpha(renamed, Level.NOMINAL).value == pytest.approx(
        krippendorff_alpha(table, Level.NOMINAL).value
    )
    assert gwet_agreement(renamed).value == pytest.approx(gwet_agreement(table).value)
    assert krippendorff_alpha(turned, Level.ORDINAL).value == pytest.approx(
        krippendorff_alpha(table, Level.ORDINAL).value
    )


def test_all_ratings_alike():
    """No variation: kappa and alpha are not defined; AC1, made for this case, is 1."""
    assert krippendorff_alpha(ALL_ALIKE, Level.ORDINAL).value is None
    assert krippendorff_alpha(ALL_ALIKE, Level.NOMINAL).value is None
    assert fleiss_kappa(ALL_ALIKE).value is None
    assert gwet_agreement(ALL_ALIKE).value == 1
    assert intraclass_correlation([[4, 4], [4, 4]]).single is None


def test_too_few_ratings_to_agree():
    once = np.array([[1, 0], [0, 1], [0, 0]])

    assert krippendorff_alpha(once, Level.NOMINAL).value is None
    assert gwet_agreement(once).value is None
    assert fleiss_kappa(once).value is None


def test_an_average_beyond_its_range_is_not_defined():
    found = intraclass_correlation([[1, 9], [9, 1]])

    assert (found.ms_items, found.ms_error) == (0, 64)
    assert found.average is None


@pytest.mark.parametrize("table", [[1, 2], [[1, -2]], [[0.5, 1]], [[3]]])
def test_a_table_that_is_none_is_refused(table):
    with pytest.raises(InvalidInputError):
        gwet_agreement(np.array(table))
