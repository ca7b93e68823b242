"""What a definition asks for in people: how many must agree, for every size from 5 to 30."""

from collections.abc import Sequence

import streamlit as st

from consensus.domain.definition_wording import agree_phrase, counted
from consensus.domain.definitions import ConsensusDefinition, needed
from consensus.domain.shares import percent_text
from consensus.ui.widgets.literal import to_html

SIZES = range(5, 31)


def draw_needs(definition: ConsensusDefinition, n_voting: int) -> None:
    """The table, with the size of the whole panel set off; a sentence where no share is asked for."""
    if definition.threshold is None:
        st.caption("No share is asked for: the median and the range of the ratings decide.")
        return
    st.caption(f"How many {counted(definition)} must {_agree(definition)}, out of how many:")
    sizes = sorted({*SIZES, n_voting} - {0})
    st.html(_grid([(n, *needs(definition, n)) for n in sizes], n_voting))


def needs(definition: ConsensusDefinition, n: int) -> tuple[str, str]:
    """ "12 of 15" and "80.0%"; a dash and a reason where so few are no verdict."""
    if n < definition.minimum_n:
        return f"– of {n}", "too few"
    k = needed(definition, n)
    return f"{k} of {n}", percent_text(k, n, definition.threshold)


def _agree(definition: ConsensusDefinition) -> str:
    """ "agree", "be 7, 8 or 9"."""
    phrase = agree_phrase(definition, plural=True)
    return phrase if phrase == "agree" else f"be {phrase.removeprefix('are ')}"


def _grid(cells: Sequence[tuple[int, str, str]], n_voting: int) -> str:
    items = "".join(_cell(counts, percent, is_panel=n == n_voting) for n, counts, percent in cells)
    style = "display:grid;grid-template-columns:repeat(auto-fill,minmax(6.2rem,1fr));gap:.3rem;padding:0;margin:0"
    return f'<ul style="{style};list-style:none" aria-label="How many must agree, by number counted">{items}</ul>'


def _cell(counts: str, percent: str, *, is_panel: bool) -> str:
    border = "2px solid #17809a" if is_panel else "1px solid #7b858e44"
    whole = '<div style="font-size:.72rem;font-weight:600">whole panel</div>' if is_panel else ""
    return (
        f'<li style="margin:0;padding:.2rem .45rem;border:{border};border-radius:6px;line-height:1.25">'
        f'<span style="font-weight:600">{to_html(counts)}</span>'
        f'<div style="font-size:.78rem;opacity:.8">{to_html(percent)}</div>{whole}</li>'
    )
