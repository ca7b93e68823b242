"""Answers as a person writes them into one cell of a table."""

from consensus.domain.errors import InvalidInputError
from surveys.answers import Answer, cannot_judge_answer, check_answer
from surveys.model import Question, QuestionKind

CANNOT_JUDGE_TEXT = "cannot judge"


def read_answer(question: Question, text: str) -> Answer | None:
    """The stored form of a written answer; None for an empty cell.

    Ids of several options are separated by ";", those of a ranking by ">" (best first), the rows of a
    matrix are written "row=answer" and separated by ";". "cannot judge" stands for itself.

    Raises:
        InvalidInputError: this is no answer to this question.
    """
    written = text.strip()
    if written.lower() == CANNOT_JUDGE_TEXT and question.kind is not QuestionKind.TEXT:
        return check_answer(question, cannot_judge_answer())
    return check_answer(question, _value(question, written))


def _value(question: Question, text: str) -> object:
    match question.kind:
        case QuestionKind.MULTIPLE:
            return _split(text, ";")
        case QuestionKind.RANKING:
            return _split(text, ">")
        case QuestionKind.MATRIX:
            return dict(_cell(question, cell) for cell in _split(text, ";"))
        case QuestionKind.SCALE:
            return _whole(text)
        case QuestionKind.NUMBER:
            return _number(text)
        case _:
            return text


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator)] if text else []


def _cell(question: Question, text: str) -> tuple[str, str | int | None]:
    row, equals, answer = (part.strip() for part in text.partition("="))
    if not equals:
        raise InvalidInputError(f"Write each row as 'row=answer', not {text!r}.")
    if answer.lower() == CANNOT_JUDGE_TEXT:
        return row, "cannot_judge"
    return row, _whole(answer) if question.scale else answer


def _whole(text: str) -> int | None:
    try:
        return int(text) if text else None
    except ValueError as error:
        raise InvalidInputError(f"{text!r} is not a whole number.") from error


def _number(text: str) -> float | None:
    try:
        number = float(text) if text else None
    except ValueError as error:
        raise InvalidInputError(f"{text!r} is not a number.") from error
    return int(number) if number is not None and number.is_integer() else number
