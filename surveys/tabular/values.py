"""Cells read as ratings, votes, "cannot judge" or nothing; text that is none of these is told apart, never dropped."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

MISSING_WORDS = frozenset(
    {"", "na", "n/a", "nan", "null", "none", "missing", ".", "-", "–", "no answer", "not answered"}
)
CANNOT_JUDGE_WORDS = frozenset(
    {
        "cannot judge", "cannot_judge", "can't judge", "unable to score", "unable to rate", "unable to judge",
        "don't know", "do not know", "dont know", "unsure", "not sure", "not my expertise", "no opinion", "unknown",
    }
)  # fmt: skip
VOTE_WORDS: Mapping[str, str] = {
    "agree": "agree", "yes": "agree", "y": "agree", "in favour": "agree", "in favor": "agree", "for": "agree",
    "disagree": "disagree", "no": "disagree", "n": "disagree", "against": "disagree", "oppose": "disagree",
    "abstain": "abstain", "abstained": "abstain", "abstention": "abstain",
}  # fmt: skip

_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
_LABELLED = re.compile(r"^(\d{1,3})\s*(?:[-–=:.)(,]\s*|\s)\s*[^\W\d].*$", re.DOTALL)
_CODE = re.compile(r"^[A-Za-z]{1,2}(\d{1,3})$")


class Kind(StrEnum):
    """What a cell is read as."""

    MISSING = "missing"
    CANNOT_JUDGE = "cannot_judge"
    VOTE = "vote"
    RATING = "rating"
    TEXT = "text"


class Notation(StrEnum):
    """How a rating is written."""

    WHOLE = "whole"
    POINT = "a decimal point"
    COMMA = "a decimal comma"
    LABELLED = "a label after the number"
    CODE = "a letter before the number"


@dataclass(frozen=True, slots=True)
class Value:
    """One reading of a cell. `rating` is None for what is no rating; one between two points stays a fraction."""

    kind: Kind
    choice: str = ""
    rating: float | None = None
    notation: Notation | None = None


_MISSING = Value(Kind.MISSING)
_CANNOT_JUDGE = Value(Kind.CANNOT_JUDGE, choice="cannot_judge")


def read_value(cell: str, cannot_judge: Collection[str] = ()) -> Value:
    """Read one cell; `cannot_judge` are further codes for "cannot judge", such as "10" or "99"."""
    text = cell.strip()
    lowered = text.casefold().replace("’", "'")
    if text and lowered in {code.strip().casefold() for code in cannot_judge}:
        return _CANNOT_JUDGE
    if lowered in MISSING_WORDS:
        return _MISSING
    if lowered in CANNOT_JUDGE_WORDS:
        return _CANNOT_JUDGE
    if lowered in VOTE_WORDS:
        return Value(Kind.VOTE, choice=VOTE_WORDS[lowered])
    return _read_rating(text)


def _read_rating(text: str) -> Value:
    if _NUMBER.match(text):
        notation = Notation.COMMA if "," in text else Notation.POINT if "." in text else Notation.WHOLE
        return Value(Kind.RATING, rating=float(text.replace(",", ".")), notation=notation)
    if found := _LABELLED.match(text):
        return Value(Kind.RATING, rating=float(found[1]), notation=Notation.LABELLED)
    if found := _CODE.match(text):
        return Value(Kind.RATING, rating=float(found[1]), notation=Notation.CODE)
    return Value(Kind.TEXT)
