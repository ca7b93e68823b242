"""Conditions as a list of lines that a person chooses from, all or any of which must hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.conditions import CANNOT_JUDGE_ID, AllOf, AnyOf, Compare, Condition, IsOneOf, Not, Operator, WasAnswered
from surveys.model import Question, QuestionKind


class LineTest(StrEnum):
    """What a line asks, in the words of the page."""

    ONE_OF = "is one of"
    NONE_OF = "is none of"
    AT_LEAST = "is at least"
    AT_MOST = "is at most"
    ANSWERED = "was answered"
    NOT_ANSWERED = "was not answered"


_COMPARING = {Operator.AT_LEAST: LineTest.AT_LEAST, Operator.AT_MOST: LineTest.AT_MOST}


@dataclass(frozen=True, slots=True)
class Line:
    """One test on an earlier question or a row of it; `values` are answers, or the one number compared with."""

    question: str
    test: LineTest
    values: tuple[str | int | float, ...] = ()
    row: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of which any must hold, or all."""

    lines: tuple[Line, ...]
    is_any: bool = False


def to_lines(condition: Condition | None) -> Lines | None:
    """The lines that mean this condition, or None where it is more than that."""
    if condition is None:
        return Lines(())
    if line := _line(condition):
        return Lines((line,))
    if not isinstance(condition, AllOf | AnyOf):
        return None
    lines = [line for part in condition.parts if (line := _line(part)) is not None]
    return Lines(tuple(lines), isinstance(condition, AnyOf)) if len(lines) == len(condition.parts) else None


def from_lines(lines: Lines) -> Condition | None:
    """The condition; lines that are not filled in yet are left out."""
    parts = tuple(_condition(line) for line in lines.lines if _is_filled(line))
    if len(parts) < 2:
        return parts[0] if parts else None
    return AnyOf(parts) if lines.is_any else AllOf(parts)


def tests_for(question: Question) -> tuple[LineTest, ...]:
    """What can be asked of a question."""
    answered = (LineTest.ANSWERED, LineTest.NOT_ANSWERED)
    if question.kind is QuestionKind.NUMBER:
        return (LineTest.AT_LEAST, LineTest.AT_MOST, *answered)
    if question.scale is not None:
        return (LineTest.AT_LEAST, LineTest.AT_MOST, LineTest.ONE_OF, LineTest.NONE_OF, *answered)
    if question.kind in (QuestionKind.TEXT, QuestionKind.RANKING):
        return answered
    return (LineTest.ONE_OF, LineTest.NONE_OF, *answered)


def answers_of(question: Question) -> dict[str | int, str]:
    """The answers a line may wait for, with their words."""
    if question.scale is not None:
        answers: dict[str | int, str] = {point: str(point) for point in question.scale.points()}
    else:
        answers = {option.id: option.label for option in question.options}
    return answers | ({CANNOT_JUDGE_ID: "Cannot judge"} if question.cannot_judge else {})


def first_line(earlier: Sequence[Question]) -> Line | None:
    """A line to begin with: on the question just before, as far as it can be asked for anything."""
    if not earlier:
        return None
    question = earlier[-1]
    test = tests_for(question)[0]
    row = question.rows[0].id if question.rows else ""
    if test is LineTest.ONE_OF:
        return Line(question.id, test, (next(iter(answers_of(question))),), row)
    return Line(question.id, test, (question.scale.high,) if question.scale else (), row)


def _line(condition: Condition) -> Line | None:
    match condition:
        case IsOneOf(question, answers, row):
            return Line(question, LineTest.ONE_OF, answers, row)
        case AllOf((WasAnswered(question, row), Not(IsOneOf(other, answers, other_row)))):
            return Line(question, LineTest.NONE_OF, answers, row) if (question, row) == (other, other_row) else None
        case Compare(question, operator, value, row):
            return Line(question, _COMPARING[operator], (value,), row) if operator in _COMPARING else None
        case WasAnswered(question, row) | Not(WasAnswered(question, row)):
            is_denied = isinstance(condition, Not)
            return Line(question, LineTest.NOT_ANSWERED if is_denied else LineTest.ANSWERED, (), row)
        case _:
            return None


def _condition(line: Line) -> Condition:
    answers = tuple(value for value in line.values if not isinstance(value, float))
    match line.test:
        case LineTest.ONE_OF:
            return IsOneOf(line.question, answers, line.row)
        case LineTest.NONE_OF:
            return AllOf((WasAnswered(line.question, line.row), Not(IsOneOf(line.question, answers, line.row))))
        case LineTest.AT_LEAST | LineTest.AT_MOST:
            operator = Operator.AT_LEAST if line.test is LineTest.AT_LEAST else Operator.AT_MOST
            return Compare(line.question, operator, _number(line.values[0]), line.row)
        case LineTest.ANSWERED:
            return WasAnswered(line.question, line.row)
        case LineTest.NOT_ANSWERED:
            return Not(WasAnswered(line.question, line.row))


def _is_filled(line: Line) -> bool:
    return bool(line.values) or line.test in (LineTest.ANSWERED, LineTest.NOT_ANSWERED)


def _number(value: str | int | float) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number
