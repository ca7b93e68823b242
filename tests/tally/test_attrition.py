"""Attrition: who left, and whether they had rated otherwise."""

from fractions import Fraction

import numpy as np
import pytest

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.tally.attrition import GroupRetention, attrition_by_item, check_completers, retention_by_group
from consensus.tally.counts import ItemTally

# The ages in scipy.stats.mannwhitneyu's manual: U = 17 and p = 0.1111 (exact).
MALES, FEMALES = [19, 22, 16, 29, 24], [20, 11, 17, 12]
STAYED = [True] * 5 + [False] * 4


def test_mann_whitney_as_in_scipys_manual():
    found = attrition_by_item([MALES + FEMALES], STAYED, 30)[0]

    assert (found.n_retained, found.n_lost, found.u) == (5, 4, 17)
    assert found.p == pytest.approx(0.1111, abs=5e-5)
    assert (found.median_retained, found.median_lost) == (22, 14.5)


def test_without_either_kind_nothing_is_compared():
    ratings = [[3, 4, -1], [5, 5, 5]]

    nobody_left, all_alike = attrition_by_item(ratings, [True, True, False], 9)

    assert (nobody_left.n_lost, nobody_left.median_lost, nobody_left.u, nobody_left.p) == (0, None, None, None)
    assert (all_alike.u, all_alike.p) == (1, None)


def test_retention_counts_those_who_took_part_group_by_group():
    ratings = [[3, 4, np.nan, 5, 6], [3, np.nan, np.nan, 5, 6]]

    found = retention_by_group(
        ratings, [True, False, False, True, False], ["nurses", "nurses", "nurses", "doctors", None], 9
    )

    assert found == (
        GroupRetention("doctors", 1, 1),
        GroupRetention("nurses", 2, 1),
        GroupRetention(None, 1, 0),
    )
    assert [group.n_lost for group in found] == [0, 1, 1]


def test_completers_may_decide_otherwise():
    rule = ConsensusDefinition(Fraction(4, 5))
    everybody = ItemTally(10, {"agree": 7, "disagree": 3})

    changed = check_completers(everybody, ItemTally(8, {"agree": 7, "disagree": 1}), rule)
    unchanged = check_completers(everybody, ItemTally(8, {"agree": 5, "disagree": 3}), rule)

    assert (changed.outcome, changed.outcome_of_completers, changed.same) == ("no_consensus", "consensus", False)
    assert unchanged.same


def test_lists_that_do_not_match_the_panel_are_refused():
    with pytest.raises(InvalidInputError, match="whether they stayed"):
        attrition_by_item([[1, 2]], [True], 9)
    with pytest.raises(InvalidInputError, match="their group"):
        retention_by_group([[1, 2]], [True, False], ["nurses"], 9)
