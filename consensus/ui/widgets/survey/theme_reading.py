"""Reading answers one by one, with the themes under the digits of the keyboard."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.services.surveys import themes
from consensus.services.surveys.coding_board import Board, TextView, ThemeView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, labelled, prose

DIGITS = "123456789"
_AT = "themes.at"


def draw(board: Board, key: str) -> None:
    """The answer one is at, large; beside it the themes. The digits tag it, the arrows turn to the next one."""
    open_only = st.toggle("Only answers without a theme", value=True, key="themes.open_only") if board.texts else False
    at = st.session_state.get(_AT)
    texts = [
        text
        for text in board.texts
        if (not key or text.key == key) and (not open_only or not text.codings or text.id == at)
    ]
    if not texts:
        empty_state("All read", "Every answer here stands under a theme.", icon="done_all")
        return
    place = next((place for place, text in enumerate(texts) if text.id == at), 0)
    st.session_state[_AT] = texts[place].id
    reading, choosing = st.columns([5, 4], gap="medium")
    with reading:
        _draw_answer(board, texts, place)
    with choosing:
        _draw_themes(board, texts[place])


def _go_to(answer_id: UUID) -> None:
    st.session_state[_AT] = answer_id


def _draw_answer(board: Board, texts: Sequence[TextView], place: int) -> None:
    text = texts[place]
    where = board.questions[text.key]
    with st.container(border=True, gap="small"):
        st.caption(escape(f"Comment on: {where.question.text}" if where.is_comment else where.question.text))
        prose(text.text, size="1.45rem", serif=True)
        _draw_codings(board, text)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for words, icon, shortcut, step in (
            ("Back", "arrow_back", "Left", -1),
            ("Next", "arrow_forward", "Right", 1),
        ):
            to = place + step
            is_there = 0 <= to < len(texts)
            st.button(
                words,
                icon=f":material/{icon}:",
                shortcut=shortcut,
                disabled=not is_there,
                key=f"themes.{words.lower()}",
                on_click=_go_to,
                args=(texts[to].id if is_there else text.id,),
            )
        st.caption(f"{place + 1} of {len(texts)}", width="content")
        if board.may_code and board.themes:
            _draw_passage(board, text)


def _draw_codings(board: Board, text: TextView) -> None:
    labels = {theme.id: theme.label for theme in board.themes}
    for coding in text.codings:
        by = f"by {', '.join(coding.coders)}" if coding.coders else ""
        passages = "".join(f" · “{passage}”" for passage in coding.passages)
        labelled(labels.get(coding.theme_id, ""), f"{by}{passages}")


def _draw_passage(board: Board, text: TextView) -> None:
    """Put only a passage under a theme: what is not meant is deleted from a copy of the answer."""
    own = f"themes.passage.{text.id}"
    with st.popover("Only a passage", icon=":material/format_quote:", type="tertiary"), st.form(own, border=False):
        st.text_area("Leave only the passage", text.text, key=f"{own}.text", height=120)
        st.selectbox("Theme", board.themes, format_func=lambda theme: theme.label, key=f"{own}.theme")
        st.form_submit_button("Put it under the theme", key=f"{own}.put", on_click=_code_passage, args=(text.id, own))


def _code_passage(answer_id: UUID, own: str) -> None:
    theme: ThemeView = st.session_state[f"{own}.theme"]
    notices.attempt(
        themes.code_answers, current.context(), theme.id, [answer_id], st.session_state[f"{own}.text"], done="Noted."
    )


def _draw_themes(board: Board, text: TextView) -> None:
    under = {coding.theme_id for coding in text.codings}
    for place, theme in enumerate(board.themes):
        _draw_theme(theme, text, theme.id in under, DIGITS[place] if place < len(DIGITS) else None, board.may_code)
    if not board.themes:
        st.caption("No theme yet. Name the first one after what this answer is about.")
    if board.may_code:
        own = f"themes.new.{text.id}"
        with st.form(own, border=False):
            st.text_input("A new theme for this answer", key=f"{own}.label", max_chars=200)
            st.form_submit_button(
                "Add the theme", icon=":material/add:", key=f"{own}.add", on_click=_add, args=(text.id, own)
            )


def _draw_theme(theme: ThemeView, text: TextView, is_under: bool, digit: str | None, may_code: bool) -> None:
    st.button(
        f"{escape(theme.label)} :small[· {theme.n_answers}]",
        icon=":material/check:" if is_under else ":material/sell:",
        type="primary" if is_under else "secondary",
        width="stretch",
        shortcut=digit,
        disabled=not may_code,
        help=escape(theme.description) or None,
        key=f"themes.toggle.{theme.id}",
        on_click=_take if is_under else _put,
        args=(theme.id, text.id),
    )


def _put(theme_id: UUID, answer_id: UUID) -> None:
    notices.attempt(themes.code_answers, current.context(), theme_id, [answer_id])


def _take(theme_id: UUID, answer_id: UUID) -> None:
    notices.attempt(themes.uncode_answers, current.context(), theme_id, [answer_id])


def _add(answer_id: UUID, own: str) -> None:
    label = str(st.session_state[f"{own}.label"])
    if notices.attempt(
        themes.add_theme, current.context(), current.process_id(), label, answer_ids=[answer_id], done="Added."
    ):
        st.session_state[f"{own}.label"] = ""
