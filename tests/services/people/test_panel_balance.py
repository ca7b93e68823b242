"""How a panel is made up, counted by the database at each stage."""

from consensus.services.people import panel, panel_balance
from consensus.services.people.panel_balance import Part
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR


def balance(built):
    return panel_balance.get_balance(built.context(FACILITATOR), built.process_id)


def describe(built, name, **facts):
    panel.edit_member(built.context(FACILITATOR), built.members[name], panel.MemberDraft(name, **facts))


def test_parts_are_counted_at_each_stage_the_largest_first_and_the_unknown_last(running):
    describe(running, ANN, country="Österreich")
    describe(running, BEN, country="ÖSTERREICH")
    describe(running, CLEO, country="Italy")

    assert balance(running)["Country"] == (
        Part("ÖSTERREICH", 2, 0, 2),
        Part("Italy", 1, 0, 1),
        Part("", 2, 0, 2),
    )


def test_only_facts_that_are_said_of_somebody_are_shown(running):
    assert list(balance(running)) == ["Stakeholder group", "Institution"]


def test_facilitators_and_observers_are_not_on_the_panel(planned):
    parts = balance(planned)["Institution"]

    assert sum(part.on_panel for part in parts) == 5
    assert CHAIR[:3] in {part.name for part in parts}
