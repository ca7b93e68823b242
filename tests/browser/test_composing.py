"""A facilitator composes a definition: sentence and table follow the typing, before any field is left."""

import pytest
from playwright.sync_api import expect

from consensus.services.examples.replay import Stage
from consensus.services.processes import definitions, processes
from tests.browser.people import People, cast_people

GAP = "from 75% to less than 80% has no name"


@pytest.fixture
def people(app) -> People:
    return cast_people(app, Stage.PLANNED)


@pytest.mark.parametrize("phone", [False, True], ids=["at a desk", "on a phone"])
def test_the_sentence_follows_the_typing_and_stays_in_sight(people, open_browser, phone):
    visitor = open_browser(phone=phone)
    visitor.join(people.facilitator_link())
    visitor.go_to("Settings")
    visitor.turn_to("Consensus")
    reading = visitor.main.locator(".st-key-settings-rule-reading")
    threshold = visitor.main.get_by_label("Threshold", exact=True)

    threshold.click()
    threshold.press("Control+a")
    threshold.press_sequentially("2/3", delay=50)

    expect(reading).to_contain_text("at least 2/3 of valid votes agree")
    expect(reading).to_contain_text("20 of 30")
    expect(threshold).to_be_focused()
    expect(reading.get_by_text("at least 2/3")).to_be_in_viewport()
    assert visitor.problems == []


def test_a_gap_is_named_while_it_is_typed_and_a_deviation_is_recorded(people, open_browser):
    definitions.lock_definition(people.facilitator, people.process_id)
    visitor = open_browser()
    visitor.join(people.facilitator_link())
    visitor.go_to("Settings")
    visitor.turn_to("Consensus")
    reading = visitor.main.locator(".st-key-settings-rule-reading")

    visitor.main.get_by_text("Give names to stretches of the share").click()
    upper = visitor.main.get_by_label("To", exact=True).first
    expect(upper).to_have_value("80%")
    upper.click()
    upper.press("Control+a")
    upper.press_sequentially("75%", delay=50)
    expect(reading).to_contain_text(GAP)
    upper.press("Control+a")
    upper.press_sequentially("80%", delay=50)
    expect(reading).to_contain_text("the share is named no consensus")
    reading.get_by_label("Reason for the deviation").fill("The panel asked for names")
    reading.get_by_role("button", name="Record the deviation").click()

    expect(visitor.main.get_by_text("Changing the consensus definition before any votes are known")).to_be_visible()
    assert len(processes.get_process(people.facilitator, people.process_id).definition.bands) == 2
    assert visitor.problems == []
