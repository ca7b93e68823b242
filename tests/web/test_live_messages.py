"""What comes up the live channel is read as a ballot or refused; nothing else can happen."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.services.rounds.ballots import CastRequest, Recorded
from consensus.web.messages import COMMENT_TOO_LONG, MalformedError, read_ballot, write_outcome

ITEM = UUID(int=7)
BALLOT = {"type": "ballot", "key": "12345678", "item": str(ITEM), "version": "v", "choice": "agree", "comment": "Yes."}

any_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_a_ballot_is_read_as_it_was_sent():
    assert read_ballot(json.dumps(BALLOT), "token") == CastRequest("token", "12345678", ITEM, "v", "agree", "Yes.")


@pytest.mark.parametrize(
    "change",
    [
        {"type": "vote"},
        {"item": "7"},
        {"item": None},
        {"version": 1},
        {"choice": None},
        {"choice": ["agree"]},
        {"comment": {"a": 1}},
        {"comment": "a\0b"},
        {"comment": "\ud83d"},
        {"choice": "\udc00"},
    ],
    ids=str,
)
def test_a_ballot_with_a_wrong_field_is_refused_under_its_key(change):
    with pytest.raises(MalformedError) as refused:
        read_ballot(json.dumps(BALLOT | change), "token")

    assert refused.value.key == BALLOT["key"]


@pytest.mark.parametrize("key", [None, "", "short", "x" * 65, 12345678], ids=str)
def test_a_ballot_without_a_proper_key_is_refused(key):
    with pytest.raises(MalformedError):
        read_ballot(json.dumps(BALLOT | {"key": key}), "token")


def test_a_comment_that_is_too_long_is_refused_in_its_own_words():
    with pytest.raises(MalformedError, match="at most") as refused:
        read_ballot(json.dumps(BALLOT | {"comment": "x" * 4_001}), "token")

    assert str(refused.value) == COMMENT_TOO_LONG


@pytest.mark.parametrize(
    "text", ["x" * 20_000, "[" * 16_000, '{"type": ', "\ud800"], ids=["long", "deep", "cut", "half"]
)
def test_what_is_no_message_at_all_is_refused(text):
    with pytest.raises(MalformedError):
        read_ballot(text, "token")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(BALLOT, any_json)) | any_json)
def test_nothing_but_a_refusal_comes_of_nonsense(message):
    try:
        read = read_ballot(json.dumps(message), "token")
    except MalformedError:
        return
    assert isinstance(read.item_id, UUID)


def test_an_acknowledgement_names_the_moment_in_utc():
    at = datetime(2026, 3, 2, 15, 2, 13, 250_000, tzinfo=timezone(timedelta(hours=1)))

    message = json.loads(write_outcome(Recorded("key", ITEM, "agree", "Ä", at)))

    assert datetime.fromisoformat(message["at"]) == at
    assert message["at"] == "2026-03-02T14:02:13.250+00:00"
    assert datetime.fromisoformat(message["at"]).tzinfo == UTC
