"""Two servers of one PostgreSQL database: what happens at one is on the pages of the other."""

import time
import urllib.request
from contextlib import ExitStack
from uuid import uuid4

import pytest
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import text
from websockets.exceptions import ConnectionClosed

from consensus.services.rounds import rounds
from consensus.web.live import SIGNED_OUT
from tests.browser.running_app import run_app
from tests.browser.visitor import launch, visit
from tests.faults.phones import Phone, hear, listening
from tests.services.builders import ANN, BEN, CLEO, FACILITATOR, begin_meeting, open_vote, plan_process

LISTENING = "from pg_stat_activity where query = 'select id, revision from process' and datname = current_database()"


@pytest.fixture(scope="module")
def servers(postgres, tmp_path_factory):
    """The one a vote is cast at, and the other."""
    name = f"test_{uuid4().hex}"
    postgres.psql(f"create database {name}")
    folder = tmp_path_factory.mktemp("two")
    with ExitStack() as both:
        yield [both.enter_context(run_app(folder, postgres.get_uri(name))) for _ in range(2)]
    postgres.psql(f"drop database {name} with (force)")


@pytest.fixture
def vote(servers):
    """An open vote in a process of its own."""
    return open_vote(begin_meeting(plan_process(servers[0].db, uuid4().hex[:12])))


def cast_at(server, vote, name, choice="agree"):
    """Vote at one of the servers, as a phone does."""
    item = vote.items[0]
    phone = Phone(server.url, vote.built.process_id, vote.built.token(name), item.id, item.version_sha256)
    phone.vote(choice)
    phone.close()


def test_a_vote_at_one_server_moves_the_tally_on_the_facilitators_screen_at_the_other(servers, vote):
    here, there = servers
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        desk = visit(chromium, there.url)
        desk.page.goto(f"{there.url}/join#{vote.built.link(FACILITATOR)}")
        desk.page.get_by_role("button", name="Continue").click()
        desk.go_to("Meeting")
        for n_cast, name in enumerate((ANN, BEN, CLEO), start=1):
            cast_at(here, vote, name)
            expect(desk.main.get_by_text(f"{n_cast} of 4 have voted")).to_be_visible()
        chromium.close()


def test_a_close_at_one_server_asks_nothing_more_of_a_phone_at_the_other(servers, vote):
    here, there = servers
    with listening(there.url, vote.built.process_id, vote.built.token(BEN)) as phone:
        rounds.close_round(vote.built.context(FACILITATOR), vote.id)

        assert hear(phone, "signal")["asked"] is None
    cast_at(here, vote, ANN)


def test_servers_that_lost_the_way_to_hear_each_other_find_it_again(servers, vote):
    here, there = servers
    with listening(there.url, vote.built.process_id, vote.built.token(FACILITATOR)) as desk:
        with here.db.transaction() as session:
            n_cut = session.connection().execute(text(f"select count(pg_terminate_backend(pid)) {LISTENING}")).scalar()
        cast_at(here, vote, ANN)
        heard = hear(desk, "signal")["revision"]
        until_they_listen(here.db)
        cast_at(here, vote, BEN)

        assert hear(desk, "signal")["revision"] > heard
    assert n_cut == 2


def until_they_listen(db):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with db.reading() as session:
            if session.connection().execute(text(f"select count(*) {LISTENING}")).scalar() == 2:
                return
        time.sleep(0.05)
    raise AssertionError("the servers do not listen")


def test_a_sign_in_that_ends_at_one_server_ends_the_channel_at_the_other(servers, vote):
    here, there = servers
    token = vote.built.token(ANN)
    with listening(there.url, vote.built.process_id, token) as channel:
        sign_out(here, token)
        with pytest.raises(ConnectionClosed) as closed:
            read_to_the_end(channel)

    assert closed.value.rcvd.code == SIGNED_OUT


def read_to_the_end(channel):
    while True:
        channel.recv(20)


def sign_out(server, token):
    """Press the button on any page."""
    headers = {"Cookie": f"assent={token}", "Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    request = urllib.request.Request(f"{server.url}/sign-out", data=b"", headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200
