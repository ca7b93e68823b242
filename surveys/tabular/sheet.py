"""A table as it stands in a file: cells as text, rows numbered as a spreadsheet numbers them."""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
import pandas as pd

from consensus.domain.errors import InvalidInputError

MAX_BYTES = 200_000_000
MAX_COLUMNS = 5_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """source: the name of the file, for messages. cells: text, one column per column of the file, "" where empty.

    rows: the number of each row of `cells` as a spreadsheet shows it, the header being row 1. labels: longer texts
    for columns, where the file has them. notes: what was understood so far, one sentence each.
    """

    source: str
    cells: pd.DataFrame
    rows: np.ndarray
    labels: dict[str, str]
    notes: tuple[str, ...]

    def refuse(self, position: int, column: str | None, problem: str) -> NoReturn:
        """Refuse a cell by its place in `cells`: "file, row 3, column 'x': problem." """
        where = f"{self.source}, row {self.rows[position]}" + (f", column '{column}'" if column is not None else "")
        raise InvalidInputError(f"{where}: {problem.rstrip('.')}.")


def make_sheet(source: str, records: list[list[str]], notes: tuple[str, ...], *, may_end_early: bool = False) -> Sheet:
    """A sheet from the records of a file, the first being the header.

    Blank rows are left out and counted aloud, columns without name and content likewise. With `may_end_early` the
    cells that a row lacks at its end are empty.

    Raises:
        InvalidInputError: there is nothing, two columns share a name, a column with content has none, or a row has
            another number of cells than the header.
    """
    if not records or not any(cell.strip() for cell in records[0]):
        raise InvalidInputError(f"{source}: the first row has to name the columns, and it is empty.")
    header = [cell.strip() for cell in records[0]]
    if len(header) > MAX_COLUMNS:
        raise InvalidInputError(f"{source}: a table may have at most {MAX_COLUMNS} columns, not {len(header)}.")
    kept, numbers, n_blank = [], [], 0
    for number, record in enumerate(records[1:], start=2):
        if not any(cell and not cell.isspace() for cell in record):
            n_blank += 1
            continue
        whole = [*record, *[""] * (len(header) - len(record))] if may_end_early else record
        kept.append(_as_wide_as(whole, len(header), f"{source}, row {number}"))
        numbers.append(number)
    cells = pd.DataFrame(kept, columns=range(len(header)), dtype=object)
    named = _named(source, header, cells)
    blank = (f"{n_blank} blank row{'' if n_blank == 1 else 's'} left out.",) if n_blank else ()
    unnamed = len(header) - named.shape[1]
    nameless = (f"{unnamed} column{'' if unnamed == 1 else 's'} without name and content left out.",) if unnamed else ()
    return Sheet(source, named, np.array(numbers, dtype=np.int64), {}, (*notes, *blank, *nameless))


def _as_wide_as(record: list[str], width: int, where: str) -> list[str]:
    if len(record) > width and not any(cell.strip() for cell in record[width:]):
        return record[:width]
    if len(record) != width:
        raise InvalidInputError(f"{where}: has {len(record)} cells, and the header has {width}.")
    return record


def _named(source: str, header: list[str], cells: pd.DataFrame) -> pd.DataFrame:
    """The columns under their names; one without name must be empty and is left out."""
    keep = []
    for position, name in enumerate(header):
        if name and name in header[:position]:
            first = header.index(name) + 1
            raise InvalidInputError(f"{source}: columns {first} and {position + 1} are both named '{name}'.")
        if name:
            keep.append(position)
        elif (filled := cells[position].str.strip() != "").any():
            row = int(np.flatnonzero(filled)[0])
            raise InvalidInputError(
                f"{source}: column {position + 1} has no name in the header, but it has content "
                f"({cells[position].iloc[row]!r})."
            )
    named = cells[keep]
    named.columns = pd.Index([header[position] for position in keep])
    return named
