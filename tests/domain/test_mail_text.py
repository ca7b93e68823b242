"""Texts with places: what is filled in stays what it is, and what cannot be filled in is named."""

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.mail_text import DEFAULTS, LINK_MARK, MailText, MessageKind, check_text, fill, places_of

INVITATION = MessageKind.INVITATION
VALUES = {
    "name": "Ann",
    "process": "Pumps",
    "question": "When?",
    "facilitator": "Nora",
    "deadline": "1 May 2026",
    "meeting": "Meeting, 2 May 2026",
    "address": "https://assent.example",
}


@pytest.mark.parametrize("kind", MessageKind)
def test_every_default_passes_its_own_check_and_is_filled_in_whole(kind):
    checked = check_text(kind, DEFAULTS[kind])

    filled = fill(checked, VALUES)

    assert checked == DEFAULTS[kind]
    assert "{" not in filled.subject + filled.body
    assert (LINK_MARK in filled.body) is not (VALUES["address"] in filled.body)


@pytest.mark.parametrize("name", ["{link}", "{deadline}", "{name}", "A {b} C", "{{name}}", "%s {0} {}"])
def test_braces_in_a_name_stay_what_they_are(name):
    filled = fill(MailText("{name}", "Dear {name}, {link}"), {**VALUES, "name": name})

    assert filled.subject == name
    assert filled.body == f"Dear {name}, {LINK_MARK}"


def test_a_name_cannot_carry_the_mark_of_the_link():
    filled = fill(MailText("s", "{name} {link}"), {**VALUES, "name": f"A{LINK_MARK}nn"})

    assert filled.body == f"Ann {LINK_MARK}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (MailText("Hello", "{nmae}, {link}"), r"\{nmae\} cannot be filled in here. What can: \{name\}"),
        (MailText("{meeting}", "{link}"), r"\{meeting\} cannot be filled in here"),
        (MailText("Hello {link}", "{link}"), "belongs in the text"),
        (MailText("Hello", "no place"), r"needs \{link\}"),
        (MailText(" \r\n ", "{link}"), "needs a subject"),
        (MailText("Hello", " \n "), "needs a text"),
        (MailText("x" * 201, "{link}"), "subject has 201 characters"),
        (MailText("Hello", "x" * 10_001 + "{link}"), "text has 10,007 characters"),
    ],
    ids=["unknown", "not here", "link in subject", "no link", "no subject", "no text", "long subject", "long text"],
)
def test_a_text_that_cannot_be_sent_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        check_text(INVITATION, text)


def test_a_subject_is_one_line_whatever_was_pasted_or_filled_in():
    checked = check_text(INVITATION, MailText("Hello\r\nBcc: eve@evil.example", "{link}"))
    filled = fill(MailText("For {process}", "{link}"), {**VALUES, "process": "A\r\nBcc: eve@evil.example"})

    assert checked.subject == "Hello Bcc: eve@evil.example"
    assert filled.subject == "For A Bcc: eve@evil.example"


def test_what_nobody_can_see_is_taken_out_of_a_text_and_its_lines_stay():
    checked = check_text(INVITATION, MailText("s", "Dear\u200b {name},\r\n\r\nsee\x07\u202e {link}\t \n"))

    assert checked.body == "Dear {name},\n\nsee {link}"


def test_each_kind_says_which_places_it_has():
    assert "meeting" in places_of(MessageKind.MEETING_NOTICE)
    assert "meeting" not in places_of(INVITATION)
    assert "deadline" not in places_of(MessageKind.LINK)
