"""Reading a bounce: the notice of a mail server that a mail did not arrive (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from itertools import islice

from consensus.domain.errors import InvalidInputError
from consensus.domain.people import clean_line

# What is sent back is a mail of ours at most, and anybody can send a notice.
MAX_BYTES = 1_000_000
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_MESSAGE_ID = re.compile(r"<[^<>@\s]{1,200}@[^<>@\s]{1,200}>")
_LONGEST = 300
_LONGEST_HEADER, _MOST_IDS = 20_000, 100


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce says: of which mail (one of these Message-IDs), the status such as "5.1.1", and the reason."""

    message_ids: tuple[str, ...]
    status: str
    reason: str

    @property
    def is_final(self) -> bool:
        """Whether the mail will never arrive (5.x.x), rather than be tried again (4.x.x)."""
        return self.status.startswith("5")


def read_bounce(content: bytes) -> Bounce:
    """What a bounce says.

    Headers are taken as they stand: whoever writes a notice may write one that takes hours to be read as addresses.

    Raises:
        InvalidInputError: it is no bounce, says that the mail arrived, or names no mail.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError("This file is too large for a bounce.")
    try:
        return _read(message_from_bytes(content, policy=policy.compat32))
    except RecursionError:
        raise InvalidInputError("This is no bounce: its parts are nested too deeply.") from None


def _read(notice: Message) -> Bounce:
    status, reason = _by_report(notice) or _by_words(notice)
    if not status:
        raise InvalidInputError("This mail is no bounce: it says nothing of a mail that did not arrive.")
    if status.startswith("2"):
        raise InvalidInputError("This notice says that the mail arrived.")
    ids = tuple(islice(dict.fromkeys(_message_ids(notice)), _MOST_IDS))
    if not ids:
        raise InvalidInputError("The bounce does not say which mail it is about.")
    return Bounce(ids, status, clean_line(reason)[:_LONGEST] or f"Status {status}")


def _by_report(notice: Message) -> tuple[str, str] | None:
    """Status and reason from the part that is made for machines."""
    for part in notice.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            found = _STATUS.search(_header(block, "Status"))
            if found:
                reason = _header(block, "Diagnostic-Code").partition(";")[2]
                return found[0], reason or _header(block, "Action")
    return None


def _by_words(notice: Message) -> tuple[str, str]:
    """Status and reason from the words, where the sender is the mail system itself."""
    sender = f"{_header(notice, 'From')} {_header(notice, 'Return-Path')}".lower()
    if not any(name in sender for name in ("mailer-daemon", "postmaster", "<>")):
        return "", ""
    for part in notice.walk():
        if part.get_content_type() == "text/plain":
            text = _text(part)
            found = _STATUS.search(text)
            if found:
                line = next(line for line in text.splitlines() if found[0] in line)
                return found[0], line
    return "", ""


def _message_ids(notice: Message) -> Iterator[str]:
    """The Message-ID of the mail that is sent back, in whole or its headers alone, then what the notice refers to."""
    for part in notice.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield from (id_ for inner in _blocks(part) for id_ in _ids(_header(inner, "Message-ID")))
        elif kind == "text/rfc822-headers":
            yield from _ids(*re.findall(r"(?im)^message-id:[^\S\n]*(.*)$", _text(part)))
    yield from _ids(_header(notice, "In-Reply-To"), _header(notice, "References"))
    if not notice.is_multipart():
        yield from _ids(*re.findall(r"(?im)^[^\w\n]*message-id:[^\S\n]*(.*)$", _text(notice)))


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _header(part: Message, name: str) -> str:
    raw = next((str(value) for key, value in part.raw_items() if key.lower() == name.lower()), "")[:_LONGEST_HEADER]
    return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _ids(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from _MESSAGE_ID.findall(text[:_LONGEST_HEADER])


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(part.get_payload())
