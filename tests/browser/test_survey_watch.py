"""The facilitator's survey page follows by itself, and a paper form is entered under its eyes."""

import re

import pytest
from playwright.sync_api import expect

from consensus.services.examples.replay import Stage
from consensus.services.surveys import survey
from tests.browser.answering import SAVED, answer
from tests.browser.people import THREE, People, cast_people

ANN, BEN = THREE[:2]


@pytest.fixture
def people(app) -> People:
    """An open survey that three have not answered; of one everything is stored and not sent in."""
    cast = cast_people(app, Stage.SURVEY, holding_back=THREE)
    cast.answer_for(BEN)
    return cast


def n_finished(people: People) -> int:
    return survey.get_monitor(people.facilitator, people.process_id).n_finished


def test_the_turnout_moves_by_itself_when_somebody_sends_the_survey_in(people, open_browser):
    desk, phone = open_browser(), open_browser(phone=True)
    desk.join(people.facilitator_link())
    desk.go_to("Survey")
    before = n_finished(people)
    expect(desk.main.get_by_text(re.compile(f"^{before} of "))).to_be_visible()
    phone.join(people.link(BEN))
    phone.go_to("Survey")
    for _ in range(2):
        phone.press("Next section")
    phone.press("Read over and send")
    phone.press("Send my survey")
    expect(phone.main.get_by_text(re.compile("You sent your survey"))).to_be_visible()

    expect(desk.main.get_by_text(re.compile(f"^{before + 1} of "))).to_be_visible()
    assert desk.problems == phone.problems == []


def test_a_paper_form_is_entered_answer_by_answer_and_the_member_sees_by_whom(people, open_browser):
    desk = open_browser()
    desk.join(people.facilitator_link())
    desk.go_to("Survey")
    desk.main.get_by_role("link", name="Paper forms").click()
    expect(desk.main.get_by_role("heading", level=1)).to_have_text("Paper forms")
    desk.settle()
    desk.page.goto(f"{desk.url}/paper-forms?member={people.replayed.cast.members[ANN]}")
    desk.settle()
    desk.press("Begin to enter")
    first = survey.get_my_survey(people.context(ANN), people.process_id).instrument.sections[0]

    for n_saved, question in enumerate(first.questions, 1):
        answer(desk, question)
        expect(desk.main.get_by_text(SAVED)).to_have_count(n_saved)

    assert set(survey.get_my_survey(people.context(ANN), people.process_id).values()) == {q.id for q in first.questions}
    phone = open_browser(phone=True)
    phone.join(people.link(ANN))
    phone.go_to("Survey")
    expect(phone.main.get_by_text(re.compile("is entering your answers from a paper form"))).to_be_visible()
    assert desk.problems == []
