"""A file of references, whatever it is: its letters are read, its kind is found out."""

import codecs
import re

from consensus.domain.errors import InvalidInputError
from consensus.domain.references.bibtex import read_bibtex
from consensus.domain.references.model import ReferenceFile
from consensus.domain.references.ris import read_ris

MOST_BYTES = 10_000_000
MOST_ENTRIES = 5_000


def read_references(content: bytes) -> ReferenceFile:
    """The references of a RIS or BibTeX file; anything else is refused in a sentence."""
    if len(content) > MOST_BYTES:
        raise InvalidInputError("The file is too large: at most 10 MB can be read.")
    text = _text(content).replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"^\s?TY\s{1,2}-", text, re.MULTILINE):
        read = read_ris(text)
    elif re.search(r"@\s*[A-Za-z]+\s*[{(]", text):
        read = read_bibtex(text)
    else:
        raise InvalidInputError("This is neither a RIS file (“TY  - ”) nor a BibTeX file (“@article{”).")
    if not read.found:
        raise InvalidInputError("There is no entry with a title in this file.")
    if len(read.found) > MOST_ENTRIES:
        raise InvalidInputError(f"There are {len(read.found)} entries; at most {MOST_ENTRIES} can be taken in at once.")
    return read


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 where the file says so, else the letters of Windows (cp1252), which older tools write."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise InvalidInputError("This is no text file. Export the references as RIS or BibTeX.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
