"""Answering on a bad network, after a power cut, on two devices: what said "saved" stays, what did not says so."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect

from consensus.persistence.tables import Survey
from consensus.services.examples.replay import Stage
from consensus.services.surveys import instruments, survey
from surveys.loader import instrument_to_dict, parse_instrument
from tests.browser.answering import SAVED
from tests.browser.people import THREE, People, cast_people, eventually
from tests.browser.visitor import Visitor

ANN = THREE[0]
WAITING = "Not saved yet, waiting for the network. Kept on this device."
ALL_SAVED = "Everything is saved"
INSTRUMENT = """
id = "plain"
version = "1"
title = "Before the meeting"

[[section]]
id = "one"
title = "One"

[[section.question]]
id = "strength"
kind = "single"
text = "How strong is the evidence?"
comment = true
evidence = [{ text = "Response 74% of 46 patients", reference = "Kemeny 2009" }]
options = [{ id = "strong", label = "Strong" }, { id = "weak", label = "Weak" }]

[[section.question]]
id = "why"
kind = "text"
text = "Why weak?"
show_if = { question = "strength", is = ["weak"] }

[[section.question]]
id = "thoughts"
kind = "text"
text = "Your thoughts"

[[section.question]]
id = "order"
kind = "ranking"
text = "What matters most?"
most = 2
options = [{ id = "life", label = "Survival" }, { id = "ease", label = "Comfort" }, { id = "cost", label = "Cost" }]

[[section.question]]
id = "barriers"
kind = "multiple"
text = "Which barriers?"
most = 1
options = [{ id = "money", label = "Money" }, { id = "skill", label = "Skill" }]

[[section]]
id = "two"
title = "Two"

[[section.question]]
id = "again"
kind = "yes_no_unsure"
text = "Would you do it again?"
"""


@pytest.fixture
def people(app) -> People:
    """A process with an open survey of every awkward kind."""
    cast = cast_people(app, Stage.SURVEY, holding_back=THREE)
    with app.db.transaction() as session:
        asked = session.get_one(Survey, survey_id_of(cast))
        asked.instrument = instrument_to_dict(parse_instrument(INSTRUMENT, "plain.toml"))
    return cast


def survey_id_of(people: People) -> UUID:
    return survey.get_monitor(people.facilitator, people.process_id).survey_id


def stored(people: People, member: str = ANN) -> dict[str, object]:
    return survey.get_my_survey(people.context(member), people.process_id).values()


@pytest.fixture
def phone(people, open_browser) -> Visitor:
    """Ann's phone, on the survey."""
    visitor = open_browser(phone=True)
    visitor.join(people.link(ANN))
    visitor.go_to("Survey")
    expect(radio(visitor, "Weak")).to_be_visible()
    return visitor


def radio(visitor: Visitor, label: str) -> Locator:
    return visitor.main.get_by_role("radio", name=label, exact=True)


def field(visitor: Visitor, label: str) -> Locator:
    return visitor.main.get_by_label(label, exact=True)


def test_what_is_answered_offline_says_so_and_is_saved_when_the_network_is_back(people, phone):
    phone.context.set_offline(True)
    radio(phone, "Weak").check()
    field(phone, "Your thoughts").fill("Small trials")

    expect(phone.main.get_by_text(WAITING)).to_have_count(2)
    expect(phone.main.get_by_text("2 not saved yet, waiting for the network")).to_be_visible()
    expect(phone.main.get_by_text(SAVED)).to_have_count(0)
    assert stored(people) == {}
    phone.context.set_offline(False)

    expect(phone.main.get_by_text(SAVED)).to_have_count(2)
    expect(phone.main.get_by_text(ALL_SAVED)).to_be_visible()
    assert stored(people) == {"strength": "weak", "thoughts": "Small trials"}


def test_what_is_answered_offline_outlives_a_closed_laptop(people, phone, open_browser):
    phone.context.set_offline(True)
    radio(phone, "Weak").check()
    field(phone, "Your thoughts").fill("Small trials")
    expect(phone.main.get_by_text(WAITING)).to_have_count(2)

    again = open_browser(phone=True, stored=phone.close())
    again.page.goto(f"{again.url}/survey")

    expect(again.main.get_by_text(SAVED)).to_have_count(2)
    expect(radio(again, "Weak")).to_be_checked()
    expect(field(again, "Your thoughts")).to_have_value("Small trials")
    assert stored(people) == {"strength": "weak", "thoughts": "Small trials"}


def test_a_power_cut_loses_nothing_that_was_saved_and_keeps_what_was_not(app, people, phone):
    radio(phone, "Weak").check()
    expect(phone.main.get_by_text(SAVED)).to_have_count(1)

    app.kill()
    radio(phone, "Strong").check()
    expect(phone.main.get_by_text(WAITING)).to_be_visible()
    app.start_again()

    expect(phone.main.get_by_text(ALL_SAVED)).to_be_visible(timeout=60_000)
    expect(radio(phone, "Strong")).to_be_checked()
    assert stored(people) == {"strength": "strong"}


def test_a_second_device_goes_on_where_the_first_stopped_and_the_newer_answer_stands(people, phone, open_browser):
    radio(phone, "Weak").check()
    expect(phone.main.get_by_text(SAVED)).to_have_count(1)
    phone.context.set_offline(True)
    radio(phone, "Strong").check()
    expect(phone.main.get_by_text(WAITING)).to_be_visible()

    survey.save_answer(people.context(ANN), survey_id_of(people), "strength", "weak")
    survey.save_answer(people.context(ANN), survey_id_of(people), "strength", None)
    survey.save_answer(people.context(ANN), survey_id_of(people), "strength", "weak")
    phone.context.set_offline(False)

    expect(radio(phone, "Weak")).to_be_checked()
    expect(phone.main.get_by_text(SAVED)).to_have_count(1)
    assert stored(people) == {"strength": "weak"}


def test_a_link_on_another_device_shows_all_that_was_answered(people, phone, open_browser):
    radio(phone, "Weak").check()
    field(phone, "Why weak?").fill("Few patients")
    field(phone, "Why weak?").blur()
    expect(phone.main.get_by_text(SAVED)).to_have_count(2)

    laptop = open_browser()
    laptop.join(people.link(ANN))
    laptop.go_to("Survey")

    expect(radio(laptop, "Weak")).to_be_checked()
    expect(field(laptop, "Why weak?")).to_have_value("Few patients")


def test_an_answer_opens_the_question_that_hangs_on_it_without_drawing_the_page_again(phone):
    expect(field(phone, "Why weak?")).to_be_hidden()

    radio(phone, "Weak").check()

    expect(field(phone, "Why weak?")).to_be_visible()
    expect(phone.main.get_by_text("Question 2 · Optional")).to_be_visible()


def test_a_ranking_takes_no_more_than_it_may(people, phone):
    group = phone.main.get_by_role("group", name="What matters most?", exact=True)
    group.get_by_role("button", name="Comfort", exact=True).click()
    group.get_by_role("button", name="Survival", exact=True).click()

    expect(group.get_by_role("button", name="Cost", exact=True)).to_be_disabled()
    eventually(lambda: stored(people).get("order"), ["ease", "life"])
    group.get_by_role("button", name="Comfort, place 1", exact=True).click()
    expect(group.get_by_role("button", name="Survival, place 1", exact=True)).to_be_visible()
    eventually(lambda: stored(people).get("order"), ["life"])


def test_no_more_is_ticked_than_may_be_and_an_answer_can_be_cleared(people, phone):
    phone.main.get_by_role("checkbox", name="Money", exact=True).check()
    expect(phone.main.get_by_role("checkbox", name="Skill", exact=True)).to_be_disabled()
    radio(phone, "Strong").check()
    eventually(lambda: stored(people), {"barriers": ["money"], "strength": "strong"})

    phone.main.get_by_role("button", name="Clear answer").first.click()

    eventually(lambda: stored(people), {"barriers": ["money"]})
    expect(radio(phone, "Strong")).not_to_be_checked()


def test_evidence_and_a_comment_stand_beside_the_question(people, phone):
    phone.main.get_by_text("Evidence", exact=True).click()
    expect(phone.main.get_by_text("Response 74% of 46 patients")).to_be_visible()
    phone.main.get_by_text("Add a comment", exact=True).click()

    field(phone, "Add a comment").fill("In <b>few</b> patients")
    field(phone, "Add a comment").blur()

    eventually(lambda: stored(people), {"strength#comment": "In <b>few</b> patients"})


def test_the_way_to_the_end_loses_nothing_typed_just_before(people, phone):
    field(phone, "Your thoughts").fill("Typed and gone on at once")
    phone.press("Next section")
    expect(radio(phone, "Unsure")).to_be_visible()
    radio(phone, "Unsure").check()
    phone.press("Read over and send")

    expect(phone.main.get_by_text("Typed and gone on at once")).to_be_visible()
    eventually(lambda: stored(people), {"thoughts": "Typed and gone on at once", "again": "unsure"})
    phone.press("Send my survey")
    expect(phone.main.get_by_text(re.compile("You sent your survey"))).to_be_visible()
    assert phone.problems == []


def test_an_answer_that_comes_after_the_close_is_not_said_to_be_saved(people, phone):
    phone.context.set_offline(True)
    field(phone, "Your thoughts").fill("Too late")
    expect(phone.main.get_by_text(WAITING)).to_be_visible()

    survey.close_survey(people.facilitator, survey_id_of(people))
    phone.context.set_offline(False)

    expect(phone.main.get_by_text("Not saved: The survey is closed")).to_be_visible()
    expect(field(phone, "Your thoughts")).to_have_value("Too late")
    assert stored(people) == {}


def reword(people: People, old: str, new: str) -> None:
    """Put another wording in force, as the facilitator does."""
    survey_id = survey_id_of(people)
    instruments.replace_draft(people.facilitator, survey_id, INSTRUMENT.replace(old, new).encode(), "plain.toml")
    instruments.revise(people.facilitator, survey_id, "It was unclear.")


def test_what_is_typed_into_a_question_that_was_reworded_meanwhile_stays_and_is_not_saved_under_the_new_words(
    people, phone
):
    radio(phone, "Weak").check()
    expect(phone.main.get_by_text(SAVED)).to_have_count(1)
    reword(people, "Your thoughts", "Your worries")

    field(phone, "Your thoughts").fill("Small trials")

    expect(phone.main.get_by_text("Not saved: The question was reworded; read it again.")).to_be_visible()
    expect(field(phone, "Your worries")).to_have_value("Small trials")
    assert stored(people) == {"strength": "weak"}
    phone.main.get_by_role("button", name="My text still fits, save it", exact=True).click()
    expect(phone.main.get_by_text(ALL_SAVED)).to_be_visible()
    assert stored(people) == {"strength": "weak", "thoughts": "Small trials"}


def test_what_was_answered_offline_before_a_revision_is_not_taken_for_an_answer_to_the_new_words(
    people, phone, open_browser
):
    phone.context.set_offline(True)
    radio(phone, "Weak").check()
    field(phone, "Your thoughts").fill("Small trials")
    expect(phone.main.get_by_text(WAITING)).to_have_count(2)
    reword(people, "How strong is the evidence?", "How sure is the evidence?")

    again = open_browser(phone=True, stored=phone.close())
    again.page.goto(f"{again.url}/survey")

    expect(again.main.get_by_text("Not saved: The question was reworded; read it again.")).to_be_visible()
    expect(radio(again, "Weak")).not_to_be_checked()
    eventually(lambda: stored(people), {"thoughts": "Small trials"})
    radio(again, "Weak").check()
    expect(again.main.get_by_text(ALL_SAVED)).to_be_visible()
    assert stored(people) == {"strength": "weak", "thoughts": "Small trials"}
