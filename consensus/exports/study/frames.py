"""Any table as comma-separated values, safe to open in a spreadsheet."""

import csv
import io
import math

import pandas as pd

from consensus.exports.literal import defused


def frame_to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark; what is not defined is an empty cell, and text like a formula is defused.

    Floats keep every digit they have, with a decimal point.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(defused(str(name)) for name in frame.columns)
    for row in frame.itertuples(index=False, name=None):
        writer.writerow(cell_text(value) for value in row)
    return out.getvalue().encode("utf-8-sig")


def is_undefined(value: object) -> bool:
    """Whether a cell holds nothing: None, NaN or <NA>."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def cell_text(value: object) -> str:
    """A cell as text; yes and no for flags."""
    if is_undefined(value):
        return ""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    return str(value)
