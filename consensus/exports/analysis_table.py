"""The analysis of a Delphi round as comma-separated values, one row for each item."""

import csv
import io
from collections.abc import Mapping, Sequence

from consensus.exports.literal import defused

Cell = str | int | float | None


def to_analysis_csv(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    """Columns as in the first row; what is not defined is empty. UTF-8 with a byte order mark, formulas defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow(defused("" if cell is None else str(cell)) for cell in row.values())
    return out.getvalue().encode("utf-8-sig")
