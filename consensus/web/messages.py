"""The words of the live channel: JSON objects with a `type`, ballots up, signals and answers down."""

from __future__ import annotations

import json
import secrets
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import UUID

from consensus.services.rounds.ballots import CastRequest, PaperItem, Recorded
from consensus.services.rounds.secret_casting import Sealed
from consensus.web.secret_messages import KIND, read_paper

if TYPE_CHECKING:
    from consensus.services.meetings.asked_now import Asked
    from consensus.services.rounds.casting import AnyRequest, Outcome

# Names this run of the server: pages of an earlier one are unknown to it.
SERVER = secrets.token_hex(4)

MAXIMUM_SIZE = 16_384
MAXIMUM_KEY = 64
MAXIMUM_COMMENT = 4_000
MAXIMUM_REST = 100

NOT_UNDERSTOOD = "This vote could not be read. Reload the page and choose again."
COMMENT_TOO_LONG = f"A comment may have at most {MAXIMUM_COMMENT:,} characters."
NOT_STORED = "Your vote could not be stored. It will be sent again."
TOO_FAST = "Your votes arrive too fast. This one will be sent again."


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class MalformedError(Exception):
    """A message that is not a ballot; `key` is its key as far as it could be read."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


def read_ballot(text: str, token: str) -> AnyRequest:
    """Read a message as a ballot, or the ballot paper of a secret vote, cast with `token`; raises MalformedError."""
    if len(text) > MAXIMUM_SIZE:
        raise MalformedError(NOT_UNDERSTOOD)
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError(NOT_UNDERSTOOD) from error
    if not isinstance(message, dict):
        raise MalformedError(NOT_UNDERSTOOD)
    key = message.get("key")
    if not isinstance(key, str) or not 8 <= len(key) <= MAXIMUM_KEY:
        raise MalformedError(NOT_UNDERSTOOD)
    if message.get("type") == KIND:
        paper = read_paper(message, key, token, _is_text) if _is_text(key) else None
        if paper is None:
            raise MalformedError(NOT_UNDERSTOOD, key)
        return paper
    comment = message.get("comment", "")
    texts = (message.get("item"), message.get("version"), message.get("choice"), comment)
    if message.get("type") != "ballot" or not all(map(_is_text, (*texts, key))):
        raise MalformedError(NOT_UNDERSTOOD, key)
    if len(comment) > MAXIMUM_COMMENT:
        raise MalformedError(COMMENT_TOO_LONG, key)
    try:
        item = UUID(message["item"])
    except ValueError as error:
        raise MalformedError(NOT_UNDERSTOOD, key) from error
    rest = tuple(_read_other(other, key) for other in _listed(message.get("rest", []), key))
    return CastRequest(token, key, item, message["version"], message["choice"], comment, rest)


def _listed(rest: object, key: str) -> list[object]:
    if not isinstance(rest, list) or len(rest) > MAXIMUM_REST:
        raise MalformedError(NOT_UNDERSTOOD, key)
    return rest


def _read_other(other: object, key: str) -> PaperItem:
    """Another item of a ballot paper that is cast as a whole."""
    if not isinstance(other, dict) or not all(map(_is_text, map(other.get, ("item", "version", "choice")))):
        raise MalformedError(NOT_UNDERSTOOD, key)
    try:
        return PaperItem(UUID(other["item"]), other["version"], other["choice"])
    except ValueError as error:
        raise MalformedError(NOT_UNDERSTOOD, key) from error


def write_signal(revision: int, *, within: float = 0.0) -> str:
    """The process has moved on to `revision`; the page need not follow at once, but within these seconds."""
    return _write(type="signal", server=SERVER, revision=revision, within=round(within, 2))


def write_asking(revision: int, asked: Asked | None, *, within: float = 0.0) -> str:
    """The same, with what is asked of this person at that revision."""
    said = asked.text if asked else "null"
    return f'{{"type":"signal","server":"{SERVER}","revision":{revision},"within":{within:.2f},"asked":{said}}}'


def write_outcome(outcome: Outcome) -> str:
    """What the server says about a ballot it has decided on; of a secret one that it is in the box, and no more."""
    if isinstance(outcome, Sealed):
        return _write(type="sealed", key=outcome.key)
    if isinstance(outcome, Recorded):
        return _write(
            type="ack",
            key=outcome.key,
            item=str(outcome.item_id),
            choice=outcome.choice,
            comment=outcome.comment,
            at=outcome.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            **_rest(outcome),
        )
    return write_refusal(outcome.key, outcome.message, again=False)


def _rest(outcome: Recorded) -> dict[str, Any]:
    """The other items of a whole paper, where the ballot is one."""
    others = [{"item": str(one.item_id), "choice": one.choice} for one in outcome.rest]
    return {"rest": others} if others else {}


def write_refusal(key: str, message: str, *, again: bool) -> str:
    """A ballot that does not count; `again` tells the browser to keep it and send it once more."""
    return _write(type="refused", key=key, message=message, again=again)


def _is_text(value: object) -> bool:
    """Whether a database can keep it: JSON may hold a zero character and half of a surrogate pair."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _write(**message: Any) -> str:
    return _encode(message)
