"""Rules on the words of a single text, in English: each finds what it is about, or nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Find = Callable[[str, str], str]

_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?:\s*(?:-|–|to)\s*\d+(?:[.,]\d+)?)?\s*%?")
_NOT_A_QUANTITY = re.compile(r"\b(?:[A-Z]+-?\d+|(?:phase|grade|stage|type|category|class|level)\s+\d+)", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and/or|and|or|as well as)\b", re.IGNORECASE)
_ONE_THING = re.compile(
    r"\b(?:between\b[^,.;]*?\band\b|both\b[^,.;]*?\band\b|whether or not|yes or no|more or less|one or more|"
    r"\w+ or (?:above|below|more|less|older|younger|later|earlier)\b|morbidity and mortality|pros and cons)",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:don't|do not|doesn't|isn't|is it not|aren't|wouldn't|would you not|shouldn't|surely|obviously|clearly|"
    r"do you agree|would you agree)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|without|cannot|unless|\w+n't)\b|"
    r"\b(?:un(?:likely|common|safe|necessary|certain|acceptable|suitable|able)|"
    r"in(?:appropriate|effective|sufficient|adequate)|impossible|improper)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]+")
_MOST_WORDS = {"text": 40, "help": 40, "option": 25, "row": 25, "statement": 45}
_HARD_WORD = 12
_MANY_WORDS = 15


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on one text; `why` may name what was found."""

    name: str
    find: Find
    why: str
    mend: str


def is_hard_to_read(text: str) -> bool:
    """Whether a text has more than 15 words, or one of 12 letters or more."""
    words = re.findall(r"\w+", text)
    return len(words) > _MANY_WORDS or any(len(word) >= _HARD_WORD for word in words)


def number_ranges(label: str) -> tuple[float, float] | None:
    """The range of numbers a label names, such as 5 to 10; None where it names none."""
    match = _RANGE.search(label)
    return (float(match[1]), float(match[2])) if match else None


def _joined(text: str, _: str) -> str:
    match = _JOINED.search(_ONE_THING.sub(" ", text))
    return match[0] if match else ""


def _numbers(text: str, _: str) -> str:
    found = [number.strip() for number in _NUMBER.findall(_NOT_A_QUANTITY.sub(" ", text))]
    return " and ".join(dict.fromkeys(found)) if len(set(found)) > 1 else ""


def _leading(text: str, field: str) -> str:
    match = _LEADING.search(text.strip()) if field == "text" else None
    return match[0] if match else ""


def _should(text: str, field: str) -> str:
    is_question = field == "text" and text.rstrip().endswith("?")
    match = re.match(r"should\b", text.strip(), re.IGNORECASE) if is_question else None
    return match[0] if match else ""


def _negations(text: str, _: str) -> str:
    for sentence in _SENTENCE.findall(text):
        found = [match[0] for match in _NEGATION.finditer(sentence)]
        if len(found) > 1:
            return "” and “".join(found[:2])
    return ""


def _long(text: str, field: str) -> str:
    n, most = len(text.split()), _MOST_WORDS[field.split(maxsplit=1)[0]]
    return str(n) if n > most else ""


TEXT_RULES = (
    Rule(
        "A leading question",
        _leading,
        "It begins with “{found}”, which tells people the answer that is expected.",
        "Ask openly: how, which, how much.",
    ),
    Rule(
        "Two negations",
        _negations,
        "“{found}” stand in one sentence; people read it the wrong way round.",
        "Say it without negations, or with one.",
    ),
    Rule("A very long text", _long, "It has {found} words; on a phone that is a screen of its own.", "Halve it."),
)

SINGLE_STATEMENT_RULES = (
    Rule(
        "Two things in one",
        _joined,
        "It joins things by “{found}”: whoever agrees with one alone cannot answer.",
        "Make two of it, or name the whole by one word.",
    ),
    Rule(
        "A leading “should”",
        _should,
        "It begins with “should” and suggests a yes.",
        "Ask how appropriate it is, or what the person would do.",
    ),
    Rule(
        "Several numbers",
        _numbers,
        "It holds {found}: one may be right and the other not.",
        "Keep one number, or ask for it.",
    ),
)
