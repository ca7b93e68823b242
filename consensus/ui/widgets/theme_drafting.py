"""From a theme to a statement: a new candidate, or one more thing a candidate rests on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from consensus.services import drafting, statements
from consensus.services.coding_board import Board, TextView, ThemeView
from consensus.ui import current, notices


def draw_drafting(board: Board, theme: ThemeView, texts: Sequence[TextView]) -> None:
    """A form under a button: which candidate, in which words, with which answers as quotes."""
    own = f"themes.draft.{theme.id}"
    fold = st.popover("To a statement", icon=":material/description:", key=own, on_change="rerun")
    if not fold.open:
        return
    with fold:
        if not board.topics:
            st.caption("A candidate needs a topic: add the first one under Topics.")
            return
        known = {
            statement.id: f"{statement.label} {statement.text}"
            for statement in statements.list_statements(current.context(), current.process_id())
            if statement.may_reword
        }
        with st.form(f"{own}.form", border=False):
            _draw_fields(board, theme, {text.id: text.text for text in texts}, known, own)
            st.form_submit_button(
                "Link to the statement", type="primary", key=f"{own}.do", on_click=_draft, args=(theme.id, own)
            )


def _draw_fields(
    board: Board, theme: ThemeView, texts: Mapping[UUID, str], known: Mapping[UUID, str], own: str
) -> None:
    st.selectbox(
        "Statement",
        [None, *known],
        format_func=lambda statement_id: known[statement_id] if statement_id else "A new candidate",
        key=f"{own}.statement",
    )
    topics = list(board.topics)
    st.selectbox(
        "Topic of a new candidate",
        topics,
        index=topics.index(theme.topic_id) if theme.topic_id in topics else 0,
        format_func=board.topics.__getitem__,
        key=f"{own}.topic",
    )
    st.text_area("Wording of a new candidate", key=f"{own}.text", max_chars=4000, height=100)
    st.multiselect(
        "Quotes that facilitators and chair see with it",
        list(texts),
        format_func=texts.__getitem__,
        key=f"{own}.quotes",
    )


def _draft(theme_id: UUID, own: str) -> None:
    state, ctx = st.session_state, current.context()
    quotes = state[f"{own}.quotes"]
    statement_id: UUID | None = state[f"{own}.statement"]
    if statement_id is not None:
        notices.attempt(
            drafting.link_theme, ctx, statement_id, theme_id, answer_ids=quotes, done="The statement rests on it now."
        )
        return
    notices.attempt(
        drafting.draft_from_theme,
        ctx,
        theme_id,
        state[f"{own}.topic"],
        state[f"{own}.text"],
        answer_ids=quotes,
        done="The candidate was added to its topic.",
    )
