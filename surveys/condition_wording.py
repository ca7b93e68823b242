"""Conditions in writing: as an instrument holds them, and as a person reads them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from surveys.conditions import CANNOT_JUDGE_ID, AllOf, AnyOf, Compare, Condition, IsOneOf, Not, Operator, Test
from surveys.form_words import words_in
from surveys.model import DEFAULT_LANGUAGE, Instrument, Question

_RESERVED = frozenset({"and", "or", "not", "is", "was", "one", "none", "of", "answered"})
_JOINING = {"and": "{one} and {other}", "or": "{one} or {other}", "not": "not {condition}"}
_COMPARED = {
    Operator.LESS: "below",
    Operator.AT_MOST: "at_most",
    Operator.EQUAL: "exactly",
    Operator.AT_LEAST: "at_least",
    Operator.MORE: "above",
}


def write_condition(condition: Condition) -> str:
    """The text that reads back as this condition."""
    return _join(condition, _written, _JOINING)


def describe_condition(
    condition: Condition,
    instrument: Instrument,
    *,
    language: str = DEFAULT_LANGUAGE,
    name: Callable[[Question], str] | None = None,
) -> str:
    """The condition with the words of the questions and answers, to follow "Asked if".

    name: what a question is called, instead of its text in quotes.
    """
    words = words_in(language)
    called = name or (lambda question: words.condition["quoted"].format(text=question.text))
    described = _Described(instrument, words.condition, words.form["cannot_judge"], called)
    return _join(condition, described.test, words.condition)


def _join(condition: Condition, word: Callable[[Test], str], joining: Mapping[str, str]) -> str:
    match condition:
        case AllOf(parts):
            return _one_by_one([_nested(part, word, joining) for part in parts], joining["and"])
        case AnyOf(parts):
            return _one_by_one([_nested(part, word, joining) for part in parts], joining["or"])
        case Not(part):
            return joining["not"].format(condition=_nested(part, word, joining))
        case _:
            return word(condition)


def _one_by_one(texts: Sequence[str], between: str) -> str:
    return reduce(lambda one, other: between.format(one=one, other=other), texts)


def _nested(condition: Condition, word: Callable[[Test], str], joining: Mapping[str, str]) -> str:
    text = _join(condition, word, joining)
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


@dataclass(frozen=True, slots=True)
class _Described:
    """Tests in the words of an instrument and a language."""

    instrument: Instrument
    words: Mapping[str, str]
    cannot_judge: str
    name: Callable[[Question], str]

    def test(self, test: Test) -> str:
        question = self.instrument.question(test.question)
        if question is None:
            return _written(test)
        row = next((f" ({row.label})" for row in question.rows if row.id == test.row), "")
        name = f"{self.name(question)}{row}"
        match test:
            case IsOneOf(answers=answers):
                said = reduce(
                    lambda one, other: self.words["or"].format(one=one, other=other),
                    [self.label(answer, question) for answer in answers],
                )
                return self.words["answered_with"].format(question=name, answers=said)
            case Compare(operator=operator, value=value):
                return self.words[_COMPARED[operator]].format(question=name, value=f"{value:g}")
            case _:
                return self.words["answered"].format(question=name)

    def label(self, answer: str | int, question: Question) -> str:
        if answer == CANNOT_JUDGE_ID:
            return self.words["quoted"].format(text=self.cannot_judge)
        option = question.option(str(answer)) if question.scale is None else None
        return self.words["quoted"].format(text=option.label) if option else str(answer)
