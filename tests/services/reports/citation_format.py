"""The rules of the Citation File Format 1.2.0 for what a citation of ours may hold, as a JSON Schema, and a reader.

Restated from the schema of the format (github.com/citation-file-format/citation-file-format, schema.json): keys that it
asks for, the type of each, and no others. The reader takes the part of YAML that such a file is made of: a key a line,
lists of mappings below it, and strings as JSON spells them.
"""

import json
import re

_TEXT = {"type": "string", "minLength": 1}
_URL = {"type": "string", "pattern": r"^(https|http|ftp|sftp)://.+"}
_ENTITY = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {"name": _TEXT, "alias": _TEXT, "email": _TEXT, "website": _URL},
}
_IDENTIFIER = {
    "type": "object",
    "required": ["type", "value"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["doi", "url", "swh", "other"]},
        "value": _TEXT,
        "description": _TEXT,
    },
}
CFF_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["authors", "cff-version", "message", "title"],
    "additionalProperties": False,
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": _TEXT,
        "title": _TEXT,
        "abstract": _TEXT,
        "type": {"enum": ["dataset", "software"]},
        "authors": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _ENTITY},
        "identifiers": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _IDENTIFIER},
        "date-released": {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"},
        "version": {"anyOf": [_TEXT, {"type": "number"}]},
        "url": _URL,
        "doi": {"type": "string", "pattern": r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+$"},
    },
}
_LINE = re.compile(r"^(?P<start>  - |    |)(?P<key>[a-z-]+):(?: (?P<value>.+))?$")


def read(content: bytes) -> dict:
    """What the file says; a line that is not of its form is a fault."""
    found: dict = {}
    entries: list = []
    for line in content.decode().splitlines():
        parts = _LINE.match(line)
        assert parts, f"not a line of the format: {line}"
        key, value = parts["key"], parts["value"]
        if parts["start"] == "  - ":
            entries.append({key: _scalar(value)})
        elif parts["start"]:
            assert key not in entries[-1], f"twice: {key}"
            entries[-1][key] = _scalar(value)
        else:
            assert key not in found, f"twice: {key}"
            found[key] = entries = [] if value is None else _scalar(value)
    return found


def _scalar(value: str) -> str:
    """A quoted string, or a bare word that YAML takes for a string (two dots make 1.2.0 no number)."""
    if value.startswith('"'):
        return json.loads(value)
    assert re.fullmatch(r"[a-z]+|\d+\.\d+\.\d+", value), f"neither quoted nor a plain word: {value}"
    return value
