"""What people wrote in their own words: answers to text questions, and comments on any question."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.answers import comment_key
from surveys.model import Instrument, Question, QuestionKind


@dataclass(frozen=True, slots=True)
class TextKey:
    """Where a text stands: the question, and whether it comments on the answer or is the answer."""

    question: Question
    is_comment: bool


def text_keys(instrument: Instrument) -> Mapping[str, TextKey]:
    """Every key under which a text may be stored, in the order of the instrument."""
    found: dict[str, TextKey] = {}
    for question in instrument.questions():
        if question.kind is QuestionKind.TEXT:
            found[question.id] = TextKey(question, False)
        if question.comment:
            found[comment_key(question.id)] = TextKey(question, True)
    return found


def find_passage(text: str, passage: str) -> tuple[int, int] | None:
    """Where the passage stands in the text, white space at its ends aside; (0, 0) for all of it, None for nowhere."""
    wanted = passage.strip()
    if not wanted or wanted == text.strip():
        return 0, 0
    start = text.find(wanted)
    return (start, start + len(wanted)) if start >= 0 else None


def cut(text: str, start: int, end: int) -> str:
    """The passage from `start` to `end`; all of the text for 0 to 0."""
    return text[start:end] if end else text
