"""The answers of a survey as files: CSV, a workbook with its codebook, and SPSS."""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from consensus.exports.literal import defused
from consensus.exports.study.workbook import to_workbook
from surveys.answer_table import AnswerTable, Column

# SPSS stores no longer text.
_MOST_BYTES = 32_000


@dataclass(frozen=True, slots=True)
class SurveyData:
    """The rows of a survey.

    title: of the instrument. people: columns on who answered, which stand before the answers. table: the answers.
    texts: question to what was written, where this is kept apart from the rows; in an order that tells nobody.
    earlier: answers set aside by a later wording, with version, question, answer and, where it is told, name.
    notes: what is to be known about the file, one sentence each.
    """

    title: str
    people: AnswerTable
    table: AnswerTable
    texts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    earlier: Sequence[tuple[str, ...]] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns."""
        return (*self.people.columns, *self.table.columns)

    def rows(self) -> list[tuple[int | float | str, ...]]:
        """All rows."""
        people = self.people.rows or [()] * len(self.table.rows)
        return [(*person, *answers) for person, answers in zip(people, self.table.rows, strict=True)]


def to_rows_csv(data: SurveyData) -> bytes:
    """One row a respondent; UTF-8 with a byte order mark, formulas defused."""
    return _csv([[column.name for column in data.columns], *data.rows()])


def to_texts_csv(data: SurveyData) -> bytes:
    """What was written, where it is kept apart from the rows."""
    return _csv([["question", "text"], *data.texts])


def to_earlier_csv(data: SurveyData) -> bytes:
    """Answers to earlier wordings, which are counted nowhere."""
    return _csv([_earlier_header(data), *data.earlier])


def to_codebook_csv(data: SurveyData) -> bytes:
    """One row for each column and each meaning of its numbers."""
    frame = codebook(data)
    return _csv([list(frame.columns), *frame.itertuples(index=False, name=None)])


def to_xlsx(data: SurveyData) -> bytes:
    """Answers, texts and codebook, each on a sheet with a frozen header."""
    earlier = pd.DataFrame(data.earlier, columns=_earlier_header(data)) if data.earlier else pd.DataFrame()
    sheets: Mapping[str, pd.DataFrame] = {
        "Answers": pd.DataFrame(data.rows(), columns=[column.name for column in data.columns]),
        "Texts": pd.DataFrame(data.texts, columns=["question", "text"]) if data.texts else pd.DataFrame(),
        "Earlier wordings": earlier,
        "Codebook": codebook(data),
        "About": pd.DataFrame({"about": [data.title, *data.notes]}),
    }
    return to_workbook(sheets)


def to_sav(data: SurveyData) -> bytes:
    """SPSS, with the labels of variables and values, and the codes for no answer declared as missing."""
    names = [column.name for column in data.columns]
    frame = pd.DataFrame(data.rows(), columns=names)
    for column in data.columns:
        if column.is_text:
            frame[column.name] = [_cut(str(text)) for text in frame[column.name]]
    missing: dict[str, Any] = {
        column.name: list(column.codes.labels()) for column in data.columns if column.codes is not None
    }
    labels: dict[str, Any] = {column.name: dict(column.values) for column in data.columns if column.values}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.sav"
        pyreadstat.write_sav(
            frame,
            path,
            file_label=data.title[:60],
            column_labels=[column.label for column in data.columns],
            variable_value_labels=labels,
            missing_ranges=missing,
            note=[note[:80] for note in data.notes],
        )
        return path.read_bytes()


def codebook(data: SurveyData) -> pd.DataFrame:
    """Name, label and kind of every column, and what its numbers mean."""
    lines: list[tuple[str, str, str, object, str]] = []
    for column in data.columns:
        kind = "text" if column.is_text else "number"
        meanings: list[tuple[object, str]] = [*column.values.items()] or [("", "")]
        lines.extend((column.name, column.label, kind, value, meaning) for value, meaning in meanings)
    return pd.DataFrame(lines, columns=["column", "label", "kind", "value", "meaning"])


def _earlier_header(data: SurveyData) -> list[str]:
    return ["version", "question", "answer", "name"][: len(data.earlier[0]) if data.earlier else 3]


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([defused(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cut(text: str) -> str:
    content = text.encode()
    return text if len(content) <= _MOST_BYTES else content[:_MOST_BYTES].decode(errors="ignore") + "…"
