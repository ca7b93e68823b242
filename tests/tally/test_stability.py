"""Movement between two rounds, counted person by person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.tally.stability import change_table, compare_rounds

_ = -1
answers = st.lists(st.tuples(st.sampled_from([-1, *range(1, 10)]), st.sampled_from([-1, *range(1, 10)])), max_size=15)


def test_each_way_to_move_is_counted_apart():
    """Of the seven who rated first, the median is 5. By hand: 3 to 4 and 9 to 6 are nearer, 5 to 8 farther, 4 to 6 on
    the other side as far, 5 to 5 unchanged; the last two answered once only.
    """
    before = [3, 9, 5, 4, 5, 6, _]
    after = [4, 6, 8, 6, 5, _, 7]

    found = compare_rounds(before, after, 9)

    assert (found.n_pairs, found.n_lost, found.n_new) == (5, 1, 1)
    assert (found.n_changed, found.n_towards, found.n_away, found.n_level) == (4, 2, 1, 1)
    assert found.share_changed == 0.8
    assert (found.median_fed_back, found.median_before, found.median_after, found.median_shift) == (5, 5, 6, 1)
    assert (found.iqr_before, found.iqr_after, found.iqr_shift) == (1, 1, 0)


@given(answers, st.randoms())
def test_order_of_people_and_direction_of_the_scale_are_irrelevant(people, random):
    def compared(pairs):
        return compare_rounds([a for a, _ in pairs], [b for _, b in pairs], 9)

    found, shuffled = compared(people), compared(random.sample(people, len(people)))
    turned = compared([tuple(10 - r if r > 0 else r for r in pair) for pair in people])

    assert shuffled == found
    assert (turned.n_towards, turned.n_away, turned.n_level) == (found.n_towards, found.n_away, found.n_level)
    assert turned.median_shift == (None if found.median_shift is None else -found.median_shift)
    assert found.n_changed == found.n_towards + found.n_away + found.n_level


@given(answers)
def test_the_table_of_changes_counts_the_pairs(people):
    before, after = [a for a, _ in people], [b for _, b in people]

    table = change_table(before, after, 9)
    found = compare_rounds(before, after, 9)

    assert table.sum() == found.n_pairs
    assert table.sum() - np.trace(table) == found.n_changed
    for a, b in people:
        if a > 0 and b > 0:
            assert table[a - 1, b - 1] >= 1


def test_nobody_in_both_rounds_leaves_nothing_defined():
    found = compare_rounds([5, np.nan], [np.nan, 7], 9)

    assert (found.n_pairs, found.n_lost, found.n_new, found.median_fed_back) == (0, 1, 1, 5)
    assert (found.share_changed, found.median_shift, found.iqr_shift, found.median_before) == (None,) * 4


def test_lists_that_do_not_match_and_ratings_off_the_scale_are_refused():
    with pytest.raises(InvalidInputError, match="person by person"):
        compare_rounds([1, 2], [1], 9)
    with pytest.raises(InvalidInputError, match="panelist 2: 10"):
        compare_rounds([1, 2], [1, 10], 9)
