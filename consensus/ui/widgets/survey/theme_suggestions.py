"""Answers that look alike, group by group: suggestions that wait for a person to name them, or to leave them."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.services.surveys import coding_board, themes
from consensus.services.surveys.coding_board import Board, SuggestedGroup, ThemeView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state

MOST_GROUPS = 5
NEW = "A new theme"


def draw(board: Board, key: str) -> None:
    """The largest groups first; nothing is put anywhere before somebody says so."""
    with st.spinner("Comparing the answers with one another …"):
        groups = coding_board.suggest_groups(current.context(), current.process_id(), key)
    if not groups:
        empty_state("Nothing looks alike", "Of the answers without a theme no two look alike.", icon="join_inner")
        return
    st.caption(
        "Suggestions by the words that answers share. They are made without understanding: read them, and leave out "
        "what does not belong."
    )
    texts = {text.id: text.text for text in board.texts}
    for place, group in enumerate(groups[:MOST_GROUPS], start=1):
        _draw_group(board, group, texts, place)
    if len(groups) > MOST_GROUPS:
        st.caption(f"{len(groups) - MOST_GROUPS} more groups follow once these are dealt with.")


def _draw_group(board: Board, group: SuggestedGroup, texts: dict[UUID, str], place: int) -> None:
    own = f"themes.group.{group.answer_ids[0]}"
    shared = ", ".join(group.shared) or "parts of words"
    with st.container(border=True, gap="small"):
        st.markdown(f"**{len(group.answer_ids)} answers** :small[share: {escape(shared)}]")
        with st.form(own, border=False):
            for answer_id in group.answer_ids:
                st.checkbox(escape(texts[answer_id]), value=True, key=f"{own}.{answer_id}")
            if board.may_code:
                with st.container(horizontal=True, vertical_alignment="bottom"):
                    st.selectbox(
                        "Put them under",
                        [None, *board.themes],
                        format_func=lambda theme: theme.label if theme else NEW,
                        key=f"{own}.theme",
                    )
                    st.text_input("Name of a new theme", key=f"{own}.label", max_chars=200)
                    st.form_submit_button(
                        "Put the ticked ones there", key=f"{own}.put", on_click=_put, args=(group.answer_ids, own)
                    )


def _put(answer_ids: Sequence[UUID], own: str) -> None:
    state = st.session_state
    chosen = [answer_id for answer_id in answer_ids if state[f"{own}.{answer_id}"]]
    theme: ThemeView | None = state[f"{own}.theme"]
    if theme is not None:
        notices.attempt(themes.code_answers, current.context(), theme.id, chosen, done="Put under the theme.")
        return
    notices.attempt(
        themes.add_theme,
        current.context(),
        current.process_id(),
        state[f"{own}.label"],
        answer_ids=chosen,
        done="The theme was added.",
    )
