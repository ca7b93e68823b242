"""What follows from a protocol: which items go on, who may enter, in what order, in which arm, and for what reason."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.delphi.carrying import Standing, Why, items_for_next, may_enter
from consensus.domain.delphi.dimensions import Dimension
from consensus.domain.delphi.feedback_plan import allocate
from consensus.domain.delphi.ordering import Place, items_in_order
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.reasons import asks_reason, third_of
from consensus.domain.delphi.stop_rule import StopRule
from consensus.domain.delphi.terms import Carry, Entry, ItemOrder, ReasonTrigger
from consensus.domain.scales import NINE_POINTS, RatingScale

PROTOCOL = Protocol(
    (Dimension("importance", "Importance", "How important is this?", CoreOutcomeRule()),), StopRule(3), petition=3
)
ANA, BEN = UUID(int=1), UUID(int=2)
PLACES = [
    Place(UUID(int=100 + 2 * n + d), UUID(int=200 + n), section=n // 4, position=2 * n + d)
    for n in range(8)
    for d in range(2)
]


@pytest.mark.parametrize(
    ("standing", "carry", "goes_on", "why"),
    [
        pytest.param((True, False), Carry.UNSETTLED, True, Why.UNSETTLED, id="open"),
        pytest.param((True, True), Carry.UNSETTLED, False, Why.SETTLED_LEAVES, id="settled leaves"),
        pytest.param((True, True), Carry.ALL, True, Why.SETTLED_STAYS, id="settled stays"),
        pytest.param((False, False), Carry.UNSETTLED, True, Why.NEW, id="new"),
        pytest.param((True, True, False, 2), Carry.UNSETTLED, False, Why.SETTLED_LEAVES, id="one petitioner short"),
        pytest.param((True, True, False, 3), Carry.UNSETTLED, True, Why.PETITIONED, id="petitioned"),
        pytest.param((True, False, True), Carry.ALL, False, Why.WITHDRAWN, id="withdrawn"),
    ],
)
def test_which_items_go_on(standing, carry, goes_on, why):
    carried = items_for_next(replace(PROTOCOL, carry=carry), [Standing(UUID(int=9), *standing)])

    assert [(one.goes_on, one.why) for one in carried] == [(goes_on, why)]


@pytest.mark.parametrize(
    ("entry", "number", "before", "first", "enters"),
    [
        pytest.param(Entry.ANYONE, 2, False, False, True, id="anyone"),
        pytest.param(Entry.RATED_BEFORE, 3, True, False, True, id="rated the round before"),
        pytest.param(Entry.RATED_BEFORE, 3, False, True, False, id="skipped the round before"),
        pytest.param(Entry.RATED_FIRST, 3, False, True, True, id="rated the first"),
        pytest.param(Entry.RATED_FIRST, 2, False, False, False, id="skipped the first"),
        pytest.param(Entry.RATED_FIRST, 1, False, False, True, id="the first round itself"),
    ],
)
def test_who_may_enter_late(entry, number, before, first, enters):
    assert may_enter(entry, number=number, rated_before=before, rated_first=first) is enters


def test_a_drawn_order_keeps_statements_whole_and_can_be_drawn_again():
    drawn = items_in_order(PLACES, ItemOrder.RANDOM, "seed", ANA)

    assert drawn == items_in_order(reversed(PLACES), ItemOrder.RANDOM, "seed", ANA)
    assert sorted(drawn) == sorted(place.item_id for place in PLACES)
    assert all(second.int == first.int + 1 for first, second in zip(drawn[::2], drawn[1::2], strict=True))
    assert drawn != items_in_order(PLACES, ItemOrder.RANDOM, "seed", BEN)
    assert drawn != items_in_order(PLACES, ItemOrder.RANDOM, "another", ANA)


def test_sections_stay_in_order():
    sections = {place.item_id: place.section for place in PLACES}
    drawn = items_in_order(PLACES, ItemOrder.RANDOM_IN_SECTIONS, "seed", ANA)

    assert [sections[item] for item in drawn] == [0] * 8 + [1] * 8
    assert drawn != tuple(place.item_id for place in PLACES)


def test_a_fixed_order_is_the_same_for_everybody():
    assert items_in_order(PLACES, ItemOrder.FIXED, "seed", ANA) == tuple(place.item_id for place in PLACES)


def test_arms_are_balanced_in_every_group():
    panel = [(UUID(int=n), "patients" if n % 3 else "surgeons") for n in range(1, 32)]

    arms = allocate(panel, 3, "seed")

    for group in ("patients", "surgeons"):
        sizes = Counter(arms[member] for member, of in panel if of == group)
        assert max(sizes.values()) - min(sizes.values()) <= 1
    assert arms == allocate(panel[::-1], 3, "seed")
    assert arms != allocate(panel, 3, "another")


@pytest.mark.parametrize(
    ("scale", "thirds"),
    [
        pytest.param(NINE_POINTS, [0, 0, 0, 1, 1, 1, 2, 2, 2], id="nine"),
        pytest.param(RatingScale(1, 5), [0, 1, 1, 1, 2], id="five"),
        pytest.param(RatingScale(0, 6), [0, 0, 1, 1, 1, 2, 2], id="seven from 0"),
    ],
)
def test_thirds_of_a_scale(scale, thirds):
    assert [third_of(scale, point) for point in range(scale.low, scale.high + 1)] == thirds


@pytest.mark.parametrize(
    ("rating", "before", "band", "asked"),
    [
        pytest.param(6, None, None, set(), id="nothing to differ from"),
        pytest.param(6, 6, (6.0, 8.0), set(), id="at the edge of the band"),
        pytest.param(5, 4, (6.0, 8.0), {ReasonTrigger.OUTSIDE_BAND}, id="outside"),
        pytest.param(7, 6, (6.0, 8.0), {ReasonTrigger.CATEGORY_CROSSED}, id="crossed"),
        pytest.param(3, 6, (6.0, 8.0), set(ReasonTrigger), id="both"),
    ],
)
def test_when_a_reason_is_asked(rating, before, band, asked):
    assert asks_reason(ReasonTrigger, NINE_POINTS, rating, before=before, band=band) == asked
