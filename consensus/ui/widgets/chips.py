"""Counts with their words, side by side in small frames."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from consensus.ui.widgets.literal import to_html


@dataclass(frozen=True, slots=True)
class Chip:
    """A number and its word; one that `warns` stands out where it is not zero."""

    n: int
    word: str
    warns: bool = False


def draw(chips: Iterable[Chip], label: str) -> None:
    """Draw the chips; `label` says to who cannot see them what they are."""
    cells = "".join(_cell(chip) for chip in chips)
    st.html(
        f'<ul aria-label="{to_html(label)}" style="display:flex;flex-wrap:wrap;gap:.45rem;margin:0;padding:0;'
        f'list-style:none">{cells}</ul>'
    )


def _cell(chip: Chip) -> str:
    frame = "#c2502a" if chip.warns and chip.n else "#7b858e66"
    shade = "" if chip.n else "opacity:.62;"
    return (
        f'<li style="{shade}padding:.18rem .7rem;border:1px solid {frame};border-radius:999px;font-size:.95rem;'
        f'white-space:nowrap"><strong style="font-variant-numeric:tabular-nums">{chip.n:,}</strong> '
        f"{to_html(chip.word)}</li>"
    )
