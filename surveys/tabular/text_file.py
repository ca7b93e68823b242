"""Delimited text: which encoding, which separator, and the records; each guess is said."""

import csv
import io
from collections import Counter

from consensus.domain.errors import InvalidInputError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_SAMPLE_ROWS = 50
_CELL_LIMIT = 1_000_000


def decode(content: bytes, source: str) -> tuple[str, str]:
    """The text and a sentence on its encoding: a mark at the start decides, else UTF-8, else Windows-1252.

    Raises:
        InvalidInputError: it is none of these, or no text at all.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                raise InvalidInputError(
                    f"{source} begins as {encoding[:6].upper()} text and goes on as none."
                ) from error
            return text, f"Encoding: {encoding.removesuffix('-sig').upper()}, by the mark at its start."
    if b"\x00" in content:
        raise InvalidInputError(f"{source} is not a text file; give a CSV file or a workbook (.xlsx).")
    try:
        return content.decode("utf-8"), "Encoding: UTF-8."
    except UnicodeDecodeError as problem:
        return _as_western(content, source, problem)


def split(text: str, source: str, *, may_be_single: bool = False) -> tuple[list[list[str]], str]:
    """The records and a sentence on their separator: the one that gives most rows the same number of cells.

    Raises:
        InvalidInputError: there is one column only where it may not be single, or a quotation mark is never closed
            (naming the row).
    """
    sample = "\n".join(text.split("\n", _SAMPLE_ROWS)[:_SAMPLE_ROWS])
    scores = {separator: _score(sample, separator) for separator in _SEPARATORS}
    separator = max(scores, key=lambda candidate: scores[candidate])
    if scores[separator][1] < 2 and may_be_single:
        return _records(text, ",", source), "A single column."
    if scores[separator][1] < 2:
        raise InvalidInputError(f"{source} has a single column; separate the columns by commas, semicolons or tabs.")
    return _records(text, separator, source), f"Separator: {_SEPARATORS[separator]}."


def _as_western(content: bytes, source: str, problem: UnicodeDecodeError) -> tuple[str, str]:
    """Windows-1252; bytes that stand for nothing in it show that the file is written in something else."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(
            f"{source}, row {row}: the text is neither UTF-8 nor Windows-1252; save it as UTF-8."
        ) from error
    row = content.count(b"\n", 0, problem.start) + 1
    line_start = content.rfind(b"\n", 0, problem.start) + 1
    before, after = text[max(line_start, problem.start - 12) : problem.start], text[problem.start :].split("\n")[0][:12]
    return text, f"Encoding: Windows-1252, because row {row} is not UTF-8; it reads “{(before + after).strip()}”."


def _score(sample: str, separator: str) -> tuple[float, int]:
    """How many rows of the sample have the commonest number of cells, and that number."""
    try:
        widths = [len(record) for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if record]
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, n = Counter(widths).most_common(1)[0]
    return (n / len(widths) if width > 1 else 0.0), width


def _records(text: str, separator: str, source: str) -> list[list[str]]:
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        where = f"{source}, row {len(records) + 1}"
        raise InvalidInputError(
            f"{where}: a quotation mark is not closed, or stands in the middle of a cell."
        ) from error
    return records
