"""The form of an instrument file as a JSON schema (draft 7), for editors that complete and check while one types."""

import json
from pathlib import Path

from surveys import fields
from surveys.condition_reading import MAX_LENGTH
from surveys.conditions import CANNOT_JUDGE_ID
from surveys.model import QuestionKind

SCHEMA_PATH = Path(__file__).parent / "instrument.schema.json"

_Schema = dict[str, object]

_HELP = {
    "id": "Small letters, digits, '-' and '_'. Answers are stored under it: keep it when the words change.",
    "version": "What this edition is called.",
    "title": "What a panelist reads on top.",
    "intro": "What is asked here, and why.",
    "plain": "The same in plain language.",
    "minutes": "How long answering takes; left out, it is estimated from words and kinds.",
    "language": "The language of the texts, such as en, fr or pt-BR; English where it is left out.",
    "lang": "Other languages, each with its texts under dotted keys such as question.consent.text.",
    "kind": "How the question is answered.",
    "topic": "The agenda topic the answers belong to; a section's holds for its questions.",
    "text": "The question as it is put.",
    "help": "A hint under the question.",
    "statement": "The draft statement that this answer supports.",
    "required": "The survey cannot be sent without an answer.",
    "cannot_judge": "A person may say that they cannot judge.",
    "comment": "A few words may be added to the answer.",
    "show_if": "A condition on earlier answers, such as: use is one of all, some and not sure < 7.",
    "evidence": "Findings shown beside the question.",
    "most": "How many options may be chosen at most.",
    "agree_from": "Points from here upwards count as agreeing.",
    "label": "What a panelist reads.",
    "unit": "What the number counts.",
}
_CHOOSING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKING)


def build_schema() -> _Schema:
    """The schema; what it cannot say (ids that occur twice, conditions on later questions) the loader refuses."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Assent survey instrument",
        **_table(
            fields.INSTRUMENT,
            {
                "id": _ref("id"),
                "version": _ref("words"),
                "title": _ref("words"),
                "minutes": {"type": "integer", "minimum": 1},
                "language": {"type": "string", "pattern": f"^{fields.LANGUAGE}$"},
                "section": {"type": "array", "minItems": 1, "items": _ref("section")},
                "lang": {
                    "type": "object",
                    "propertyNames": {"pattern": f"^{fields.LANGUAGE}$"},
                    "additionalProperties": _ref("texts"),
                },
            },
            ("id", "version", "title", "section"),
        ),
        "definitions": {
            "id": {
                "type": "string",
                "pattern": f"^{fields.ID}$",
                "maxLength": fields.MAX_ID,
                "not": {"const": CANNOT_JUDGE_ID},
            },
            "words": {"type": "string", "pattern": r"\S"},
            "texts": {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, _ref("texts")]}},
            "section": _table(
                fields.SECTION,
                {
                    "id": _ref("id"),
                    "title": _ref("words"),
                    "question": {"type": "array", "minItems": 1, "items": _ref("question")},
                },
                ("id", "title", "question"),
            ),
            "option": _table(fields.OPTION, {"id": _ref("id"), "label": _ref("words")}, ("id", "label")),
            "scale": _table(
                fields.SCALE, {name: {"type": "integer"} for name in ("low", "high", "agree_from")}, ("low", "high")
            ),
            "finding": _table(
                fields.EVIDENCE,
                {"text": _ref("words"), "doi": {"type": "string", "pattern": f"^({fields.DOI})?$"}},
                ("text",),
            ),
            "condition": _condition(),
            "question": _question(),
        },
    }


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(build_schema(), indent=2, ensure_ascii=False) + "\n"


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/definitions/{name}"}


def _table(names: tuple[str, ...], forms: dict[str, _Schema], required: tuple[str, ...]) -> _Schema:
    """A table of just these fields, each a text where no other form is given."""
    properties = {
        name: {**({"description": _HELP[name]} if name in _HELP else {}), **forms.get(name, {"type": "string"})}
        for name in names
    }
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def _condition() -> _Schema:
    short = {
        "type": "object",
        "additionalProperties": False,
        "required": ["question", "is"],
        "properties": {
            "question": _ref("id"),
            "is": {"type": "array", "minItems": 1, "items": {"type": ["string", "integer"]}},
        },
    }
    return {"anyOf": [{"type": "string", "minLength": 1, "maxLength": MAX_LENGTH}, short]}


def _question() -> _Schema:
    forms: dict[str, _Schema] = {
        "id": _ref("id"),
        "kind": {"enum": [kind.value for kind in QuestionKind]},
        "text": _ref("words"),
        "required": {"type": "boolean"},
        "cannot_judge": {"type": "boolean"},
        "comment": {"type": "boolean"},
        "show_if": _ref("condition"),
        "evidence": {"type": "array", "items": _ref("finding")},
        "options": {"type": "array", "items": _ref("option")},
        "rows": {"type": "array", "items": _ref("option")},
        "scale": _ref("scale"),
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "most": {"type": "integer", "minimum": 1},
    }
    every = tuple(dict.fromkeys(name for names in fields.OF_KIND.values() for name in names))
    table = _table((*fields.QUESTION, *every), forms, ("id", "kind", "text"))
    return {**table, "allOf": [_of_kind(kind, every) for kind in QuestionKind]}


def _of_kind(kind: QuestionKind, every: tuple[str, ...]) -> _Schema:
    """What holds for questions of one kind: no fields of other kinds, and what it cannot do without."""
    then: _Schema = {"properties": {name: False for name in every if name not in fields.OF_KIND[kind]}}
    if kind in _CHOOSING:
        then |= {"required": ["options"], "properties": {**_properties(then), "options": {"minItems": 2}}}
    if kind is QuestionKind.SCALE:
        then["required"] = ["scale"]
    if kind is QuestionKind.YES_NO_UNSURE:
        answers = {"items": {"properties": {"id": {"enum": ["yes", "no", "unsure"]}}}}
        then["properties"] = {**_properties(then), "options": answers}
    if kind is QuestionKind.MATRIX:
        then |= {
            "required": ["rows"],
            "properties": {**_properties(then), "rows": {"minItems": 1}},
            "oneOf": [{"required": ["scale"]}, {"required": ["options"], "properties": {"options": {"minItems": 2}}}],
        }
    return {"if": {"properties": {"kind": {"const": kind.value}}, "required": ["kind"]}, "then": then}


def _properties(schema: _Schema) -> _Schema:
    properties = schema["properties"]
    return properties if isinstance(properties, dict) else {}
