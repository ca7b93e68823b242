"""The digest of an event covers all of it, and the digest before it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from consensus.domain.chain import START, ChainedEvent

EVENT = ChainedEvent(
    process_id=UUID(int=1),
    sequence=7,
    at=datetime(2012, 9, 7, 12, tzinfo=UTC),
    actor_id=UUID(int=2),
    verb="round.opened",
    object_type="round",
    object_id=str(UUID(int=3)),
    detail={"number": 1, "words": "Größe"},
)


@pytest.mark.parametrize(
    "changed",
    [
        replace(EVENT, process_id=UUID(int=9)),
        replace(EVENT, sequence=8),
        replace(EVENT, at=EVENT.at + timedelta(microseconds=1)),
        replace(EVENT, actor_id=None),
        replace(EVENT, verb="round.closed"),
        replace(EVENT, object_type="ballots"),
        replace(EVENT, object_id=str(UUID(int=4))),
        replace(EVENT, detail={"number": 2, "words": "Größe"}),
        replace(EVENT, detail={}),
    ],
    ids=["process", "sequence", "time", "actor", "verb", "object type", "object", "detail", "no detail"],
)
def test_any_change_changes_the_digest(changed):
    assert changed.digest(b"key", START) != EVENT.digest(b"key", START)


def test_the_digest_depends_on_the_key_and_on_what_came_before():
    digest = EVENT.digest(b"key", START)

    assert digest != EVENT.digest(b"other", START)
    assert digest != EVENT.digest(b"key", digest)


def test_the_same_moment_and_detail_have_one_digest_however_they_are_written():
    elsewhere = replace(
        EVENT,
        at=EVENT.at.astimezone(timezone(timedelta(hours=-4))),
        detail={"words": "Größe", "number": 1},
    )

    assert elsewhere.digest(b"key", START) == EVENT.digest(b"key", START)
