"""Facilitators read why people rated as they did and why they ask again: no names, and nothing of too few."""

import pytest

from consensus.domain.errors import ConflictError
from consensus.services.delphi import petitions, rating_form, said_reasons
from tests.services.delphi.delphi_people import RATERS

COST, HARM = "Feasibility or cost", "Harm or risk weighs more"


@pytest.fixture
def second(delphi):
    """A second round on one item, and how somebody rates it with reasons."""
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, [1, 2, 3, 4, 6, 7, 8, 9])
    delphi.end(first)
    round_id = delphi.open(delphi.built.second)
    item_id = delphi.item(round_id, delphi.built.second).id

    def tap(name, *reasons):
        delphi.rate(round_id, delphi.built.second, name, 9)
        rating_form.give_reasons(delphi.built.context(name), item_id, reasons)

    tap.round_id = round_id
    return tap


def test_reasons_are_counted_item_by_item_most_frequent_first(delphi, second):
    for name in RATERS[:5]:
        second(name, HARM)
    second(RATERS[5], HARM, COST)
    delphi.end(second.round_id)

    [found] = said_reasons.list_reasons(delphi.ctx, second.round_id)
    assert (found.label, found.n, found.reasons) == ("1.2", 6, ((HARM, 6), (COST, 1)))


def test_of_fewer_than_the_smallest_group_it_is_not_told_what_they_tapped(delphi, second):
    for name in RATERS[:4]:
        second(name, HARM)
    delphi.end(second.round_id)

    [found] = said_reasons.list_reasons(delphi.ctx, second.round_id)
    assert (found.n, found.reasons, found.is_hidden) == (0, (), True)


def test_nobody_reads_reasons_before_the_round_is_revealed(delphi, second):
    with pytest.raises(ConflictError, match="not revealed"):
        said_reasons.list_reasons(delphi.ctx, second.round_id)


def test_petitions_are_read_once_enough_ask(delphi):
    first = delphi.open(delphi.built.first)
    delphi.rate_all(first, delphi.built.first, [8] * 8)
    delphi.end(first)
    for name, text in zip(RATERS[:2], ("New trial", "Costs"), strict=True):
        petitions.ask_again(delphi.built.context(name), delphi.built.first, text)
    [before] = said_reasons.list_asked_again(delphi.ctx, delphi.built.process_id)
    petitions.ask_again(delphi.built.context(RATERS[2]), delphi.built.first, "")

    [after] = said_reasons.list_asked_again(delphi.ctx, delphi.built.process_id)
    assert (before.n, before.texts, before.is_hidden) == (2, (), True)
    assert (after.n, sorted(after.texts), after.is_hidden) == (3, ["Costs", "New trial"], False)
