"""A real run of the server: no secret of any sign-in stands in its log, an answer, an address, or its event chain."""

import re
import time

import httpx
import pyotp
import pytest
from sqlmodel import select

from consensus.domain.roles import Role
from consensus.persistence.tables import Event, Member, Person
from consensus.services.context import Context
from consensus.services.sign_in import credentials, identity, passwords, second_factor
from tests.browser.running_app import run_app
from tests.services.builders import ANN, BEN, FACILITATOR, begin_meeting, plan_process

EMAIL, PASSWORD, WRONG = "nora@example.org", "a quiet lake in june", "an old boat on the shore"
FROM_HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with run_app(tmp_path_factory.mktemp("secrets")) as running:
        yield running


def make_staff(app, built) -> str:
    """Give the facilitator a password and an app; the secret of the app."""
    with app.db.transaction() as session:
        person = session.exec(select(Person).join(Member).where(Member.role == Role.FACILITATOR)).one()
        person.email = EMAIL
        token = identity.begin_session(app.db, session, person.id, None).token
    ctx = Context(app.db, identity.actor_for_token(app.db, token))
    passwords.set_password(ctx, PASSWORD)
    secret = second_factor.begin_factor(ctx).secret
    second_factor.confirm_factor(ctx, pyotp.TOTP(secret).at(int(time.time()) - 30))
    return secret


def test_no_secret_of_a_sign_in_is_left_anywhere(app):
    built = begin_meeting(plan_process(app.db))
    secret = make_staff(app, built)
    link = built.link(ANN)
    code = credentials.issue_code(built.context(FACILITATOR), built.members[BEN])
    digits = pyotp.TOTP(secret).now()
    answers: list[httpx.Response] = []
    cookies: set[str] = set()

    def post(client, path, **data):
        answers.append(client.post(path, data=data, headers=FROM_HERE))
        cookies.update(client.cookies.values())
        return answers[-1].status_code

    with httpx.Client(base_url=app.url, trust_env=False) as ann, httpx.Client(base_url=app.url, trust_env=False) as b:
        statuses = [
            post(ann, "/join", secret=link),
            post(b, "/join", secret=link),
            post(b, "/sign-in", process=built.slug, code=code[:-1] + "~"),
            post(b, "/sign-in", process=built.slug, code=code),
            post(b, "/sign-in/staff", email=EMAIL, password=WRONG),
            post(b, "/sign-in/staff", email=EMAIL, password=PASSWORD),
            post(b, "/sign-in/staff/code", code="000000"),
            post(b, "/sign-in/staff/code", code=digits),
        ]
        answers += [b.get(path) for path in ("/", "/sign-in", "/sign-in/staff", "/join", "/no/such.page", "/account")]

    assert statuses == [303, 401, 401, 303, 401, 303, 401, 303]
    written = [(app.settings.data_dir / "server.log").read_text()]
    for answer in answers:
        shown = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        written += [answer.text, str(shown), str(answer.url)]
        assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}
        assert answer.headers["cache-control"] == "no-store"
    with app.db.reading() as session:
        written.append(str([(event.detail, event.verb) for event in session.exec(select(Event))]))
    for one in (link, code, code[5:], PASSWORD, WRONG, secret, digits, *cookies):
        assert all(not re.search(rf"\b{re.escape(one)}\b", text) for text in written), one
