"""Reading a bounce: the notice of a mail server that a mail did not arrive (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from consensus.domain.errors import InvalidInputError
from consensus.domain.people import clean_line

MAX_BYTES = 5_000_000
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_MESSAGE_ID = re.compile(r"<[^<>@\s]{1,200}@[^<>@\s]{1,200}>")
_LONGEST = 300


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

    Raises:
        InvalidInputError: it is no bounce, says that the mail arrived, or names no mail.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError("This file is too large for a bounce.")
    notice = message_from_bytes(content, policy=policy.default)
    if not isinstance(notice, EmailMessage):
        raise InvalidInputError("This is no mail.")
    status, reason = _by_report(notice) or _by_words(notice)
    if not status:
        raise InvalidInputError("This mail is no bounce: it says nothing of a mail that did not arrive.")
    if status.startswith("2"):
        raise InvalidInputError("This notice says that the mail arrived.")
    ids = tuple(dict.fromkeys(_message_ids(notice)))
    if not ids:
        raise InvalidInputError("The bounce does not say which mail it is about.")
    return Bounce(ids, status, clean_line(reason)[:_LONGEST] or f"Status {status}")


def _by_report(notice: EmailMessage) -> tuple[str, str] | None:
    """Status and reason from the part that is made for machines."""
    for part in notice.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            found = _STATUS.search(str(block.get("Status", "")))
            if found:
                reason = str(block.get("Diagnostic-Code", "")).partition(";")[2]
                return found[0], reason or str(block.get("Action", ""))
    return None


def _by_words(notice: EmailMessage) -> tuple[str, str]:
    """Status and reason from the words, where the sender is the mail system itself."""
    sender = f"{notice.get('From', '')} {notice.get('Return-Path', '')}".lower()
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


def _message_ids(notice: EmailMessage) -> Iterator[str]:
    """The Message-ID of the mail that is sent back, in whole or its headers alone, then what the notice refers to."""
    for part in notice.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield from (id_ for inner in _blocks(part) for id_ in _ids(inner.get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            yield from _ids(*re.findall(r"(?im)^message-id:\s*(.*)$", _text(part)))
    yield from _ids(notice.get("In-Reply-To", ""), notice.get("References", ""))
    if not notice.is_multipart():
        yield from _ids(*re.findall(r"(?im)^\W*message-id:\s*(.*)$", _text(notice)))


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _ids(*headers: object) -> Iterator[str]:
    for header in headers:
        yield from _MESSAGE_ID.findall(str(header))


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(part.get_payload())
