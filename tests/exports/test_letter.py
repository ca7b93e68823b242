"""A mail says what was written, in text and in HTML, and nothing typed becomes a header or markup."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from consensus.domain.mail_text import LINK_MARK
from consensus.exports.letter import Letter, to_message

LINK = "https://assent.example/join#s-e_c.ret"


def letter(**changes: object) -> Letter:
    fields: dict[str, object] = {
        "message_id": "<1@assent.example>",
        "sender": "Assent <consensus@assent.example>",
        "reply_to": "nora@hospital.example",
        "to_name": "Ann Alder",
        "to_address": "ann@hospital.example",
        "subject": "Your place",
        "body": f"Dear Ann,\n\nopen\n{LINK_MARK}\nsoon.",
        "links": (LINK,),
        "at": datetime(2026, 3, 2, 12, tzinfo=UTC),
    }
    return Letter(**{**fields, **changes})  # type: ignore[arg-type]


def arrived(sent: Letter):
    """The mail as it is read at the other end."""
    raw = to_message(sent).as_bytes().replace(b"\r\n", b"\n")
    return message_from_bytes(raw, policy=policy.default)


def test_a_mail_has_the_same_words_as_text_and_as_html():
    mail = arrived(letter())

    text, page = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert text == f"Dear Ann,\n\nopen\n{LINK}\nsoon.\n"
    assert "Dear Ann,</p>" in page
    assert f'href="{LINK}"' in page
    assert mail["To"] == "Ann Alder <ann@hospital.example>"
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("nora@hospital.example", "auto-generated")


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: eve@evil.example"},
        {"to_name": "Ann\r\nBcc: eve@evil.example"},
        {"to_name": "Ann\n\nBody"},
        {"sender": "As\nsent <consensus@assent.example>"},
    ],
    ids=["subject", "name", "name with a blank line", "sender"],
)
def test_a_line_break_adds_no_header(changes):
    raw = to_message(letter(**changes)).as_bytes()

    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Bcc"] is None
    assert len(mail.get_all("To")) == 1
    assert mail.get_body(("plain",)).get_content().startswith("Dear Ann")


def test_markup_that_was_typed_stays_text():
    mail = arrived(letter(body=f"<script>alert(1)</script> & <b>\n\n{LINK_MARK}"))

    page = mail.get_body(("html",)).get_content()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in page


def test_names_and_words_beyond_ascii_travel_in_seven_bits():
    sent = letter(to_name="Åse Čížek, MD", subject="Ergebnis – 80 %", body=f"Über “alles” 漢字\n\n{LINK_MARK}")

    raw = to_message(sent).as_bytes()

    assert raw.isascii()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Subject"] == "Ergebnis – 80 %"
    assert mail["To"].addresses[0].display_name == "Åse Čížek, MD"
    assert "漢字" in mail.get_body(("plain",)).get_content()


def test_several_links_go_to_their_places_in_order():
    mail = arrived(letter(body=f"A {LINK_MARK} B {LINK_MARK}", links=("https://a.example/#1", "https://a.example/#2")))

    assert mail.get_body(("plain",)).get_content() == "A https://a.example/#1 B https://a.example/#2\n"


def test_a_domain_beyond_ascii_is_written_as_servers_know_it():
    assert arrived(letter(to_address="ann@müller.example"))["To"].addresses[0].domain == "xn--mller-kva.example"


def test_no_line_is_longer_than_servers_take():
    raw = to_message(letter(body="word " * 2000 + LINK_MARK)).as_bytes()

    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
