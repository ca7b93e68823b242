"""A vote on a bad network, from two places, too late, or without a session: what a phone shows and what is counted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from consensus.services.examples.replay import Stage
from consensus.services.rounds.round_views import RoundView, get_round
from consensus.services.sign_in import credentials
from tests.browser.people import THREE, TOGETHER, People, cast_people, eventually, open_vote
from tests.browser.visitor import Visitor

VOTER, OTHER = THREE[:2]
RECORDED = re.compile(r"^Recorded \d\d:\d\d:\d\d$")
KEPT = "Saved on this device, waiting for the network"
TOO_LATE = "This vote is closed. Your ballot came too late and was not counted."
USED = "This link was already used in another browser."

# A second connection of the same browser, which says the same words as the page.
_SEND_TWICE = """
([process, ballot]) => new Promise((resolve, reject) => {
  const socket = new WebSocket(`ws://${location.host}/live/${process}`);
  const answers = [];
  socket.onopen = () => { socket.send(JSON.stringify(ballot)); socket.send(JSON.stringify(ballot)); };
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type !== "signal") answers.push(message);
    if (answers.length === 2) { socket.close(); resolve(answers); }
  };
  socket.onerror = reject;
})
"""


@pytest.fixture
def people(app) -> People:
    """A process of its own for each test, with its survey answered."""
    return cast_people(app, Stage.SURVEY)


@pytest.fixture
def round_(people) -> RoundView:
    """An open vote on one statement among three voters."""
    return open_vote(people, THREE, TOGETHER)


def counted(people: People, round_: RoundView) -> dict[str, int]:
    """How the votes on the statement fall, as the facilitator of an open round reads it."""
    tally = get_round(people.facilitator, round_.id).items[0].tally
    assert tally is not None
    return {choice: n for choice, n in tally.counts.items() if n}


def go_and_vote(people: People, phone: Visitor, member: str) -> Locator:
    """Come in by a link, and stand before the ballot."""
    phone.join(people.link(member))
    phone.go_to("Meeting")
    ballot = phone.main.get_by_role("group", name=TOGETHER)
    expect(ballot).to_be_visible()
    return ballot


def choose(ballot: Locator, choice: str) -> None:
    ballot.get_by_role("radio", name=choice, exact=True).check()


def status(phone: Visitor) -> Locator:
    """What the ballot says about the vote."""
    return phone.main.locator("[data-state]").filter(visible=True)


def facilitate(people: People, open_browser: Callable[..., Visitor]) -> Visitor:
    """The facilitator's screen, on the meeting."""
    desk = open_browser()
    desk.join(people.facilitator_link())
    desk.go_to("Meeting")
    return desk


def test_a_vote_made_offline_is_sent_once_when_the_network_is_back(people, round_, open_browser):
    phone = open_browser(phone=True)
    ballot = go_and_vote(people, phone, VOTER)

    phone.context.set_offline(True)
    choose(ballot, "Agree")
    choose(ballot, "Disagree")
    expect(phone.main.get_by_text(KEPT)).to_be_visible()
    assert counted(people, round_) == {}
    phone.context.set_offline(False)

    expect(phone.main.get_by_text(RECORDED)).to_be_visible()
    eventually(lambda: counted(people, round_), {"disagree": 1})


def test_a_vote_made_offline_outlives_the_page(people, round_, open_browser):
    phone = open_browser(phone=True)
    ballot = go_and_vote(people, phone, VOTER)
    phone.context.set_offline(True)
    choose(ballot, "Agree")
    expect(phone.main.get_by_text(KEPT)).to_be_visible()

    again = open_browser(phone=True, stored=phone.close())
    again.page.goto(f"{again.url}/meeting")

    expect(again.main.get_by_text(RECORDED)).to_be_visible()
    eventually(lambda: counted(people, round_), {"agree": 1})


def test_a_ballot_sent_twice_counts_once(people, round_, open_browser):
    phone = open_browser(phone=True)
    go_and_vote(people, phone, VOTER)
    item = round_.items[0]
    ballot = {
        "type": "ballot",
        "key": "the-same-key-both-times",
        "item": str(item.id),
        "version": item.version_sha256,
        "choice": "agree",
        "comment": "",
    }

    answers = phone.page.evaluate(_SEND_TWICE, [str(people.process_id), ballot])

    assert [answer["type"] for answer in answers] == ["ack", "ack"]
    assert answers[0]["at"] == answers[1]["at"]
    assert counted(people, round_) == {"agree": 1}


def test_a_link_is_refused_in_a_second_browser(people, open_browser):
    link = people.link(VOTER)
    open_browser(phone=True).join(link)
    other = open_browser(phone=True)

    other.page.goto(link)
    other.page.get_by_role("button", name="Continue").click()

    expect(other.page.get_by_role("alert")).to_contain_text(USED)
    assert other.context.cookies() == []


def test_a_revoked_session_shows_nothing_but_the_way_back(people, round_, open_browser):
    phone = open_browser(phone=True)
    ballot = go_and_vote(people, phone, VOTER)
    revoke(people, VOTER)

    choose(ballot, "Agree")
    expect(status(phone)).to_contain_text("You are signed out")
    phone.page.reload()

    expect(phone.page).to_have_url(re.compile("/sign-in"))
    expect(phone.page.get_by_text(TOGETHER)).to_have_count(0)
    assert counted(people, round_) == {}


def revoke(people: People, member: str) -> None:
    """A new link ends the sessions begun by the older one."""
    credentials.issue_link(people.facilitator, people.replayed.cast.members[member])


def test_a_page_of_a_revoked_session_draws_no_data(people, open_browser):
    phone = open_browser(phone=True)
    phone.join(people.link(VOTER))
    revoke(people, VOTER)

    phone.open_menu()
    phone.navigation.get_by_role("link", name="Statements", exact=True).click()

    expect(phone.page).to_have_url(re.compile("/sign-in"))
    expect(phone.page.get_by_text(people.name(VOTER))).to_have_count(0)


def test_a_vote_kept_over_the_close_is_refused(people, round_, open_browser):
    phone, desk = open_browser(phone=True), facilitate(people, open_browser)
    ballot = go_and_vote(people, phone, VOTER)
    phone.context.set_offline(True)
    choose(ballot, "Agree")
    expect(phone.main.get_by_text(KEPT)).to_be_visible()

    desk.confirm("Close the vote", "Yes, close it")
    expect(desk.main.get_by_role("button", name="Reveal the verdict")).to_be_visible()
    phone.context.set_offline(False)

    expect(phone.main.get_by_text(TOO_LATE)).to_be_visible()
    expect(phone.main.get_by_text("The vote is closed")).to_be_visible()
    expect(ballot).to_have_count(0)
    expect(phone.main.get_by_text(TOO_LATE)).to_be_visible()
    assert counted(people, round_) == {}
