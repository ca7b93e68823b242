"""What can be put to an electorate, and what a ballot may say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.errors import InvalidInputError

MAX_COMMENT_CHARACTERS = 2000


class RoundKind(StrEnum):
    """How the electorate answers."""

    VOTE = "vote"


class Choice(StrEnum):
    """The four answers of a vote; not answering is none of them."""

    AGREE = "agree"
    DISAGREE = "disagree"
    ABSTAIN = "abstain"
    CANNOT_JUDGE = "cannot_judge"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a ballot offers: the value that is stored and the words that are shown."""

    value: str
    label: str


OPTIONS: Mapping[RoundKind, tuple[Option, ...]] = {
    RoundKind.VOTE: (
        Option(Choice.AGREE, "Agree"),
        Option(Choice.DISAGREE, "Disagree"),
        Option(Choice.ABSTAIN, "Abstain"),
        Option(Choice.CANNOT_JUDGE, "Cannot judge"),
    ),
}

VALUES: Mapping[RoundKind, frozenset[str]] = {
    kind: frozenset(option.value for option in options) for kind, options in OPTIONS.items()
}


def check_choice(kind: RoundKind, choice: str) -> None:
    """Refuse a choice that this kind of round does not offer."""
    if choice not in VALUES[kind]:
        raise InvalidInputError("This is not one of the answers offered.")


def clean_comment(comment: str) -> str:
    """The comment without surrounding white space and control characters; refused when too long."""
    cleaned = "".join(c for c in comment if c in "\n\t" or c.isprintable()).strip()
    if len(cleaned) > MAX_COMMENT_CHARACTERS:
        raise InvalidInputError(f"A comment may have at most {MAX_COMMENT_CHARACTERS} characters.")
    return cleaned
