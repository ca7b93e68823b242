"""The ballot paper of a secret vote on the live channel: whole or not at all, and the answer says nothing of it."""

import json
from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.services.rounds.secret_casting import SecretCastRequest, SecretChoice
from consensus.web.messages import MalformedError, read_ballot
from tests.services.builders import ANN
from tests.services.secret_people import AGREE, open_secret, plan_secret, receipt_of

ROUND, ITEM = UUID(int=3), UUID(int=7)
PAPER = {
    "type": "paper",
    "key": "12345678",
    "round": str(ROUND),
    "receipt": "0123456789ABCDEF",
    "choices": [{"item": str(ITEM), "version": "v", "choice": "agree"}],
}

any_json = st.recursive(
    st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


def test_a_paper_is_read_as_it_was_sent():
    expected = SecretCastRequest("token", "12345678", ROUND, "0123456789ABCDEF", (SecretChoice(ITEM, "v", "agree"),))

    assert read_ballot(json.dumps(PAPER), "token") == expected


@pytest.mark.parametrize(
    "change",
    [
        {"round": "3"},
        {"receipt": None},
        {"receipt": "a\0b"},
        {"choices": None},
        {"choices": ["agree"]},
        {"choices": [{"item": "7", "version": "v", "choice": "agree"}]},
        {"choices": [{"item": str(ITEM), "version": "v", "choice": 1}]},
        {"choices": [{"item": str(ITEM), "choice": "agree"}]},
    ],
    ids=str,
)
def test_a_paper_with_a_wrong_field_is_refused_under_its_key(change):
    with pytest.raises(MalformedError) as refused:
        read_ballot(json.dumps(PAPER | change), "token")

    assert refused.value.key == PAPER["key"]


@given(round_=any_json, receipt=any_json, choices=any_json)
def test_no_json_makes_anything_but_a_paper_or_a_refusal(round_, receipt, choices):
    changes = {"round": round_, "receipt": receipt, "choices": choices}
    with suppress(MalformedError):
        assert isinstance(read_ballot(json.dumps(PAPER | changes), "token"), SecretCastRequest)


def test_what_is_secret_in_a_cast_shows_in_no_traceback():
    shown = repr(read_ballot(json.dumps(PAPER), "the cookie"))

    assert not any(word in shown for word in ("agree", "0123456789ABCDEF", "the cookie"))


def test_a_paper_cast_on_the_channel_and_sent_again_is_answered_twice_alike(db, client, settings):
    vote = open_secret(plan_secret(db))
    client.cookies.set(settings.session_cookie, vote.built.token(ANN))
    choices = [
        {"item": str(one.item_id), "version": one.version_sha256, "choice": one.choice} for one in vote.paper(AGREE)
    ]
    paper = {"type": "paper", "key": "the-key-of-a-cast", "round": str(vote.id), "receipt": receipt_of(ANN)}

    with client.websocket_connect(f"/live/{vote.built.process_id}", headers={"origin": "http://testserver"}) as socket:
        answers = []
        for _ in range(2):
            socket.send_json(paper | {"choices": choices})
            while (message := socket.receive_json())["type"] == "signal":
                assert AGREE not in {value for value in message.values() if isinstance(value, str)}
            answers.append(message)

    assert answers == [{"type": "sealed", "key": "the-key-of-a-cast"}] * 2
    assert vote.view().n_cast == 1
