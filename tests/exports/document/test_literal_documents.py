"""Whatever people type stands in every kind of file as they typed it, in its own direction."""

import io
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.domain.references.numbering import NumberedReference
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.model import (
    Bibliography,
    Column,
    CrossReference,
    Document,
    Drawing,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Role,
    Run,
    Table,
    cells,
    paragraph,
    plain,
)
from consensus.exports.document.progress import unwatched
from consensus.exports.document.text import by_direction, clean, is_right_to_left
from consensus.exports.drawings.vote_bars import VoteRow, vote_bars
from tests.exports.document.reading import NO_POPPLER, READABLE, read

SOFT_HYPHEN = "\u00ad"  # Word has an element of its own for it.
HEBREW, ARABIC = "שלום עולם", "مرحبا بالعالم"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><rect width="9" height="9"/></svg>'
)
TYPED = {
    "a formula of a spreadsheet": '=HYPERLINK("http://x")',
    "markup of Typst": '#set page(paper: "a0") #eval("1") $x^2$ @cite <label> _a_ *b* `c` \\ ~ // /* */',
    "markup of HTML": "<script>alert(1)</script> &amp; <b>bold</b> <!-- x -->",
    "markup of Markdown": "# no heading [a](b) ![c](d) **e** | f | > g",
    "a field of Word": "{ PAGE } </w:t><w:br/>",
    "Latin with accents": "Żółć naïve Ærø",
}


def everywhere(text):
    """A document with this text in every place where people's text can stand."""
    return Document(
        title=text,
        subtitle=text,
        subject=text,
        running_head=text,
        blocks=(
            Heading(1, text, "head"),
            paragraph(text),
            *(paragraph(text, role) for role in Role),
            Paragraph((Run("See "), CrossReference("table"), Run(" and "), CrossReference("head"))),
            Table("table", text, (Column(text), Column("n", is_number=True)), ((plain(text),), cells(text, "1"))),
            Figure("figure", text, Drawing(SVG, 9, 9), text),
            Figure("drawn", "Drawn", vote_bars([VoteRow("1.1", text, 3, 1, 0, 4)]), "Drawn"),
            Listing((plain(text),)),
            Listing((plain(text),), is_ordered=True),
            Bibliography((NumberedReference(1, text),)),
        ),
    )


def write(document, ending):
    return FORMATS[ending].write(document, unwatched)


@pytest.mark.parametrize("ending", READABLE)
@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_markup_is_text(text, ending):
    found = read(write(everywhere(text), ending), ending)

    assert found.count(" ".join(text.split())) >= 10


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    "text",
    ["\x00\x01\x0b\x1f a \x7f\x85\ufffe", "a\u202eb\u2066c", "e\u0301 👩‍👩‍👧 🇨🇦 漢字", "", " ", "x" * 3000, "\n\n\n"],
    ids=["control characters", "turning marks", "emoji and Han", "nothing", "a space", "one long word", "only lines"],
)
def test_no_text_stops_a_writer(text, ending):
    assert write(everywhere(text), ending)


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_gives_well_formed_word(text):
    content = write(everywhere(text), "docx")

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(package.read(name))
    found = [run.text for run in docx.Document(io.BytesIO(content)).paragraphs if run.style.name == "Note"]
    assert clean(text).replace(SOFT_HYPHEN, "") in found


def test_control_characters_become_spaces_and_turning_marks_go():
    assert clean("a\x00b\u202ec\r\nd\u200d") == "a bc\nd\u200d"


@NO_POPPLER
def test_what_no_font_has_is_printed_as_its_number():
    text = read(write(everywhere("x \U0010fffc y"), "pdf"), "pdf")

    assert "‹U+10FFFC›" in text
    assert "printed as their number in Unicode" in text


def test_right_to_left_is_marked_in_word():
    body = docx.Document(io.BytesIO(write(everywhere(f"{HEBREW} (abc) {HEBREW}"), "docx"))).element.body
    note = next(p for p in body.iter(qn("w:p")) if p.find(f".//{qn('w:pStyle')}").get(qn("w:val")) == "BodyText")

    assert note.find(f".//{qn('w:bidi')}") is not None
    runs = [(r.findtext(qn("w:t")), r.find(f".//{qn('w:rtl')}") is not None) for r in note.iter(qn("w:r"))]
    assert runs[0] == (f"{HEBREW} (", True)
    assert runs[1] == ("abc", False)


def test_each_paragraph_of_a_web_page_has_the_direction_of_its_letters():
    found = []

    class Directions(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag in ("h1", "h2", "p", "li", "td", "th", "figcaption", "caption"):
                found.append((tag, dict(attrs).get("dir")))

    Directions().feed(write(everywhere(ARABIC), "html").decode())

    assert {direction for tag, direction in found if tag != "th"} == {"auto"}


def test_a_web_page_runs_and_loads_nothing():
    page = write(everywhere('"><img src=x onerror=alert(1)>'), "html").decode()
    seen = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append((tag, dict(attrs)))

    Tags().feed(page)

    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in seen}
    assert not any(name.startswith("on") or name == "src" for _, attrs in seen for name in attrs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", [("abc", False)]),
        (f"abc {HEBREW}", [("abc ", False), (HEBREW, True)]),
        (f"{ARABIC} 12", [(f"{ARABIC} 12", True)]),
        ("", [("", False)]),
    ],
    ids=["Latin", "Latin, then Hebrew", "numbers stay with Arabic", "nothing"],
)
def test_text_is_cut_where_its_direction_turns(text, expected):
    assert list(by_direction(text)) == expected
    assert is_right_to_left(HEBREW)
    assert not is_right_to_left("12 abc")
