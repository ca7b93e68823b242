"""The panel as a table to keep, to work on in a spreadsheet, and to import again."""

import csv
import io
from collections.abc import Sequence

import pandas as pd

from consensus.exports.literal import defused
from consensus.exports.study.workbook import to_workbook

Rows = Sequence[Sequence[str]]

FACTS = (
    ("member id", "Tells the member when the list is imported again, also under another name or address. Leave it."),
    ("name", "One line, as it is shown to the panel."),
    ("e-mail address", "May be empty: links and codes can be handed out without one."),
    ("role", "panelist, chair, observer or facilitator."),
    ("vote", "yes or no: whether the member has a vote."),
    ("stakeholder group", "Such as surgeon, or patient representative, who is counted apart."),
    ("institution", "Institutions are counted once, however their letters are written."),
    ("country", ""),
    ("discipline", ""),
)
STATES = (
    ("invitation", "How far the invitation has come. Not read when the list is imported."),
    ("responded", "yes if a survey was sent in. Not read when the list is imported."),
    ("attended", "yes if the member was at a meeting. Not read when the list is imported."),
)


def panel_csv(fields: Sequence[str], rows: Rows) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets need for accents; cells that look like formulas are defused.

    fields: the columns of further facts. rows: a cell for each of `FACTS`, each field and each of `STATES`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(defused, _header(fields)))
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def panel_workbook(fields: Sequence[str], rows: Rows) -> bytes:
    """The same as a workbook, with a second sheet that says what each column holds."""
    further = [(name, "A further fact, under the name it has here.") for name in fields]
    codebook = pd.DataFrame([*FACTS, *further, *STATES], columns=["column", "what it holds"])
    return to_workbook({"panel": pd.DataFrame(rows, columns=_header(fields)), "codebook": codebook})


def _header(fields: Sequence[str]) -> list[str]:
    return [*(name for name, _ in FACTS), *fields, *(name for name, _ in STATES)]
