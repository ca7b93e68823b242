"""Sign-in through an identity provider, against a real one: every token that is not right is refused in a sentence."""

import logging
import time

import pytest
from joserfc.jwk import RSAKey
from oidc_provider import CLIENT, SECRET, Provider, serve
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from consensus.domain.roles import Role
from consensus.persistence.tables import LinkedIdentity, Member, Person, WebSession
from consensus.services.sign_in import identity
from consensus.settings import get_settings
from consensus.web.application import Web
from tests.web.conftest import ELEMENT, HERE, STREAMLIT

FAY = {"sub": "fay-at-the-provider", "email": "Fay@example.org", "email_verified": True}
NOT_AS_IT_SHOULD = "does not answer as it should"


@pytest.fixture
def provider(monkeypatch):
    made = Provider()
    server = serve(made)
    monkeypatch.setenv("ASSENT_OIDC_ISSUER", made.issuer)
    monkeypatch.setenv("ASSENT_OIDC_CLIENT_ID", CLIENT)
    monkeypatch.setenv("ASSENT_OIDC_CLIENT_SECRET", SECRET)
    monkeypatch.setenv("ASSENT_OIDC_NAME", "the university")
    get_settings.cache_clear()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser(provider, stage, db):
    """A browser at the server that knows the provider."""
    web = Web(get_settings(), lambda: db, streamlit=STREAMLIT, element=ELEMENT)
    app = Starlette(routes=web.routes(), middleware=web.middleware(), lifespan=lambda _: web.lifespan())
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def entitle(stage, name: str, email: str, role: Role | None = None) -> None:
    with stage.db.transaction() as session:
        member = session.get_one(Member, stage.members[name])
        session.get_one(Person, member.person_id).email = email
        member.role = role or member.role


@pytest.fixture
def fay(stage) -> None:
    entitle(stage, "Fay", "fay@example.org")


def go(browser) -> str:
    """Press the button; where the browser is sent."""
    answer = browser.get("/sign-in/provider")
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(browser, query: str):
    return browser.get(f"/sign-in/provider/back?{query}")


def sign_in(browser, provider, **account):
    return come_back(browser, provider.authorize(go(browser), **(account or FAY)))


def whoever(browser, stage):
    return identity.actor_for_token(stage.db, browser.cookies.get("assent"))


def test_staff_with_the_verified_address_comes_in_to_all_processes_and_is_linked(browser, provider, stage, fay):
    answer = sign_in(browser, provider)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    actor = whoever(browser, stage)
    assert (actor.name, actor.process_id) == ("Fay", None)
    assert actor.credential_at is not None
    assert "assent-provider" not in browser.cookies


def test_once_linked_the_account_counts_and_the_address_no_longer(browser, provider, stage, fay):
    sign_in(browser, provider)
    browser.cookies.clear()

    answer = sign_in(browser, provider, sub=FAY["sub"], email="fay.new@example.org", email_verified=False)

    assert answer.status_code == 303
    assert whoever(browser, stage).name == "Fay"


def test_an_address_that_was_given_to_somebody_else_at_the_provider_opens_nothing(browser, provider, stage, fay):
    sign_in(browser, provider)
    browser.cookies.clear()

    answer = sign_in(browser, provider, **{**FAY, "sub": "the-new-holder-of-the-address"})

    assert answer.status_code == 401
    assert whoever(browser, stage) is None


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ({**FAY, "email_verified": False}, "was verified"),
        ({**FAY, "email_verified": "true"}, "was verified"),
        ({"sub": "x", "email": "fay@example.org"}, "was verified"),
        ({"sub": "x", "email_verified": True}, "was verified"),
        ({**FAY, "email": "stranger@example.org"}, "Nobody who may come in this way"),
        ({**FAY, "email": ""}, "was verified"),
    ],
    ids=["unverified", "a word for true", "no word of it", "no address", "a stranger", "an empty address"],
)
def test_an_account_that_is_nobody_here_is_refused(browser, provider, stage, fay, account, sentence):
    answer = sign_in(browser, provider, **account)

    assert answer.status_code == 401
    assert sentence in answer.text
    assert whoever(browser, stage) is None


def test_two_people_with_one_address_are_not_told_apart_by_it(browser, provider, stage, fay):
    entitle(stage, "Ann", "fay@example.org", Role.CHAIR)

    assert "More than one person" in sign_in(browser, provider).text
    assert whoever(browser, stage) is None


def test_panelists_come_in_by_their_link_unless_the_operator_lets_them(browser, provider, stage, monkeypatch):
    entitle(stage, "Ann", "ann@example.org")
    ann = {"sub": "ann", "email": "ann@example.org", "email_verified": True}

    assert "Nobody who may come in this way" in sign_in(browser, provider, **ann).text
    monkeypatch.setenv("ASSENT_OIDC_PANELISTS", "true")
    get_settings.cache_clear()
    assert sign_in(browser, provider, **ann).status_code == 303
    assert whoever(browser, stage).name == "Ann"


def test_who_runs_nothing_any_more_does_not_come_in_by_an_account_linked_before(browser, provider, stage, fay):
    sign_in(browser, provider)
    browser.cookies.clear()
    entitle(stage, "Fay", "fay@example.org", Role.OBSERVER)

    assert sign_in(browser, provider).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another browser"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": None},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3_600},
        {"exp": None},
        {"iat": int(time.time()) + 3_600},
        {"sub": None},
    ],
    ids=[
        "wrong nonce",
        "no nonce",
        "wrong audience",
        "no audience",
        "two audiences",
        "made for another client",
        "wrong issuer",
        "expired",
        "never expires",
        "from the future",
        "of nobody",
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(browser, provider, stage, fay, claims):
    provider.claims = claims

    answer = sign_in(browser, provider)

    assert answer.status_code == 401
    assert NOT_AS_IT_SHOULD in answer.text
    assert whoever(browser, stage) is None


def test_a_token_signed_by_somebody_else_or_with_the_shared_secret_is_refused(browser, provider, stage, fay):
    own = provider.signing_key.as_dict(private=False)
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "of-the-provider"})
    provider.published = own
    assert NOT_AS_IT_SHOULD in sign_in(browser, provider).text

    provider.algorithm = "HS256"
    assert NOT_AS_IT_SHOULD in sign_in(browser, provider).text
    assert whoever(browser, stage) is None


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(browser, provider, stage, fay):
    query = provider.authorize(go(browser), **FAY)
    kept = browser.cookies["assent-provider"]
    browser.cookies.clear()

    assert "not the one that was begun in this browser" in come_back(browser, query).text
    browser.cookies.set("assent-provider", kept)
    assert come_back(browser, query).status_code == 303
    browser.cookies.clear()
    browser.cookies.set("assent-provider", kept)
    replayed = come_back(browser, query)

    assert "was used already" in replayed.text
    assert whoever(browser, stage) is None
    with stage.db.reading() as session:
        by_provider = session.exec(select(WebSession).where(WebSession.how == "provider")).all()
    assert len(by_provider) == 1


def test_the_answer_to_another_handshake_is_refused(browser, provider, stage, fay):
    older = provider.authorize(go(browser), **FAY)
    go(browser)

    assert "not the one that was begun" in come_back(browser, older).text


def test_a_code_that_was_stolen_is_worth_nothing_in_another_handshake(browser, provider, stage, fay):
    stolen = provider.authorize(go(browser), **FAY)
    own = provider.authorize(go(browser), sub="thief", email="thief@example.org", email_verified=True)
    code, state = stolen.partition("&")[0], own.partition("&")[2]

    answer = come_back(browser, f"{code}&{state}")

    assert NOT_AS_IT_SHOULD in answer.text
    assert whoever(browser, stage) is None


def test_who_changes_their_mind_at_the_provider_is_told_so(browser, provider, stage, fay):
    state = provider.authorize(go(browser), **FAY).partition("&")[2]

    answer = come_back(browser, f"error=access_denied&error_description=<script>&{state}")

    assert "did not sign you in" in answer.text
    assert "<script>" not in answer.text.replace('<script type="module"', "")


def test_the_address_may_come_from_the_user_info_of_the_same_account(browser, provider, stage, fay):
    provider.user_info = {**FAY}
    assert sign_in(browser, provider, sub=FAY["sub"]).status_code == 303

    provider.user_info = {**FAY, "sub": "somebody else"}
    browser.cookies.clear()
    assert NOT_AS_IT_SHOULD in sign_in(browser, provider, sub="yet another").text
    with stage.db.reading() as session:
        assert [linked.subject for linked in session.exec(select(LinkedIdentity))] == [FAY["sub"]]


def test_a_provider_that_is_not_there_is_one_sentence(browser, provider, stage, monkeypatch):
    monkeypatch.setenv("ASSENT_OIDC_ISSUER", "http://127.0.0.1:9")
    get_settings.cache_clear()
    web = Web(get_settings(), lambda: stage.db, streamlit=STREAMLIT, element=ELEMENT)
    app = Starlette(routes=web.routes())
    answer = TestClient(app, base_url=HERE).get("/sign-in/provider")

    assert answer.status_code == 502
    assert NOT_AS_IT_SHOULD in answer.text


def test_the_button_is_there_where_there_is_a_provider(browser):
    assert "Sign in with the university" in browser.get("/sign-in/staff").text


def test_without_a_provider_there_is_no_button(client):
    assert "/sign-in/provider" not in client.get("/sign-in/staff").text
    assert client.get("/sign-in/provider").status_code == 404


def test_neither_secret_nor_token_reaches_the_log_or_a_page(browser, provider, stage, fay, caplog):
    caplog.set_level(logging.DEBUG)
    query = provider.authorize(go(browser), **FAY)
    code = query.partition("&")[0].removeprefix("code=")
    pages = [browser.get("/sign-in/staff").text, come_back(browser, query).text]
    provider.claims = {"aud": "another-client"}
    pages.append(sign_in(browser, provider).text)

    # The test's own browser logs the addresses it opens; what is searched is what the server wrote.
    written = "\n".join(r.getMessage() for r in caplog.records if "testserver" not in r.getMessage())
    for secret in (SECRET, code, browser.cookies["assent"]):
        assert secret not in written
        assert all(secret not in page for page in pages)
