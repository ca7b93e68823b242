"""The JSON Schema of `results.json`, derived from the values it is written from, so that the two cannot part."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum, EnumType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from consensus.domain.results import Results
from consensus.exports.json_file import FORMAT, VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Mapping[object, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    UUID: {"type": "string", "format": "uuid"},
    types.NoneType: {"type": "null"},
}


def to_results_schema() -> bytes:
    """The schema as JSON, in UTF-8: every field is required, and there is no other."""
    parts: dict[str, Any] = {}
    root = _object(Results, parts)
    schema = {
        "$schema": DIALECT,
        "title": "Results of a consensus process",
        "description": f"{FORMAT}, version {VERSION}: what Assent writes to results.json.",
        **root,
        "properties": {"format": {"const": FORMAT}, "version": {"const": VERSION}, **root["properties"]},
        "required": ["format", "version", *root["required"]],
        "$defs": dict(sorted(parts.items())),
    }
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _object(kind: type, parts: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return {
        "type": "object",
        "properties": {name: _form(hints[name], parts) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _form(hint: Any, parts: dict[str, Any]) -> Mapping[str, Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, EnumType):
        return {"enum": [member.value for member in cast("type[Enum]", hint)]}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in parts:
            parts[hint.__name__] = {}
            parts[hint.__name__] = _object(hint, parts)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    arguments = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_form(one, parts) for one in arguments]}
    if get_origin(hint) is tuple:
        if arguments[-1] is Ellipsis:
            return {"type": "array", "items": _form(arguments[0], parts)}
        forms = [_form(one, parts) for one in arguments]
        return {"type": "array", "prefixItems": forms, "minItems": len(forms), "maxItems": len(forms)}
    raise TypeError(f"{hint} has no form in JSON Schema yet")
