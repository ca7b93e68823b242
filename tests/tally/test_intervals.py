"""Intervals: Newcombe's table, scipy's exact interval, and a bootstrap that can be repeated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from consensus.domain.errors import InvalidInputError
from consensus.tally.intervals import IntervalMethod, bootstrap, bootstrap_items, clopper_pearson, share_bounds, wilson
from consensus.tally.location import location_columns
from consensus.tally.rating_counts import count_ratings

shares = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("k", "n", "score", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_newcombes_table(k, n, score, exact):
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I: methods 3 (score) and 5 (Clopper-Pearson)."""
    by_wilson, by_clopper = wilson(k, n), clopper_pearson(k, n)

    assert (by_wilson.lower, by_wilson.upper) == pytest.approx(score, abs=5e-5)
    assert (by_clopper.lower, by_clopper.upper) == pytest.approx(exact, abs=5e-5)
    assert "exchangeable" in by_wilson.assumption


@given(shares, st.sampled_from([0.8, 0.95, 0.99]))
def test_both_agree_with_scipy(share, confidence):
    k, n = share
    test = stats.binomtest(k, n)

    for ours, theirs in ((wilson, "wilson"), (clopper_pearson, "exact")):
        found, expected = ours(k, n, confidence), test.proportion_ci(confidence, method=theirs)
        assert (found.lower, found.upper) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(shares)
def test_the_interval_of_those_who_disagree_is_the_mirror_image(share):
    k, n = share

    for interval in (wilson, clopper_pearson):
        found, mirrored = interval(k, n), interval(n - k, n)
        assert (mirrored.lower, mirrored.upper) == pytest.approx((1 - found.upper, 1 - found.lower), abs=1e-9)
        assert 0 <= found.lower <= k / n <= found.upper <= 1


def test_of_nobody_there_is_no_interval():
    lower, upper = share_bounds(np.array([0, 3]), np.array([0, 4]), IntervalMethod.WILSON)

    assert (wilson(0, 0), clopper_pearson(0, 0)) == (None, None)
    assert np.isnan(lower).tolist() == [True, False]
    assert np.isnan(upper).tolist() == [True, False]


@pytest.mark.parametrize(("k", "n", "confidence"), [(3, 2, 0.95), (-1, 2, 0.95), (1, 2, 1.0), (1, 2, 0.0)])
def test_shares_and_confidences_that_are_none_are_refused(k, n, confidence):
    with pytest.raises(InvalidInputError):
        wilson(k, n, confidence)


PANEL = np.random.default_rng(3).integers(1, 10, (4, 40)).astype(float)


def mean_of_first(matrix):
    return float(np.nanmean(matrix[0]))


def test_the_bootstrap_is_repeated_by_its_seed():
    assert bootstrap(PANEL, mean_of_first, seed=7) == bootstrap(PANEL, mean_of_first, seed=7)
    assert bootstrap(PANEL, mean_of_first, seed=7).seed == 7
    assert bootstrap(PANEL, mean_of_first, seed=8).lower != bootstrap(PANEL, mean_of_first, seed=7).lower


def test_the_bootstrap_of_a_mean_agrees_with_scipys():
    """scipy.stats.bootstrap with the percentile method and its own draws: equal but for chance."""
    theirs = stats.bootstrap((PANEL[0],), np.mean, n_resamples=9999, method="percentile", rng=1).confidence_interval

    ours = bootstrap(PANEL, mean_of_first, seed=1, draws=6000)
    by_counts = bootstrap_items(*count_ratings(PANEL, 9), lambda c: location_columns(c).mean, seed=1, draws=6000)[0]

    for found in (ours, by_counts):
        assert found.estimate == pytest.approx(PANEL[0].mean())
        assert (found.lower, found.upper) == pytest.approx((theirs.low, theirs.high), abs=0.08)


def test_equal_ratings_have_no_width():
    counted = count_ratings(np.full((1, 12), 6), 9)

    found = bootstrap_items(*counted, lambda counts: location_columns(counts).median, seed=5)[0]

    assert (found.estimate, found.lower, found.upper, found.n_undefined) == (6, 6, 6, 0)


def test_draws_without_a_number_are_counted():
    ratings = np.full((1, 12), np.nan)
    ratings[0, 0] = 5
    counted = count_ratings(ratings, 9)

    found = bootstrap_items(*counted, lambda counts: location_columns(counts).median, seed=5)[0]
    none = bootstrap(PANEL, lambda _: None, seed=5)

    assert (found.lower, found.upper) == (5, 5)
    assert found.n_undefined == pytest.approx(2000 * (11 / 12) ** 12, rel=0.15)
    assert (none.estimate, none.lower, none.upper, none.n_undefined) == (None, None, None, 2000)


def test_a_bootstrap_of_few_is_refused():
    nine = np.hstack([PANEL[:, :9], np.full((4, 5), np.nan)])

    with pytest.raises(InvalidInputError, match="at least 10 panelists; there are 9"):
        bootstrap(nine, mean_of_first, seed=1)
    with pytest.raises(InvalidInputError, match="at least 10"):
        bootstrap_items(*count_ratings(PANEL[:, :9], 9), lambda counts: counts[:, 0] * 1.0, seed=1)
    with pytest.raises(InvalidInputError, match="at least 2000"):
        bootstrap(PANEL, mean_of_first, seed=1, draws=1999)
