"""A document as one HTML file that loads nothing and runs nothing: light, dark, on a phone and on paper."""

import html
from collections.abc import Iterator
from pathlib import Path

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
)
from consensus.exports.document.numbering import names_of
from consensus.exports.document.progress import Progress, unwatched
from consensus.exports.document.text import clean

_STYLE = (Path(__file__).parents[1] / "templates" / "document.css").read_text(encoding="utf-8")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TAGS = {Face.STRONG: "strong", Face.EMPHASIS: "em", Face.STRUCK: "del", Face.MONO: "code"}


def to_web_page(document: Document, progress: Progress = unwatched) -> bytes:
    """The page; whatever people typed appears literally, each paragraph in the direction of its own letters."""
    page = _Page(document)
    parts = []
    for place, block in enumerate(document.blocks):
        progress(place / len(document.blocks))
        parts.append(page.block(block))
    return page.around("".join(parts)).encode()


class _Page:
    """The blocks as HTML, with the addresses of what can be led to."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names = names_of(document)
        headings = [block for block in document.blocks if isinstance(block, Heading)]
        self._ids = {id(heading): heading.key or f"part-{place}" for place, heading in enumerate(headings, start=1)}
        self._headings = headings

    def around(self, body: str) -> str:
        document = self._document
        at = f" · {document.at:%Y-%m-%d %H:%M %Z}" if document.at else ""
        subtitle = f'<p class="subtitle" dir="auto">{_text(document.subtitle)}</p>' if document.subtitle else ""
        return (
            f'<!DOCTYPE html><html lang="{document.language}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="description" content="{_attribute(document.subject)}">'
            f'<meta property="og:type" content="article">'
            f'<meta property="og:title" content="{_attribute(document.title)}">'
            f'<meta property="og:description" content="{_attribute(document.subject)}">'
            f"<title>{_text(document.title)}</title><style>{_STYLE}</style></head><body>"
            f'<header><h1 dir="auto">{_text(document.title)}</h1>{subtitle}</header>'
            f"{self._contents()}<main>{body}</main>"
            f"<footer><bdi>{_text(document.running_head)}</bdi>{at}</footer></body></html>\n"
        )

    def block(self, block: Block) -> str:  # noqa: PLR0911 (a form for each kind)
        match block:
            case Heading(level, text, _):
                return f'<h{level + 1} id="{self._ids[id(block)]}" dir="auto">{_text(text)}</h{level + 1}>'
            case Paragraph(line, role):
                return f'<p class="{role.value}" dir="auto">{self._line(line)}</p>'
            case Table():
                return self._table(block)
            case Figure():
                caption = f"<b>{self._names[block.key]}.</b> {_text(block.caption)}"
                return (
                    f'<figure id="{block.key}">{_described(block)}'
                    f'<figcaption dir="auto">{caption}</figcaption></figure>'
                )
            case Listing(items, is_ordered):
                tag = "ol" if is_ordered else "ul"
                rows = "".join(f'<li dir="auto">{self._line(item)}</li>' for item in items)
                return f"<{tag}>{rows}</{tag}>"
            case Bibliography(entries):
                rows = "".join(
                    f'<li id="work-{entry.number}" value="{entry.number}" dir="auto">{_text(entry.line)}</li>'
                    for entry in entries
                )
                return f'<ol class="works">{rows}</ol>'
            case Contents():
                return ""
            case PageBreak():
                return '<div class="page"></div>'

    def _contents(self) -> str:
        depth = next((block.depth for block in self._document.blocks if isinstance(block, Contents)), 0)
        shown = [heading for heading in self._headings if heading.level <= depth]
        rows = "".join(
            f'<li class="{"deep" if heading.level > 1 else "top"}">'
            f'<a href="#{self._ids[id(heading)]}" dir="auto">{_text(heading.text)}</a></li>'
            for heading in shown
        )
        return f'<nav aria-label="Contents"><ol>{rows}</ol></nav>' if rows else ""

    def _table(self, table: Table) -> str:
        name = self._names[table.key]
        head = "".join(
            f'<th scope="col"{_number(column.is_number)}>{_text(column.title)}</th>' for column in table.columns
        )
        whole = sum(column.width for column in table.columns)
        widths = "".join(f'<col style="width:{100 * column.width / whole:.1f}%">' for column in table.columns)
        rows = "".join(f"<tr>{''.join(self._cells(table, row))}</tr>" for row in table.rows)
        # What scrolls must be reachable by keyboard, and say what it is.
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table id="{table.key}">'
            f'<caption dir="auto"><b>{name}.</b> {_text(table.caption)}</caption>'
            f"<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _cells(self, table: Table, row: tuple[Line, ...]) -> Iterator[str]:
        if len(row) == 1 < len(table.columns):
            span = f'class="band" scope="rowgroup" colspan="{len(table.columns)}"'
            yield f'<th {span} dir="auto">{self._line(row[0])}</th>'
            return
        for column, cell in zip(table.columns, row, strict=True):
            yield f'<td dir="auto"{_number(column.is_number)}>{self._line(cell)}</td>'

    def _line(self, line: Line) -> str:
        return "".join(map(self._inline, line))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Run(text, face):
                tag = _TAGS.get(face)
                return f"<{tag}>{_text(text)}</{tag}>" if tag else _text(text)
            case Link(text, address):
                return f'<a href="{_attribute(address)}" rel="noreferrer">{_text(text)}</a>'
            case CrossReference(target):
                return f'<a href="#{_attribute(target)}">{_text(self._names.get(target, ""))}</a>'
            case Citation(number):
                return f'<a href="#work-{number}">[{number}]</a>'


def _described(figure: Figure) -> str:
    """The picture with its words where a screen reader looks for them."""
    return figure.drawing.svg.replace("<svg ", f'<svg role="img" aria-label="{_attribute(figure.alt)}" ', 1)


def _number(is_number: bool) -> str:
    return ' class="n"' if is_number else ""


def _text(text: str) -> str:
    return html.escape(clean(text), quote=False).replace("\n", "<br>")


def _attribute(text: str) -> str:
    return html.escape(clean(text), quote=True)
