"""Staff sign in on pages that keep every secret to themselves: no session before both steps, nothing in an address."""

import logging
import time

import pyotp
import pytest
from sqlmodel import select

from consensus.persistence.tables import Member, Person
from consensus.services.context import Context
from consensus.services.sign_in import identity, passwords, second_factor

EMAIL, PASSWORD = "fay@example.org", "a quiet lake in june "


@pytest.fixture
def fay(stage) -> Context:
    """Fay with an address and a password, signed in to no particular process."""
    with stage.db.transaction() as session:
        person_id = session.get_one(Member, stage.members["Fay"]).person_id
        session.exec(select(Person).where(Person.id == person_id)).one().email = EMAIL
        token = identity.begin_session(stage.db, session, person_id, None).token
    ctx = Context(stage.db, identity.actor_for_token(stage.db, token))
    passwords.set_password(ctx, PASSWORD)
    return ctx


def now_code(secret: str, *, step: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * step)


@pytest.fixture
def app_secret(fay) -> str:
    offer = second_factor.begin_factor(fay)
    second_factor.confirm_factor(fay, now_code(offer.secret, step=-1))
    return offer.secret


def give(client, from_here, **fields):
    return client.post("/sign-in/staff", data={"email": EMAIL, "password": PASSWORD, **fields}, headers=from_here)


def test_a_password_leads_to_the_processes(client, stage, fay, from_here):
    answer = give(client, from_here)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert identity.actor_for_token(stage.db, client.cookies["assent"]).process_id is None


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client, fay, from_here):
    pages = [
        give(client, from_here, password="not this one, no").text,
        give(client, from_here, email="who@example.org").text.replace("who@example.org", EMAIL),
    ]

    assert pages[0] == pages[1]
    assert "Address and password do not match" in pages[0]
    assert "not this one" not in pages[0]


def test_with_an_app_the_browser_gets_a_ticket_and_no_session(client, stage, app_secret, from_here):
    answer = give(client, from_here)

    assert answer.headers["location"] == "/sign-in/staff/code"
    assert "assent" not in client.cookies
    words = {word.strip().lower() for word in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=lax", "max-age=300"} <= words
    assert client.get("/sign-in/staff/code").status_code == 200

    done = client.post("/sign-in/staff/code", data={"code": now_code(app_secret)}, headers=from_here)

    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert identity.actor_for_token(stage.db, client.cookies["assent"]).name == "Fay"
    assert "assent-step" not in client.cookies


def test_the_second_step_alone_leads_back_to_the_first(client, app_secret, from_here):
    assert client.get("/sign-in/staff/code").headers["location"] == "/sign-in/staff"
    answer = client.post("/sign-in/staff/code", data={"code": now_code(app_secret)}, headers=from_here)

    assert answer.status_code == 401
    assert "assent" not in client.cookies


def test_a_ticket_is_no_session(client, stage, app_secret, from_here):
    give(client, from_here)
    client.cookies.set("assent", client.cookies["assent-step"])

    assert client.get("/").headers["location"] == "/sign-in"


@pytest.mark.parametrize("path", ["/sign-in/staff", "/sign-in/staff/code"])
def test_a_form_of_another_site_does_nothing(client, fay, path):
    data = {"email": EMAIL, "password": PASSWORD, "code": "123456"}

    answer = client.post(path, data=data, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 400
    assert "assent" not in client.cookies


@pytest.mark.parametrize("fields", [{"email": ""}, {"password": ""}, {"password": "x" * 300}, {"email": "a\0b"}])
def test_an_incomplete_form_is_refused(client, fay, from_here, fields):
    answer = give(client, from_here, **fields)

    assert answer.status_code == 400
    assert "not complete" in answer.text


def test_guessing_passwords_ends_soon(client, fay, from_here):
    statuses = [give(client, from_here, password=f"wrong number {n}").status_code for n in range(12)]

    assert statuses == [401] * 10 + [429] * 2


def test_no_secret_of_a_sign_in_reaches_log_page_address_or_event(client, stage, app_secret, from_here, caplog):
    caplog.set_level(logging.DEBUG)
    code, link, personal = now_code(app_secret), stage.secret("Ann"), stage.code("Ben")
    answers = [
        give(client, from_here, password="a wrong secret here"),
        give(client, from_here),
        client.get("/sign-in/staff/code"),
        client.post("/sign-in/staff/code", data={"code": "000000"}, headers=from_here),
        client.post("/sign-in/staff/code", data={"code": code}, headers=from_here),
        client.post("/join", data={"secret": link}, headers=from_here),
        client.post("/sign-in", data={"process": "hand", "code": personal[:-1] + "~"}, headers=from_here),
        client.post("/sign-in", data={"process": "hand", "code": personal}, headers=from_here),
    ]
    client.cookies.clear()
    answers.append(client.post("/join", data={"secret": link}, headers=from_here))
    assert [answer.status_code for answer in answers] == [401, 303, 200, 401, 303, 303, 401, 303, 401]

    with stage.db.reading() as session:
        chain = str(session.connection().exec_driver_sql("select * from event").all())
    seen = [chain, *(record.getMessage() for record in caplog.records)]
    for answer in answers:
        seen += [answer.text, answer.headers.get("location", ""), answer.headers["referrer-policy"]]
    for secret in ("a wrong secret here", PASSWORD.strip(), app_secret, code, link, personal, personal[5:]):
        assert all(secret not in text for text in seen)
