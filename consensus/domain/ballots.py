"""What can be put to an electorate, and what a ballot may say."""

from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.errors import InvalidInputError

MAX_COMMENT_CHARACTERS = 2000


class RoundKind(StrEnum):
    """How the electorate answers; what each of them offers is in `round_kinds`."""

    VOTE = "vote"
    APPROVAL = "approval"
    RATING = "rating"
    GRADE = "grade"
    RANKING = "ranking"
    OBJECTION = "objection"


class Choice(StrEnum):
    """The four answers of a vote; not answering is none of them."""

    AGREE = "agree"
    DISAGREE = "disagree"
    ABSTAIN = "abstain"
    CANNOT_JUDGE = "cannot_judge"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a ballot offers: the value that is stored, the words that are shown, and what a point means."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many people gave one of the answers that were offered."""

    value: str
    label: str
    n: int


def clean_comment(comment: str) -> str:
    """The comment without surrounding white space and control characters; refused when too long."""
    cleaned = "".join(c for c in comment if c in "\n\t" or c.isprintable()).strip()
    if len(cleaned) > MAX_COMMENT_CHARACTERS:
        raise InvalidInputError(f"A comment may have at most {MAX_COMMENT_CHARACTERS} characters.")
    return cleaned
