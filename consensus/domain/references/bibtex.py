"""BibTeX files, as reference managers and journals write them."""

import re
from collections.abc import Mapping

from consensus.domain.errors import InvalidInputError
from consensus.domain.references.doi import doi_within
from consensus.domain.references.latex import plain
from consensus.domain.references.model import FoundReference, Reference, ReferenceFile
from consensus.domain.references.names import author_name

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_WORD = re.compile(r"[^\s,={}()\"#%]+")
_USED = frozenset(
    [
        "author", "editor", "title", "journal", "journaltitle", "booktitle", "publisher", "institution",
        "year", "date", "volume", "number", "issue", "pages", "doi", "pmid", "url", "eid",
    ]
)  # fmt: skip
_SILENT = frozenset(
    [
        "abstract", "keywords", "month", "issn", "isbn", "note", "file", "annote", "language", "langid",
        "day", "address", "type", "key", "crossref", "archiveprefix", "eprint", "series", "edition",
        "copyright", "urldate", "shorttitle", "howpublished", "organization", "school", "eprinttype",
        "pmcid",
    ]
)  # fmt: skip
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def read_bibtex(text: str) -> ReferenceFile:
    """Every entry of a file; a file that breaks off or breaks its own rules is refused with the line."""
    reader = _Reader(text)
    found: list[FoundReference] = []
    untitled: list[int] = []
    unknown: dict[str, None] = {}
    while (entry := reader.next_entry()) is not None:
        line, fields = entry
        reference = _reference(fields)
        unknown.update(dict.fromkeys(name for name in fields if name not in _USED | _SILENT))
        if reference.title:
            found.append(FoundReference(reference, line))
        else:
            untitled.append(line)
    return ReferenceFile(tuple(found), tuple(sorted(unknown)), tuple(untitled))


def _reference(fields: Mapping[str, str]) -> Reference:
    def first(*names: str) -> str:
        return next((value for name in names if (value := plain(fields.get(name, "")))), "")

    year = re.search(r"\d{4}", first("year", "date"))
    raw_url = fields.get("url", "").strip().removeprefix("\\url")
    url = re.sub(r"\\([_%&#~])", r"\1", raw_url).strip("{} \n")
    return Reference(
        title=first("title"),
        authors=_authors(fields.get("author") or fields.get("editor", "")),
        journal=first("journal", "journaltitle", "booktitle", "publisher", "institution"),
        year=year[0] if year else "",
        volume=first("volume"),
        issue=first("number", "issue"),
        pages=first("pages", "eid").replace("–", "-"),
        doi=doi_within(re.sub(r"\\([_%&#])", r"\1", fields.get("doi", "")).strip("{} ")) or doi_within(url),
        pmid="".join(re.findall(r"^\d{1,9}$", first("pmid"))),
        url=url if url.lower().startswith(("http://", "https://")) else "",
    )


def _authors(value: str) -> tuple[str, ...]:
    """Split at "and" outside of braces; a name that is one group in braces is that of a body."""
    names = []
    for written in _split_outside(value):
        whole = written.strip()
        if whole.lower() == "others":
            continue
        is_body = whole.startswith("{") and _closing(whole, 0) == len(whole) - 1 and not whole.startswith("{\\")
        names.append(plain(whole) if is_body else author_name(plain(whole)))
    return tuple(name for name in names if name)


def _split_outside(value: str) -> list[str]:
    pieces, depth, begin = [], 0, 0
    cuts = {match.start(): match.end() for match in _AND.finditer(value)}
    for at, character in enumerate(value):
        depth += (character == "{") - (character == "}")
        if depth == 0 and at in cuts:
            pieces.append(value[begin:at])
            begin = cuts[at]
    return [*pieces, value[begin:]]


def _closing(text: str, opening: int) -> int:
    """Where the brace that opens at `opening` closes; -1 where it never does."""
    depth = 0
    for at in range(opening, len(text)):
        if text[at] in "{}" and (at == 0 or text[at - 1] != "\\"):
            depth += 1 if text[at] == "{" else -1
            if depth == 0:
                return at
    return -1


class _Reader:
    """Goes through a file once, entry by entry."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted_to, self._line = 0, 1
        self._macros: dict[str, str] = {name: name for name in _MONTHS}

    def next_entry(self) -> tuple[int, Mapping[str, str]] | None:
        """The line and fields of the next entry; definitions are kept, comments passed over."""
        while match := _ENTRY.search(self._text, self._at):
            self._at = match.end()
            line, kind = self._line_of(match.start()), match[1].lower()
            close = "}" if match[2] == "{" else ")"
            if kind in ("comment", "preamble"):
                self._skip_group(match.end() - 1, line, kind)
            elif kind == "string":
                self._macros.update(self._fields(line, close, "definition"))
            else:
                key = self._key()
                return line, self._fields(line, close, f"entry “{key}”" if key else "entry")
        return None

    def _key(self) -> str:
        begin = self._at
        match = re.compile(r"\s*([^\s,={}\"]*)\s*,").match(self._text, begin)
        if match is None:
            return ""
        self._at = match.end()
        return match[1]

    def _fields(self, line: int, close: str, what: str) -> dict[str, str]:
        fields: dict[str, str] = {}
        while True:
            self._skip_white()
            here = self._peek()
            if here == "":
                raise InvalidInputError(f"Line {line}: the {what} is not closed before the file ends.")
            if here == close:
                self._at += 1
                return fields
            if here == ",":
                self._at += 1
                continue
            name = _WORD.match(self._text, self._at)
            if name is None or here == "@":
                raise self._broken(f"a field of the {what} is expected here, not “{here}”")
            self._at = name.end()
            self._skip_white()
            if self._peek() != "=":
                raise self._broken(f"“{name[0]}” in the {what} has no “=” behind it")
            self._at += 1
            value = self._value(what)
            fields.setdefault(name[0].lower(), value)
            self._skip_white()
            if self._peek() not in (",", close, ""):
                raise self._broken(f"a comma is missing after “{name[0]}” in the {what}")

    def _value(self, what: str) -> str:
        value = ""
        while True:
            self._skip_white()
            here = self._peek()
            if here == "{":
                value += self._group(what)
            elif here == '"':
                value += self._quoted(what)
            elif word := _WORD.match(self._text, self._at):
                self._at = word.end()
                value += self._macros.get(word[0].lower(), word[0])
            else:
                raise self._broken(f"a value is missing in the {what}")
            self._skip_white()
            if self._peek() != "#":
                return value
            self._at += 1

    def _group(self, what: str) -> str:
        end = _closing(self._text, self._at)
        if end < 0:
            raise self._broken(f"a brace in the {what} is opened and never closed")
        inside, self._at = self._text[self._at + 1 : end], end + 1
        return inside

    def _quoted(self, what: str) -> str:
        depth, begin = 0, self._at + 1
        for at in range(begin, len(self._text)):
            character = self._text[at]
            if character in "{}" and self._text[at - 1] != "\\":
                depth += 1 if character == "{" else -1
            elif character == '"' and depth == 0 and self._text[at - 1] != "\\":
                self._at = at + 1
                return self._text[begin:at]
        raise self._broken(f"a quotation mark in the {what} is opened and never closed")

    def _skip_group(self, opening: int, line: int, kind: str) -> None:
        end = self._text.find(")", opening) if self._text[opening] == "(" else _closing(self._text, opening)
        if end < 0:
            raise InvalidInputError(f"Line {line}: the @{kind} is not closed before the file ends.")
        self._at = end + 1

    def _skip_white(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _line_of(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted_to, at)
        self._counted_to = at
        return self._line

    def _broken(self, why: str) -> InvalidInputError:
        return InvalidInputError(f"Line {self._text.count(chr(10), 0, self._at) + 1}: {why}.")
