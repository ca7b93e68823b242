"""Reads an instrument from a file of any form that is known here."""

from consensus.domain.errors import InvalidInputError
from surveys.importing.imported import Imported
from surveys.importing.lime import to_instrument
from surveys.importing.lime_table import is_lime_table, read_lime_table
from surveys.importing.lime_xml import read_lime_xml
from surveys.importing.redcap import is_redcap, read_redcap
from surveys.loader import parse_instrument

MAX_BYTES = 2_000_000


def read_instrument_file(content: bytes, name: str) -> Imported:
    """The instrument in a file; its name and its first line say which form it has.

    Raises:
        InvalidInputError: the file is none of these, or is wrong; the sentence says where.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError(f"{name} has more than {MAX_BYTES // 1_000_000} MB; an instrument is smaller.")
    text = read_text(content, name)
    ending = name.rpartition(".")[2].lower()
    if ending == "lss":
        return to_instrument(read_lime_xml(text, name), name)
    if is_lime_table(text):
        return to_instrument(read_lime_table(text, name), name)
    if is_redcap(text):
        return read_redcap(text, name)
    if ending in ("csv", "txt", "tsv"):
        raise InvalidInputError(
            f"{name} is neither a REDCap data dictionary nor a structure of LimeSurvey: its first line names none of "
            "their columns."
        )
    return Imported(parse_instrument(text, name), text, "TOML")


def read_text(content: bytes, name: str) -> str:
    """The content as text.

    Raises:
        InvalidInputError: it is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"{name} is not a text file in UTF-8.") from error
