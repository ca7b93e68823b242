"""The texts of mails: what each kind says by default, and the places in them that are filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.errors import InvalidInputError
from consensus.domain.people import clean_line


class MessageKind(StrEnum):
    """What a mail is for."""

    INVITATION = "invitation"
    INVITATION_REMINDER = "invitation_reminder"
    SURVEY_REMINDER = "survey_reminder"
    MEETING_NOTICE = "meeting_notice"
    ROUND_REMINDER = "round_reminder"
    FEEDBACK_NOTICE = "feedback_notice"
    LINK = "link"

    @property
    def words(self) -> str:
        """The words for it in a sentence."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and text of a mail; in a template, with places such as `{name}`."""

    subject: str
    body: str


PLACES: Mapping[str, str] = {
    "name": "the person the mail goes to",
    "process": "the title of the process",
    "question": "the question before the panel",
    "facilitator": "who sends the mail",
    "deadline": "the date until which an answer is asked for",
    "meeting": "the meeting with its date",
    "link": "the personal link, made at the moment of sending",
    "address": "the address of this server, where people sign in as they did before",
}

# Stands for the personal link in a text that is kept: people cannot type it, since it is taken out of what they type.
LINK_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"

MAX_SUBJECT = 200
MAX_BODY = 10_000

# Nobody asks for a link with a date, and only a notice of the meeting makes sure that there is one.
_NOT_IN = {
    MessageKind.INVITATION: frozenset({"meeting"}),
    MessageKind.INVITATION_REMINDER: frozenset({"meeting"}),
    MessageKind.SURVEY_REMINDER: frozenset({"meeting"}),
    MessageKind.MEETING_NOTICE: frozenset({"deadline"}),
    MessageKind.ROUND_REMINDER: frozenset({"meeting", "link"}),
    MessageKind.FEEDBACK_NOTICE: frozenset({"meeting", "deadline", "link"}),
    MessageKind.LINK: frozenset({"meeting", "deadline"}),
}

# A newer link would hide from its reader what they rated before it was made; these lead to the sign-in instead.
_WITHOUT_LINK = frozenset({MessageKind.ROUND_REMINDER, MessageKind.FEEDBACK_NOTICE})

_FOR_YOU_ALONE = "The link was made for you alone, so please do not pass this mail on. Open it and press Continue."

DEFAULTS: Mapping[MessageKind, MailText] = {
    MessageKind.INVITATION: MailText(
        "Your place on the panel: {process}",
        "Dear {name},\n\n"
        "you are invited to the panel of “{process}”. Your judgement counts as much as anybody's there.\n\n"
        "This is your personal link:\n\n{link}\n\n"
        f"{_FOR_YOU_ALONE} It shows what the panel is asked, and lets you accept or decline. "
        "Please answer by {deadline}.\n\n"
        "If anything is unclear, answer this mail.\n\n{facilitator}",
    ),
    MessageKind.INVITATION_REMINDER: MailText(
        "Will you take part? {process}",
        "Dear {name},\n\n"
        "some days ago you were invited to the panel of “{process}”, and we do not know yet whether you take part. "
        "A no is an answer too. Please give it by {deadline}:\n\n{link}\n\n"
        f"{_FOR_YOU_ALONE} It replaces the link of the first mail.\n\n{{facilitator}}",
    ),
    MessageKind.SURVEY_REMINDER: MailText(
        "Your answers are still missing: {process}",
        "Dear {name},\n\n"
        "the survey of “{process}” is open, and yours has not been sent in yet. "
        "What you have answered so far is kept; you go on where you stopped. "
        "Please send it in by {deadline}:\n\n{link}\n\n"
        f"{_FOR_YOU_ALONE}\n\n{{facilitator}}",
    ),
    MessageKind.MEETING_NOTICE: MailText(
        "The meeting of the panel: {process}",
        "Dear {name},\n\n"
        "the panel of “{process}” meets: {meeting}.\n\n"
        "With this link you follow the meeting and vote, on a phone as well as on a computer:\n\n{link}\n\n"
        f"{_FOR_YOU_ALONE}\n\n{{facilitator}}",
    ),
    MessageKind.ROUND_REMINDER: MailText(
        "The round is still open: {process}",
        "Dear {name},\n\n"
        "a round of “{process}” is open, and some of your ratings are still missing. "
        "What you have rated is kept; you go on where you stopped. It is open until {deadline}.\n\n"
        "Open it as you did before, with your personal link or code: {address}\n\n{facilitator}",
    ),
    MessageKind.FEEDBACK_NOTICE: MailText(
        "Your feedback is there: {process}",
        "Dear {name},\n\n"
        "a round of “{process}” is closed. Your letter shows your own ratings beside those of the panel; only you can "
        "open it, under “My letters”.\n\n"
        "Open it as you did before, with your personal link or code: {address}\n\n{facilitator}",
    ),
    MessageKind.LINK: MailText(
        "Your personal link: {process}",
        "Dear {name},\n\n"
        "somebody asked for a personal link with this address. This one leads to “{process}”:\n\n{link}\n\n"
        f"{_FOR_YOU_ALONE} If it was not you who asked, you need not do anything.",
    ),
}

_PLACE = re.compile(r"\{([A-Za-z_]+)\}")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffc\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def places_of(kind: MessageKind) -> tuple[str, ...]:
    """The places that the text of this kind may have."""
    leads = frozenset() if kind in _WITHOUT_LINK else frozenset({"address"})
    return tuple(place for place in PLACES if place not in _NOT_IN[kind] | leads)


def places_in(text: MailText) -> frozenset[str]:
    """The places that a text has."""
    return frozenset(_PLACE.findall(text.subject) + _PLACE.findall(text.body))


def check_text(kind: MessageKind, text: MailText) -> MailText:
    """The text as it is kept: a subject of one line, and only places that can be filled in.

    Raises:
        InvalidInputError: a place is not known, the link is missing or in the subject, or something is empty or too
            long; the sentence names it.
    """
    subject = clean_line(text.subject.replace(LINK_MARK, ""))
    body = _clean_body(text.body)
    _check_length("subject", subject, MAX_SUBJECT)
    _check_length("text", body, MAX_BODY)
    cleaned = MailText(subject, body)
    allowed = places_of(kind)
    for place in sorted(places_in(cleaned)):
        if place not in allowed:
            known = ", ".join(f"{{{name}}}" for name in allowed)
            raise InvalidInputError(f"{{{place}}} cannot be filled in here. What can: {known}.")
    if "{link}" in subject:
        raise InvalidInputError("The personal link belongs in the text; subjects are shown to whoever looks on.")
    if kind not in _WITHOUT_LINK and "{link}" not in body:
        raise InvalidInputError("The text needs {link}, the place where the personal link goes.")
    return cleaned


def fill(text: MailText, values: Mapping[str, str]) -> MailText:
    """The text with its places filled in, all but the link, for which `LINK_MARK` stands.

    Braces in a value stay what they are: nothing that was filled in is read again.
    """
    known = {name: value.replace(LINK_MARK, "") for name, value in values.items()} | {"link": LINK_MARK}

    def value_of(place: "re.Match[str]") -> str:
        return known.get(place[1], place[0])

    subject = clean_line(_PLACE.sub(value_of, text.subject).replace(LINK_MARK, ""))
    return MailText(subject[:MAX_SUBJECT], _PLACE.sub(value_of, text.body))


def _check_length(what: str, text: str, most: int) -> None:
    if not text:
        raise InvalidInputError(f"A mail needs a {what}.")
    if len(text) > most:
        raise InvalidInputError(f"The {what} has {len(text):,} characters; {most:,} are the most.")


def _clean_body(body: str) -> str:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_UNSEEN.sub("", line.replace("\t", " ")).rstrip() for line in lines).strip()
