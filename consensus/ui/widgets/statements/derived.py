"""The statements that came out of a question or a theme, each with the way to it."""

from collections.abc import Sequence

import streamlit as st

from consensus.services.processes.processes import ProcessView
from consensus.services.statements.derived_statements import DerivedStatement
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.statements.statement_card import state_pill

MOST_CHARACTERS = 160


def draw(statements: Sequence[DerivedStatement], process: ProcessView) -> None:
    """A line for each; nothing where nothing came out of it."""
    if not statements:
        return
    with st.container(gap=None):
        st.markdown(":small[**Came out of it**]")
        for statement in statements:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(state_pill(statement.state), width="content")
                label = f"{escape(statement.label)} {escape(_short(statement.text))}"
                draw_link(process, "topics.py", label, icon="", statement=statement.id)


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1].rstrip()}…"
