"""A sign-in that has come to its end acts no more: on no page, on no open socket, with no ballot."""

from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.websockets import WebSocketDisconnect

from consensus.persistence.tables import Ballot, WebSession
from consensus.services.rounds import ballots
from consensus.services.sign_in import identity, sign_ins

SIGNED_OUT = 4401
IDLE, ABSOLUTE, REVOKED = "unused for a day", "thirty days old", "ended from elsewhere"


def end(stage, token: str, how: str) -> None:
    """Let this sign-in be over, as if the time had passed."""
    with stage.db.transaction() as session:
        digest = identity.token_digest(token)
        web_session = session.exec(select(WebSession).where(WebSession.token_sha256 == digest)).one()
        now = stage.db.now(session)
        if how == IDLE:
            web_session.seen_at = now - timedelta(hours=24, seconds=1)
        elif how == ABSOLUTE:
            web_session.expires_at = now
        else:
            web_session.revoked_at = now


def n_ballots(stage) -> int:
    with stage.db.reading() as session:
        return len(session.exec(select(Ballot)).all())


EVERY_END = pytest.mark.parametrize("how", [IDLE, ABSOLUTE, REVOKED])


@EVERY_END
def test_a_page_leads_to_the_sign_in(client, stage, sign_in, how):
    token = sign_in("Ann")
    assert client.get("/").status_code == 200

    end(stage, token, how)

    answer = client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@EVERY_END
def test_a_ballot_on_a_socket_that_was_open_before_is_refused_and_the_socket_closed(
    client, stage, sign_in, from_here, how
):
    token = sign_in("Ann")
    with client.websocket_connect(f"/live/{stage.process_id}", headers=from_here) as socket:
        socket.receive_json()
        end(stage, token, how)

        socket.send_json(stage.items[0].ballot("agree"))

        answer = socket.receive_json()
        assert "signed out" in answer["message"].lower()
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == SIGNED_OUT
    assert n_ballots(stage) == 0


@EVERY_END
def test_the_ballot_path_itself_refuses(stage, how):
    token = stage.token("Ann")
    item = stage.items[0]
    request = ballots.CastRequest(token, "a-key", item.id, item.version, "agree", "")
    end(stage, token, how)

    (outcome,) = ballots.cast_ballots(stage.db, [request])

    assert isinstance(outcome, ballots.Refused)
    assert n_ballots(stage) == 0


@EVERY_END
def test_no_socket_opens(client, stage, sign_in, from_here, how):
    token = sign_in("Ann")
    end(stage, token, how)

    with (
        pytest.raises(WebSocketDisconnect) as closed,
        client.websocket_connect(f"/live/{stage.process_id}", headers=from_here) as socket,
    ):
        socket.receive_json()
    assert closed.value.code == SIGNED_OUT


def read_to_the_end(socket):
    while True:
        assert socket.receive_json()["type"] != "ack"


def test_a_facilitator_who_ends_a_members_sign_ins_stops_the_ballot_on_its_way(client, stage, sign_in, from_here):
    sign_in("Ann")
    with client.websocket_connect(f"/live/{stage.process_id}", headers=from_here) as socket:
        socket.receive_json()
        sign_ins.end_member_sign_ins(stage.as_("Fay"), stage.members["Ann"])

        socket.send_json(stage.items[0].ballot("agree"))

        # The channel of an ended sign-in is closed from another thread: before or after the ballot is answered.
        with pytest.raises(WebSocketDisconnect) as closed:
            read_to_the_end(socket)
    assert closed.value.code == SIGNED_OUT
    assert n_ballots(stage) == 0
