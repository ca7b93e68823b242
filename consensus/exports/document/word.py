"""A document for Word: real styles, captions and cross references as fields, headings that its navigation finds."""

import io
from datetime import UTC
from functools import cached_property
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

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
    plain,
    text_of,
)
from consensus.exports.document.numbering import names_of
from consensus.exports.document.progress import Progress, unwatched
from consensus.exports.document.text import clean
from consensus.exports.document.word_page import set_page
from consensus.exports.document.word_pictures import Pictures
from consensus.exports.document.word_styles import ROLES, TABLE, set_styles
from consensus.exports.document.word_xml import (
    Bookmarks,
    Element,
    add_anchor_link,
    add_field,
    add_text,
    begin_field,
    bookmark_name,
    child,
    end_field,
    new_paragraph,
)

_TEXT_WIDTH = Mm(160)
_LINK = "Hyperlink"


def to_word(document: Document, progress: Progress = unwatched) -> bytes:
    """The DOCX; whatever people typed stands in it literally, in its own direction."""
    word = docx.Document()
    set_styles(word, document.language)
    set_page(word, document)
    _set_properties(word.core_properties, document)
    writer = _Writer(word, document)
    writer.opening()
    for place, block in enumerate(document.blocks):
        progress(place / (len(document.blocks) + 1))
        writer.write(block)
    out = io.BytesIO()
    word.save(out)
    progress(1)
    return out.getvalue()


def _set_properties(properties: Any, document: Document) -> None:
    properties.title = _short(document.title)
    properties.subject = _short(document.subject)
    properties.author = "Assent"
    properties.last_modified_by = "Assent"
    properties.comments = _short(document.subtitle)
    properties.keywords = "consensus"
    properties.language = document.language
    properties.category = "Report"
    if document.at:
        properties.created = properties.modified = document.at.astimezone(UTC).replace(tzinfo=None)


def _short(text: str) -> str:
    """The text as a property holds it: on one line, at most 255 characters."""
    return " ".join(clean(text).split())[:255]


class _Writer:
    """Appends block after block to the body of the document."""

    def __init__(self, word: Any, document: Document) -> None:
        self._word = word
        self._document = document
        self._names = names_of(document)
        self._bookmarks = Bookmarks()
        self._body = word.element.body
        self._section = self._body.find(qn("w:sectPr"))
        self._body.remove(self._section)
        self._pictures = Pictures(word.part, [b.drawing for b in document.blocks if isinstance(b, Figure)])
        self._numbering = word.part.numbering_part.element
        self._n_lists = max(num.numId for num in self._numbering.num_lst)
        self._n_headings = 0
        self._breaks = False

    def opening(self) -> None:
        """Title and subtitle."""
        add_text(self._paragraph("Title", self._document.title), self._document.title)
        if self._document.subtitle:
            add_text(self._paragraph("Subtitle", self._document.subtitle), self._document.subtitle)
        self._body.append(self._section)

    def write(self, block: Block) -> None:
        """The block at the end; the properties of the section stay last."""
        match block:
            case Heading():
                self._heading(block)
            case Paragraph(line, role):
                self._fill(self._paragraph(ROLES[role], text_of(line)), line)
            case Table():
                self._caption("Table", block.key, block.caption, keep_with_next=True)
                self._table(block)
            case Figure():
                self._figure(block)
            case Listing():
                self._listing(block)
            case Bibliography(entries):
                for entry in entries:
                    self._work(entry.number, entry.line)
            case Contents(depth):
                self._contents(depth)
            case PageBreak():
                self._breaks = True

    def _paragraph(self, style: str, text: str, parent: Element = None) -> Element:
        paragraph = new_paragraph(self._body if parent is None else parent, style, text)
        if parent is None and self._section.getparent() is not None:
            self._body.append(self._section)
        if self._breaks:
            paragraph.find(qn("w:pPr")).insert(1, OxmlElement("w:pageBreakBefore"))
            self._breaks = False
        return paragraph

    def _heading(self, heading: Heading) -> None:
        self._n_headings += 1
        paragraph = self._paragraph(f"Heading{heading.level}", heading.text)
        ends = [self._bookmarks.begin(paragraph, f"_Toc_{self._n_headings}")]
        if heading.key:
            ends.append(self._bookmarks.begin(paragraph, bookmark_name(heading.key)))
        add_text(paragraph, " ".join(heading.text.split()))
        for end in reversed(ends):
            paragraph.append(end)

    def _caption(self, kind: str, key: str, caption: str, *, keep_with_next: bool) -> None:
        paragraph = self._paragraph("Caption", caption)
        if keep_with_next:
            paragraph.find(qn("w:pPr")).insert(1, OxmlElement("w:keepNext"))
        end = self._bookmarks.begin(paragraph, bookmark_name(key))
        add_text(paragraph, f"{kind} ", Face.STRONG)
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", self._names[key].rpartition(" ")[2], Face.STRONG)
        paragraph.append(end)
        add_text(paragraph, f". {caption}")

    def _table(self, table: Table) -> None:
        element = child(self._body, "w:tbl")
        self._body.append(self._section)
        properties = child(element, "w:tblPr")
        child(properties, "w:tblStyle", val=TABLE)
        child(properties, "w:tblW", w=5000, type="pct")
        child(
            properties,
            "w:tblLook",
            val="0420",
            firstRow=1,
            lastRow=0,
            firstColumn=0,
            lastColumn=0,
            noHBand=0,
            noVBand=1,
        )
        child(properties, "w:tblCaption", val=_short(self._names[table.key]))
        child(properties, "w:tblDescription", val=_short(table.caption))
        whole = sum(column.width for column in table.columns)
        widths = [int(_TEXT_WIDTH.twips * column.width / whole) for column in table.columns]
        grid = child(element, "w:tblGrid")
        for width in widths:
            child(grid, "w:gridCol", w=width)
        header = tuple(plain(column.title) for column in table.columns)
        self._row(element, table, header, widths, is_header=True)
        for row in table.rows:
            self._row(element, table, row, widths)
        new_paragraph(self._body, "Note")
        self._body.append(self._section)

    def _row(
        self, element: Element, table: Table, row: tuple[Line, ...], widths: list[int], *, is_header: bool = False
    ) -> None:
        tr = child(element, "w:tr")
        properties = child(tr, "w:trPr")
        child(properties, "w:cantSplit")
        if is_header:
            child(properties, "w:tblHeader")
        if len(row) == 1 < len(table.columns):
            self._band(tr, row[0], len(table.columns), sum(widths))
            return
        for column, width, line in zip(table.columns, widths, row, strict=True):
            cell = child(tr, "w:tc")
            child(child(cell, "w:tcPr"), "w:tcW", w=width, type="dxa")
            style = "TableHeading" if is_header else "TableText"
            self._fill(new_paragraph(cell, style, text_of(line), is_number=column.is_number), line)

    def _band(self, tr: Element, line: Line, n_columns: int, width: int) -> None:
        """A cell across the whole row, kept with the row below it."""
        cell = child(tr, "w:tc")
        properties = child(cell, "w:tcPr")
        child(properties, "w:tcW", w=width, type="dxa")
        child(properties, "w:gridSpan", val=n_columns)
        child(properties, "w:shd", val="clear", color="auto", fill="EEF4F5")
        paragraph = new_paragraph(cell, "TableText", text_of(line))
        paragraph.find(qn("w:pPr")).insert(1, OxmlElement("w:keepNext"))
        self._fill(paragraph, line)

    def _figure(self, figure: Figure) -> None:
        paragraph = self._paragraph("BodyText", "")
        paragraph.find(qn("w:pPr")).insert(1, OxmlElement("w:keepNext"))
        width = min(Pt(figure.drawing.width), _TEXT_WIDTH)
        child(paragraph, "w:r").append(self._pictures.inline(figure.drawing, width, _short(figure.alt)))
        self._caption("Figure", figure.key, figure.caption, keep_with_next=False)

    def _listing(self, listing: Listing) -> None:
        style = "ListNumber" if listing.is_ordered else "ListBullet"
        number = self._restarted() if listing.is_ordered else ""
        for item in listing.items:
            paragraph = self._paragraph(style, text_of(item))
            if number:
                list_properties = OxmlElement("w:numPr")
                child(list_properties, "w:ilvl", val=0)
                child(list_properties, "w:numId", val=number)
                paragraph.find(qn("w:pPr")).insert(1, list_properties)
            self._fill(paragraph, item)

    def _restarted(self) -> str:
        """A list of the numbered kind that begins at 1 again; python-docx looks for a free number among all of them."""
        self._n_lists += 1
        number = child(self._numbering, "w:num", numId=self._n_lists)
        child(number, "w:abstractNumId", val=self._numbered)
        child(child(number, "w:lvlOverride", ilvl=0), "w:startOverride", val=1)
        return str(self._n_lists)

    @cached_property
    def _numbered(self) -> int:
        """The kind of list that the style has."""
        of_style = self._word.styles["List Number"].element.pPr.numPr.numId.val
        return int(self._numbering.num_having_numId(of_style).abstractNumId.val)

    def _work(self, number: int, line: str) -> None:
        paragraph = self._paragraph("Bibliography", line)
        end = self._bookmarks.begin(paragraph, f"_Work_{number}")
        add_text(paragraph, f"{number}.")
        paragraph.append(end)
        add_text(paragraph, f"\t{line}")

    def _contents(self, depth: int) -> None:
        """Entries that lead to their headings; page numbers come when Word brings the table up to date."""
        headings = [block for block in self._document.blocks if isinstance(block, Heading)]
        shown = [(place, heading) for place, heading in enumerate(headings, start=1) if heading.level <= depth]
        if not shown:
            return
        holder = child(self._body, "w:sdt")
        self._body.append(self._section)
        gallery = child(child(holder, "w:sdtPr"), "w:docPartObj")
        child(gallery, "w:docPartGallery", val="Table of Contents")
        child(gallery, "w:docPartUnique")
        content = child(holder, "w:sdtContent")
        for step, (place, heading) in enumerate(shown):
            paragraph = new_paragraph(content, f"TOC{heading.level}", heading.text)
            if step == 0:
                begin_field(paragraph, f'TOC \\o "1-{depth}" \\h \\z \\u')
            add_text(add_anchor_link(paragraph, f"_Toc_{place}"), " ".join(heading.text.split()))
            if step == len(shown) - 1:
                end_field(paragraph)

    def _fill(self, paragraph: Element, line: Line) -> None:
        for inline in line:
            self._inline(paragraph, inline)

    def _inline(self, paragraph: Element, inline: Inline) -> None:
        match inline:
            case Run(text, face):
                add_text(paragraph, text, face)
            case Link(text, address):
                relation = self._word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link = child(paragraph, "w:hyperlink")
                link.set(qn("r:id"), relation)
                add_text(link, text, style=_LINK)
            case CrossReference(target):
                if target in self._names:
                    add_field(paragraph, f"REF {bookmark_name(target)} \\h", self._names[target])
            case Citation(number):
                add_text(add_anchor_link(paragraph, f"_Work_{number}"), f"[{number}]", style=_LINK)
