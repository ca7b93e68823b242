"""Writes instruments as TOML: always in the same order, one text a line, so that a change is a small difference."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from surveys.loader import instrument_to_dict
from surveys.model import Instrument
from surveys.translation import flatten

SCHEMA_FILE = "instrument.schema.json"
HEAD = f"#:schema {SCHEMA_FILE}\n"

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_FIRST_FIELDS = ("id", "version", "title", "kind", "topic", "intro", "text", "plain", "help", "minutes", "language")
_LAST_FIELDS = ("statement", "required", "cannot_judge", "comment", "show_if")
_ON_LINES_OF_THEIR_OWN = ("options", "rows", "evidence")
_PART_FIELDS = ("id", "label", "plain", "statement", "text", "reference", "doi", "low", "high")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def write_instrument(instrument: Instrument) -> str:
    """The instrument file; reading it gives the same instrument."""
    return write_tables(instrument_to_dict(instrument))


def write_tables(data: Mapping[str, object]) -> str:
    """A file of the same form from its tables, which may be unfinished or wrong."""
    lines = [HEAD, *_fields(data, but=("section", "lang"))]
    for section in _tables(data.get("section")):
        lines += ["", "", "[[section]]", *_fields(section, but=("question",))]
        for question in _tables(section.get("question")):
            lines += ["", "[[section.question]]", *_fields(question)]
    languages = data.get("lang")
    for language, texts in languages.items() if isinstance(languages, Mapping) else ():
        lines += ["", "", f"[lang.{_key(language)}]", *_texts(texts)]
    return "\n".join(lines) + "\n"


def _tables(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _texts(texts: object) -> Iterator[str]:
    for key, text in flatten(texts) if isinstance(texts, Mapping) else ():
        yield f"{'.'.join(_key(name) for name in key.split('.'))} = {_value(text)}"


def _fields(table: Mapping[str, object], but: Sequence[str] = ()) -> Iterator[str]:
    for name in _in_order(table, _FIRST_FIELDS, _LAST_FIELDS):
        value = table[name]
        if name in but or value is None:
            continue
        if name in _ON_LINES_OF_THEIR_OWN and isinstance(value, list) and value:
            yield f"{_key(name)} = ["
            yield from (f"  {_value(item)}," for item in value)
            yield "]"
        elif isinstance(value, str) and "\n" in value:
            yield f"{_key(name)} = {_long_text(value)}"
        else:
            yield f"{_key(name)} = {_value(value)}"


def _in_order(table: Mapping[str, object], first: Sequence[str], last: Sequence[str] = ()) -> list[str]:
    """The fields that are there: the first, the others as they come, the last."""
    between = [name for name in table if name not in first and name not in last]
    return [name for name in (*first, *between, *last) if name in table]


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float() if not math.isfinite(value):
            return str(value)
        case int() | float():
            return repr(value)
        case Mapping():
            pairs = (f"{_key(name)} = {_value(value[name])}" for name in _in_order(value, _PART_FIELDS))
            return f"{{ {', '.join(pairs)} }}" if value else "{}"
        case list() | tuple():
            return f"[{', '.join(_value(item) for item in value)}]"
        case _:
            return f'"{_escaped(str(value))}"'


def _long_text(text: str) -> str:
    """A text of several lines as such."""
    escaped = "\n".join(_escaped(line) for line in text.split("\n"))
    return f'"""\n{escaped}"""'


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character) or _escape_control(character) for character in text)


def _escape_control(character: str) -> str:
    return character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else f'"{_escaped(name)}"'
