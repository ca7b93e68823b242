"""Whoever asks for a link gets the same answer for a known and an unknown address; nothing tells the two apart."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlmodel import func, select
from starlette.testclient import TestClient

from consensus.domain.lifecycle import ProcessState
from consensus.persistence.tables import Attempt, Member, Message, Person, Process
from consensus.services.mail.delivery import deliver_due
from consensus.services.sign_in import attempts, identity
from consensus.settings import get_settings
from tests.services.mail_people import name_server, secret_in
from tests.services.mail_trap import Trap, trapping

KNOWN, UNKNOWN = "ann@hospital.example", "nobody@hospital.example"


@pytest.fixture
def trap(monkeypatch) -> Iterator[Trap]:
    with trapping() as made:
        name_server(monkeypatch, made)
        monkeypatch.setenv("ASSENT_PUBLIC_URL", "http://testserver")
        get_settings.cache_clear()
        yield made


@pytest.fixture
def asking(trap, settings, stage, from_here, web) -> Iterator[TestClient]:
    """A visitor of a server that sends mail, whose postman sleeps."""
    from functools import partial

    from starlette.applications import Starlette

    object.__setattr__(web.site, "settings", get_settings())
    with stage.db.transaction() as session:
        person_id = session.get_one(Member, stage.members["Ann"]).person_id
        session.get_one(Person, person_id).email = KNOWN
        session.get_one(Process, stage.process_id).is_example = False
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    with TestClient(app, base_url="http://testserver", follow_redirects=False) as client:
        client.post = partial(client.post, headers=from_here)  # type: ignore[method-assign]
        yield client


def ask(client, address):
    return client.post("/sign-in/link", data={"email": address})


def plain_headers(answer):
    return {name: value for name, value in answer.headers.items() if name != "date"}


def test_known_and_unknown_addresses_get_the_same_answer_to_the_byte(asking):
    known, unknown = ask(asking, KNOWN), ask(asking, UNKNOWN)

    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    assert plain_headers(known) == plain_headers(unknown)
    assert "Look into your mailbox" in known.text


def test_known_and_unknown_addresses_cost_the_database_the_same_work(asking, stage):
    def work(address):
        done = []

        def note(_connection, _cursor, statement, *_rest):
            done.append(statement)

        event.listen(stage.db.engine, "before_cursor_execute", note)
        ask(asking, address)
        event.remove(stage.db.engine, "before_cursor_execute", note)
        return done

    known, unknown = work(KNOWN), work(UNKNOWN)

    assert known == unknown
    assert not any("from person" in statement.lower() for statement in known)


def test_who_is_known_gets_one_mail_with_a_link_that_works(asking, stage, trap, from_here):
    ask(asking, KNOWN.upper())

    deliver_due(stage.db, get_settings())

    [mail] = trap.taken
    assert mail["To"].addresses[0].addr_spec == KNOWN
    secret = secret_in(mail.get_body(("plain",)).get_content())
    answer = asking.post("/join", data={"secret": secret})
    assert answer.headers["location"].startswith("/?process=hand")
    assert secret not in answer.headers["location"]


def test_nothing_is_kept_of_an_address_that_nobody_has(asking, stage, trap):
    ask(asking, UNKNOWN)

    deliver_due(stage.db, get_settings())

    assert trap.taken == []
    with stage.db.reading() as session:
        assert session.exec(select(func.count()).select_from(Message)).one() == 0
        assert not any("hospital" in attempt.key for attempt in session.exec(select(Attempt)))


def test_a_process_that_is_not_running_is_not_linked(asking, stage, trap):
    with stage.db.transaction() as session:
        session.get_one(Process, stage.process_id).state = ProcessState.FINISHED
    ask(asking, KNOWN)

    deliver_due(stage.db, get_settings())

    assert trap.taken == []


def test_the_people_of_the_example_get_no_mail(asking, stage, trap):
    with stage.db.transaction() as session:
        session.get_one(Process, stage.process_id).is_example = True
    ask(asking, KNOWN)

    deliver_due(stage.db, get_settings())

    assert trap.taken == []


def test_a_mailbox_is_not_flooded_and_the_answer_stays_the_same(asking, stage, trap):
    answers = [ask(asking, KNOWN) for _ in range(6)]

    deliver_due(stage.db, get_settings())

    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer.status_code for answer in answers} == {200}
    assert len(trap.taken) == attempts.LIMITS["link-address"]


def test_asking_for_many_addresses_ends_soon(asking):
    statuses = [ask(asking, f"guess{n}@hospital.example").status_code for n in range(25)]

    assert statuses[0] == 200
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "typed", ["", "ann", "ann@", "a\r\nBcc: b@c.example", "a" * 300, "ann@hospital"], ids=lambda typed: repr(typed[:12])
)
def test_what_is_no_address_is_refused_in_a_sentence(asking, typed):
    answer = ask(asking, typed)

    assert answer.status_code == 400
    assert re.search(r'role="alert">[^<]+\.', answer.text)


def test_a_form_of_another_site_asks_for_nothing(asking, stage):
    answer = TestClient.post(asking, "/sign-in/link", data={"email": KNOWN}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 400
    with stage.db.reading() as session:
        assert session.exec(select(Message)).all() == []


def test_where_no_mail_is_sent_the_page_says_whom_to_ask_and_keeps_nothing(client, stage, from_here):
    shown = client.get("/sign-in/link")
    asked = client.post("/sign-in/link", data={"email": KNOWN}, headers=from_here)

    for answer in (shown, asked):
        assert answer.status_code == 200
        assert "Ask the facilitator" in answer.text
        assert "<form" not in answer.text
    with stage.db.reading() as session:
        assert session.exec(select(Message)).all() == []


def test_the_page_needs_no_script(client):
    assert "<script" not in client.get("/sign-in/link").text
    assert 'href="/sign-in/link"' in client.get("/sign-in").text


def test_a_mailed_link_may_be_opened_by_any_number_of_scanners(asking, stage, trap, from_here):
    ask(asking, KNOWN)
    deliver_due(stage.db, get_settings())
    address = re.search(r"http://testserver(/join)#\S+", trap.taken[0].get_body(("plain",)).get_content())[0]

    for _ in range(20):
        assert asking.get(address).status_code == 200
        assert asking.head(address).status_code == 200
        assert asking.get(address.replace("#", "?secret=")).status_code == 200

    secret = address.partition("#")[2]
    token = identity.exchange_link(stage.db, secret, address="192.0.2.1").token
    actor = identity.actor_for_token(stage.db, token)
    assert actor is not None
    assert actor.name == "Ann"
