"""Paper, header and footer of a Word document, and what makes Word take it for a present-day one."""

from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm

from consensus.exports.document.model import Document
from consensus.exports.document.text import clean
from consensus.exports.document.word_xml import add_field, add_text, child

_SCHEMA = "http://schemas.microsoft.com/office/word"


def set_page(word: Any, document: Document) -> None:
    """A4; the running head from the second page on, and the number of each page."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.different_first_page_header_footer = True
    add_text(section.header.paragraphs[0]._p, " ".join(clean(document.running_head).split()))
    for footer in (section.footer, section.first_page_footer):
        _foot(footer.paragraphs[0]._p, f"{document.at:%Y-%m-%d %H:%M %Z}" if document.at else "")
    _set_compatibility(word.settings.element)
    _drop_thumbnail(word.part.package)


def _foot(paragraph: Any, at: str) -> None:
    properties = paragraph.get_or_add_pPr()
    tabs = child(properties, "w:tabs")
    for position in (4680, 9360, 4320, 8640):
        child(tabs, "w:tab", val="clear", pos=position)
    child(tabs, "w:tab", val="right", pos=Mm(160).twips)
    add_text(paragraph, f"{at}\tPage ")
    add_field(paragraph, "PAGE", "1")
    add_text(paragraph, " of ")
    add_field(paragraph, "NUMPAGES", "1")


def _set_compatibility(settings: Any) -> None:
    """Without it Word opens the file in the mode of 2007."""
    compatibility = settings.find(qn("w:compat"))
    if compatibility is None:
        compatibility = child(settings, "w:compat")
    child(compatibility, "w:compatSetting", name="compatibilityMode", uri=_SCHEMA, val=15)


def _drop_thumbnail(package: Any) -> None:
    """The picture of an empty page that the empty document brings with it."""
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
