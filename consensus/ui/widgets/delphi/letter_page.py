"""A panelist's own feedback after a round on the page: item by item, with the bars of the panel and their own."""

from itertools import groupby
from uuid import UUID

import streamlit as st

from consensus.domain.delphi.letters import FeedbackLetter, LetterBar, LetterGroup, LetterItem
from consensus.ui.widgets.downloads import draw_download
from consensus.ui.widgets.literal import escape, to_html

_QUIET = "margin:.15rem 0;font-size:.92rem;opacity:.85"
_COLUMN = "flex:1 1 0;min-width:0;display:grid;justify-items:center;font-size:.8rem;font-variant-numeric:tabular-nums"


def draw(letter: FeedbackLetter, process_id: UUID) -> None:
    """Draw the letter with the link to its printed form."""
    st.caption(escape(f"Round {letter.number}, closed on {letter.day}. {letter.n_rated} Only you can open this."))
    draw_download(process_id, f"letter-{letter.number}.pdf", "Letter to print (PDF)", icon="picture_as_pdf")
    for title, items in groupby(letter.items, key=lambda item: item.section):
        st.subheader(escape(title), anchor=False)
        for item in items:
            _draw_item(item)
    st.caption(escape(f"By the protocol a panelist is shown {letter.shown}."))


def _draw_item(item: LetterItem) -> None:
    wrote = f"You wrote: {item.own_comment}" if item.own_comment else ""
    reasons = f"Your reasons: {', '.join(item.reasons)}" if item.reasons else ""
    with st.container(border=True, gap="small"):
        st.html(
            f'<p style="margin:0;font-weight:600;line-height:1.4">{to_html(f"{item.label} {item.text}")}</p>'
            f'<p style="{_QUIET}">{to_html(item.question)} Your answer: <strong>{to_html(item.own)}</strong></p>'
            f"{_paragraph(item.sentence, 'margin:.4rem 0;font-weight:600')}"
            f"{_bars(item) if item.bars else ''}"
            f"{_paragraph(item.facts, _QUIET)}"
            f"{''.join(_paragraph(_group(group), _QUIET) for group in item.groups)}"
            f"{_paragraph(wrote, _QUIET)}{_paragraph(reasons, _QUIET)}"
        )
        if item.comments:
            n = len(item.comments)
            with st.expander(f"{n} comment{'' if n == 1 else 's'} without names", icon=":material/forum:"):
                for comment in item.comments:
                    st.text(comment)


def _bars(item: LetterItem) -> str:
    most = max(bar.n for bar in item.bars) or 1
    columns = "".join(_bar(bar, most) for bar in item.bars)
    return (
        f'<div role="img" aria-label="{to_html(item.picture)}" '
        f'style="display:flex;align-items:flex-end;gap:.25rem;max-width:30rem;margin:.3rem 0">{columns}</div>'
    )


def _bar(bar: LetterBar, most: int) -> str:
    colour = "#1a7f96" if bar.is_own else "#7b858e88"
    weight = "font-weight:700;text-decoration:underline" if bar.is_own else ""
    return (
        f'<div style="{_COLUMN}"><span style="opacity:.8">{bar.n or ""}</span>'
        f'<span style="width:100%;min-height:2px;height:{bar.n / most * 2.6:.2f}rem;background:{colour};'
        f'border-radius:2px 2px 0 0"></span><span style="{weight}">{to_html(bar.label)}</span></div>'
    )


def _paragraph(text: str, style: str) -> str:
    return f'<p style="{style}">{to_html(text)}</p>' if text else ""


def _group(group: LetterGroup) -> str:
    return f"{group.name}: {group.n} rated{f', median {group.median}' if group.median else ''}"
