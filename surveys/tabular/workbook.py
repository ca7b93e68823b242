"""Workbooks (.xlsx): the first sheet with content, cells as text, nothing of it executed or fetched.

A formula counts as what the spreadsheet last computed from it; one that was never computed is taken as its text.
"""

import io
import zipfile
from datetime import datetime
from typing import Any

from defusedxml import DefusedXmlException
from openpyxl import DEFUSEDXML, Workbook, load_workbook

from consensus.domain.errors import InvalidInputError

MAX_UNPACKED_BYTES = 300_000_000
MAX_CELLS = 20_000_000
_SIGNATURE = b"PK\x03\x04"


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as a zip archive, which a workbook is."""
    return content.startswith(_SIGNATURE)


def read_records(content: bytes, source: str) -> tuple[list[list[str]], str]:
    """The records of the first sheet that has any, and a sentence on which it is.

    Raises:
        InvalidInputError: it is no workbook, too large when unpacked, or has no content.
    """
    if not DEFUSEDXML:
        raise RuntimeError("openpyxl was loaded without defusedxml")
    _check_size(content, source)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        formulas = _formulas(content)
        for sheet in book.worksheets:
            records = _records(sheet, source)
            if formulas is not None:
                _fill_uncomputed(records, formulas[sheet.title])
            if any(cell for record in records for cell in record):
                others = len(book.sheetnames) - 1
                rest = f" ({others} other{'' if others == 1 else 's'} not read)" if others else ""
                return _trimmed(records, source), f"Workbook, sheet “{sheet.title}”{rest}."
    except (DefusedXmlException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise InvalidInputError(f"{source} cannot be read as a workbook; save it again as .xlsx or as CSV.") from error
    raise InvalidInputError(f"{source} has no content on any sheet.")


def _records(sheet: Any, source: str) -> list[list[str]]:
    """The rows as far as there are cells: a sheet may claim a million rows and hold two."""
    sheet.reset_dimensions()
    records, n_cells = [], 0
    for row in sheet.iter_rows(values_only=True):
        records.append([_text(value) for value in row])
        n_cells += 1 + len(row)
        if n_cells > MAX_CELLS:
            raise InvalidInputError(_too_many(source))
    return records


def _too_many(source: str) -> str:
    return f"{source} has more than {MAX_CELLS:,} cells. Clear what stands far below or beside the table."


def _formulas(content: bytes) -> Workbook | None:
    """The workbook with its formulas as text, if it has any."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if not any(b"<f>" in (xml := archive.read(name)) or b"<f " in xml for name in sheets):
            return None
    return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)


def _fill_uncomputed(records: list[list[str]], sheet: Any) -> None:
    """Put the text of a formula where the workbook holds no value of it."""
    sheet.reset_dimensions()
    for record, cells in zip(records, sheet.iter_rows(values_only=True), strict=False):
        for place, formula in enumerate(cells[: len(record)]):
            if not record[place] and isinstance(formula, str) and formula.startswith("="):
                record[place] = formula


def _check_size(content: bytes, source: str) -> None:
    """Refuse what unpacks to far more than it is: such a file is made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InvalidInputError(f"{source} cannot be read as a workbook; save it again as .xlsx or as CSV.") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise InvalidInputError(f"{source} unpacks to more than {MAX_UNPACKED_BYTES // 10**6} MB and was not read.")


def _text(value: Any) -> str:
    """A cell as its text; whole numbers without the point that spreadsheets keep them with."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _trimmed(records: list[list[str]], source: str) -> list[list[str]]:
    """Without the empty columns on the right and the empty rows below that a workbook claims to have."""
    width = max((i for record in records for i, cell in enumerate(record, start=1) if cell), default=0)
    last = max((i for i, record in enumerate(records, start=1) if any(record)), default=0)
    if width * last > MAX_CELLS:
        raise InvalidInputError(_too_many(source))
    return [(record + [""] * width)[:width] for record in records[:last]]
