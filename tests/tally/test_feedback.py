"""What is fed back: the numbers of the panel, the place of one's own rating, and nothing that points at a person."""

from itertools import combinations
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.ordering import comments_in_order
from consensus.domain.delphi.terms import GroupsShown
from consensus.domain.errors import InvalidInputError
from consensus.tally.feedback import ItemFeedback, feedback_on
from consensus.tally.feedback_shown import ShownFeedback, shown_to, standing_in_words

# Fourteen ratings from 1 to 9: three below 4, quartiles 4.25 and 8, median 7.
FOURTEEN = [1, 2, 3, 4, 5, 6, 7, 7, 7, 8, 8, 8, 9, 9]
GROUPS = ["patients"] * 6 + ["surgeons"] * 5 + ["nurses"] * 2 + ["payers"]

panels = st.lists(
    st.tuples(st.sampled_from(["patients", "surgeons", "nurses", "payers", ""]), st.integers(-1, 9).filter(bool)),
    max_size=40,
)


def one(ratings, **settings) -> ItemFeedback:
    return feedback_on([ratings], 9, **settings)[0]


def test_the_numbers_of_the_panel():
    feedback = one(FOURTEEN)

    assert feedback.counts == (1, 1, 1, 1, 1, 1, 3, 3, 2)
    assert (feedback.n, feedback.median, feedback.band) == (14, 7.0, (4.25, 8.0))


def test_a_scale_from_0_is_fed_back_in_its_own_points():
    feedback = feedback_on([[1, 1, 2, 3]], 11, low=0)[0]

    assert (feedback.median, feedback.band) == (0.5, (0.0, 1.25))
    assert standing_in_words(feedback, 2) == "You are the only one of 4 who rated higher than 1."


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        pytest.param(3, "You are among the 3 of 14 who rated lower than 4.", id="low"),
        pytest.param(1, "You are the only one of 14 who rated lower than 2.", id="alone"),
        pytest.param(9, "You are among the 2 of 14 who rated higher than 8.", id="high"),
        pytest.param(7, "Your rating of 7 lies in the middle half of the 14 ratings, from 4.25 to 8.", id="middle"),
    ],
)
def test_where_a_rating_stands_in_words(own, sentence):
    assert standing_in_words(one(FOURTEEN), own) == sentence


def test_a_panel_of_one_mind_is_told_so():
    assert standing_in_words(one([7, 7, 7]), 7) == "All 3 rated 7, as you did."
    assert "which are all 7" in standing_in_words(one([7, 7, 7, 7, 7, 7, 7, 9]), 7)


def test_of_fewer_than_three_nothing_is_shown():
    hidden = one([7, 2, -1])

    assert hidden == ItemFeedback(1, (0,) * 9, None, None, None, is_hidden=True)
    assert (
        shown_to(hidden, FeedbackPlan(), 7).sentence == "Too few people rated this item for their ratings to be shown."
    )


def test_an_item_nobody_rated_hides_nothing():
    assert not one([-1, -1]).is_hidden


def test_nobody_sees_the_panel_before_a_rating_of_their_own():
    shown = shown_to(one(FOURTEEN), FeedbackPlan(), None)

    assert shown == ShownFeedback(sentence="You have not rated this item yet: first your own rating, then the panel's.")


def test_whoever_could_not_judge_has_answered_and_sees_the_panel():
    shown = shown_to(one(FOURTEEN), FeedbackPlan(), None, could_not_judge=True)

    assert (shown.own, shown.median) == (None, 7.0)
    assert shown.sentence == "You said that you cannot judge this item."


def test_small_groups_are_merged_and_one_is_never_alone():
    groups = one(FOURTEEN, groups=GROUPS).groups

    assert [(group.names, group.n) for group in groups] == [(("patients",), 6), (("nurses", "payers", "surgeons"), 8)]
    assert groups[0].median == 3.5


def test_of_one_group_large_enough_alone_no_group_is_shown():
    assert one(FOURTEEN, groups=["patients"] * 13 + ["payers"]).groups == ()


@given(panels, st.integers(3, 6))
def test_no_two_numbers_differ_by_fewer_than_the_smallest_group(panel, smallest):
    groups, ratings = [group for group, _ in panel], [rating for _, rating in panel]
    if not panel:
        return
    feedback = one(ratings, groups=groups, smallest=smallest)

    parts = [group.n for group in feedback.groups]
    assert not parts or sum(parts) == feedback.n
    for size in range(1, len(parts)):
        for some in combinations(parts, size):
            assert sum(some) >= smallest
            assert feedback.n - sum(some) >= smallest


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        pytest.param(GroupsShown.NONE, [], id="none"),
        pytest.param(GroupsShown.OWN, [("patients",)], id="own"),
        pytest.param(GroupsShown.OTHERS, [("nurses", "payers", "surgeons")], id="others"),
        pytest.param(GroupsShown.ALL, [("patients",), ("nurses", "payers", "surgeons")], id="all"),
    ],
)
def test_whose_groups_are_shown_is_up_to_the_protocol(shown, names):
    feedback = one(FOURTEEN, groups=GROUPS)

    found = shown_to(feedback, FeedbackPlan(groups=shown), 7, "patients")

    assert [group.names for group in found.groups] == names


def test_an_arm_shows_its_parts_and_no_others():
    shown = shown_to(one(FOURTEEN), FeedbackPlan(False, False, True, False, False, False), 3)

    assert shown == ShownFeedback(own=None, n=14, median=7.0)


def test_feedback_is_kept_as_it_was():
    feedback = one(FOURTEEN, groups=GROUPS)

    assert ItemFeedback.from_dict(feedback.to_dict()) == feedback


@given(st.permutations(range(14)))
def test_the_order_of_panelists_is_irrelevant(order):
    moved = one([FOURTEEN[place] for place in order], groups=[GROUPS[place] for place in order])

    assert moved == one(FOURTEEN, groups=GROUPS)


def test_groups_of_another_length_are_refused():
    with pytest.raises(InvalidInputError, match="14 panelists and 1 entries"):
        one(FOURTEEN, groups=["patients"])


def test_comments_come_in_another_order_for_each_item():
    texts = [f"comment {number}" for number in range(12)]
    orders = {comments_in_order(texts, "seed", UUID(int=item)) for item in range(5)}

    assert len(orders) == 5
    assert all(sorted(order) == sorted(texts) for order in orders)
    assert comments_in_order(texts[::-1], "seed", UUID(int=1)) == comments_in_order(texts, "seed", UUID(int=1))


def test_many_items_are_fed_back_as_each_alone():
    ratings = np.random.default_rng(3).integers(1, 10, (20, 30))
    groups = [["patients", "surgeons", "nurses"][place % 3] for place in range(30)]

    together = feedback_on(ratings, 9, groups=groups)

    assert together == tuple(one(row, groups=groups) for row in ratings)
