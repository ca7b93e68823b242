"""Changes to an instrument that is being written: its tables in, its tables out; nothing needs to be whole yet."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from consensus.domain.errors import ConflictError
from surveys import fields
from surveys.model import QuestionKind
from surveys.toml_reader import TableReader

Tables = dict[str, Any]
"""An instrument in the form of its file."""

_GONE = "Somebody else has moved or removed this meanwhile. Here it is as it stands now."


@dataclass(frozen=True, slots=True)
class Place:
    """A section or question by its position, and the id that was seen there."""

    section: int
    question: int | None = None
    id: str = ""


def read_tables(text: str, source: str) -> Tables:
    """The tables of a draft.

    Raises:
        InvalidInputError: the text is not TOML.
    """
    data = TableReader.parse(text, source).data
    return deepcopy(dict(data))


def sections_of(data: Mapping[str, Any]) -> list[Tables]:
    """The sections that are there; anything else under that name is none."""
    found = data.get("section")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def questions_of(section: Mapping[str, Any]) -> list[Tables]:
    """The questions of a section."""
    found = section.get("question")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def parts_of(question: Mapping[str, Any], field: str) -> list[Tables]:
    """The options, rows or findings of a question."""
    found = question.get(field)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def set_field(data: Tables, place: Place | None, field: str, value: object) -> Tables:
    """Give the instrument (no place), a section or a question a field; an empty value takes it away."""
    data = deepcopy(data)
    table = _at(data, place) if place else data
    put(table, field, value)
    if not table.get(field):
        _forget_translations(data, [*_key(place), field])
    return data


def set_part_field(data: Tables, place: Place, field: str, number: int, name: str, value: object) -> Tables:
    """Give an option, row or finding a field; an empty value takes it away."""
    data = deepcopy(data)
    part = _part(_at(data, place), field, number)
    put(part, name, value)
    if not part.get(name):
        _forget_translations(data, [*_key(place), *_part_key(field, number, part), name])
    return data


def set_scale(data: Tables, place: Place, name: str, value: object) -> Tables:
    """Give the scale of a question a field."""
    data = deepcopy(data)
    scale = _at(data, place).setdefault("scale", {})
    put(scale, name, value)
    if not scale.get(name):
        _forget_translations(data, [*_key(place), "scale", name])
    return data


def put(table: Tables, field: str, value: object) -> None:
    """Set a field, or take it away where the value says nothing."""
    if value is None or value is False or value in ("", [], {}):
        table.pop(field, None)
    else:
        table[field] = value


def set_kind(data: Tables, place: Place, kind: QuestionKind) -> Tables:
    """Make a question one of another kind: fields the kind does not know go, those it needs come."""
    data = deepcopy(data)
    question = _at(data, place)
    question["kind"] = kind.value
    for name in {name for names in fields.OF_KIND.values() for name in names} - set(fields.OF_KIND[kind]):
        question.pop(name, None)
    if kind is QuestionKind.YES_NO_UNSURE or (kind is QuestionKind.MATRIX and "scale" in question):
        question.pop("options", None)
    if kind is not QuestionKind.SCALE:
        question.pop("statement", None)
    _complete(question, kind)
    return data


def add_section(data: Tables, title: str = "New section") -> Tables:
    """A section at the end, with a first question."""
    data = deepcopy(data)
    section = {"id": _free_id("section", _ids(sections_of(data))), "title": title, "question": []}
    data.setdefault("section", []).append(section)
    return add_question(data, len(data["section"]) - 1, QuestionKind.SINGLE)


def add_question(data: Tables, section: int, kind: QuestionKind) -> Tables:
    """A question of this kind at the end of a section."""
    data = deepcopy(data)
    question: Tables = {"id": _free_id("question", _question_ids(data)), "kind": kind.value, "text": "New question"}
    _complete(question, kind)
    _at(data, Place(section)).setdefault("question", []).append(question)
    return data


def add_part(data: Tables, place: Place, field: str) -> Tables:
    """One more option, row or finding."""
    data = deepcopy(data)
    parts = _at(data, place).setdefault(field, [])
    parts.append({"text": "New finding"} if field == "evidence" else _new_part(parts, field))
    return data


def remove(data: Tables, place: Place) -> Tables:
    """Take a section or question away, with its translations. Conditions that name it stay, and say so."""
    data = deepcopy(data)
    table = _at(data, place)
    if place.question is None:
        for question in questions_of(table):
            _forget_translations(data, ["question", str(question.get("id", ""))])
        data["section"].pop(place.section)
    else:
        data["section"][place.section]["question"].pop(place.question)
    _forget_translations(data, _key(place))
    return data


def remove_part(data: Tables, place: Place, field: str, number: int) -> Tables:
    """Take an option, row or finding away, with its translations."""
    data = deepcopy(data)
    question = _at(data, place)
    part = _part(question, field, number)
    _forget_translations(data, [*_key(place), *_part_key(field, number, part)])
    question[field].pop(number)
    if field == "evidence":
        _count_findings_down(data, place, number)
    if not question[field]:
        question.pop(field)
    return data


def move(data: Tables, place: Place, by: int) -> Tables:
    """Move a section or question up (-1) or down (1); a question at the edge goes to the next section."""
    data = deepcopy(data)
    _at(data, place)
    if place.question is None:
        _swap(data["section"], place.section, by)
        return data
    questions = data["section"][place.section]["question"]
    if 0 <= place.question + by < len(questions):
        _swap(questions, place.question, by)
        return data
    return move_to_section(data, place, place.section + by, at_end=by < 0)


def move_to_section(data: Tables, place: Place, section: int, *, at_end: bool = True) -> Tables:
    """Put a question into another section."""
    data = deepcopy(data)
    question = _at(data, place)
    if place.question is None or section == place.section or not 0 <= section < len(data["section"]):
        return data
    data["section"][place.section]["question"].pop(place.question)
    target = data["section"][section].setdefault("question", [])
    target.insert(len(target) if at_end else 0, question)
    return data


def move_part(data: Tables, place: Place, field: str, number: int, by: int) -> Tables:
    """Move an option or row up (-1) or down (1)."""
    data = deepcopy(data)
    _swap(_at(data, place)[field], number, by)
    return data


def duplicate(data: Tables, place: Place) -> Tables:
    """A copy of a question right after it, under a new id and with its translations."""
    data = deepcopy(data)
    question = _at(data, place)
    if place.question is None:
        return data
    copy = deepcopy(question)
    copy["id"] = _free_id(str(question.get("id") or "question"), _question_ids(data))
    data["section"][place.section]["question"].insert(place.question + 1, copy)
    for texts in _languages(data):
        translated = texts.get("question", {}).get(question.get("id"))
        if isinstance(translated, dict):
            texts["question"][copy["id"]] = deepcopy(translated)
    return data


def rename(data: Tables, place: Place, new_id: str) -> Tables:
    """Give a section or question another id; conditions and translations follow it."""
    data = deepcopy(data)
    table, new_id = _at(data, place), new_id.strip()
    old_id, noun = str(table.get("id", "")), "section" if place.question is None else "question"
    table["id"] = new_id
    if noun == "question":
        for section in sections_of(data):
            for question in questions_of(section):
                _rename_in_condition(question, old_id, new_id)
    for texts in _languages(data):
        tables = texts.get(noun)
        if isinstance(tables, dict) and old_id in tables:
            tables[new_id] = tables.pop(old_id)
    return data


def set_translation(data: Tables, language: str, key: str, text: str) -> Tables:
    """Put a text into a language; an empty one takes it away."""
    data = deepcopy(data)
    here = data.setdefault("lang", {}).setdefault(language, {})
    if not text.strip():
        _forget(here, key.split("."))
        return data
    *tables, last = key.split(".")
    for name in tables:
        here = here.setdefault(name, {})
    here[last] = text.strip()
    return data


def add_language(data: Tables, language: str) -> Tables:
    """Begin a translation."""
    data = deepcopy(data)
    data.setdefault("lang", {}).setdefault(language, {})
    return data


def remove_language(data: Tables, language: str) -> Tables:
    """Take a translation away."""
    data = deepcopy(data)
    data.get("lang", {}).pop(language, None)
    if not data.get("lang"):
        data.pop("lang", None)
    return data


def _at(data: Tables, place: Place) -> Tables:
    sections = data.get("section")
    if not isinstance(sections, list) or not 0 <= place.section < len(sections):
        raise ConflictError(_GONE)
    table = sections[place.section]
    if place.question is not None:
        questions = table.get("question") or []
        if not 0 <= place.question < len(questions):
            raise ConflictError(_GONE)
        table = questions[place.question]
    if place.id and table.get("id") != place.id:
        raise ConflictError(_GONE)
    found: Tables = table
    return found


def _part(question: Tables, field: str, number: int) -> Tables:
    parts = question.get(field)
    if not isinstance(parts, list) or not 0 <= number < len(parts):
        raise ConflictError(_GONE)
    part: Tables = parts[number]
    return part


def _key(place: Place | None) -> list[str]:
    """Where translations of a place stand."""
    if place is None:
        return []
    return ["section" if place.question is None else "question", place.id]


def _part_key(field: str, number: int, part: Tables) -> list[str]:
    if field == "evidence":
        return ["evidence", str(number + 1)]
    return [field.removesuffix("s"), str(part.get("id", ""))]


def _languages(data: Tables) -> list[Tables]:
    languages = data.get("lang")
    return [texts for texts in languages.values() if isinstance(texts, dict)] if isinstance(languages, dict) else []


def _forget_translations(data: Tables, key: Sequence[str]) -> None:
    for texts in _languages(data):
        _forget(texts, key)


def _forget(texts: Tables, key: Sequence[str]) -> None:
    """Take away what stands under a key, and the tables it leaves empty."""
    first, *rest = key
    if rest and isinstance(texts.get(first), dict):
        _forget(texts[first], rest)
        if not texts[first]:
            texts.pop(first)
    elif not rest:
        texts.pop(first, None)


def _count_findings_down(data: Tables, place: Place, number: int) -> None:
    for texts in _languages(data):
        findings = texts.get("question", {}).get(place.id, {}).get("evidence", {})
        for later in sorted(int(name) for name in findings if name.isdigit() and int(name) > number + 1):
            findings[str(later - 1)] = findings.pop(str(later))


def _complete(question: Tables, kind: QuestionKind) -> None:
    """What a question of a kind cannot do without."""
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKING):
        options = question.setdefault("options", [])
        while len(options) < 2:
            options.append(_new_part(options, "options"))
    if kind is QuestionKind.SCALE:
        question.setdefault("scale", {"low": 1, "high": 9, "agree_from": 7})
    if kind is QuestionKind.MATRIX:
        rows = question.setdefault("rows", [])
        if not rows:
            rows.append(_new_part(rows, "rows"))
        if "options" not in question:
            question.setdefault("scale", {"low": 1, "high": 5, "agree_from": 4})


def _new_part(parts: list[Tables], field: str) -> Tables:
    noun = field.removesuffix("s")
    return {"id": _free_id(noun, _ids(parts)), "label": f"{noun.capitalize()} {len(parts) + 1}"}


def _ids(tables: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(table.get("id", "")) for table in tables}


def _question_ids(data: Tables) -> set[str]:
    return {id_ for section in sections_of(data) for id_ in _ids(questions_of(section))}


def _free_id(name: str, taken: set[str]) -> str:
    stem = re.sub(r"_\d+$", "", name)[: fields.MAX_ID - 5]
    number = 1
    while (free := f"{stem}_{number}") in taken:
        number += 1
    return free


def _rename_in_condition(question: Tables, old_id: str, new_id: str) -> None:
    condition = question.get("show_if")
    if isinstance(condition, dict) and condition.get("question") == old_id:
        condition["question"] = new_id
    if isinstance(condition, str):
        question["show_if"] = re.sub(
            rf"(?<![a-z0-9_.'-]){re.escape(old_id)}(?=(\.[a-z0-9_'-]+)?\s*(?:is\b|was\b|[<>=!]))", new_id, condition
        )


def _swap(tables: list[Any], place: int, by: int) -> None:
    if 0 <= place + by < len(tables):
        tables[place], tables[place + by] = tables[place + by], tables[place]
