"""How long answering an instrument takes."""

import math
from collections.abc import Iterator

from surveys.model import Instrument, Question, QuestionKind

WORDS_A_MINUTE = 200
"""Careful silent reading."""

_SECONDS = {
    QuestionKind.SINGLE: 8,
    QuestionKind.YES_NO_UNSURE: 6,
    QuestionKind.SCALE: 8,
    QuestionKind.NUMBER: 15,
    QuestionKind.TEXT: 60,
    QuestionKind.MULTIPLE: 6,
    QuestionKind.RANKING: 10,
    QuestionKind.MATRIX: 0,
}
_SECONDS_A_PART = {QuestionKind.MULTIPLE: 2, QuestionKind.RANKING: 4, QuestionKind.MATRIX: 6}
_SECONDS_A_COMMENT = 10


def minutes_of(instrument: Instrument) -> int:
    """Whole minutes to answer it: those it says itself, else the estimate."""
    return instrument.minutes or estimate_minutes(instrument)


def estimate_minutes(instrument: Instrument) -> int:
    """Whole minutes, rounded up: reading every word once, and deciding.

    Deciding takes 6 (yes/no) to 15 seconds (a number), a minute for a free text, a few seconds for each option
    or row; a question that is asked on a condition counts half.
    """
    intros = [instrument.intro, *(text for section in instrument.sections for text in (section.title, section.intro))]
    seconds = _reading(intros) + sum(_seconds(question) for question in instrument.questions())
    return max(1, math.ceil(seconds / 60))


def _seconds(question: Question) -> float:
    n_parts = len(question.rows or question.options)
    deciding = _SECONDS[question.kind] + _SECONDS_A_PART.get(question.kind, 0) * n_parts
    seconds = _reading(_words(question)) + deciding + (_SECONDS_A_COMMENT if question.comment else 0)
    return seconds if question.show_if is None else seconds / 2


def _words(question: Question) -> Iterator[str]:
    yield from (question.text, question.help, question.plain)
    yield from (part.label for part in (*question.options, *question.rows))
    yield from (finding.text for finding in question.evidence)


def _reading(texts: Iterator[str] | list[str]) -> float:
    return sum(len(text.split()) for text in texts) * 60 / WORDS_A_MINUTE
