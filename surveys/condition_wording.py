"""Conditions in writing: as an instrument holds them, and as a person reads them."""

from collections.abc import Callable

from surveys.conditions import CANNOT_JUDGE_ID, AllOf, AnyOf, Compare, Condition, IsOneOf, Not, Operator, Test
from surveys.model import Instrument, Question

_RESERVED = frozenset({"and", "or", "not", "is", "was", "one", "none", "of", "answered"})
_COMPARED = {
    Operator.LESS: "below",
    Operator.AT_MOST: "at most",
    Operator.EQUAL: "exactly",
    Operator.AT_LEAST: "at least",
    Operator.MORE: "above",
}


def write_condition(condition: Condition) -> str:
    """The text that reads back as this condition."""
    return _join(condition, _written)


def describe_condition(condition: Condition, instrument: Instrument) -> str:
    """The condition with the words of the questions and answers, to follow "Asked if"."""
    return _join(condition, lambda test: _described(test, instrument))


def _join(condition: Condition, word: Callable[[Test], str]) -> str:
    match condition:
        case AllOf(parts):
            return " and ".join(_nested(part, word) for part in parts)
        case AnyOf(parts):
            return " or ".join(_nested(part, word) for part in parts)
        case Not(part):
            return f"not {_nested(part, word)}"
        case _:
            return word(condition)


def _nested(condition: Condition, word: Callable[[Test], str]) -> str:
    text = _join(condition, word)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text


def _written(test: Test) -> str:
    name = _name(test.question) + (f".{_name(test.row)}" if test.row else "")
    match test:
        case IsOneOf(answers=(answer,)):
            return f"{name} is {_quote(str(answer))}"
        case IsOneOf(answers=answers):
            return f"{name} is one of {', '.join(_quote(str(answer)) for answer in answers)}"
        case Compare(operator=operator, value=value):
            return f"{name} {operator} {value!r}"
        case _:
            return f"{name} was answered"


def _name(text: str) -> str:
    """An id; one of digits alone would be taken for a number."""
    return f"'{text}'" if text.isdigit() else _quote(text)


def _quote(text: str) -> str:
    return f"'{text}'" if text in _RESERVED else text


def _described(test: Test, instrument: Instrument) -> str:
    question = instrument.question(test.question)
    if question is None:
        return _written(test)
    name = f"“{question.text}”" + next((f" ({row.label})" for row in question.rows if row.id == test.row), "")
    match test:
        case IsOneOf(answers=answers):
            return f"{name} was answered with {' or '.join(_label(answer, question) for answer in answers)}"
        case Compare(operator=operator, value=value):
            return f"{name} is {_COMPARED[operator]} {value:g}"
        case _:
            return f"{name} was answered"


def _label(answer: str | int, question: Question) -> str:
    if answer == CANNOT_JUDGE_ID:
        return "“Cannot judge”"
    option = question.option(str(answer)) if question.scale is None else None
    return f"“{option.label}”" if option else str(answer)
