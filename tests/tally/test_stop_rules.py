"""When a Delphi ends: consensus, stability, the last round; and what it then leaves."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.delphi.stop_rule import StopReason, StopRule
from consensus.domain.errors import InvalidInputError
from consensus.tally.stop_rules import ItemState, judge_stop

RULE = StopRule(maximum_rounds=3)
AGREED = ItemState("agreed", True, 9, 10)
STABLE = ItemState("stable", False, 2, 20)
MOVING = ItemState("moving", False, 5, 20)

states = st.builds(
    lambda label, consensus, changed, more: ItemState(label, consensus, changed, changed + more),
    st.sampled_from("abcde"),
    st.booleans(),
    st.integers(0, 9),
    st.integers(0, 20),
)


@pytest.mark.parametrize(
    ("items", "rounds", "reasons"),
    [
        pytest.param([AGREED, AGREED], 1, [StopReason.CONSENSUS], id="all agreed"),
        pytest.param([AGREED, STABLE], 2, [StopReason.STABILITY], id="what is open is stable"),
        pytest.param([AGREED, STABLE, MOVING], 2, [], id="one still moves"),
        pytest.param([AGREED, MOVING], 3, [StopReason.MAXIMUM_ROUNDS], id="the last round"),
        pytest.param([STABLE], 3, [StopReason.STABILITY, StopReason.MAXIMUM_ROUNDS], id="two reasons"),
        pytest.param([ItemState("new", False)], 1, [], id="rated once is not stable"),
    ],
)
def test_reasons(items, rounds, reasons):
    decision = judge_stop(RULE, rounds, items)

    assert (list(decision.reasons), decision.stop) == (reasons, bool(reasons))


@pytest.mark.parametrize(("changed", "stable"), [(14, True), (15, False)])
def test_less_than_15_per_cent_is_stable(changed, stable):
    """Scheibe, Skutsch and Schofer (1975): a change of less than 15% is a stable distribution."""
    decision = judge_stop(RULE, 2, [ItemState("item", False, changed, 100)])

    assert decision.stop is stable
    assert decision.stable_disagreement == (("item",) if stable else ())


def test_criteria_can_be_switched_off():
    only_rounds = StopRule(4, consensus_share=None, stable_below=None)
    only_stability = StopRule(4, consensus_share=None)

    assert not judge_stop(only_rounds, 3, [AGREED]).stop
    assert not judge_stop(only_rounds, 3, [STABLE]).stop
    assert judge_stop(only_rounds, 4, [AGREED]).reasons == (StopReason.MAXIMUM_ROUNDS,)
    assert judge_stop(only_stability, 2, [AGREED]).reasons == (StopReason.STABILITY,)


def test_a_share_of_the_items_can_be_enough():
    two_thirds = StopRule(3, consensus_share=Fraction(2, 3), stable_below=None)

    assert judge_stop(two_thirds, 1, [AGREED, AGREED, MOVING]).reasons == (StopReason.CONSENSUS,)
    assert not judge_stop(two_thirds, 1, [AGREED, MOVING]).stop


@given(st.lists(states, min_size=1, max_size=6), st.integers(1, 4))
def test_every_item_ends_up_in_one_of_three(items, rounds):
    decision = judge_stop(RULE, rounds, items)

    assert sorted(decision.with_consensus + decision.stable_disagreement + decision.moving) == sorted(
        item.label for item in items
    )
    assert (StopReason.MAXIMUM_ROUNDS in decision.reasons) == (rounds >= 3)


def test_the_rule_is_one_sentence():
    assert RULE.sentence() == (
        "No further round is held once at least 100% of the items have consensus or less than 15% of the ratings of "
        "every other item change or 3 rounds have been held."
    )
    assert StopRule(1, None, None).sentence() == "No further round is held once 1 round has been held."


@pytest.mark.parametrize(
    "call",
    [
        lambda: StopRule(0),
        lambda: StopRule(2, Fraction(0)),
        lambda: StopRule(2, stable_below=Fraction(3, 2)),
        lambda: ItemState("item", False, 3, 2),
        lambda: judge_stop(RULE, 1, []),
        lambda: judge_stop(RULE, 0, [AGREED]),
    ],
)
def test_impossible_rules_and_states_are_refused(call):
    with pytest.raises(InvalidInputError):
        call()
