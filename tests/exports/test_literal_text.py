"""What people typed stays what they typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from consensus.exports.literal import defused, markdown_block, markdown_inline, markdown_line

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def visible(text):
    """The text printed for one line, white space as one space, nothing unprintable."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def shown(markdown):
    """The texts a reader sees, paragraph by paragraph; fails on anything that is no plain paragraph."""
    paragraphs = []
    for token in MARKDOWN.parse(markdown):
        assert token.type in ("paragraph_open", "paragraph_close", "inline"), token
        if token.type == "inline":
            assert {child.type for child in token.children} <= {"text", "hardbreak", "text_special"}, token.children
            paragraphs.append("".join("\n" if c.type == "hardbreak" else c.content for c in token.children))
    return paragraphs


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example("1. one")
@example("1) one")
@example("# a *b* _c_ `d` [e](f) <b>g</b> &amp; \\h ~~i~~ $j$ | k")
@example("---")
@example("- x")
@example("+ x")
@example("===")
@example("    code")
@example("![i](http://x)")
@example("http://example.org")
@example("a@example.org")
@example("\\")
def test_a_line_shows_what_was_typed_and_nothing_else(text):
    expected = visible(text)

    assert shown(markdown_line(text)) == ([expected] if expected else [])


@given(st.text(alphabet="ab#*-_=>|\\`<&[]()!1.) \n\t~+:"))
def test_a_block_keeps_lines_and_shows_them_literally(text):
    lines = [visible(line) for line in text.split("\n")]

    assert [line for paragraph in shown(markdown_block(text)) for line in paragraph.split("\n")] == [
        x for x in lines if x
    ]


@given(st.text(alphabet="a|\\` *"))
def test_a_cell_of_a_table_holds_its_text(text):
    table = f"| h | i |\n| --- | --- |\n| {markdown_inline(text)} | z |"

    cells = [token for token in MARKDOWN.parse(table) if token.type == "inline"]

    assert "".join(child.content for child in cells[2].children) == visible(text)
    assert cells[3].content == "z"


@given(st.text(alphabet="ab# *-1.\\"))
@example("trailing #")
@example("#")
@example("1. one")
def test_a_heading_holds_its_text(text):
    (_, inline, _) = MARKDOWN.parse(f"## x{markdown_inline(text)}")

    assert "".join(child.content for child in inline.children) == f"x{visible(text)}"


@given(st.text(alphabet="ab# *-+>1.\\="))
def test_an_item_of_a_list_is_no_list(text):
    tokens = MARKDOWN.parse(f"- {markdown_line(text if visible(text) else 'x')}")

    assert [token.type for token in tokens].count("list_item_open") == 1
    assert {token.type for token in tokens} == {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }


@pytest.mark.parametrize("link", ["https://example.org", "www.example.org", "a@example.org"])
def test_bare_addresses_are_no_links(link):
    assert link not in markdown_line(f"see {link}")


@given(st.text())
@example("=1+1")
@example("  =1+1")
@example("\t=1")
@example("\r=1")
@example("@SUM(A1)")
@example("-1")
@example("+1")
def test_no_cell_begins_like_a_formula(cell):
    safe = defused(cell)

    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe in (cell, f"'{cell}")


@pytest.mark.parametrize("cell", ["a = b", "'quoted", "", "5", "half-time"])
def test_an_ordinary_cell_is_left_alone(cell):
    assert defused(cell) == cell
