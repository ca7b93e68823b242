"""A document on paper: PDF by Typst, tagged as PDF/UA asks, with the fonts that Typst brings."""

from collections.abc import Iterator
from typing import Any

from consensus.exports.document.model import (
    Bibliography,
    Block,
    Citation,
    Contents,
    CrossReference,
    Document,
    Face,
    Figure,
    Heading,
    Inline,
    Line,
    Link,
    Listing,
    PageBreak,
    Paragraph,
    Run,
    Table,
    paragraph,
    text_of,
)
from consensus.exports.document.numbering import names_of
from consensus.exports.document.progress import Progress, unwatched
from consensus.exports.document.text import clean, is_right_to_left
from consensus.exports.printing import ask, unprintable
from consensus.exports.printing import to_pdf as compile_pdf

_MISSING = (
    "Characters for which the fonts at hand have no picture are printed as their number in Unicode, "
    "such as ‹U+1F600›; the other files show them."
)


def to_pdf(document: Document, progress: Progress = unwatched) -> bytes:
    """The PDF; whatever people typed stands in it literally."""
    data = _data(document)
    progress(0.3)
    pdf = compile_pdf("document.typ", data, is_accessible=True)
    progress(1)
    return pdf


def pages_of(document: Document) -> dict[str, int]:
    """The page of the PDF on which each heading stands, by its words; of several with the same words the first."""
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    pages: dict[str, int] = {}
    for text, page in zip(headings, ask("document.typ", _data(document), "pages"), strict=True):
        pages.setdefault(text, page)
    return pages


def _data(document: Document) -> dict[str, Any]:
    spelling = _Spelling(document)
    note = (paragraph(_MISSING),) if spelling.missing else ()
    return {
        "title": spelling.line_of(document.title),
        "title_line": {"rtl": is_right_to_left(document.title)},
        "subtitle": spelling.text(document.subtitle),
        "subject": spelling.text(document.subject),
        "running_head": spelling.text(document.running_head),
        "language": document.language,
        "at": f"{document.at:%Y-%m-%d %H:%M %Z}" if document.at else "",
        "blocks": [spelling.block(block) for block in (*document.blocks, *note)],
    }


class _Spelling:
    """The blocks as the template takes them, with the words of cross references and without what no font has."""

    def __init__(self, document: Document) -> None:
        self._names = names_of(document)
        self.missing = unprintable(_texts(document))

    def text(self, text: str) -> str:
        cleaned = clean(text)
        if not self.missing or cleaned.isascii():
            return cleaned
        return "".join(f"‹U+{ord(c):04X}›" if c in self.missing else c for c in cleaned)

    def line_of(self, text: str) -> str:
        """The text on one line; a dash where there is none, because PDF/UA takes no empty heading."""
        return " ".join(self.text(text).split()) or "–"

    def block(self, block: Block) -> dict[str, Any]:  # noqa: PLR0911 (a form for each kind)
        match block:
            case Heading(level, text, key):
                shown = self.line_of(text)
                return {"is": "heading", "level": level, "text": shown, "key": key, "rtl": is_right_to_left(shown)}
            case Paragraph(line, role):
                return {"is": "paragraph", "role": role.value, "line": self.line(line)}
            case Table():
                return self._table(block)
            case Figure(key, caption, drawing, alt):
                return {
                    "is": "figure",
                    "key": key,
                    "caption": self.text(caption),
                    "svg": self.text(drawing.svg),
                    "width": drawing.width,
                    "alt": self.line_of(alt),
                }
            case Listing(items, is_ordered):
                return {"is": "listing", "ordered": is_ordered, "items": [self.line(item) for item in items]}
            case Bibliography(entries):
                works = [{"number": entry.number, "line": self.line((Run(entry.line),))} for entry in entries]
                return {"is": "bibliography", "entries": works}
            case Contents(depth):
                return {"is": "contents", "depth": depth}
            case PageBreak():
                return {"is": "break"}

    def line(self, line: Line) -> dict[str, Any]:
        return {
            "pieces": [self._piece(inline) for inline in line],
            "rtl": is_right_to_left(text_of(line, self._names)),
            "ragged": any(isinstance(inline, Run) and inline.face is Face.MONO for inline in line),
        }

    def _piece(self, inline: Inline) -> dict[str, Any]:
        match inline:
            case Run(text, face):
                return {"is": "run", "text": self.text(text), "face": face.value}
            case Link(text, address):
                return {"is": "link", "text": self.text(text), "address": address}
            case CrossReference(target):
                return {"is": "cross", "target": target, "text": self.text(self._names.get(target, ""))}
            case Citation(number):
                return {"is": "cite", "number": number}

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "is": "table",
            "key": table.key,
            "caption": self.text(table.caption),
            "columns": [
                {
                    "title": self.text(column.title),
                    "width": column.width,
                    "is_number": column.is_number,
                }
                for column in table.columns
            ],
            "rows": [[self.line(cell) for cell in row] for row in table.rows],
        }


def _texts(document: Document) -> Iterator[str]:
    yield clean(document.title + document.subtitle + document.subject + document.running_head)
    for block in document.blocks:
        match block:
            case Heading(_, text, _):
                yield clean(text)
            case Paragraph(line, _):
                yield clean(text_of(line))
            case Table():
                yield clean(block.caption + "".join(column.title for column in block.columns))
                yield from (clean(text_of(cell)) for row in block.rows for cell in row)
            case Figure(_, caption, drawing, alt):
                yield clean(caption + alt + drawing.svg)
            case Listing(items, _):
                yield from (clean(text_of(item)) for item in items)
            case Bibliography(entries):
                yield from (clean(entry.line) for entry in entries)
            case _:
                pass
