"""A file of unknown make as a sheet: a workbook or delimited text, and how it was taken."""

from consensus.domain.errors import InvalidInputError
from surveys.tabular import text_file, workbook
from surveys.tabular.sheet import Sheet, make_sheet


def read_sheet(content: bytes, source: str, *, is_list: bool = False) -> Sheet:
    """The sheet in the content of a file; `source` is its name, for messages.

    is_list: delimited text may have a single column, and rows may end early.

    Raises:
        InvalidInputError: it is empty, or no table that can be read.
    """
    if not content.strip():
        raise InvalidInputError(f"{source} is empty.")
    if workbook.is_workbook(content):
        records, note = workbook.read_records(content, source)
        return make_sheet(source, records, (note,), may_end_early=is_list)
    text, encoding = text_file.decode(content, source)
    records, separator = text_file.split(text, source, may_be_single=is_list)
    return make_sheet(source, records, (encoding, separator), may_end_early=is_list)
