"""Rating the items of a Delphi round: by keyboard, on a bad network, and on a second device."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import col, select

from consensus.domain.conflicts import Publication
from consensus.persistence.tables import Ballot, Member, Person, RoundItem
from consensus.services.delphi import delphi_rounds, protocols
from consensus.services.examples.replay import Stage
from consensus.services.interests import interests
from consensus.services.statements import statements, topics
from tests.browser.people import THREE, People, cast_people, eventually
from tests.browser.visitor import Visitor

RATER = THREE[0]
RECORDED = re.compile(r"^Recorded \d\d:\d\d")
KEPT = "Kept here; sent when the network is back"
TEXTS = ("The pump is offered first.", "The pump is offered last.", "The pump is not offered.")


@pytest.fixture
def people(app) -> People:
    """A process of its own for each test."""
    return cast_people(app, Stage.SURVEY)


@pytest.fixture
def round_id(people: People) -> UUID:
    """The first round of a modified Delphi on three items, in their own order."""
    ctx, process_id = people.facilitator, people.process_id
    interests.set_asking(ctx, process_id, asks=False, publication=Publication.CATEGORY)
    protocols.choose_method(ctx, process_id, "modified_delphi")
    topic_id = topics.list_topics(ctx, process_id)[0].id
    candidates = [statements.add_candidate(ctx, topic_id, text) for text in TEXTS]
    opened = delphi_rounds.plan_round(ctx, process_id, candidates)
    delphi_rounds.open_now(ctx, opened)
    return opened


def rated(people: People, round_id: UUID) -> list[str]:
    """What the rater's ballots say, from the first item to the last."""
    query = (
        select(Ballot.choice)
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .join(Member, col(Member.id) == col(Ballot.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(RoundItem.round_id == round_id, Person.name == people.name(RATER))
        .order_by(col(RoundItem.position))
    )
    with people.app.db.reading() as session:
        return list(session.exec(query))


def begin(people: People, visitor: Visitor) -> Locator:
    """Come in by a link and stand before the items."""
    visitor.join(people.link(RATER))
    visitor.go_to("Rate")
    items = visitor.main.locator("section.item")
    expect(items).to_have_count(len(TEXTS))
    return items


def test_a_round_is_rated_by_keyboard_alone(people, round_id, open_browser):
    desk = open_browser()
    items = begin(people, desk)

    items.first.focus()
    for choice in "789":
        desk.page.keyboard.press(choice)
        desk.page.keyboard.press("Enter")

    eventually(lambda: sorted(rated(people, round_id)), ["7", "8", "9"])
    expect(desk.main.get_by_text("All rated")).to_be_visible()
    assert desk.problems == []


def test_a_rating_given_offline_is_sent_once_when_the_network_is_back(people, round_id, open_browser):
    phone = open_browser(phone=True)
    items = begin(people, phone)

    phone.context.set_offline(True)
    items.first.get_by_role("radio", name="3", exact=True).check()
    items.first.get_by_role("radio", name="8", exact=True).check()
    expect(items.first.get_by_text(KEPT)).to_be_visible()
    assert rated(people, round_id) == []
    phone.context.set_offline(False)

    expect(items.first.get_by_text(RECORDED)).to_be_visible()
    eventually(lambda: rated(people, round_id), ["8"])


def test_a_second_device_shows_the_ratings_that_are_stored(people, round_id, open_browser):
    link = people.app.link(people.facilitator, people.replayed.cast.members[RATER], reusable=True)
    phone, desk = open_browser(phone=True), open_browser()
    for visitor in (phone, desk):
        visitor.join(link)
    phone.go_to("Rate")
    first = phone.main.locator("section.item").first
    words = first.locator("p.text").inner_text()
    first.get_by_role("radio", name="6", exact=True).check()
    expect(first.get_by_text(RECORDED)).to_be_visible()

    desk.go_to("Rate")
    same = desk.main.locator("section.item").filter(has_text=words)

    expect(same.get_by_role("radio", name="6", exact=True)).to_be_checked()
    expect(same.get_by_text(RECORDED)).to_be_visible()
    assert phone.problems == []
