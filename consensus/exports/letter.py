"""A mail as it travels: plain text, the same as simple HTML, and headers that nothing typed can add to."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from consensus.domain.mail_text import LINK_MARK
from consensus.domain.people import clean_line

# 7 bits and short lines pass every server; addresses beyond ASCII need one that takes them (RFC 6531).
_PLAIN = policy.SMTP.clone(cte_type="7bit", max_line_length=76)
_UTF8 = policy.SMTPUTF8.clone(cte_type="7bit", max_line_length=76)

_PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
    '<body style="margin:0;padding:24px 16px;background:#fbfaf7">'
    '<div style="max-width:36rem;margin:0 auto;font:17px/1.55 Georgia,serif;color:#0e1720">{paragraphs}</div>'
    "</body></html>"
)
_BUTTON = (
    '<a href="{address}" style="display:inline-block;padding:12px 22px;background:#0f5c6e;color:#ffffff;'
    'border-radius:6px;text-decoration:none;font:600 16px/1.3 Arial,sans-serif">Open my personal link</a>'
    '<br><span style="font:13px/1.5 Arial,sans-serif;color:#55616d;word-break:break-all">{address}</span>'
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written and to whom. Where `body` has link marks, the addresses of `links` go, in order."""

    message_id: str
    sender: str
    reply_to: str
    to_name: str
    to_address: str
    subject: str
    body: str
    links: tuple[str, ...]
    at: datetime


def to_message(letter: Letter) -> EmailMessage:
    """The mail with its two alternatives."""
    to = to_ascii_domain(letter.to_address)
    message = EmailMessage(_PLAIN if to.isascii() else _UTF8)
    message["From"] = _mailbox(*parseaddr(letter.sender))
    message["To"] = _mailbox(letter.to_name, to)
    if letter.reply_to:
        message["Reply-To"] = _mailbox(*parseaddr(letter.reply_to))
    message["Subject"] = clean_line(letter.subject)
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = letter.message_id
    # Keeps holiday notices from answering (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(to_text(letter.body, letter.links))
    message.add_alternative(to_page(letter.body, letter.links), subtype="html")
    return message


def to_text(body: str, links: tuple[str, ...]) -> str:
    """The plain text with the links in their places; one that is short of links has its last one again."""
    return _with_links(body, links, str)


def to_page(body: str, links: tuple[str, ...]) -> str:
    """The text as HTML: paragraphs, nothing of it read as HTML, each link a button with its address below."""
    paragraphs = re.split(r"\n{2,}", html.escape(body, quote=False))
    marked = "".join(f'<p style="margin:0 0 1em">{paragraph}</p>' for paragraph in paragraphs).replace("\n", "<br>")
    return _PAGE.replace("{paragraphs}", _with_links(marked, links, _button))


def to_ascii_domain(address: str) -> str:
    """The address with its domain as mail servers know it, "müller.example" as "xn--mller-kva.example"."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _with_links(text: str, links: tuple[str, ...], draw: Callable[[str], str]) -> str:
    first, *rest = text.split(LINK_MARK)
    drawn = [draw(links[min(place, len(links) - 1)]) if links else "" for place in range(len(rest))]
    return first + "".join(link + piece for link, piece in zip(drawn, rest, strict=True))


def _button(address: str) -> str:
    return _BUTTON.format(address=html.escape(address))


def _mailbox(name: str, address: str) -> Address:
    return Address(display_name=clean_line(name), addr_spec=address)
