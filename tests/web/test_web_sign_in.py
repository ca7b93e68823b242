"""Links and codes become sessions by POST alone, from our own pages alone, and a refusal says one sentence."""

import pytest

from consensus.persistence.tables import Member
from consensus.services.sign_in import identity
from consensus.settings import get_settings


def test_a_personal_link_leads_to_its_process(client, stage, from_here):
    answer = client.post("/join", data={"secret": stage.secret("Ann")}, headers=from_here)

    assert (answer.status_code, answer.headers["location"]) == (303, "/?process=hand")
    actor = identity.actor_for_token(stage.db, client.cookies["assent"])
    assert actor is not None
    assert actor.name == "Ann"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, stage, from_here):
    answer = client.post("/join", data={"secret": stage.secret("Ann")}, headers=from_here)

    words = {word.strip().lower() for word in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= words
    assert "secure" not in words


def test_under_https_the_cookie_is_bound_to_the_host(monkeypatch, stage, from_here):
    monkeypatch.setenv("ASSENT_PUBLIC_URL", "https://assent.example")
    get_settings.cache_clear()
    secure = get_settings()

    assert secure.session_cookie == "__Host-assent"
    assert secure.is_secure


def test_opening_a_link_does_not_use_it(client, stage, from_here):
    secret = stage.secret("Ann")

    for _ in range(3):
        assert client.get("/join").status_code == 200

    assert client.post("/join", data={"secret": secret}, headers=from_here).status_code == 303


def test_a_link_used_in_another_browser_is_refused_in_one_sentence(client, stage, from_here):
    secret = stage.secret("Ann")
    client.post("/join", data={"secret": secret}, headers=from_here)
    client.cookies.clear()

    answer = client.post("/join", data={"secret": secret}, headers=from_here)

    assert answer.status_code == 401
    assert "already used in another browser" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_link_opened_again_in_the_same_browser_goes_on(client, stage, from_here):
    secret = stage.secret("Ann")
    client.post("/join", data={"secret": secret}, headers=from_here)

    assert client.post("/join", data={"secret": secret}, headers=from_here).status_code == 303


def test_a_code_signs_in_to_its_process_alone(client, stage, from_here):
    code = stage.code("Ben")

    wrong = client.post("/sign-in", data={"process": "other", "code": code}, headers=from_here)
    right = client.post("/sign-in", data={"process": "hand", "code": code}, headers=from_here)

    assert wrong.status_code == 401
    assert 'value="other"' in wrong.text
    assert (right.status_code, right.headers["location"]) == (303, "/?process=hand")


def test_guessing_codes_ends_soon(client, stage, from_here):
    stage.code("Ben")

    statuses = [
        client.post("/sign-in", data={"process": "hand", "code": "AAAA-AAAA-AAAA"}, headers=from_here).status_code
        for _ in range(7)
    ]

    assert statuses[0] == 401
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no word of where it comes from"),
        pytest.param({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, id="the browser says cross-site"),
        pytest.param({"sec-fetch-site": "same-site", "origin": "http://testserver"}, id="a neighbour"),
        pytest.param({"origin": "http://evil.example"}, id="another origin"),
        pytest.param({"origin": "null"}, id="a hidden origin"),
    ],
)
@pytest.mark.parametrize("path", ["/join", "/sign-in", "/try", "/sign-out"])
def test_a_form_of_another_site_does_nothing(client, stage, sign_in, path, headers):
    token = sign_in("Ann")

    answer = client.post(path, data={"secret": stage.secret("Ben"), "process": "hand", "code": "x"}, headers=headers)

    assert answer.status_code == 400
    assert "sent from another site" in answer.text
    assert identity.actor_for_token(stage.db, token) is not None


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"sec-fetch-site": "same-origin", "origin": "null"}, id="from a page that sends no referrer"),
        pytest.param({"origin": "http://testserver"}, id="from a browser that says the origin alone"),
    ],
)
def test_a_form_of_ours_is_taken(client, stage, headers):
    assert client.post("/join", data={"secret": stage.secret("Ann")}, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "data",
    [{}, {"secret": ""}, {"secret": "x" * 300}, {"secret": "a\0b"}],
    ids=["nothing", "empty", "too long", "a zero character"],
)
def test_an_incomplete_form_is_refused_before_the_database_is_asked(client, stage, from_here, data):
    answer = client.post("/join", data=data, headers=from_here)

    assert answer.status_code == 400
    assert "not complete" in answer.text


def test_what_was_typed_is_shown_as_text(client, stage, from_here):
    answer = client.post("/sign-in", data={"process": '"><script>', "code": "x"}, headers=from_here)

    assert "<script>" not in answer.text


def test_signing_out_ends_the_session_and_takes_the_cookie(client, stage, sign_in, from_here):
    token = sign_in("Ann")

    answer = client.post("/sign-out", headers=from_here)

    assert answer.headers["location"] == "/sign-in"
    assert 'assent=""' in answer.headers["set-cookie"]
    assert identity.actor_for_token(stage.db, token) is None


def test_example_people_are_offered_in_example_mode_alone(client, stage, from_here):
    answer = client.post("/try", data={"member": str(stage.members["Ann"])}, headers=from_here)

    assert "Try the example" not in client.get("/sign-in").text
    assert answer.status_code == 400


def test_a_visitor_becomes_one_of_the_example_people(monkeypatch, client, stage, web, from_here):
    monkeypatch.setenv("ASSENT_EXAMPLE", "true")
    get_settings.cache_clear()
    with stage.db.transaction() as session:
        session.get_one(Member, stage.members["Ann"]).is_tryable = True

    answer = client.post("/try", data={"member": str(stage.members["Ann"])}, headers=from_here)
    stranger = client.post("/try", data={"member": str(stage.members["Ben"])}, headers=from_here)
    nonsense = client.post("/try", data={"member": "Ann"}, headers=from_here)

    assert (answer.status_code, answer.headers["location"]) == (303, "/?process=hand")
    assert stranger.status_code == 400
    assert nonsense.status_code == 401
