"""Reads a REDCap data dictionary: one row a field, as REDCap's own help describes its eighteen columns."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from consensus.domain.errors import InvalidInputError
from surveys.condition_checks import resolve
from surveys.condition_reading import ConditionError
from surveys.conditions import Condition
from surveys.importing.imported import Imported, Note
from surveys.importing.logic import Asked, CannotCarryError, read_logic
from surveys.importing.words import clean, has_markup, make_id
from surveys.loader import parse_instrument
from surveys.model import Instrument, Option, Question, QuestionKind, Section
from surveys.toml_writer import write_instrument

FORM = "REDCap data dictionary"

_COLUMNS = {
    "name": "variable / field name",
    "form": "form name",
    "header": "section header",
    "type": "field type",
    "label": "field label",
    "choices": "choices, calculations, or slider labels",
    "note": "field note",
    "validation": "text validation type or show slider number",
    "minimum": "text validation min",
    "maximum": "text validation max",
    "identifier": "identifier?",
    "logic": "branching logic (show field only if...)",
    "required": "required field?",
    "number": "question number (surveys only)",
    "matrix": "matrix group name",
    "ranking": "matrix ranking?",
    "annotation": "field annotation",
}
_NEEDED = ("name", "form", "type", "label")
_TYPES = frozenset(
    "text notes radio dropdown checkbox yesno truefalse calc slider file descriptive sql".split()  # noqa: SIM905
)
_LEFT_OUT = {
    "calc": "a calculated field asks nothing",
    "file": "files and signatures are not collected here",
    "sql": "its choices come from a database",
}
_FIXED = {"yesno": (("1", "Yes"), ("0", "No")), "truefalse": (("1", "True"), ("0", "False"))}
_MOST = re.compile(r"@MAXCHECKED\s*=\s*'?\"?(\d+)")
_TAG = re.compile(r"@[A-Z-]+")


def is_redcap(text: str) -> bool:
    """Whether a table has the first columns of a data dictionary."""
    header = text.split("\n", 1)[0].lower()
    return _COLUMNS["name"] in header and _COLUMNS["type"] in header


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    @property
    def where(self) -> str:
        return f"line {self.line}, field {self['name']!r}:"


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    notes: list[Note] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    section_ids: set[str] = field(default_factory=set)
    asked: dict[str, Asked] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)

    def note(self, row: _Row, why: str) -> None:
        self.notes.append(Note(row.where, why))


def read_redcap(text: str, name: str) -> Imported:
    """The instrument that a data dictionary describes.

    Raises:
        InvalidInputError: this is no data dictionary, or nothing in it can be asked.
    """
    rows = _read_rows(text, name)
    reading = _Reading()
    if rows[0]["type"] == "text":
        reading.note(rows[0], "The first field identifies the record; members are known without it.")
        rows = rows[1:]
    sections = [section for section in _sections(rows, reading) if section.questions]
    if not sections:
        raise InvalidInputError(f"{name} holds no field that can be asked here.")
    title = rows[0]["form"].replace("_", " ").strip().capitalize() or "Survey"
    instrument = Instrument(make_id(title, set()), "1", title, tuple(sections))
    written = write_instrument(instrument)
    return Imported(parse_instrument(written, name), written, FORM, tuple(reading.notes))


def _read_rows(text: str, name: str) -> list[_Row]:
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [" ".join(cell.lower().split()) for cell in next(reader, [])]
        places = {column: header.index(title) for column, title in _COLUMNS.items() if title in header}
        for column in _NEEDED:
            if column not in places:
                raise InvalidInputError(f"{name} has no column {_COLUMNS[column]!r}, as a data dictionary has.")
        rows = [
            _Row(reader.line_num, {column: cells[at] for column, at in places.items() if at < len(cells)})
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise InvalidInputError(f"{name}, line {reader.line_num}: this is not a comma-separated table.") from error
    if not rows:
        raise InvalidInputError(f"{name} holds no field.")
    _check_rows(rows, name)
    return rows


def _check_rows(rows: Sequence[_Row], name: str) -> None:
    seen: set[str] = set()
    for row in rows:
        where = f"{name}, line {row.line}"
        if not row["name"]:
            raise InvalidInputError(f"{where}: the field has no name.")
        if row["name"] in seen:
            raise InvalidInputError(f"{where}: there are two fields {row['name']!r}.")
        if row["type"] not in _TYPES:
            raise InvalidInputError(f"{where}: field {row['name']!r} has an unknown type {row['type']!r}.")
        seen.add(row["name"])


def _sections(rows: Sequence[_Row], reading: _Reading) -> Iterable[Section]:
    for _, group in groupby(_with_sections(rows), key=lambda numbered: numbered[0]):
        of_section = [row for _, row in group]
        first = of_section[0]
        form = first["form"].replace("_", " ").strip().capitalize()
        title = clean(first["header"]).split("\n")[0] or form or "Section"
        intro = [clean(row["label"]) for row in of_section if row["type"] == "descriptive"]
        for row in of_section:
            if row["type"] == "descriptive":
                reading.note(row, "A descriptive text stands in the introduction of its section now.")
        yield Section(
            id=make_id(title if first["header"] else first["form"], reading.section_ids),
            title=title,
            intro="\n".join(text for text in intro if text),
            questions=tuple(_questions(of_section, reading)),
        )


def _with_sections(rows: Sequence[_Row]) -> Iterable[tuple[int, _Row]]:
    """Each row with the number of its section: a new form or a header begins one."""
    number, form = 0, ""
    for row in rows:
        if row["form"] != form or row["header"]:
            number, form = number + 1, row["form"]
        yield number, row


def _questions(rows: Sequence[_Row], reading: _Reading) -> Iterable[Question]:
    for matrix, group in groupby(rows, key=lambda row: row["matrix"] if row["type"] == "radio" else ""):
        of_group = list(group)
        # One after the other: a condition asks for the questions made before it.
        made = (
            (_matrix(rows_, reading) for rows_ in (of_group,)) if matrix else (_question(r, reading) for r in of_group)
        )
        for question in made:
            if question is not None:
                reading.questions[question.id] = question
                yield question


def _question(row: _Row, reading: _Reading) -> Question | None:
    kind = row["type"]
    if kind in _LEFT_OUT:
        reading.note(row, f"Left out: {_LEFT_OUT[kind]}.")
    if kind in _LEFT_OUT or kind == "descriptive":
        return None
    _note_what_is_lost(row, reading)
    base = Question(
        id=make_id(row["name"], reading.ids),
        kind=QuestionKind.TEXT,
        text=_text(row, reading),
        help=clean(row["note"]),
        required=row["required"].lower() == "y",
        show_if=_condition(row, reading),
    )
    if kind in ("radio", "dropdown", "checkbox", *_FIXED):
        return _choice(row, reading, base)
    asked = Asked(base.id)
    if kind == "slider":
        base, asked = _slider(row, reading, base), Asked(base.id, is_number=True)
    elif kind == "text" and (row["validation"] == "integer" or row["validation"].startswith("number")):
        base, asked = _number(row, reading, base), Asked(base.id, is_number=True)
    elif kind == "text" and row["validation"]:
        reading.note(row, f"The validation {row['validation']!r} is not checked; any text is taken.")
    reading.asked[row["name"]] = asked
    return base


def _choice(row: _Row, reading: _Reading, base: Question) -> Question | None:
    options, codes = _options(row, reading)
    if len(options) < 2:
        reading.note(row, "Left out: it offers fewer than two choices.")
        return None
    reading.asked[row["name"]] = Asked(base.id, codes=codes)
    if row["type"] != "checkbox":
        return replace(base, kind=QuestionKind.SINGLE, options=options)
    for code, option_id in codes.items():
        reading.asked[f"{row['name']}({code})"] = Asked(base.id, option=option_id)
    most = _MOST.search(row["annotation"])
    limit = int(most[1]) if most and 1 <= int(most[1]) <= len(options) else None
    return replace(base, kind=QuestionKind.MULTIPLE, options=options, most=limit)


def _options(row: _Row, reading: _Reading) -> tuple[tuple[Option, ...], dict[str, str]]:
    pairs = _FIXED.get(row["type"]) or [
        (code.strip(), label.strip())
        for code, comma, label in (choice.partition(",") for choice in re.split(r"\||\n", row["choices"]))
        if code.strip() and comma
    ]
    taken: set[str] = set()
    options, codes = [], {}
    for code, label in pairs:
        words = clean(label)
        if not words:
            reading.note(row, f"The choice {code!r} has no words and was left out.")
            continue
        codes[code] = make_id(code, taken)
        options.append(Option(codes[code], words))
    return tuple(options), codes


def _matrix(rows: Sequence[_Row], reading: _Reading) -> Question | None:
    first = rows[0]
    options, codes = _options(first, reading)
    if len(options) < 2:
        reading.note(first, "Left out: its matrix offers fewer than two choices.")
        return None
    for row in rows:
        _note_what_is_lost(row, reading)
        if row["ranking"].lower() == "y":
            reading.note(row, "Rows of a matrix can have the same answer here: its ranking is not kept.")
        if row["logic"] and row["logic"] != first["logic"]:
            reading.note(row, "A row of a matrix is always shown with it; the row's own branching was left out.")
        if row["note"]:
            reading.note(row, "A row of a matrix has no note of its own; it was left out.")
    required = [row["required"].lower() == "y" for row in rows]
    if any(required) and not all(required):
        reading.note(first, "Only some rows were required; now no row is.")
    question_id = make_id(first["matrix"], reading.ids)
    taken: set[str] = set()
    parts = []
    for row in rows:
        row_id = make_id(row["name"], taken)
        parts.append(Option(row_id, _text(row, reading)))
        reading.asked[row["name"]] = Asked(question_id, row_id, codes=codes)
    title = clean(first["header"]) or first["matrix"].replace("_", " ").capitalize()
    return Question(
        id=question_id,
        kind=QuestionKind.MATRIX,
        text=title,
        required=all(required),
        rows=tuple(parts),
        options=options,
        show_if=_condition(first, reading),
    )


def _slider(row: _Row, reading: _Reading, base: Question) -> Question:
    reading.note(row, "A slider became a number from 0 to 100; the words at its ends stand in the help.")
    ends = [clean(word) for word in row["choices"].split("|") if word.strip()]
    said = f"0 = {ends[0]}, 100 = {ends[-1]}" if len(ends) > 1 else ""
    return replace(
        base,
        kind=QuestionKind.NUMBER,
        minimum=0,
        maximum=100,
        help=" ".join(text for text in (base.help, said) if text),
    )


def _number(row: _Row, reading: _Reading, base: Question) -> Question:
    bounds: dict[str, float | None] = {}
    for bound in ("minimum", "maximum"):
        try:
            bounds[bound] = float(row[bound].replace(",", ".")) if row[bound] else None
        except ValueError:
            bounds[bound] = None
            reading.note(row, f"The {bound} {row[bound]!r} is no fixed number and was left out.")
    low, high = bounds["minimum"], bounds["maximum"]
    if low is not None and high is not None and low > high:
        reading.note(row, "Its minimum lies above its maximum; both were left out.")
        low = high = None
    if row["validation"] == "integer":
        reading.note(row, "Whole numbers are not insisted on; any number within the bounds is taken.")
    return replace(base, kind=QuestionKind.NUMBER, minimum=low, maximum=high)


def _condition(row: _Row, reading: _Reading) -> Condition | None:
    if not row["logic"]:
        return None
    try:
        return resolve(read_logic(row["logic"], reading.asked.get), reading.questions)
    except CannotCarryError as error:
        reading.note(row, f"It is always asked: its branching {row['logic']!r} was left out, because {error}.")
    except ConditionError as error:
        reading.note(row, f"It is always asked: its branching {row['logic']!r} was left out, because it {error}.")
    return None


def _text(row: _Row, reading: _Reading) -> str:
    if has_markup(row["label"]):
        reading.note(row, "Formatting, pictures and links of the label were left out; its words are there.")
    if re.search(r"\[[a-z][a-z0-9_]*\]", row["label"]):
        reading.note(row, "A name in square brackets stays as it is; answers are not put into texts here.")
    return clean(row["label"]) or row["name"]


def _note_what_is_lost(row: _Row, reading: _Reading) -> None:
    if row["identifier"].lower() == "y":
        reading.note(row, "It is marked as identifying; here answers are kept by the rules of the process.")
    if row["number"]:
        reading.note(row, f"Its number {row['number']!r} was left out; questions are counted.")
    tags = [tag for tag in _TAG.findall(row["annotation"]) if tag != "@MAXCHECKED"]
    if tags:
        reading.note(row, f"The action tags {', '.join(tags)} have no meaning here.")
    elif row["annotation"] and not _MOST.search(row["annotation"]):
        reading.note(row, "Its annotation was left out.")
