"""Counting ratings: what is a rating, what is missing, what is refused and where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from consensus.domain.errors import InvalidInputError
from consensus.tally.rating_counts import check_counts, count_ratings, rating_matrix

matrices = arrays.arrays(
    np.int8, st.tuples(st.integers(0, 6), st.integers(0, 12)), elements=st.sampled_from([-1, 1, 2, 3, 4, 5])
)


@given(matrices)
def test_counting_agrees_with_looking_at_each_rating(matrix):
    counted = count_ratings(matrix, 5)

    assert counted.counts.tolist() == [[int((row == point).sum()) for point in range(1, 6)] for row in matrix]
    assert counted.missing.tolist() == [int((row == -1).sum()) for row in matrix]


@given(matrices)
def test_nan_and_minus_one_are_the_same_absence(matrix):
    floats = np.where(matrix == -1, np.nan, matrix)

    assert np.array_equal(count_ratings(floats, 5).counts, count_ratings(matrix, 5).counts)
    assert np.array_equal(rating_matrix(matrix, 5), floats, equal_nan=True)


@pytest.mark.parametrize("shape", [(3, 200_000), (70_000, 2)], ids=["wider than a block", "taller than a block"])
def test_a_study_larger_than_a_block_is_counted_whole(shape):
    matrix = np.random.default_rng(4).integers(1, 10, shape)

    counts = count_ratings(matrix, 9).counts

    assert counts.shape == (shape[0], 9)
    assert counts.sum(axis=0).tolist() == np.bincount(matrix.ravel(), minlength=10)[1:].tolist()
    assert (counts.sum(axis=1) == shape[1]).all()


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [
        pytest.param(0, "0", id="zero is neither a rating nor missing"),
        pytest.param(10, "10", id="above the scale"),
        pytest.param(-2, "-2", id="negative"),
        pytest.param(4.5, "4.5", id="between two points"),
        pytest.param(np.inf, "inf", id="infinite"),
    ],
)
def test_a_rating_off_the_scale_is_refused_by_item_and_panelist(wrong, shown):
    matrix = np.full((70_000, 3), 5.0)
    matrix[69_999, 1] = wrong

    with pytest.raises(InvalidInputError, match=f"Item 70000, panelist 2: {shown} is not a point"):
        count_ratings(matrix, 9)


def test_a_whole_number_off_the_scale_is_refused_too():
    with pytest.raises(InvalidInputError, match="Item 1, panelist 2: 10 "):
        count_ratings(np.array([[9, 10]], dtype=np.int8), 9)


@pytest.mark.parametrize("ratings", [[1, 2], [["7", "8"]], [[[1]]]], ids=["one dimension", "text", "three dimensions"])
def test_what_is_not_a_table_of_numbers_is_refused(ratings):
    with pytest.raises(InvalidInputError):
        count_ratings(ratings, 9)


@pytest.mark.parametrize("points", [1, 0, 101])
def test_a_scale_without_two_points_or_without_end_is_refused(points):
    with pytest.raises(InvalidInputError, match="between 2 and 100"):
        count_ratings([[1]], points)


@pytest.mark.parametrize("counts", [[1, -1], [1.5, 2.0], [3], [[1, 2]]])
def test_counts_that_are_none_are_refused(counts):
    with pytest.raises(InvalidInputError):
        check_counts(counts)
