"""A small table in the type of the page: lighter than a data grid, read by screen readers, wide ones scroll."""

from collections.abc import Collection, Sequence

import streamlit as st

from consensus.ui.widgets.literal import to_html

_CELL = "padding:.3rem .7rem .3rem 0;vertical-align:top;border-bottom:1px solid #7b858e44;font-size:.92rem"
_CAPTION = "font-size:.85rem;opacity:.8;padding-top:.4rem"
_WORDS = "text-align:left;min-width:11rem"
_NUMBER = "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap"
# A heading of a row that is longer is a sentence, and is kept from being squeezed to a word a line.
LABEL = 14


def draw_table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    worded: Collection[str] = (),
) -> None:
    """Draw rows of text under a header; the first cell of a row is its heading, the others are numbers to the right.

    worded: the columns of words, which stand to the left and wrap. On a narrow screen the table scrolls and its
    caption does not.
    """
    words = {0, *(place for place, text in enumerate(header) if text in worded)}
    head = "".join(_heading(text, "col", is_worded=place in words) for place, text in enumerate(header))
    body = "".join(_row(row, words) for row in rows)
    under = f'<figcaption style="{_CAPTION}">{to_html(caption)}</figcaption>' if caption else ""
    st.html(
        '<figure style="margin:0"><div style="overflow-x:auto" tabindex="0">'
        '<table style="border-collapse:collapse;min-width:60%">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{under}</figure>"
    )


def _row(row: Sequence[str], words: Collection[int]) -> str:
    cells = "".join(_cell(text, is_worded=place in words) for place, text in enumerate(row) if place)
    return f"<tr>{_heading(row[0], 'row', is_worded=len(row[0]) > LABEL)}{cells}</tr>"


def _heading(text: str, scope: str, *, is_worded: bool) -> str:
    side = "right" if scope == "col" and not is_worded else "left"
    wide = ";min-width:11rem" if scope == "row" and is_worded else ""
    weight = "600" if scope == "col" else "400"
    return f'<th scope="{scope}" style="{_CELL};text-align:{side};font-weight:{weight}{wide}">{to_html(text)}</th>'


def _cell(text: str, *, is_worded: bool) -> str:
    return f'<td style="{_CELL};{_WORDS if is_worded else _NUMBER}">{to_html(text)}</td>'
