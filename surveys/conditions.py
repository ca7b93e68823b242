"""Conditions on earlier answers, and when they hold: and, or, not, comparisons; there is no code in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

CANNOT_JUDGE_ID = "cannot_judge"


class Operator(StrEnum):
    """How a number is compared."""

    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The question (or that row of a matrix) was answered with one of `answers`; of several choices, with any."""

    question: str
    answers: tuple[str | int, ...]
    row: str = ""


@dataclass(frozen=True, slots=True)
class Compare:
    """The question (or that row of a matrix) was answered with a number or point that compares so."""

    question: str
    operator: Operator
    value: float
    row: str = ""


@dataclass(frozen=True, slots=True)
class WasAnswered:
    """The question (or that row of a matrix) has an answer other than "cannot judge"."""

    question: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; it holds of an unanswered question too."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"


Test = IsOneOf | Compare | WasAnswered
Condition = Test | Not | AllOf | AnyOf


def holds(condition: Condition, answers: Mapping[str, object]) -> bool:
    """Whether a condition holds of these stored answers."""
    match condition:
        case Not(part):
            return not holds(part, answers)
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case IsOneOf():
            return any(value in condition.answers for value in _given(condition, answers))
        case Compare():
            return any(_compares(value, condition) for value in _given(condition, answers))
        case WasAnswered():
            return any(value != CANNOT_JUDGE_ID for value in _given(condition, answers))


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every test on one question that a condition is made of, in order."""
    match condition:
        case Not(part):
            yield from tests_in(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_in(part)
        case _:
            yield condition


def _given(test: Test, answers: Mapping[str, object]) -> list[str | int | float]:
    """The single values a question, or a row of it, was answered with."""
    answer = answers.get(test.question)
    if answer == {CANNOT_JUDGE_ID: True}:
        return [CANNOT_JUDGE_ID]
    if isinstance(answer, Mapping):
        answer = answer.get(test.row) if test.row else list(answer.values())
    values = answer if isinstance(answer, list) else [answer]
    return [value for value in values if isinstance(value, str | int | float) and not isinstance(value, bool)]


def _compares(value: str | int | float, test: Compare) -> bool:
    if isinstance(value, str):
        return False
    match test.operator:
        case Operator.LESS:
            return value < test.value
        case Operator.AT_MOST:
            return value <= test.value
        case Operator.EQUAL:
            return value == test.value
        case Operator.AT_LEAST:
            return value >= test.value
        case Operator.MORE:
            return value > test.value
