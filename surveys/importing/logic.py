"""Branching of other tools (`[use(1)] = "1" and [age] > 60`, `Q1.NAOK == "A1"`) as conditions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from surveys.conditions import AllOf, AnyOf, Compare, Condition, IsOneOf, Not, Operator, WasAnswered

MAX_DEPTH = 20

_TOKEN = re.compile(
    r"\s*(?:(?P<field>\[[^\[\]]+\](?!\s*\[))"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))"
    r"|(?P<sign><=|>=|<>|!=|==|=|<|>|\(|\)|&&|\|\||!|,|[+*/-])"
    r"|(?P<word>[A-Za-z_][\w.]*|\d+X\d+X\d+\w*(?:\.\w+)?))"
)
_WORDS = {"and": "&&", "or": "||", "not": "!", "eq": "==", "ne": "!=", "gt": ">", "lt": "<", "ge": ">=", "le": "<="}
_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class CannotCarryError(Exception):
    """Branching that has no place here; its text says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a name in such branching stands for: a question, a row of it, or one option that is ticked or not.

    codes: the codes of its answers in the other tool, with the ids they have here; none for a number.
    """

    question: str
    row: str = ""
    option: str = ""
    codes: Mapping[str, str | int] = field(default_factory=dict)
    is_number: bool = False


def read_logic(text: str, find: Callable[[str], Asked | None]) -> Condition:
    """The condition such a text means; `find` knows the names.

    Raises:
        CannotCarryError: it asks for something that has no place here.
    """
    reader = _Reader(_tokens(text), find)
    condition = reader.alternatives()
    if reader.here()[0] != "end":
        raise CannotCarryError(f"it cannot be read at {reader.here()[1]!r}")
    return condition


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise CannotCarryError(f"it cannot be read at {text[position:].strip()[:20]!r}")
        kind = match.lastgroup or "word"
        said = match[kind]
        if kind == "word" and said.lower() in _WORDS:
            kind, said = "sign", _WORDS[said.lower()]
        tokens.append((kind, "==" if said == "=" else "!=" if said == "<>" else said))
        position = match.end()
    return [*tokens, ("end", "its end")]


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], find: Callable[[str], Asked | None]) -> None:
        self.tokens = tokens
        self.find = find
        self.place = 0
        self.depth = 0

    def here(self) -> tuple[str, str]:
        return self.tokens[self.place]

    def take(self) -> tuple[str, str]:
        token = self.here()
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def took(self, sign: str) -> bool:
        if self.here() == ("sign", sign):
            self.take()
            return True
        return False

    def alternatives(self) -> Condition:
        parts = [self.conjunction()]
        while self.took("||"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def conjunction(self) -> Condition:
        parts = [self.part()]
        while self.took("&&"):
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def part(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise CannotCarryError("it is nested too deep")
        if self.took("!"):
            condition: Condition = Not(self.part())
        elif self.took("("):
            condition = self.alternatives()
            self.close()
        else:
            condition = self.test()
        self.depth -= 1
        return condition

    def close(self) -> None:
        if not self.took(")"):
            raise CannotCarryError(f"it lacks a bracket before {self.here()[1]!r}")

    def test(self) -> Condition:
        kind, said = self.take()
        if kind == "word" and self.took("("):
            return self.function(said)
        if kind in ("text", "number"):
            sign = self.sign()
            return _compare(self.asked(*self.take()), _TURNED.get(sign, sign), said.strip("\"'"))
        asked = self.asked(kind, said)
        sign = self.sign()
        kind, said = self.take()
        if kind not in ("text", "number"):
            raise CannotCarryError(f"it compares with {said!r} instead of a fixed answer")
        return _compare(asked, sign, said.strip("\"'"))

    def function(self, name: str) -> Condition:
        if name.lower() not in ("is_empty", "isblankormissingcode"):
            raise CannotCarryError(f"it uses {name}()")
        asked = self.asked(*self.take())
        self.close()
        return Not(WasAnswered(asked.question, asked.row))

    def asked(self, kind: str, said: str) -> Asked:
        if kind not in ("field", "word"):
            raise CannotCarryError(f"it cannot be read at {said!r}")
        found = self.find(said.strip("[]").strip())
        if found is None:
            raise CannotCarryError(f"it asks for {said!r}, which is no earlier question that was carried over")
        return found

    def sign(self) -> str:
        kind, said = self.take()
        if kind != "sign" or said not in ("==", "!=", "<", "<=", ">", ">="):
            raise CannotCarryError(f"it cannot be read at {said!r}")
        return said


def _compare(asked: Asked, sign: str, code: str) -> Condition:
    if sign in ("==", "!="):
        equal = _equals(asked, code)
        return equal if sign == "==" else equal.part if isinstance(equal, Not) else Not(equal)
    number = _number(code)
    if number is None:
        raise CannotCarryError(f"it compares with {code!r}, which is no number")
    if asked.is_number:
        return Compare(asked.question, Operator(sign), number, asked.row)
    above = tuple(id_ for known, id_ in asked.codes.items() if _holds(known, sign, number))
    if not above:
        raise CannotCarryError(f"no answer has a code {sign} {code}")
    return IsOneOf(asked.question, above, asked.row)


def _equals(asked: Asked, code: str) -> Condition:
    if not code:
        return Not(WasAnswered(asked.question, asked.row))
    if asked.option:
        ticked = IsOneOf(asked.question, (asked.option,), asked.row)
        return ticked if code.upper() in ("1", "Y") else Not(ticked)
    if asked.is_number:
        number = _number(code)
        if number is None:
            raise CannotCarryError(f"it compares a number with {code!r}")
        return Compare(asked.question, Operator.EQUAL, number, asked.row)
    if code not in asked.codes:
        raise CannotCarryError(f"it waits for the answer {code!r}, which is not there")
    return IsOneOf(asked.question, (asked.codes[code],), asked.row)


def _holds(code: str, sign: str, number: float) -> bool:
    value = _number(code)
    return value is not None and _COMPARED[sign](value, number)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number
