"""Reads LimeSurvey's tab-separated structure: one row a setting, group, question, subquestion or answer."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from consensus.domain.errors import InvalidInputError
from surveys.importing.lime_model import LimeGroup, LimePart, LimeQuestion, LimeSurvey

_COLUMNS = ("class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other")
_KNOWN = frozenset((*_COLUMNS, "id", "related_id", "validation", "default", "same_default", "same_script"))


def is_lime_table(text: str) -> bool:
    """Whether a table begins with the columns of such a structure."""
    header = [cell.strip('" ').lower() for cell in text.split("\n", 1)[0].split("\t")]
    return "class" in header and "type/scale" in header


@dataclass(slots=True)
class _Reading:
    survey: LimeSurvey
    groups: dict[str, LimeGroup] = field(default_factory=dict)
    questions: dict[str, LimeQuestion] = field(default_factory=dict)
    parts: dict[tuple[str, str, str, int], LimePart] = field(default_factory=dict)
    question: LimeQuestion | None = None
    group: LimeGroup | None = None
    n_in_language: dict[str, int] = field(default_factory=dict)


def read_lime_table(text: str, name: str) -> LimeSurvey:
    """The survey in a tab-separated structure.

    Raises:
        InvalidInputError: a row is of a kind that is not known, or stands where it belongs to nothing.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    reading = _Reading(LimeSurvey([], {}, {}, []))
    try:
        for cells in reader:
            row = {str(key).strip().lower(): value or "" for key, value in cells.items() if isinstance(value, str)}
            _take(row, reading, f"{name}, line {reader.line_num}")
    except csv.Error as error:
        raise InvalidInputError(f"{name}, line {reader.line_num}: this is not a tab-separated table.") from error
    survey = reading.survey
    if not survey.groups:
        raise InvalidInputError(f"{name} holds no group of questions.")
    survey.languages = survey.languages or ["en"]
    return survey


def _take(row: Mapping[str, str], reading: _Reading, where: str) -> None:
    kind, survey = row.get("class", ""), reading.survey
    language = row.get("language", "") or (survey.languages[0] if survey.languages else "en")
    text = row.get("text", "")
    match kind:
        case "S":
            if row.get("name") == "language":
                survey.languages.insert(0, text)
        case "SL":
            if language not in survey.languages:
                survey.languages.append(language)
            if row.get("name") == "surveyls_title":
                survey.titles[language] = text
            if row.get("name") == "surveyls_welcometext":
                survey.welcomes[language] = text
        case "G":
            _take_group(row, reading, language)
        case "Q":
            _take_question(row, reading, language, where)
        case "SQ" | "A":
            _take_part(row, reading, language, where)
        case "" | "AS" | "QTA" | "QTALS" | "QTAM" | "C" | "DC":
            pass
        case _:
            raise InvalidInputError(f"{where}: rows of the class {kind!r} are not known.")


def _take_group(row: Mapping[str, str], reading: _Reading, language: str) -> None:
    """Groups of further languages repeat the first ones, known by their number or by their order."""
    reading.question = None
    position = reading.n_in_language.get(language, 0)
    reading.n_in_language[language] = position + 1
    key = row.get("type/scale") or str(position)
    found = reading.groups.get(key)
    if found is None:
        found = LimeGroup(f"group {row.get('name', '')!r}:", {}, {}, row.get("relevance", ""))
        reading.groups[key] = found
        reading.survey.groups.append(found)
    found.titles[language], found.descriptions[language] = row.get("name", ""), row.get("text", "")
    reading.group = found


def _take_question(row: Mapping[str, str], reading: _Reading, language: str, where: str) -> None:
    if reading.group is None:
        raise InvalidInputError(f"{where}: the question stands before any group.")
    code = row.get("name", "")
    question = reading.questions.get(code)
    if question is None:
        question = LimeQuestion(
            where=f"question {code!r}:",
            kind=row.get("type/scale", ""),
            code=code,
            texts={},
            helps={},
            mandatory=row.get("mandatory", ""),
            has_other=row.get("other") == "Y",
            relevance=row.get("relevance", ""),
            attributes={name: value for name, value in row.items() if name not in _KNOWN and value},
        )
        reading.questions[code] = question
        reading.group.questions.append(question)
    question.texts[language], question.helps[language] = row.get("text", ""), row.get("help", "")
    reading.question = question


def _take_part(row: Mapping[str, str], reading: _Reading, language: str, where: str) -> None:
    question = reading.question
    if question is None:
        raise InvalidInputError(f"{where}: the row belongs to no question.")
    scale = row.get("type/scale", "")
    number = int(scale) if scale.isdecimal() else 0
    key = (question.code, row["class"], row.get("name", ""), number)
    if key not in reading.parts:
        reading.parts[key] = LimePart(row.get("name", ""), {}, number)
        (question.subquestions if row["class"] == "SQ" else question.answers).append(reading.parts[key])
    reading.parts[key].texts[language] = row.get("text", "")
