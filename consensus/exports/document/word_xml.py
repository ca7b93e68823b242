"""The pieces of WordprocessingML that a document is made of: runs, fields, bookmarks, links."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from consensus.exports.document.model import Face
from consensus.exports.document.text import by_direction, clean, is_right_to_left

Element = Any
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SOFT_HYPHEN = "\u00ad"
_PROPERTIES = {Face.STRONG: ("w:b", "w:bCs"), Face.EMPHASIS: ("w:i", "w:iCs"), Face.STRUCK: ("w:strike",)}


def child(parent: Element, tag: str, **attributes: str | int) -> Element:
    """A new last child; attributes are those of the main namespace, `val="x"` for `w:val`."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    parent.append(element)
    return element


def new_paragraph(parent: Element, style: str, text: str = "", *, is_number: bool = False) -> Element:
    """A paragraph of a style (by its id), in the direction of its `text`, which the caller puts in."""
    paragraph = child(parent, "w:p")
    properties = child(paragraph, "w:pPr")
    child(properties, "w:pStyle", val=style)
    if is_right_to_left(text):
        child(properties, "w:bidi")
    if is_number:
        child(properties, "w:jc", val="right")
    return paragraph


def add_text(parent: Element, text: str, face: Face = Face.PLAIN, style: str = "") -> None:
    """The text in runs of one direction each; line breaks and tabs are kept."""
    for stretch, is_right in by_direction(clean(text)):
        run = child(parent, "w:r")
        properties = OxmlElement("w:rPr")
        if style or face is Face.MONO:
            child(properties, "w:rStyle", val=style or "Code")
        for tag in _PROPERTIES.get(face, ()):
            child(properties, tag)
        if is_right:
            child(properties, "w:rtl")
        if len(properties):
            run.append(properties)
        _write(run, stretch)


def add_field(parent: Element, instruction: str, shown: str, face: Face = Face.PLAIN) -> None:
    """A field that Word can bring up to date, and what it shows until then."""
    _field_mark(parent, "begin")
    run = child(parent, "w:r")
    text = child(run, "w:instrText")
    text.set(_SPACE, "preserve")
    text.text = f" {instruction} "
    _field_mark(parent, "separate")
    add_text(parent, shown, face)
    _field_mark(parent, "end")


def begin_field(parent: Element, instruction: str) -> None:
    """The first part of a field whose result spans paragraphs; `end_field` closes it."""
    _field_mark(parent, "begin")
    text = child(child(parent, "w:r"), "w:instrText")
    text.set(_SPACE, "preserve")
    text.text = f" {instruction} "
    _field_mark(parent, "separate")


def end_field(parent: Element) -> None:
    """The end of what `begin_field` began."""
    _field_mark(parent, "end")


def add_anchor_link(parent: Element, bookmark: str) -> Element:
    """A link to a bookmark; the caller fills it."""
    return child(parent, "w:hyperlink", anchor=bookmark, history=1)


class Bookmarks:
    """Bookmarks with numbers of their own, under names Word takes: letters, digits and underscores, at most 40."""

    def __init__(self) -> None:
        self._n = 0

    def begin(self, parent: Element, name: str) -> Element:
        """Begin a bookmark; what is returned ends it."""
        self._n += 1
        child(parent, "w:bookmarkStart", id=self._n, name=name)
        end = OxmlElement("w:bookmarkEnd")
        end.set(qn("w:id"), str(self._n))
        return end


def bookmark_name(key: str) -> str:
    """The name of the bookmark of a key; those that begin with an underscore Word keeps out of sight."""
    return ("_Ref_" + "".join(character if character.isalnum() else "_" for character in key))[:40]


def _write(run: Element, text: str) -> None:
    for place, line in enumerate(text.split("\n")):
        if place:
            child(run, "w:br")
        for step, piece in enumerate(line.split("\t")):
            if step:
                child(run, "w:tab")
            for part, syllables in enumerate(piece.split(_SOFT_HYPHEN)):
                if part:
                    child(run, "w:softHyphen")
                if syllables:
                    element = child(run, "w:t")
                    element.set(_SPACE, "preserve")
                    element.text = syllables


def _field_mark(parent: Element, kind: str) -> None:
    child(child(parent, "w:r"), "w:fldChar", fldCharType=kind)
