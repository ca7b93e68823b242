"""The projector beside a phone and the facilitator: all three follow a vote, and come back after a restart."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from consensus.domain.lifecycle import MeetingState
from consensus.services.examples.replay import Stage
from consensus.services.meetings import breaks, meeting, projector_links, rooms
from consensus.services.sign_in import credentials
from tests.browser.people import THREE, TOGETHER, TOPIC, People, cast_people, open_vote
from tests.browser.visitor import Visitor

VOTER = THREE[0]


@pytest.fixture
def people(app) -> People:
    """A process of its own for each test, with its survey answered."""
    return cast_people(app, Stage.SURVEY)


@pytest.fixture
def projector(people, open_browser) -> Iterator[Page]:
    """A screen of the meeting, opened by its link."""
    secret = projector_links.issue_projector_link(people.facilitator, people.meeting().id)
    visitor = open_browser()
    visitor.page.goto(f"{visitor.url}/projector#{secret}")
    assert "#" not in visitor.page.url
    visitor.page.get_by_role("button", name="Show the meeting").click()
    expect(visitor.page.locator("#wall")).to_have_attribute("data-scene", "welcome")
    yield visitor.page
    assert visitor.list_violations() == []
    assert visitor.foreign == []


def shows(page: Page, scene: str) -> None:
    expect(page.locator("#wall")).to_have_attribute("data-scene", scene, timeout=30_000)


def meets(people: People, visitor: Visitor, link: str) -> Visitor:
    visitor.join(link)
    visitor.go_to("Meeting")
    return visitor


def test_three_screens_follow_a_vote_and_survive_a_restart(people, projector, open_browser, app):
    rooms.new_room_code(people.facilitator, people.meeting().id)
    expect(projector.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    open_vote(people, THREE, TOGETHER)
    shows(projector, "vote")
    expect(projector.get_by_text(TOGETHER)).to_be_visible()
    expect(projector.locator(".turnout-words")).to_contain_text("0of 3 have voted")
    phone = meets(people, open_browser(phone=True), people.link(VOTER))
    desk = meets(people, open_browser(), people.facilitator_link())

    phone.main.get_by_role("radio", name="Agree", exact=True).check()
    expect(phone.main.get_by_text(re.compile(r"^Recorded"))).to_be_visible()
    expect(projector.locator(".turnout-words")).to_contain_text("1of 3 have voted")
    expect(projector.locator("#wall")).not_to_contain_text("Disagree")

    app.kill()
    expect(projector.get_by_text("No connection.")).to_be_visible()
    shows(projector, "vote")
    expect(desk.page.get_by_text("No connection. This page comes back by itself.")).to_be_visible()
    app.start_again()
    expect(projector.get_by_text("No connection.")).to_be_hidden(timeout=40_000)
    phone.main.get_by_role("radio", name="Disagree", exact=True).check()
    expect(phone.main.get_by_text(re.compile(r"^Recorded"))).to_be_visible(timeout=40_000)

    desk.settle()
    desk.confirm("Close the vote", "Yes, close it")
    shows(projector, "closed")
    expect(phone.main.get_by_text("The vote is closed")).to_be_visible(timeout=40_000)
    desk.press("Reveal the verdict")
    shows(projector, "verdict")
    expect(projector.get_by_role("img", name="0 agree, 1 disagree, 2 did not vote")).to_be_visible()
    expect(projector.locator("#said")).to_contain_text("No consensus")
    expect(phone.main.get_by_text("No consensus").first).to_be_visible(timeout=40_000)


def test_a_screen_without_network_says_so_and_comes_back(people, projector):
    projector.context.set_offline(True)
    meeting.start_meeting(people.facilitator, people.meeting().id)
    projector.evaluate("window.dispatchEvent(new Event('online'))")
    expect(projector.get_by_text("No connection.")).to_be_visible()

    projector.context.set_offline(False)

    shows(projector, "talks")
    expect(projector.locator(".topic")).to_have_text(TOPIC)
    expect(projector.get_by_text("No connection.")).to_be_hidden()


def test_a_press_that_would_be_lost_is_held_back(people, open_browser):
    desk, lines, is_dead = open_browser(), [], []

    def join_line(line: WebSocketRoute) -> None:
        # As a server that has just come back: the line opens, and nothing is said on it yet.
        if not is_dead:
            server = line.connect_to_server()
            server.on_message(lambda message: (line.send(message), lines.append(line)))

    desk.page.route_web_socket(re.compile("/live/"), join_line)
    meets(people, desk, people.facilitator_link())
    while not lines:
        desk.page.wait_for_timeout(50)

    is_dead.append(True)
    lines[-1].close()
    expect(desk.page.locator(":root[data-line=away]")).to_be_attached()
    desk.press("Start the meeting")

    expect(desk.page.get_by_text("Not sent: there is no connection.")).to_be_visible()
    assert people.meeting().state is MeetingState.PLANNED


def test_an_ended_link_leaves_nothing_on_the_screen(people, projector):
    projector_links.revoke_projector_link(people.facilitator, people.meeting().id)

    projector.goto(f"{people.app.url}/projector")

    expect(projector.get_by_text("This screen shows no meeting.")).to_be_visible()
    expect(projector.locator("#wall")).to_be_hidden()


def test_the_facilitator_makes_the_link_on_the_page(people, open_browser):
    desk = meets(people, open_browser(), people.facilitator_link())

    desk.press("Make a projector link")

    address = desk.page.get_by_role("dialog").get_by_role("link", name=re.compile("Open it on this computer"))
    expect(address).to_have_attribute("href", re.compile(r"/projector#[\w-]{22}$"))


def test_a_break_is_on_every_screen(people, projector, open_browser):
    meeting.start_meeting(people.facilitator, people.meeting().id)
    breaks.begin_break(people.facilitator, people.meeting().id, "Coffee break", 20)

    phone = meets(people, open_browser(phone=True), people.link(VOTER))
    shows(projector, "break")
    expect(phone.main.get_by_text(re.compile(r"We go on at \d\d:\d\d"))).to_be_visible()


def test_a_phone_whose_sign_in_has_ended_leads_back_to_the_way_in(people, open_browser):
    phone = meets(people, open_browser(phone=True), people.link(VOTER))
    expect(phone.main.get_by_text("The meeting has not begun")).to_be_visible()

    credentials.issue_link(people.facilitator, people.replayed.cast.members[VOTER])

    expect(phone.page).to_have_url(re.compile("/sign-in"))


def test_a_page_that_lost_its_own_connection_loads_itself(people, open_browser):
    phone, desk = open_browser(phone=True), meets(people, open_browser(), people.facilitator_link())
    deaf: list[bool] = []

    def swallow(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        # As after sleep: the socket looks open, and what is sent up goes nowhere.
        socket.on_message(lambda message: None if deaf else server.send(message))

    phone.page.route_web_socket(re.compile("/_stcore/stream"), swallow)
    meets(people, phone, people.link(VOTER))
    expect(phone.main.get_by_text("The meeting has not begun")).to_be_visible()
    deaf.append(True)
    phone.page.on("framenavigated", lambda _: deaf.clear())

    desk.press("Start the meeting")

    expect(phone.main.get_by_role("heading", name=TOPIC)).to_be_visible(timeout=60_000)
