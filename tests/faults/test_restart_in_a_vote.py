"""A server that is killed or updated in an open vote: phones come back by themselves, and each vote counts once."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Event

import pytest
from playwright.sync_api import expect, sync_playwright
from sqlmodel import select

from consensus.persistence.tables import Ballot, BallotRevision
from consensus.services import audit
from consensus.services.examples.replay import Stage
from consensus.services.rounds.round_views import get_round
from tests.browser.people import THREE, TOGETHER, cast_people, open_vote
from tests.browser.running_app import run_app
from tests.browser.visitor import launch, visit
from tests.faults.phones import Phone
from tests.services.builders import FACILITATOR, VOTERS, begin_meeting, plan_process
from tests.services.builders import open_vote as open_vote_of

# A page may wait half a minute between two attempts to find the server again.
expect.set_options(timeout=60_000)
CHOICES = ("agree", "disagree", "abstain", "cannot_judge")
KEPT = "Saved on this device, waiting for the network"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A server that the tests of this module end and start again."""
    with run_app(tmp_path_factory.mktemp("restarted")) as running:
        yield running


def cut_off(app):
    app.kill()


def update(app):
    app.end()


def all_votes(db, item_id):
    """By key: what each ballot on an item and each one it replaced says."""
    with db.reading() as session:
        current = session.exec(select(Ballot).where(Ballot.item_id == item_id)).all()
        ids = [ballot.id for ballot in current]
        older = session.exec(select(BallotRevision).where(BallotRevision.ballot_id.in_(ids))).all()
    keys = [ballot.key for ballot in (*current, *older)]
    assert len(keys) == len(set(keys))
    return {ballot.key: ballot.choice for ballot in (*current, *older)}


@pytest.mark.parametrize("end", [cut_off, update], ids=["killed", "updated"])
def test_what_was_acknowledged_is_there_and_what_was_not_is_sent_again_and_counted_once(app, end):
    vote = open_vote_of(begin_meeting(plan_process(app.db, end.__name__.replace("_", "-"))))
    item, stop = vote.items[0], Event()
    phones = [
        Phone(app.url, vote.built.process_id, vote.built.token(name), item.id, item.version_sha256) for name in VOTERS
    ]

    def change_ones_mind(phone):
        for choice in cycle(CHOICES):
            phone.vote(choice)
            if stop.is_set():
                return
            time.sleep(0.05)

    with ThreadPoolExecutor(len(phones)) as threads:
        voting = [threads.submit(change_ones_mind, phone) for phone in phones]
        time.sleep(1)
        end(app)
        app.start_again()
        time.sleep(0.5)
        stop.set()
        for one in voting:
            one.result(timeout=60)
    for phone in phones:
        phone.close()

    assert all(phone.n_connections == 2 for phone in phones)
    answers = {key: answer for phone in phones for key, answer in phone.answers.items()}
    assert {answer["type"] for answer in answers.values()} == {"ack"}
    sent = {key: choice for phone in phones for key, choice in phone.sent.items()}
    assert all_votes(app.db, item.id) == sent
    ctx = vote.built.context(FACILITATOR)
    vote.reveal()
    assert get_round(ctx, vote.id).items[0].verdict.tally.n_cast == len(VOTERS)
    assert audit.verify_chain(ctx, vote.built.process_id).is_intact


def test_phone_and_facilitator_come_back_by_themselves_with_the_vote_made_meanwhile(app):
    people = cast_people(app, Stage.SURVEY)
    open_vote(people, THREE, TOGETHER)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        phone, desk = visit(chromium, app.url, phone=True), visit(chromium, app.url)
        phone.join(people.link(THREE[0]))
        desk.join(people.facilitator_link())
        for visitor in (phone, desk):
            visitor.go_to("Meeting")
        ballot = phone.main.get_by_role("group", name=TOGETHER)
        expect(ballot).to_be_visible()

        app.kill()
        ballot.get_by_role("radio", name="Agree", exact=True).check()
        expect(phone.main.get_by_text(KEPT)).to_be_visible()
        app.start_again()

        expect(phone.main.get_by_text(re.compile(r"^Recorded \d\d:\d\d:\d\d$"))).to_be_visible()
        expect(desk.main.get_by_text("1 of 3 have voted").first).to_be_visible()
        desk.confirm("Close the vote", "Yes, close it")
        expect(phone.main.get_by_text("The vote is closed")).to_be_visible()
        chromium.close()
