"""A small table in the type of the page: lighter than a data grid, read by screen readers, wide ones scroll."""

from collections.abc import Sequence

import streamlit as st

from consensus.ui.widgets.literal import to_html

_CELL = "padding:.3rem .7rem .3rem 0;vertical-align:top;border-bottom:1px solid #7b858e44;font-size:.92rem"
_CAPTION = "caption-side:bottom;text-align:left;font-size:.85rem;opacity:.8;padding-top:.4rem"
_NUMBER = "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap"


def draw_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "") -> None:
    """Draw rows of text under a header; the first cell of a row is its heading, the others stand to the right."""
    head = "".join(_heading(text, "col", place) for place, text in enumerate(header))
    body = "".join(f"<tr>{_heading(row[0], 'row', 0)}{''.join(map(_cell, row[1:]))}</tr>" for row in rows)
    under = f'<caption style="{_CAPTION}">{to_html(caption)}</caption>' if caption else ""
    st.html(
        '<div style="overflow-x:auto" tabindex="0"><table style="border-collapse:collapse;min-width:60%">'
        f"{under}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _heading(text: str, scope: str, place: int) -> str:
    side = "left" if place == 0 else "right"
    weight = "600" if scope == "col" else "400"
    return f'<th scope="{scope}" style="{_CELL};text-align:{side};font-weight:{weight}">{to_html(text)}</th>'


def _cell(text: str) -> str:
    return f'<td style="{_CELL};{_NUMBER}">{to_html(text)}</td>'
