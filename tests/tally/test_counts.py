"""A tally counts people and refuses what people cannot do."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.tally.counts import ItemTally

CHOICES = ["agree", "disagree", "abstain", "cannot_judge"]


def test_the_four_kinds_of_not_agreeing_stay_apart():
    tally = ItemTally.from_choices(["agree"] * 9 + ["disagree", "abstain", "abstain", "cannot_judge"], 15, recused=2)

    assert (tally.n_agree, tally.n_disagree, tally.n_abstain, tally.n_cannot_judge) == (9, 1, 2, 1)
    assert (tally.n_cast, tally.n_missing, tally.recused) == (13, 2, 2)


@given(st.lists(st.sampled_from(CHOICES), max_size=30), st.randoms())
def test_the_order_of_ballots_is_irrelevant(choices, random):
    shuffled = random.sample(choices, len(choices))

    assert ItemTally.from_choices(choices, 30) == ItemTally.from_choices(shuffled, 30)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"eligible": 2, "counts": {"agree": 3}}, "3 ballots were counted, but only 2", id="too many"),
        pytest.param({"eligible": -1}, "negative", id="fewer than nobody"),
        pytest.param({"eligible": 3, "counts": {"agree": -1}}, "negative", id="negative votes"),
        pytest.param({"eligible": 3, "recused": -1}, "negative", id="negative recusals"),
        pytest.param(
            {"eligible": 3, "counts": {"agree": 1}, "groups": {"a": ItemTally(3, {"agree": 2})}},
            "groups add up",
            id="more votes in the groups",
        ),
        pytest.param(
            {"eligible": 3, "groups": {"a": ItemTally(2), "b": ItemTally(2)}},
            "groups add up",
            id="more people in groups",
        ),
        pytest.param(
            {"eligible": 3, "counts": {"agree": 2}, "groups": {"a": ItemTally(2)}}, "groups add up", id="more missing"
        ),
        pytest.param(
            {"eligible": 3, "groups": {"a": ItemTally(2, groups={"b": ItemTally(1)})}}, "cannot be divided", id="nested"
        ),
    ],
)
def test_an_impossible_tally_is_refused(arguments, message):
    with pytest.raises(InvalidInputError, match=message):
        ItemTally(**arguments)


def test_a_zero_is_no_difference():
    assert ItemTally(3, {"agree": 2, "abstain": 0}) == ItemTally(3, {"agree": 2})


def test_the_counts_are_a_copy():
    counts = {"agree": 1}
    tally = ItemTally(3, counts)

    counts["agree"] = 3

    assert tally.n_agree == 1


def test_missing_people_can_be_filled_in_everywhere():
    tally = ItemTally(5, {"agree": 2, "disagree": 1}, groups={"a": ItemTally(2, {"agree": 1})})

    filled = tally.with_missing("agree")

    assert filled == ItemTally(5, {"agree": 4, "disagree": 1}, groups={"a": ItemTally(2, {"agree": 2})})


def test_a_stored_tally_comes_back_the_same():
    tally = ItemTally(9, {"agree": 4, "7": 1}, 1, {"patients": ItemTally(3, {"agree": 2})})

    assert ItemTally.from_dict(json.loads(json.dumps(tally.to_dict()))) == tally
    assert pickle.loads(pickle.dumps(tally)) == tally
    assert len({tally, ItemTally.from_dict(tally.to_dict())}) == 1
