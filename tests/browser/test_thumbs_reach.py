"""A ballot on a phone: the statement and all answers in sight without scrolling, the answers in the lower half."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.services.examples.replay import Stage
from consensus.services.meetings import meeting
from consensus.services.rounds import rounds, voiding
from consensus.services.statements import statements, topics
from consensus.services.surveys import survey
from tests.browser.people import THREE, TOPIC, People, cast_people, start_meeting
from tests.browser.visitor import Visitor

VOTER = THREE[0]
EIGHT = (*THREE, "m06", "m07", "m08", "m09", "m10")
TALL, LOW = {"width": 390, "height": 844}, {"width": 360, "height": 640}
SENTENCE = (
    "In adults with unresectable liver metastases of colorectal cancer, pump chemotherapy should be combined with "
    "modern systemic chemotherapy, given at a centre with experience in implanting the pump and in caring for those "
    "who carry it, after a discussion among surgeons, oncologists and radiologists, and only where disease outside "
    "the liver is absent or can be removed, since its benefit is otherwise unproven"
)


def of_words(n: int) -> str:
    """A statement of `n` words."""
    return " ".join((SENTENCE.split() * 2)[:n])


THIRTY, SIXTY, SHORT = of_words(30), of_words(60), of_words(8)
BUTTON_AT_LEAST = 44
RECORDED = re.compile(r"^Recorded \d\d:\d\d:\d\d$")
HOW: Mapping[str, Mapping[str, Any]] = {
    "a vote": {},
    "a rating from 1 to 9": {"kind": RoundKind.RATING, "preset": "median_and_iqr"},
    "a GRADE grid": {"kind": RoundKind.GRADE, "preset": "grade_grid"},
    "a secret vote": {"anonymity": Anonymity.SECRET},
}


def begin(app, texts: Sequence[str]) -> tuple[People, list[UUID]]:
    """The room with candidates of these texts before it."""
    people = cast_people(app, Stage.SURVEY)
    ctx, process_id = people.facilitator, people.process_id
    survey.close_survey(ctx, survey.get_monitor(ctx, process_id).survey_id)
    topic_id = next(topic.id for topic in topics.list_topics(ctx, process_id) if topic.title == TOPIC)
    candidates = [statements.add_candidate(ctx, topic_id, text) for text in texts]
    start_meeting(people, EIGHT)
    held = people.meeting()
    if held.topic is None or held.topic.id != topic_id:
        meeting.choose_topic(ctx, held.id, topic_id)
    for candidate in candidates:
        statements.present_statement(ctx, candidate)
    return people, candidates


def ask(people: People, candidates: Sequence[UUID], how: Mapping[str, Any]) -> UUID:
    return rounds.open_round(people.facilitator, people.meeting().id, candidates, **how)


def end(people: People, round_id: UUID, *, is_secret: bool) -> None:
    if is_secret:
        voiding.void_round(people.facilitator, round_id, "Asked anew.")
    else:
        rounds.close_round(people.facilitator, round_id)
        rounds.reveal_round(people.facilitator, round_id)


def look(phone: Visitor, size: Mapping[str, int]) -> None:
    """Come to the ballot anew, on a screen of this size."""
    phone.page.set_viewport_size(size)  # type: ignore[arg-type]
    phone.page.goto(f"{phone.url}/meeting")
    phone.settle()
    expect(options(phone).first).to_be_visible()


def options(phone: Visitor) -> Locator:
    return phone.main.get_by_role("radio").or_(phone.main.get_by_role("checkbox")).filter(visible=True)


def box(found: Locator) -> FloatRect:
    measured = found.bounding_box()
    assert measured is not None
    return measured


def answers(phone: Visitor) -> list[FloatRect]:
    """The places of the answers, as wide as they can be pressed."""
    return [box(label) for label in phone.main.locator("label.option").filter(visible=True).all()]


def expect_in_reach(phone: Visitor, height: int) -> None:
    """Nothing is scrolled, all of it is in sight, and the answers lie in the lower half under the statement."""
    said = box(phone.main.locator(".statement").filter(visible=True))
    places = answers(phone)
    top, bottom = min(place["y"] for place in places), max(place["y"] + place["height"] for place in places)
    assert phone.main.evaluate("main => main.scrollTop") == 0
    assert said["y"] >= box(phone.page.get_by_test_id("stHeader"))["height"]
    assert said["y"] + said["height"] <= top
    assert bottom <= height
    assert (top + bottom) / 2 > height / 2
    assert min(place["height"] for place in places) >= BUTTON_AT_LEAST


@pytest.mark.parametrize("how", HOW.values(), ids=HOW.keys())
def test_statement_and_answers_are_in_sight_at_once(app, open_browser, how):
    people, (long, short) = begin(app, [SIXTY, THIRTY])
    phone = open_browser(phone=True)
    phone.join(people.link(VOTER))

    for size, candidate in ((TALL, long), (LOW, short)):
        round_id = ask(people, [candidate], how)
        look(phone, size)
        expect_in_reach(phone, size["height"])
        end(people, round_id, is_secret="anonymity" in how)


def test_one_statement_at_a_time_with_a_way_on_and_back(app, open_browser):
    people, candidates = begin(app, [f"{SHORT}, first", f"{SHORT}, second"])
    ask(people, candidates, {})
    phone = open_browser(phone=True)
    phone.join(people.link(VOTER))
    look(phone, LOW)

    options(phone).first.check()
    expect(phone.main.get_by_text(RECORDED).filter(visible=True)).to_be_visible()
    expect(phone.main.get_by_text("1 of 2").filter(visible=True)).to_be_visible()
    press(phone, "Next statement")

    expect(phone.main.get_by_role("group", name="second").filter(visible=True)).to_be_visible()
    expect(phone.main.get_by_role("group", name="first").filter(visible=True)).to_have_count(0)
    expect_in_reach(phone, LOW["height"])
    press(phone, "Previous statement")
    expect(phone.main.get_by_text(RECORDED).filter(visible=True)).to_be_visible()


def test_a_phone_that_comes_back_stands_at_the_first_statement_without_an_answer(app, open_browser):
    people, candidates = begin(app, [f"{SHORT}, first", f"{SHORT}, second"])
    ask(people, candidates, {})
    phone = open_browser(phone=True)
    phone.join(people.link(VOTER))
    look(phone, LOW)

    options(phone).first.check()
    expect(phone.main.get_by_text(RECORDED).filter(visible=True)).to_be_visible()
    look(phone, LOW)

    expect(phone.main.get_by_role("group", name="second").filter(visible=True)).to_be_visible()


def test_a_list_is_sent_from_the_bottom_of_the_screen(app, open_browser):
    people, candidates = begin(app, [f"{THIRTY}, variant {n}" for n in range(4)])
    ask(people, candidates, {"kind": RoundKind.APPROVAL})
    phone = open_browser(phone=True)
    phone.join(people.link(VOTER))
    look(phone, LOW)

    send = box(phone.main.get_by_role("button", name="Send: I approve none"))

    assert LOW["height"] / 2 < send["y"] < send["y"] + send["height"] <= LOW["height"]


def test_very_large_text_pushes_the_answers_down_and_covers_nothing(app, open_browser):
    people, candidates = begin(app, [THIRTY])
    ask(people, candidates, {})
    phone = open_browser(phone=True)
    phone.join(people.link(VOTER))
    look(phone, LOW)

    phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(phone.main.locator(".dock.loose")).to_be_visible()

    said = box(phone.main.locator(".statement").filter(visible=True))
    assert said["y"] + said["height"] <= min(place["y"] for place in answers(phone))


def press(phone: Visitor, name: str) -> None:
    phone.main.get_by_role("button", name=name).filter(visible=True).click()
