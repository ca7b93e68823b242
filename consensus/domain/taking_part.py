"""Whether somebody invited takes part: the reasons a person may give, and the consent that is asked of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.lifecycle import InvitationState

LONGEST_TEXT = 40_000
LONGEST_REASON = 500


class DeclineReason(StrEnum):
    """Why somebody does not take part, as far as they say."""

    NO_TIME = "no_time"
    NOT_MY_FIELD = "not_my_field"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    NO_CONSENT = "no_consent"
    OTHER = "other"


REASON_WORDS: Mapping[DeclineReason, str] = {
    DeclineReason.NO_TIME: "No time",
    DeclineReason.NOT_MY_FIELD: "Not my field",
    DeclineReason.CONFLICT_OF_INTEREST: "Conflict of interest",
    DeclineReason.NO_CONSENT: "Does not agree to the consent text",
    DeclineReason.OTHER: "Another reason",
}
OFFERED_REASONS = tuple(reason for reason in DeclineReason if reason is not DeclineReason.NO_CONSENT)

UNANSWERED = frozenset({InvitationState.DRAFTED, InvitationState.SENT, InvitationState.OPENED, InvitationState.BOUNCED})


class ConsentNeededError(NotAllowedError):
    """The consent text comes first."""

    def __init__(self) -> None:
        super().__init__("Read the consent text first, and say whether you agree. It is under Consent.")


class ConsentState(StrEnum):
    """What somebody's newest word on consent comes to."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ConsentWord:
    """What a person said of one version of the consent text, and when."""

    version: int
    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentCount:
    """How many of those asked have agreed to the newest version of the consent text."""

    version: int
    sha256: str
    asked: int
    given: int
    refused: int


def consent_state(newest_version: int | None, words: Sequence[ConsentWord]) -> ConsentState:
    """Where somebody stands who said these things in this order; every word holds for its own version alone."""
    if newest_version is None:
        return ConsentState.NOT_ASKED
    if not words or words[-1].version != newest_version:
        return ConsentState.WAITING
    return ConsentState.GIVEN if words[-1].given else ConsentState.REFUSED


def check_consent_text(text: str) -> str:
    """The text as it is kept: trimmed, with line ends of one kind, and not empty."""
    kept = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if not kept:
        raise InvalidInputError("A consent text cannot be empty.")
    if len(kept) > LONGEST_TEXT:
        raise InvalidInputError(f"A consent text has at most {LONGEST_TEXT:,} characters; this one has {len(kept):,}.")
    return kept


def consent_fingerprint(text: str, plain_text: str) -> str:
    """The SHA-256 of what a person agrees to: the text, and the plain-language text beside it if there is one."""
    return sha256("\n\0\n".join(filter(None, (text, plain_text))).encode()).hexdigest()


def check_takes_part(state: InvitationState) -> None:
    """Refuse what somebody does who has declined: they change their mind first, and then it is on the record."""
    if state is InvitationState.DECLINED:
        raise ConflictError("You have declined to take part. Change your answer under My tasks first.")
