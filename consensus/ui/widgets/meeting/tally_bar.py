"""A tally as one bar with its numbers: plain HTML, since the plotting library is 4.7 MB that a phone would load."""

import html

import streamlit as st

from consensus.charts.style import ABSTAIN, AGREE, CANNOT_JUDGE, CANNOT_JUDGE_LINES, DISAGREE
from consensus.tally.counts import ItemTally

_STRIPES = f"repeating-linear-gradient(45deg,{CANNOT_JUDGE} 0 4px,{CANNOT_JUDGE_LINES} 4px 6px)"


def list_parts(tally: ItemTally, *, is_open: bool = False) -> list[tuple[str, int, str]]:
    """Label, people and CSS background of every part, empty ones included; who has not voted has none."""
    return [
        ("Agree", tally.n_agree, AGREE),
        ("Disagree", tally.n_disagree, DISAGREE),
        ("Abstain", tally.n_abstain, ABSTAIN),
        ("Cannot judge", tally.n_cannot_judge, _STRIPES),
        ("Not yet" if is_open else "Did not vote", tally.n_missing, ""),
    ]


def describe(tally: ItemTally, *, is_open: bool = False) -> str:
    """The bar in words, for those who do not see it."""
    parts = ", ".join(f"{label} {n}" for label, n, _ in list_parts(tally, is_open=is_open))
    recused = f"; {tally.recused} recused" if tally.recused else ""
    return f"{parts}, of {tally.eligible} who could vote{recused}."


def draw_tally(tally: ItemTally, *, is_open: bool = False) -> None:
    """The bar, and below it the same numbers as a table; while the vote is open the missing may still come."""
    st.html(f"{_bar(tally, is_open)}{_table(tally, is_open)}")


def _bar(tally: ItemTally, is_open: bool) -> str:
    parts = "".join(
        f'<span style="flex:{n};min-width:3px;{_fill(colour)}"></span>' for _, n, colour in list_parts(tally) if n
    )
    return (
        f'<div role="img" aria-label="{html.escape(describe(tally, is_open=is_open))}" '
        f'style="display:flex;gap:2px;height:1.4rem;border-radius:4px;overflow:hidden">{parts}</div>'
    )


def _table(tally: ItemTally, is_open: bool) -> str:
    cells = "".join(
        f'<tr><th scope="row" style="{_CELL};font-weight:400;text-align:left">{_swatch(colour)}{label}</th>'
        f'<td style="{_CELL};text-align:right;font-variant-numeric:tabular-nums">{n}</td></tr>'
        for label, n, colour in list_parts(tally, is_open=is_open)
        if n or label in ("Agree", "Disagree")
    )
    if tally.recused:
        cells += (
            f'<tr><th scope="row" style="{_CELL};font-weight:400;text-align:left;opacity:.85">Recused, not counted</th>'
            f'<td style="{_CELL};text-align:right;font-variant-numeric:tabular-nums">{tally.recused}</td></tr>'
        )
    return f'<table style="border-collapse:collapse;margin:.5rem 0 0;font-size:.92rem">{cells}</table>'


_CELL = "border:none;padding:.1rem 1.2rem .1rem 0"


def _swatch(colour: str) -> str:
    return (
        f'<span style="display:inline-block;width:.7rem;height:.7rem;border-radius:2px;margin-right:.5rem;'
        f'{_fill(colour)}"></span>'
    )


def _fill(colour: str) -> str:
    return f"background:{colour}" if colour else "border:1px dashed currentColor;box-sizing:border-box;opacity:.6"
