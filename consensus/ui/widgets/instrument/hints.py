"""Hints on the questions of a draft: what to think over, why, and how to mend it."""

import streamlit as st

from consensus.ui.widgets.instrument import drafting
from consensus.ui.widgets.instrument.drafting import Draft
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state
from surveys import editing
from surveys.lint import Hint, knows_language


def draw_hint(hint: Hint) -> None:
    """One hint under its question."""
    st.caption(f":material/lightbulb: **{escape(hint.rule)}** ({escape(hint.field)}). {escape(hint.why)} {hint.mend}")


def draw(draft: Draft) -> None:
    """All hints of the draft, question by question, each with the way to it."""
    if draft.instrument is None:
        st.caption("Hints appear once the draft is whole.")
        return
    if not knows_language(draft.instrument):
        st.caption("Hints on words are for English; for this language only those on form are given.")
    if not draft.hints:
        empty_state("Nothing to think over", "Every question reads well.", icon="check")
        return
    st.caption("Hints never stand in the way: you decide.")
    for section_index, section in enumerate(editing.sections_of(draft.tables)):
        for offset, question in enumerate(editing.questions_of(section)):
            hints = draft.hints_of(str(question.get("id")))
            if not hints:
                continue
            with st.container(border=True, gap="xsmall"):
                st.text(str(question.get("text") or ""))
                for hint in hints:
                    draw_hint(hint)
                st.button(
                    "Go to the question",
                    key=f"instrument.hint.{section_index}.{offset}",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    on_click=_go_to,
                    args=(section_index, offset),
                )


def _go_to(section: int, offset: int) -> None:
    drafting.turn_to(section, offset)
    st.session_state["instrument.tab"] = "Questions"
