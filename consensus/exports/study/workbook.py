"""Tables as one workbook: a sheet each, the header frozen, numbers as numbers."""

import io
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter

from consensus.exports.literal import defused
from consensus.exports.study.frames import is_undefined

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDEST, _NARROWEST = 60, 8
_SHARES = frozenset({"share", "share_changed", "wilson_lower", "wilson_upper", "exact_lower", "exact_upper"})
_DECIMALS = frozenset({"mean", "sd", "value", "p", "wilcoxon_p", "mcnemar_p", "weighted_kappa", "disagreement_index"})
_FURTHER_DECIMALS = frozenset({"agreement_a", "consensus_cns"})


def to_workbook(sheets: Mapping[str, pd.DataFrame], notes: Mapping[str, str] | None = None) -> bytes:
    """One sheet per table, in order; empty tables are left out. `notes` stand above the header of their sheet.

    Shares are shown in per cent with one decimal and kept exact; text is never read as a formula or as a link.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    formats = {
        "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "note": book.add_format({"italic": True}),
        "text": book.add_format({"valign": "top"}),
        "share": book.add_format({"num_format": "0.0%"}),
        "decimal": book.add_format({"num_format": "0.000"}),
        "number": book.add_format({"num_format": "General"}),
    }
    for name, frame in sheets.items():
        if len(frame.columns):
            _write(book.add_worksheet(_sheet_name(name)), frame, (notes or {}).get(name, ""), formats)
    book.close()
    return out.getvalue()


def _write(sheet: Any, frame: pd.DataFrame, note: str, formats: Mapping[str, Any]) -> None:
    top = 0
    if note:
        sheet.write_string(0, 0, note, formats["note"])
        top = 1
    for column, name in enumerate(frame.columns):
        sheet.write_string(top, column, defused(str(name)), formats["header"])
        values = frame[name].tolist()
        style = formats[_format_of(str(name))]
        for row, value in enumerate(values, start=top + 1):
            _write_cell(sheet, row, column, value, style, formats["text"])
        sheet.set_column(column, column, _width(str(name), values))
    sheet.freeze_panes(top + 1, 1)
    if len(frame):
        sheet.autofilter(top, 0, top + len(frame), len(frame.columns) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: object, number: Any, text: Any) -> None:
    if is_undefined(value):
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no", text)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, number)
    else:
        sheet.write_string(row, column, defused(str(value)), text)


def _format_of(name: str) -> str:
    if name in _SHARES:
        return "share"
    return "decimal" if name in _DECIMALS | _FURTHER_DECIMALS else "number"


def _width(name: str, values: list[object]) -> float:
    longest = max((len(str(value)) for value in values[:200] if isinstance(value, str)), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 2, len(name) + 2)))


def _sheet_name(name: str) -> str:
    return _NOT_IN_NAMES.sub(" ", name)[:_LONGEST_NAME]
