"""A phone that slept while a vote was opened, and one without network while a vote closes."""

import re

import pytest
from playwright.sync_api import Locator, WebSocketRoute, expect

from consensus.services.context import Context
from consensus.services.examples.replay import Stage
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import RoundView, get_round
from tests.browser.people import ALONE, THREE, TOGETHER, People, cast_people, eventually, open_vote
from tests.browser.visitor import Visitor

VOTER = THREE[0]
# Where all statements of a ballot stand below each other.
WIDE = {"width": 900, "height": 844}
RECORDED = re.compile(r"^Recorded \d\d:\d\d:\d\d$")
KEPT = "Saved on this device, waiting for the network"
NOT_COUNTED = "This vote is closed. Your ballot came too late and was not counted."

# A screen that is off: the page is hidden and its sockets are dead, though none of them has said so.
_SLEEP = """
() => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""
_WAKE = """
() => {
  delete document.hidden;
  delete document.visibilityState;
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


@pytest.fixture
def people(app) -> People:
    """A process of its own for each test, with its survey answered."""
    return cast_people(app, Stage.SURVEY)


def fall_asleep(phone: Visitor) -> None:
    phone.page.evaluate(_SLEEP)
    phone.context.set_offline(True)


def wake_up(phone: Visitor) -> None:
    phone.context.set_offline(False)
    phone.page.evaluate(_WAKE)


def waits(people: People, phone: Visitor) -> Visitor:
    """A voter in the room whose phone shows the meeting, before anything is asked."""
    phone.join(people.link(VOTER))
    phone.go_to("Meeting")
    expect(phone.main.get_by_text("The meeting has not begun")).to_be_visible()
    return phone


def ballot_on(phone: Visitor, text: str) -> Locator:
    return phone.main.get_by_role("group", name=text)


def recorded(voter: Context, round_: RoundView) -> dict[str, str]:
    """What the server holds of a person's votes, by the wording they are on."""
    items = get_round(voter, round_.id).items
    return {item.text: item.my_ballot.choice for item in items if item.my_ballot and item.my_ballot.choice}


def test_a_vote_that_opened_while_the_phone_slept_is_there_when_it_wakes(people, open_browser):
    phone = waits(people, open_browser(phone=True))
    fall_asleep(phone)
    round_ = open_vote(people, THREE, TOGETHER)
    phone.page.evaluate("window.neverLoadedAnew = true")

    wake_up(phone)

    expect(ballot_on(phone, TOGETHER)).to_be_visible()
    ballot_on(phone, TOGETHER).get_by_role("radio", name="Agree", exact=True).check()
    expect(phone.main.get_by_text(RECORDED)).to_be_visible()
    assert phone.page.evaluate("window.neverLoadedAnew") is True
    eventually(lambda: recorded(people.context(VOTER), round_), {TOGETHER: "agree"})


def test_a_socket_that_died_in_the_sleep_without_a_word_is_replaced_at_waking(people, open_browser):
    phone, asleep = open_browser(phone=True), []

    def swallow(socket: WebSocketRoute) -> None:
        # What the network lost while the phone slept never comes, and the socket goes on looking open.
        server, lived_before = socket.connect_to_server(), not asleep
        server.on_message(lambda message: None if asleep and lived_before else socket.send(message))

    phone.page.route_web_socket(re.compile("/live/"), swallow)
    waits(people, phone)
    phone.page.clock.install()
    asleep.append(True)
    phone.page.evaluate(_SLEEP)
    phone.page.clock.fast_forward("10:00")
    open_vote(people, THREE, TOGETHER)
    expect(ballot_on(phone, TOGETHER)).to_have_count(0)

    phone.page.evaluate(_WAKE)

    expect(ballot_on(phone, TOGETHER)).to_be_visible()


def test_what_was_chosen_offline_over_the_close_is_refused_and_what_was_acknowledged_stays(people, open_browser):
    round_ = open_vote(people, THREE, TOGETHER, ALONE)
    phone = open_browser(phone=True)
    phone.join(people.link(VOTER))
    phone.go_to("Meeting")
    phone.page.set_viewport_size(WIDE)
    ballot_on(phone, TOGETHER).get_by_role("radio", name="Agree", exact=True).check()
    expect(phone.main.get_by_text(RECORDED)).to_be_visible()

    phone.context.set_offline(True)
    ballot_on(phone, ALONE).get_by_role("radio", name="Disagree", exact=True).check()
    ballot_on(phone, TOGETHER).get_by_role("radio", name="Disagree", exact=True).check()
    expect(phone.main.get_by_text(KEPT)).to_have_count(2)
    rounds.close_round(people.facilitator, round_.id)
    phone.context.set_offline(False)

    expect(phone.main.get_by_text(NOT_COUNTED).first).to_be_visible()
    expect(phone.main.get_by_text("The vote is closed")).to_be_visible()
    expect(phone.main.get_by_text(NOT_COUNTED).first).to_be_visible()
    assert recorded(people.context(VOTER), round_) == {TOGETHER: "agree"}
    rounds.reveal_round(people.facilitator, round_.id)
    held = {item.text: item.tally.counts for item in get_round(people.facilitator, round_.id).items if item.tally}
    assert {text: {choice for choice, n in counts.items() if n} for text, counts in held.items()} == {
        TOGETHER: {"agree"},
        ALONE: set(),
    }
