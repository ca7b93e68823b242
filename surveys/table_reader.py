"""Reads comma-separated tables row by row and refuses what is missing or wrong with file and line."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, TypeVar

from consensus.domain.errors import InvalidInputError

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RowReader:
    """One row of a table; `line` is the last line of the file it takes up."""

    source: str
    line: int
    cells: Mapping[str, str]

    def refuse(self, problem: str) -> NoReturn:
        """Refuse this row: "file, line n: problem." """
        raise InvalidInputError(f"{self.source}, line {self.line}: {problem.rstrip('.')}.")

    def optional(self, column: str) -> str:
        """The cell without surrounding blanks, possibly empty."""
        return self.cells[column].strip()

    def text(self, column: str) -> str:
        """The cell, which must not be empty."""
        value = self.optional(column)
        if not value:
            self.refuse(f"the column '{column}' is empty")
        return value

    def flag(self, column: str) -> bool:
        """Yes or no."""
        value = self.text(column)
        if value not in ("yes", "no"):
            self.refuse(f"the column '{column}' needs yes or no, not {value!r}")
        return value == "yes"

    def count(self, column: str) -> int:
        """A whole number from 0 up."""
        value = self.text(column)
        if not (value.isascii() and value.isdigit()):
            self.refuse(f"the column '{column}' needs a whole number, not {value!r}")
        return int(value)

    def word(self, column: str, words: type[Word]) -> Word:
        """One of the words of an enumeration."""
        value = self.text(column)
        if value not in {word.value for word in words}:
            self.refuse(f"the column '{column}' needs one of {', '.join(words)}, not {value!r}")
        return words(value)

    def known(self, column: str, ids: Collection[str], where: str) -> str:
        """An id that must be one of `ids`, which stand in the file `where`."""
        value = self.text(column)
        if value not in ids:
            self.refuse(f"the {column} {value!r} is not in {where}")
        return value


def read_rows(text: str, source: str, columns: Collection[str]) -> Iterator[RowReader]:
    """The rows of a table that must have exactly these columns, in any order; remarks ("# ...") may precede them.

    Raises:
        InvalidInputError: a column is missing, unknown or doubled, or a row is too short or too long.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip() for name in next((cells for cells in reader if not _is_remark(cells)), [])]
        _check_header(header, source, columns, reader.line_num)
        for cells in reader:
            if not cells:
                continue
            row = RowReader(source, reader.line_num, dict(zip(header, cells, strict=False)))
            if len(cells) != len(header):
                row.refuse(f"has {len(cells)} cells instead of {len(header)}")
            yield row
    except csv.Error as error:
        raise InvalidInputError(f"{source}, line {reader.line_num}: this is not a comma-separated table.") from error


def _is_remark(cells: list[str]) -> bool:
    return not cells or cells[0].lstrip().startswith("#")


def _check_header(header: list[str], source: str, columns: Collection[str], line: int) -> None:
    for column in columns:
        if column not in header:
            raise InvalidInputError(f"{source}, line {line}: there is no column '{column}'.")
    for position, name in enumerate(header):
        if name not in columns:
            raise InvalidInputError(f"{source}, line {line}: the column '{name}' is not known here.")
        if name in header[:position]:
            raise InvalidInputError(f"{source}, line {line}: there are two columns '{name}'.")
