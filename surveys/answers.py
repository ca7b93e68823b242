"""What may be answered, in the one form that is stored, and what is still missing."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from consensus.domain.errors import InvalidInputError
from surveys.conditions import CANNOT_JUDGE_ID, holds
from surveys.model import Instrument, Question, QuestionKind

Answer = str | int | float | list[str] | dict[str, str | int | bool]
"""A stored answer: the id chosen, ids in a list, a number, a text, or a matrix as row id to point or option id."""

MAX_TEXT = 10_000
"""Characters a text answer or a comment may have."""

LARGEST_NUMBER = 1e15
"""Up to here every whole number is exact, in a browser as in a spreadsheet."""

_COMMENT = "#comment"


def cannot_judge_answer() -> Answer:
    """The answer of somebody who says that they cannot judge."""
    return {CANNOT_JUDGE_ID: True}


def is_cannot_judge(value: object) -> bool:
    """Whether an answer says "cannot judge"."""
    return value == {CANNOT_JUDGE_ID: True}


def check_answer(question: Question, value: object) -> Answer | None:
    """The answer in its stored, JSON-safe form; None where nothing was answered.

    An empty text, list or matrix is no answer. Multiple choices are put into the order of the
    instrument, rankings keep theirs (best first, possibly only the first few).

    Raises:
        InvalidInputError: this is no answer to this question.
    """
    if value is None or value in ("", [], {}):
        return None
    if is_cannot_judge(value):
        if not question.cannot_judge:
            raise InvalidInputError("This question cannot be answered with 'cannot judge'.")
        return cannot_judge_answer()
    return _CHECKS[question.kind](question, value)


def comment_key(question_id: str) -> str:
    """Under which key the comment on a question is stored; no question has such an id."""
    return question_id + _COMMENT


def commented_question(key: str) -> tuple[str, bool]:
    """The question that a stored answer or comment belongs to, and whether it is a comment."""
    return (key.removesuffix(_COMMENT), True) if key.endswith(_COMMENT) else (key, False)


def check_comment(question: Question, value: object) -> Answer | None:
    """The comment in its stored form; None where it is empty.

    Raises:
        InvalidInputError: the question takes no comment, or this is no text.
    """
    if not question.comment:
        raise InvalidInputError("This question takes no comment.")
    return None if value is None else _text(question, value)


def is_shown(question: Question, answers: Mapping[str, object]) -> bool:
    """Whether a person with these answers is asked this question.

    Judge a whole instrument with `shown_questions`, which also hides what hangs on a hidden question.
    """
    return question.show_if is None or holds(question.show_if, answers)


def shown_questions(instrument: Instrument, answers: Mapping[str, object]) -> tuple[Question, ...]:
    """The questions asked of a person with these answers; answers to hidden questions open nothing."""
    seen: dict[str, object] = {}
    shown = []
    for question in instrument.questions():
        if is_shown(question, seen):
            shown.append(question)
            if question.id in answers:
                seen[question.id] = answers[question.id]
    return tuple(shown)


def missing_required(instrument: Instrument, answers: Mapping[str, object]) -> tuple[Question, ...]:
    """The required questions that are shown and not fully answered, in order."""
    return tuple(
        question
        for question in shown_questions(instrument, answers)
        if question.required and not _is_complete(question, answers.get(question.id))
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person has come, counted over the questions shown to them."""

    n_answered: int
    n_shown: int
    n_required_missing: int


def progress(instrument: Instrument, answers: Mapping[str, object]) -> Progress:
    """How many of the questions shown are answered."""
    shown = shown_questions(instrument, answers)
    return Progress(
        n_answered=sum(answers.get(question.id) is not None for question in shown),
        n_shown=len(shown),
        n_required_missing=len(missing_required(instrument, answers)),
    )


def _is_complete(question: Question, answer: object) -> bool:
    if answer is None:
        return False
    if question.kind is QuestionKind.MATRIX and isinstance(answer, dict) and not is_cannot_judge(answer):
        return all(row.id in answer for row in question.rows)
    return True


def _one_option(question: Question, value: object) -> str:
    if not isinstance(value, str) or question.option(value) is None:
        raise InvalidInputError(f"{value!r} is not one of the options of this question.")
    return value


def _single(question: Question, value: object) -> Answer:
    return _one_option(question, value)


def _several(question: Question, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise InvalidInputError("This question takes a list of options.")
    chosen = [_one_option(question, item) for item in value]
    if len(set(chosen)) < len(chosen):
        raise InvalidInputError("An option may be chosen only once.")
    if question.most is not None and len(chosen) > question.most:
        raise InvalidInputError(f"At most {question.most} options may be chosen here, not {len(chosen)}.")
    return chosen


def _multiple(question: Question, value: object) -> Answer:
    chosen = _several(question, value)
    return [option.id for option in question.options if option.id in chosen]


def _ranking(question: Question, value: object) -> Answer:
    return _several(question, value)


def _point(question: Question, value: object) -> int:
    scale = question.scale
    if scale is None:
        raise InvalidInputError("This question has no scale.")
    if isinstance(value, bool) or not isinstance(value, int) or value not in scale.points():
        raise InvalidInputError(f"Choose a whole number from {scale.low} to {scale.high}.")
    return value


def _matrix(question: Question, value: object) -> Answer | None:
    if not isinstance(value, Mapping):
        raise InvalidInputError("This question takes an answer for each row.")
    rows: Collection[str] = [row.id for row in question.rows]
    if stranger := next((row for row in value if row not in rows), None):
        raise InvalidInputError(f"{stranger!r} is not a row of this question.")
    return {row: _cell(question, value[row]) for row in rows if value.get(row) is not None} or None


def _cell(question: Question, value: object) -> str | int:
    if value == CANNOT_JUDGE_ID and question.cannot_judge:
        return CANNOT_JUDGE_ID
    return _point(question, value) if question.scale else _one_option(question, value)


def _number(question: Question, value: object) -> Answer:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST_NUMBER:
        raise InvalidInputError("This question takes a number.")
    if question.minimum is not None and value < question.minimum:
        raise InvalidInputError(f"The number must be at least {question.minimum:g}, not {value:g}.")
    if question.maximum is not None and value > question.maximum:
        raise InvalidInputError(f"The number must be at most {question.maximum:g}, not {value:g}.")
    return value


def _text(question: Question, value: object) -> Answer | None:
    if not isinstance(value, str):
        raise InvalidInputError("This question takes a text.")
    if len(value) > MAX_TEXT:
        raise InvalidInputError(f"A text may have at most {MAX_TEXT:,} characters; this one has {len(value):,}.")
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidInputError("The text holds characters that cannot be stored.")
    return value.strip() or None


_CHECKS: dict[QuestionKind, Callable[[Question, object], Answer | None]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.YES_NO_UNSURE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.RANKING: _ranking,
    QuestionKind.SCALE: _point,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.NUMBER: _number,
    QuestionKind.TEXT: _text,
}
