"""The rows of a list of people, each read for itself: what it says of whom, or why it cannot be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from consensus.domain.errors import InvalidInputError
from consensus.domain.members import clean_fields
from consensus.domain.people import check_address, clean_fact, clean_line, clean_name, searchable
from surveys.panel_file.cells import as_typed
from surveys.panel_file.columns import Holds, field_name
from surveys.panel_file.words import ROLES, YES_OR_NO
from surveys.tabular.sheet import Sheet

_FACTS: Mapping[Holds, tuple[str, str]] = {
    Holds.GROUP: ("stakeholder_group", "A stakeholder group"),
    Holds.INSTITUTION: ("institution", "An institution"),
    Holds.COUNTRY: ("country", "A country"),
    Holds.DISCIPLINE: ("discipline", "A discipline"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says of a person; `said` holds only what it does say, by the names of a `MemberDraft`.

    row: as the spreadsheet numbers it.
    """

    row: int
    name: str
    email: str = ""
    id: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is not imported; `column` is empty where it is the row as a whole."""

    row: int
    column: str
    sentence: str


def read_entries(sheet: Sheet, columns: Mapping[str, Holds]) -> tuple[list[Entry], list[Refusal]]:
    """Every row as an entry or a refusal. An empty cell says nothing.

    Raises:
        InvalidInputError: no column holds names, or two hold the same.
    """
    _check_columns(sheet, columns)
    entries: list[Entry] = []
    refusals: list[Refusal] = []
    for row, cells in zip(sheet.rows.tolist(), sheet.cells.itertuples(index=False, name=None), strict=True):
        try:
            entries.append(_read_row(int(row), dict(zip(columns, map(as_typed, cells), strict=True)), columns))
        except _RefusedError as refused:
            refusals.append(Refusal(int(row), refused.column, refused.sentence))
    return entries, refusals


class _RefusedError(Exception):
    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


def _check_columns(sheet: Sheet, columns: Mapping[str, Holds]) -> None:
    held = [holds for holds in columns.values() if holds not in (Holds.FIELD, Holds.NOTHING)]
    for holds in held:
        if held.count(holds) > 1:
            raise InvalidInputError(f"Two columns of {sheet.source} are said to hold the {holds.value}; choose one.")
    if not {Holds.NAME, Holds.FIRST_NAME, Holds.LAST_NAME} & set(held):
        raise InvalidInputError(f"No column of {sheet.source} holds names; say which one does.")


def _read_row(row: int, cells: Mapping[str, str], columns: Mapping[str, Holds]) -> Entry:
    by_fact: dict[Holds, str] = {holds: column for column, holds in columns.items() if holds is not Holds.FIELD}
    said: dict[str, Any] = {}
    for holds, (fact, label) in _FACTS.items():
        if text := _text(cells, by_fact, holds):
            said[fact] = _read(by_fact[holds], partial(clean_fact, label), text)
    for holds, fact, words in ((Holds.ROLE, "role", ROLES), (Holds.VOTES, "votes", YES_OR_NO)):
        if text := clean_line(_text(cells, by_fact, holds)):
            said[fact] = _word(by_fact[holds], text, words)
    address = _text(cells, by_fact, Holds.EMAIL)
    fields = {field_name(column): cells[column] for column, holds in columns.items() if holds is Holds.FIELD}
    return Entry(
        row=row,
        name=_name(cells, by_fact),
        email=_read(by_fact[Holds.EMAIL], check_address, address) if address.strip() else "",
        id=clean_line(_text(cells, by_fact, Holds.ID)),
        said=said,
        fields=_fields(fields),
    )


def _text(cells: Mapping[str, str], by_fact: Mapping[Holds, str], holds: Holds) -> str:
    return cells[by_fact[holds]] if holds in by_fact else ""


def _name(cells: Mapping[str, str], by_fact: Mapping[Holds, str]) -> str:
    whole = _text(cells, by_fact, Holds.NAME)
    halves = f"{_text(cells, by_fact, Holds.FIRST_NAME)} {_text(cells, by_fact, Holds.LAST_NAME)}"
    parts = (Holds.NAME, Holds.FIRST_NAME, Holds.LAST_NAME)
    column = next(by_fact[part] for part in parts if part in by_fact)
    return _read(column, clean_name, whole if whole.strip() else halves)


def _fields(fields: Mapping[str, str]) -> dict[str, str]:
    try:
        return clean_fields(fields)
    except InvalidInputError as error:
        raise _RefusedError("", str(error)) from error


def _read(column: str, clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text)
    except InvalidInputError as error:
        raise _RefusedError(column, str(error)) from error


def _word(column: str, text: str, words: Mapping[str, Any]) -> Any:
    found = words.get(searchable(text))
    if found is None:
        known = "yes or no" if words is YES_OR_NO else "panelist, chair, observer or facilitator"
        raise _RefusedError(column, f"“{text[:40]}” is not read here; write {known}.")
    return found
