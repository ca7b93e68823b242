"""Workbooks that claim or hold far more than a table are read as what they hold, or refused."""

import io
import zipfile

import openpyxl
import pytest

from consensus.domain.errors import InvalidInputError
from surveys.tabular import workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def book_of(rows, dimension=""):
    """A workbook whose sheet is written as it is given."""
    plain, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    sheet = f'<worksheet xmlns="{MAIN}">{dimension}<sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == SHEET else source.read(name))
    return made.getvalue()


TABLE = f'<row r="1">{cell("A1", "name")}</row><row r="2">{cell("A2", "Ann")}</row>'


def test_what_a_sheet_claims_to_hold_does_not_count():
    records, _ = workbook.read_records(book_of(TABLE, '<dimension ref="A1:XFD1048576"/>'), "list.xlsx")

    assert records == [["name"], ["Ann"]]


def test_a_cell_in_the_far_corner_is_no_table_of_all_that_lies_between():
    far = TABLE + f'<row r="1048576">{cell("XFD1048576", "x")}</row>'

    with pytest.raises(InvalidInputError, match=r"list\.xlsx has more than 20,000,000 cells"):
        workbook.read_records(book_of(far), "list.xlsx")


def test_more_cells_than_a_table_has_are_not_read_to_the_end(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_CELLS", 3)

    with pytest.raises(InvalidInputError, match="more than 3 cells"):
        workbook.read_records(book_of(TABLE), "list.xlsx")
