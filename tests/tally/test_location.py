"""Median, quartiles and spread against numpy and the standard library, and their laws."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import median_abs_deviation

from consensus.tally.location import location
from consensus.tally.quantiles import scaled_quantile

count_lists = st.lists(st.integers(0, 6), min_size=2, max_size=9)


def ratings_of(counts):
    return [point for point, n in enumerate(counts, start=1) for _ in range(n)]


def counts_of(ratings, points=9):
    return [ratings.count(point) for point in range(1, points + 1)]


@given(count_lists.filter(any))
def test_quantiles_agree_with_numpys_type_7(counts):
    values, found = ratings_of(counts), location(counts)

    q1, median, q3 = np.percentile(values, [25, 50, 75], method="linear")

    assert (found.q1, found.median, found.q3) == (q1, median, q3)
    assert found.iqr == q3 - q1
    for tenths in (3, 7):
        exact = scaled_quantile(np.array([counts]), tenths, 10)[0] / 10
        assert exact == pytest.approx(np.percentile(values, tenths * 10), abs=1e-12)


@given(count_lists.filter(any))
def test_spread_agrees_with_the_standard_library_and_scipy(counts):
    values, found = ratings_of(counts), location(counts)

    assert found.mad == median_abs_deviation(values, scale=1.0)
    assert found.mean == pytest.approx(statistics.fmean(values))
    if len(values) > 1:
        assert found.sd == pytest.approx(statistics.stdev(values))


@given(count_lists)
def test_turning_the_scale_round_mirrors_location_and_keeps_spread(counts):
    found, mirrored = location(counts), location(counts[::-1])

    if found.n == 0:
        assert mirrored == found
        return
    top = len(counts) + 1
    assert mirrored.median == top - found.median
    assert (mirrored.q1, mirrored.q3) == (top - found.q3, top - found.q1)
    assert (mirrored.iqr, mirrored.mad) == (found.iqr, found.mad)
    assert mirrored.sd is None if found.sd is None else mirrored.sd == pytest.approx(found.sd)


def test_hyndman_and_fan_type_7_as_r_computes_it():
    """R: quantile(c(1, 2, 4, 7, 9, 9), c(.25, .5, .75)) gives 2.5, 5.5, 8.5 (type 7 is R's default)."""
    found = location(counts_of([1, 2, 4, 7, 9, 9]))

    assert (found.q1, found.median, found.q3, found.iqr) == (2.5, 5.5, 8.5, 6.0)
    assert found.quartile_method == "Hyndman-Fan type 7"


def test_one_rating_is_its_own_median_without_a_deviation():
    found = location(counts_of([7]))

    assert (found.n, found.median, found.iqr, found.mad, found.sd) == (1, 7, 0, 0, None)


def test_equal_ratings_do_not_spread():
    found = location(counts_of([4] * 12))

    assert (found.median, found.iqr, found.mad, found.sd) == (4, 0, 0, 0)


def test_nobody_rating_leaves_nothing_defined():
    found = location([0] * 9)

    assert found.n == 0
    assert (found.median, found.q1, found.q3, found.iqr, found.mad, found.mean, found.sd) == (None,) * 7
