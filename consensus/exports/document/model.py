"""A document as blocks: what it says and what each part of it is, never how a file spells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consensus.domain.references.numbering import NumberedReference


class Face(StrEnum):
    """How a run of text stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRUCK = "struck"
    MONO = "mono"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, shown literally; line breaks in it are kept."""

    text: str
    face: Face = Face.PLAIN


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an address on the web."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class CrossReference:
    """The number of a table or figure ("Table 2") or the words of a heading, leading there."""

    target: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The number of a work in the bibliography, leading there."""

    number: int


Inline = Run | Link | CrossReference | Citation
Line = tuple[Inline, ...]


class Role(StrEnum):
    """What a paragraph is; a label stays with what follows it."""

    BODY = "body"
    LABEL = "label"
    STATEMENT = "statement"
    QUOTE = "quote"
    NOTE = "note"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; `key` is what a cross reference names."""

    level: int
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its part of the whole, in whatever unit the columns share."""

    title: str
    width: float = 1
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is repeated on every page.

    A row has a cell for each column, or a single one that spans them all and heads the rows below it.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) not in (1, len(self.columns)) for row in self.rows):
            raise ValueError("Every row needs a cell for each column.")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG that needs nothing around it, and its size in points."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture; `alt` says what it shows to those who do not see it."""

    key: str
    caption: str
    drawing: Drawing
    alt: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Items with bullets, or with numbers."""

    items: tuple[Line, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The works that citations lead to."""

    entries: tuple[NumberedReference, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, headings down to this level."""

    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, where there are pages."""


Block = Heading | Paragraph | Table | Figure | Listing | Bibliography | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a writer needs. `running_head` stands on every page; `at` is when what it tells was read."""

    title: str
    subtitle: str
    subject: str
    running_head: str
    blocks: tuple[Block, ...]
    at: datetime | None = None
    language: str = "en"


def plain(text: str) -> Line:
    """A line of nothing but this text."""
    return (Run(text),)


def strong(text: str) -> Run:
    """Text that stands out."""
    return Run(text, Face.STRONG)


def paragraph(text: str, role: Role = Role.BODY) -> Paragraph:
    """A paragraph of nothing but this text."""
    return Paragraph(plain(text), role)


def cells(*texts: str) -> tuple[Line, ...]:
    """A row of plain cells."""
    return tuple(plain(text) for text in texts)


def text_of(line: Sequence[Inline], named: "dict[str, str] | None" = None) -> str:
    """What a line says, without any form; `named` gives the words of cross references."""
    known = named or {}
    parts = []
    for inline in line:
        match inline:
            case Run(text, _) | Link(text, _):
                parts.append(text)
            case CrossReference(target):
                parts.append(known.get(target, ""))
            case Citation(number):
                parts.append(f"[{number}]")
    return "".join(parts)
