"""The live channel: ballots up, answers and signals down, for the person whose cookie the connection carries."""

import json

import pytest
from sqlmodel import select
from starlette.websockets import WebSocketDisconnect

from consensus.persistence.tables import Ballot
from consensus.services.rounds import rounds
from consensus.services.sign_in import identity
from consensus.web import ended_sign_ins, live


@pytest.fixture
def connect(client, stage):
    """The live channel as the browser with the client's cookies opens it."""

    def connect_(process_id=None, **headers):
        here = {"origin": "http://testserver", **headers}
        return client.websocket_connect(f"/live/{process_id or stage.process_id}", headers=here)

    return connect_


def receive(channel, kind: str) -> dict:
    """The next message of this kind; signals may come between."""
    for _ in range(20):
        message = channel.receive_json()
        if message["type"] == kind:
            return message
    raise AssertionError(f"no {kind}")


def stored(stage) -> list[tuple[str, str]]:
    with stage.db.reading() as session:
        return [(ballot.choice, ballot.comment) for ballot in session.exec(select(Ballot))]


def test_a_ballot_is_acknowledged_when_it_is_stored(connect, sign_in, stage):
    sign_in("Ann")
    with connect() as channel:
        channel.send_json(stage.items[0].ballot("agree", comment="Safe."))
        answer = receive(channel, "ack")

        assert stored(stage) == [("agree", "Safe.")]

    assert (answer["key"], answer["item"]) == ("key-of-one-ballot", str(stage.items[0].id))
    assert (answer["choice"], answer["comment"]) == ("agree", "Safe.")
    assert answer["at"].endswith("+00:00")


def test_a_ballot_sent_twice_is_one_ballot(connect, sign_in, stage):
    sign_in("Ann")
    answers = []
    for _ in range(2):
        with connect() as channel:
            channel.send_json(stage.items[0].ballot("agree"))
            answers.append(receive(channel, "ack"))

    assert answers[0] == answers[1]
    assert stored(stage) == [("agree", "")]


def test_the_first_message_is_the_revision(connect, sign_in):
    sign_in("Ann")
    with connect() as channel:
        first = channel.receive_json()

    assert first["type"] == "signal"
    assert first["revision"] > 0


def test_the_first_message_says_what_is_asked_and_a_close_that_nothing_is(connect, sign_in, stage):
    sign_in("Ann")
    with connect() as channel:
        asked = receive(channel, "signal")["asked"]
        rounds.close_round(stage.as_("Fay"), stage.round_id)
        closed = receive(channel, "signal")["asked"]

    assert [(item["id"], item["version"]) for item in asked["items"]] == [
        (str(item.id), item.version) for item in stage.items
    ]
    assert closed is None


def test_who_has_voted_and_connects_again_is_told_what_is_recorded(connect, sign_in, stage):
    sign_in("Ann")
    with connect() as channel:
        channel.send_json(stage.items[0].ballot("agree", comment="Safe."))
        at = receive(channel, "ack")["at"]
    with connect() as channel:
        [first, second] = receive(channel, "signal")["asked"]["items"]

    assert (first["choice"], first["comment"], first["at"][:19]) == ("agree", "Safe.", at[:19])
    assert (second["choice"], second["at"]) == (None, None)


def test_the_facilitator_is_signalled_when_a_vote_is_cast_and_the_other_panelist_is_not(
    connect, sign_in, stage, client
):
    sign_in("Fay")
    with connect() as facilitator:
        before = receive(facilitator, "signal")["revision"]
        sign_in("Ben")
        with connect() as other:
            receive(other, "signal")
            sign_in("Ann")
            with connect() as voter:
                voter.send_json(stage.items[0].ballot("agree"))
                receive(voter, "ack")
            assert receive(facilitator, "signal")["revision"] > before
            rounds.close_round(stage.as_("Fay"), stage.round_id)
            closed_at = receive(facilitator, "signal")["revision"]
            assert receive(other, "signal")["revision"] == closed_at


def test_a_vote_after_the_close_is_refused_in_one_sentence(connect, sign_in, stage):
    sign_in("Ann")
    with connect() as channel:
        rounds.close_round(stage.as_("Fay"), stage.round_id)
        channel.send_json(stage.items[0].ballot("agree"))
        answer = receive(channel, "refused")

    assert "too late" in answer["message"]
    assert answer["again"] is False
    assert stored(stage) == []


@pytest.mark.parametrize("text", ["", "null", "[]", '{"type":"ballot"}', "{" * 5_000, "x" * 20_000], ids=range(6))
def test_nonsense_is_refused_and_the_connection_goes_on(connect, sign_in, stage, text):
    sign_in("Ann")
    with connect() as channel:
        channel.send_text(text)
        answer = receive(channel, "refused")
        channel.send_json(stage.items[0].ballot("agree"))

        assert receive(channel, "ack")["choice"] == "agree"

    assert (answer["again"], answer["key"]) == (False, "")


def test_who_sends_too_fast_is_asked_to_send_again(connect, sign_in, stage):
    sign_in("Ann")
    with connect() as channel:
        for number in range(60):
            channel.send_json(stage.items[0].ballot("agree", key=f"ballot-{number:03}"))
        answers = [message for message in (channel.receive_json() for _ in range(61)) if message["type"] != "signal"]

    too_fast = [answer for answer in answers if answer["type"] == "refused"]
    assert 10 < len(too_fast) <= 20
    assert all(answer["again"] for answer in too_fast)


def test_more_pages_of_one_person_are_not_more_votes_a_second(connect, sign_in, stage):
    sign_in("Ann")
    answers = []
    for page in range(2):
        with connect() as channel:
            for number in range(40):
                channel.send_json(stage.items[0].ballot("agree", key=f"ballot-{page}-{number:03}"))
            received = [channel.receive_json() for _ in range(41)]
            answers += [message["type"] for message in received if message["type"] != "signal"]

    assert 15 < answers.count("refused") <= 40


def test_nonsense_counts_as_sending_too_fast(connect, sign_in, stage, monkeypatch):
    monkeypatch.setattr(live, "BREATH", 0)
    sign_in("Ann")
    with connect() as channel:
        for _ in range(45):
            channel.send_text("nonsense")
        channel.send_json(stage.items[0].ballot("agree"))
        received = [channel.receive_json() for _ in range(47)]

    answers = [message for message in received if message["type"] != "signal"]
    assert answers[-1]["again"] is True
    assert stored(stage) == []


def test_a_revoked_session_is_closed_at_its_next_ballot_which_stays_with_the_browser(connect, sign_in, stage):
    token = sign_in("Ann")
    with connect() as channel:
        identity.sign_out(stage.db, token)
        channel.send_json(stage.items[0].ballot("agree"))
        answer = receive(channel, "refused")
        with pytest.raises(WebSocketDisconnect) as closed:
            channel.receive_json()

    assert answer["again"] is True
    assert closed.value.code == live.SIGNED_OUT
    assert stored(stage) == []


def test_a_channel_that_only_listens_ends_with_its_sign_in(connect, sign_in, stage, monkeypatch):
    monkeypatch.setattr(ended_sign_ins, "EVERY", 0.02)
    token = sign_in("Ann")
    with connect() as ended:
        receive(ended, "signal")
        sign_in("Ben")
        with connect() as other:
            receive(other, "signal")
            identity.sign_out(stage.db, token)
            with pytest.raises(WebSocketDisconnect) as closed:
                ended.receive_json()
            rounds.close_round(stage.as_("Fay"), stage.round_id)

            assert receive(other, "signal")["revision"] > 0

    assert closed.value.code == live.SIGNED_OUT


def test_without_a_session_the_channel_is_closed_with_the_reason(connect):
    with connect() as channel, pytest.raises(WebSocketDisconnect) as closed:
        channel.receive_json()

    assert closed.value.code == live.SIGNED_OUT


def test_another_process_answers_like_one_that_does_not_exist(connect, sign_in):
    sign_in("Ann")
    with connect("00000000-0000-0000-0000-000000000001") as channel, pytest.raises(WebSocketDisconnect) as closed:
        channel.receive_json()

    assert closed.value.code == live.NOT_FOUND


def test_a_page_of_another_site_cannot_open_the_channel(client, sign_in, stage):
    sign_in("Ann")
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        client.websocket_connect(f"/live/{stage.process_id}", headers={"origin": "http://evil.example"}) as channel,
    ):
        channel.receive_json()

    assert closed.value.code == live.ELSEWHERE


def test_the_pages_connected_are_counted_and_forgotten(client, connect, sign_in):
    sign_in("Ann")
    with connect() as channel:
        receive(channel, "signal")
        during = client.get("/health").json()["pages"]

    assert during == 1
    assert client.get("/health").json()["pages"] == 0


def test_a_binary_message_ends_the_connection_quietly(connect, sign_in):
    sign_in("Ann")
    with connect() as channel:
        receive(channel, "signal")
        channel.send_bytes(json.dumps({}).encode())
        with pytest.raises(WebSocketDisconnect):
            channel.receive_json()
