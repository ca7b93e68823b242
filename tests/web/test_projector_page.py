"""The projector: its link is exchanged by POST for a cookie that opens one view and nothing else."""

import json

import pytest
from starlette.websockets import WebSocketDisconnect

from consensus.services.meetings import meeting, projector_links
from consensus.services.rounds import ballots, rounds
from consensus.web import projector

COOKIE = "-projector"


@pytest.fixture
def meeting_id(stage):
    return meeting.get_meeting(stage.as_("Fay"), stage.process_id).id


@pytest.fixture
def secret(stage, meeting_id):
    """The secret of a projector link of the running meeting."""
    return projector_links.issue_projector_link(stage.as_("Fay"), meeting_id)


@pytest.fixture
def screen(client, secret, from_here):
    """The client has opened the link."""
    answer = client.post("/projector", data={"secret": secret}, headers=from_here)
    assert (answer.status_code, answer.headers["location"]) == (303, "/projector")
    return client


@pytest.fixture
def connect(client):
    def connect_(**headers):
        return client.websocket_connect("/projector/live", headers={"origin": "http://testserver", **headers})

    return connect_


def view_of(channel) -> dict:
    """The next view; signs of life may come between."""
    while (message := channel.receive_json())["type"] != "view":
        pass
    return message["view"]


def cast(stage, name, choice, item=0):
    target = stage.items[item]
    ballots.cast_ballot(stage.as_(name), target.id, target.version, choice, "")


def test_looking_at_the_address_opens_nothing(client, secret):
    page = client.get("/projector")

    assert 'data-screen="no"' in page.text
    assert not client.cookies


def test_a_link_becomes_a_screen(screen, connect):
    assert 'data-screen="yes"' in screen.get("/projector").text
    with connect() as channel:
        view = view_of(channel)

    assert (view["scene"], view["topic"]) == ("vote", "Choice")
    assert view["turnout"] == {"n_cast": 0, "n_electors": 3, "needs": view["turnout"]["needs"]}


def test_the_cookie_is_out_of_reach_of_scripts(client, secret, from_here, settings):
    answer = client.post("/projector", data={"secret": secret}, headers=from_here)

    assert answer.headers["set-cookie"].startswith(f"{settings.session_cookie}{COOKIE}=")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert secret not in answer.headers["set-cookie"]


def test_a_wrong_link_is_refused(client, stage, from_here):
    answer = client.post("/projector", data={"secret": "a wrong one"}, headers=from_here)

    assert answer.status_code == 401
    assert "This projector link is not valid." in answer.text
    assert not client.cookies


def test_a_form_of_another_site_opens_no_screen(client, secret):
    answer = client.post("/projector", data={"secret": secret}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 400
    assert not client.cookies


@pytest.mark.parametrize("path", ["/", "/meeting", "/statements", "/results"])
def test_a_screen_opens_no_page(screen, path):
    answer = screen.get(path)

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("name", ["results.json", "panel.csv", "room.pdf", "agenda.pdf"])
def test_a_screen_saves_no_file(screen, stage, name):
    answer = screen.get(f"/download/{stage.process_id}/{name}")

    assert answer.headers.get("location") == "/sign-in"


def test_a_screen_is_nobody_on_the_live_channel(screen, stage):
    with (
        screen.websocket_connect(f"/live/{stage.process_id}", headers={"origin": "http://testserver"}) as channel,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        channel.receive_json()

    assert closed.value.code == 4401


def test_the_cookie_of_a_screen_is_no_session(screen, stage, settings):
    token = screen.cookies[f"{settings.session_cookie}{COOKIE}"]
    screen.cookies.set(settings.session_cookie, token)

    assert screen.get("/meeting").headers["location"] == "/sign-in"


def test_a_session_is_no_screen(sign_in, client, connect, settings):
    token = sign_in("Fay")
    client.cookies.set(f"{settings.session_cookie}{COOKIE}", token)

    with connect() as channel, pytest.raises(WebSocketDisconnect) as closed:
        channel.receive_json()

    assert closed.value.code == projector.NOT_A_SCREEN


def test_opening_a_screen_leaves_the_facilitator_signed_in(sign_in, client, secret, from_here, settings):
    token = sign_in("Fay")
    client.post("/projector", data={"secret": secret}, headers=from_here)

    assert client.cookies[settings.session_cookie] == token
    assert client.get("/meeting").status_code == 200


def test_without_a_cookie_the_channel_is_closed_with_the_reason(connect, stage):
    with connect() as channel, pytest.raises(WebSocketDisconnect) as closed:
        channel.receive_json()

    assert closed.value.code == projector.NOT_A_SCREEN


def test_a_page_of_another_site_cannot_open_the_channel(screen, connect):
    with pytest.raises(WebSocketDisconnect) as closed, connect(origin="http://evil.example") as channel:
        channel.receive_json()

    assert closed.value.code == projector.FROM_ELSEWHERE


def test_the_turnout_moves_and_a_changed_vote_moves_nothing(screen, connect, stage):
    with connect() as channel:
        view_of(channel)
        cast(stage, "Ann", "agree")
        assert view_of(channel)["turnout"]["n_cast"] == 1
        cast(stage, "Ann", "disagree")
        cast(stage, "Ben", "agree")
        following = channel.receive_json()

    assert following["type"] == "view"
    assert following["view"]["turnout"]["n_cast"] == 2


def test_no_message_carries_a_revision_or_a_name(screen, connect, stage):
    with connect() as channel:
        cast(stage, "Ann", "agree")
        text = json.dumps(channel.receive_json())

    assert "revision" not in text
    assert not any(f'"{name}"' in text for name in stage.members)


def test_the_verdict_arrives_by_itself(screen, connect, stage):
    for name in ("Ann", "Ben", "Cleo"):
        cast(stage, name, "agree")
    with connect() as channel:
        view_of(channel)
        rounds.close_round(stage.as_("Fay"), stage.round_id)
        assert view_of(channel)["scene"] == "closed"
        rounds.reveal_round(stage.as_("Fay"), stage.round_id)
        view = view_of(channel)

    assert view["scene"] == "verdict"
    assert view["verdicts"][0]["outcome"] == "consensus"


def test_an_ended_link_closes_its_screens_at_once(screen, connect, stage, meeting_id):
    with connect() as channel:
        view_of(channel)
        projector_links.revoke_projector_link(stage.as_("Fay"), meeting_id)
        with pytest.raises(WebSocketDisconnect) as closed:
            channel.receive_json()

    assert closed.value.code == projector.NOT_A_SCREEN
    assert 'data-screen="no"' in screen.get("/projector").text


def test_a_screen_hears_signs_of_life(screen, connect, monkeypatch):
    monkeypatch.setattr(projector, "STILL_HERE", 0.05)
    with connect() as channel:
        view_of(channel)

        assert channel.receive_json()["type"] == "still"


def test_the_page_has_no_script_or_style_of_its_own(client, stage):
    page = client.get("/projector").text

    assert "<script>" not in page
    assert "<style" not in page
    assert " style=" not in page


def test_nothing_can_be_done_on_a_screen(screen):
    page = screen.get("/projector").text

    assert page.count("<form") == 1
    assert page.count("<button") == 1
