"""Reads conditions as they are written in an instrument: `own_centre is one of no, unsure and not downstaging >= 7`."""

import math
import re
from typing import NoReturn

from surveys.conditions import AllOf, AnyOf, Compare, Condition, IsOneOf, Not, Operator, WasAnswered

MAX_LENGTH = 2_000
MAX_DEPTH = 20

_TOKEN = re.compile(
    r"\s*(?:(?P<sign><=|>=|!=|=|<|>|\(|\)|,|\.)"
    r"|'(?P<quoted>[a-z0-9_-]+)'"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![a-z0-9_-]))"
    r"|(?P<word>[a-z0-9_-]+))"
)
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


class ConditionError(Exception):
    """A condition that cannot be read; its text continues "has a 'show_if' that"."""


def read_condition(text: str) -> Condition:
    """The condition of a text. Answers stay words until `resolve` knows the questions.

    Raises:
        ConditionError: the text is no condition.
    """
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"is longer than {MAX_LENGTH:,} characters")
    return _Reader(_tokens(text)).whole()


_Token = tuple[str, str]
"""What it is ("sign", "quoted", "number", "word", "end") and its text."""


def _tokens(text: str) -> list[_Token]:
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise ConditionError(f"cannot be read at {text[position:].strip()[:20]!r}")
        kind = match.lastgroup or "word"
        tokens.append((kind, match[kind]))
        position = match.end()
    return [*tokens, ("end", "its end")]


class _Reader:
    """Reads tokens from left to right: `or` binds loosest, then `and`, then `not`."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def whole(self) -> Condition:
        condition = self.alternatives()
        if self.tokens[self.place][0] != "end":
            self.stop("'and', 'or' or its end")
        return condition

    def alternatives(self) -> Condition:
        parts = [self.conjunction()]
        while self.took("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def conjunction(self) -> Condition:
        parts = [self.part()]
        while self.took("and"):
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def part(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ConditionError(f"is nested more than {MAX_DEPTH} deep")
        if self.took("not"):
            condition: Condition = Not(self.part())
        elif self.took("("):
            condition = self.alternatives()
            self.need(")")
        else:
            condition = self.test()
        self.depth -= 1
        return condition

    def test(self) -> Condition:
        question = self.name("a question")
        row = self.name("a row") if self.took(".") else ""
        kind, sign = self.tokens[self.place]
        if kind == "sign" and sign in ("<", "<=", ">", ">="):
            self.place += 1
            return Compare(question, Operator(sign), self.number(), row)
        if self.took("was"):
            is_denied = self.took("not")
            self.need("answered")
            answered = WasAnswered(question, row)
            return Not(answered) if is_denied else answered
        return self.choice(question, row)

    def choice(self, question: str, row: str) -> Condition:
        if self.took("="):
            return IsOneOf(question, (self.answer(),), row)
        if self.took("!="):
            return _other_than(question, row, (self.answer(),))
        self.need("is")
        if self.took("none"):
            self.need("of")
            return _other_than(question, row, self.answers())
        if self.took("not"):
            return _other_than(question, row, self.one_or_more())
        return IsOneOf(question, self.one_or_more(), row)

    def one_or_more(self) -> tuple[str, ...]:
        if self.took("one"):
            self.need("of")
            return self.answers()
        return (self.answer(),)

    def answers(self) -> tuple[str, ...]:
        is_closed = self.took("(")
        answers = [self.answer()]
        while self.took(","):
            answers.append(self.answer())
        if is_closed:
            self.need(")")
        return tuple(answers)

    def name(self, what: str) -> str:
        kind, text = self.tokens[self.place]
        if kind in ("sign", "end") or not _ID.fullmatch(text):
            self.stop(f"the id of {what}")
        self.place += 1
        return text

    def answer(self) -> str:
        kind, text = self.tokens[self.place]
        if kind in ("sign", "end"):
            self.stop("an answer")
        self.place += 1
        return text

    def number(self) -> float:
        kind, text = self.tokens[self.place]
        if kind != "number" or not math.isfinite(value := float(text)):
            self.stop("a number")
        self.place += 1
        return int(value) if value.is_integer() else value

    def took(self, text: str) -> bool:
        if self.tokens[self.place][1] != text or self.tokens[self.place][0] not in ("sign", "word"):
            return False
        self.place += 1
        return True

    def need(self, text: str) -> None:
        if not self.took(text):
            self.stop(repr(text))

    def stop(self, wanted: str) -> NoReturn:
        raise ConditionError(f"needs {wanted} instead of {self.tokens[self.place][1]!r}")


def _other_than(question: str, row: str, answers: tuple[str, ...]) -> Condition:
    """Answered, and with none of these."""
    return AllOf((WasAnswered(question, row), Not(IsOneOf(question, answers, row))))
