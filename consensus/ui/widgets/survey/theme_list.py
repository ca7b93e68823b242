"""The themes with what stands under each, more that looks like it, and what may be done with them."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.processes.processes import ProcessView
from consensus.services.surveys import coding_board, themes
from consensus.services.surveys.coding_board import Board, TextView, ThemeView
from consensus.ui import current, notices
from consensus.ui.widgets import alone
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.statements import derived
from consensus.ui.widgets.survey import theme_drafting

MOST_SHOWN = 40


def draw(board: Board, key: str, process: ProcessView) -> None:
    """Every theme in a frame of its own, in the order they were put into; of one question or of all."""
    if not board.themes:
        empty_state(
            "No theme yet",
            "Read a few answers one by one and name what they are about, or begin with what looks alike.",
            icon="sell",
        )
    for place, theme in enumerate(board.themes):
        texts = [text for text in _under(board, theme) if not key or text.key == key]
        _draw_theme(board, theme, texts, place, process)
    if board.may_code:
        with st.form("themes.list.new", border=False):
            st.text_input("A new theme", key="themes.list.new.label", max_chars=200)
            st.form_submit_button("Add the theme", icon=":material/add:", key="themes.list.new.add", on_click=_add)


def draw_alone(board: Board, theme: ThemeView, process: ProcessView) -> None:
    """One theme with what stands under it in full, and the way to a statement."""
    texts = _under(board, theme)
    _draw_head(board, theme, with_description=not board.may_code)
    derived.draw(theme.statements, process)
    if board.may_code:
        theme_drafting.draw(board, theme, texts)
    else:
        _draw_texts(theme, texts, may_code=False)


def _under(board: Board, theme: ThemeView) -> list[TextView]:
    return [text for text in board.texts if any(coding.theme_id == theme.id for coding in text.codings)]


def _add() -> None:
    label = str(st.session_state["themes.list.new.label"])
    if notices.attempt(themes.add_theme, current.context(), current.process_id(), label, done="Added."):
        st.session_state["themes.list.new.label"] = ""


def _draw_head(board: Board, theme: ThemeView, *, with_description: bool = True) -> None:
    """Name, topic, how many stand behind it, and what belongs here."""
    topic = board.topics.get(theme.topic_id) if theme.topic_id else None
    st.markdown(f"**{escape(theme.label)}** {f':small[{escape(topic)}]' if topic else ''}")
    parts = [theme.people, counted(theme.n_answers, "answer")] if theme.n_answers else ["Nothing stands under it yet"]
    if theme.merged:
        parts.append(f"holds {', '.join(theme.merged)}")
    st.caption(escape(" · ".join(parts)))
    if with_description:
        prose(theme.description, muted=True)


def _draw_theme(board: Board, theme: ThemeView, texts: Sequence[TextView], place: int, process: ProcessView) -> None:
    with st.container(border=True, gap="small", key=f"themes.theme.{theme.id}"):
        _draw_head(board, theme)
        derived.draw(theme.statements, process)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _draw_answers(theme, texts, board.may_code)
            if board.may_code:
                _draw_near(board, theme)
                alone.draw_way_in("theme", theme.id, "To a statement", icon=":material/description:", key="themes.list")
        if board.may_code:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                _draw_acts(board, theme, texts, place)


def _draw_answers(theme: ThemeView, texts: Sequence[TextView], may_code: bool) -> None:
    fold = st.popover(
        f"Answers ({len(texts)})", icon=":material/notes:", key=f"themes.answers.{theme.id}", on_change="rerun"
    )
    if fold.open:
        with fold:
            _draw_texts(theme, texts, may_code)


def _draw_texts(theme: ThemeView, texts: Sequence[TextView], may_code: bool) -> None:
    for text in texts[:MOST_SHOWN]:
        words, act = st.columns([12, 1], vertical_alignment="top", wrap=False)
        (coding,) = [coding for coding in text.codings if coding.theme_id == theme.id]
        with words:
            prose("\n".join(f"“{passage}”" for passage in coding.passages) or text.text)
            st.caption(escape(f"by {', '.join(coding.coders)}"))
        if may_code:
            act.button(
                "",
                icon=":material/close:",
                type="tertiary",
                help="Take this answer from the theme",
                key=f"themes.take.{theme.id}.{text.id}",
                on_click=_take,
                args=(theme.id, text.id),
            )
    if len(texts) > MOST_SHOWN:
        st.caption(f"{len(texts) - MOST_SHOWN} more.")
    if not texts:
        st.caption("Nothing yet.")


def _take(theme_id: UUID, answer_id: UUID) -> None:
    notices.attempt(themes.uncode_answers, current.context(), theme_id, [answer_id])


def _put(theme_id: UUID, answer_id: UUID) -> None:
    notices.attempt(themes.code_answers, current.context(), theme_id, [answer_id])


def _draw_near(board: Board, theme: ThemeView) -> None:
    """Answers that look like those under the theme, each with the words it shares and a button of its own."""
    fold = st.popover("More like these", icon=":material/join_inner:", key=f"themes.near.{theme.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        with st.spinner("Looking for answers like these …"):
            near = coding_board.suggest_for_theme(current.context(), theme.id)
        texts = {text.id: text for text in board.texts}
        if not near:
            st.caption("No other answer looks like those under this theme.")
        else:
            st.caption(f"{counted(len(near), 'answer')} look like those here. Nothing is added by itself.")
        for suggested in near:
            words, act = st.columns([8, 2], vertical_alignment="top", wrap=False)
            with words:
                prose(texts[suggested.answer_id].text)
                _draw_shared(suggested.shared)
            act.button(
                "Add",
                key=f"themes.add.{theme.id}.{suggested.answer_id}",
                on_click=_put,
                args=(theme.id, suggested.answer_id),
            )


def _draw_shared(shared: Sequence[str]) -> None:
    st.caption(escape(f"shares: {', '.join(shared)}" if shared else "shares parts of words"))


def _draw_acts(board: Board, theme: ThemeView, texts: Sequence[TextView], place: int) -> None:
    _draw_edit(board, theme)
    others = [other for other in board.themes if other.id != theme.id]
    if others:
        _draw_merge(theme, others)
    if len(texts) > 1:
        _draw_split(theme, texts)
    for up, icon, words, stuck in (
        (True, "arrow_upward", "Earlier", place == 0),
        (False, "arrow_downward", "Later", place == len(board.themes) - 1),
    ):
        st.button(
            "",
            icon=f":material/{icon}:",
            type="tertiary",
            help=words,
            disabled=stuck,
            key=f"themes.{words.lower()}.{theme.id}",
            on_click=_move,
            args=(theme.id, up),
        )
    st.button(
        "",
        icon=":material/delete:",
        type="tertiary",
        help="Remove the theme; its answers stay",
        key=f"themes.remove.{theme.id}",
        on_click=_remove,
        args=(theme.id,),
    )


def _move(theme_id: UUID, up: bool) -> None:
    notices.attempt(themes.move_theme, current.context(), theme_id, up=up)


def _remove(theme_id: UUID) -> None:
    notices.attempt(themes.remove_theme, current.context(), theme_id, done="Removed. Undo brings it back.")


def _draw_edit(board: Board, theme: ThemeView) -> None:
    own = f"themes.edit.{theme.id}"
    topics = [None, *board.topics]
    with st.popover("Rename", icon=":material/edit:", type="tertiary"), st.form(own, border=False):
        st.text_input("Name", theme.label, key=f"{own}.label", max_chars=200)
        st.text_area("What belongs here", theme.description, key=f"{own}.description", max_chars=2000)
        st.selectbox(
            "Topic",
            topics,
            index=topics.index(theme.topic_id),
            format_func=lambda topic_id: board.topics[topic_id] if topic_id else "No topic",
            key=f"{own}.topic",
        )
        st.form_submit_button("Save", type="primary", key=f"{own}.save", on_click=_edit, args=(theme.id, own))


def _edit(theme_id: UUID, own: str) -> None:
    state = st.session_state
    notices.attempt(
        themes.edit_theme,
        current.context(),
        theme_id,
        state[f"{own}.label"],
        state[f"{own}.description"],
        topic_id=state[f"{own}.topic"],
        done="Saved.",
    )


def _draw_merge(theme: ThemeView, others: Sequence[ThemeView]) -> None:
    own = f"themes.merge.{theme.id}"
    with st.popover("Merge", icon=":material/merge:", type="tertiary"), st.form(own, border=False):
        st.selectbox("Put everything under", others, format_func=lambda other: other.label, key=f"{own}.into")
        st.form_submit_button("Merge", type="primary", key=f"{own}.do", on_click=_merge, args=(theme.id, own))


def _merge(theme_id: UUID, own: str) -> None:
    into: ThemeView = st.session_state[f"{own}.into"]
    notices.attempt(themes.merge_themes, current.context(), theme_id, into.id, done="Merged. Undo takes it back.")


def _draw_split(theme: ThemeView, texts: Sequence[TextView]) -> None:
    own = f"themes.split.{theme.id}"
    fold = st.popover("Split", icon=":material/call_split:", type="tertiary", key=own, on_change="rerun")
    if not fold.open:
        return
    by_id = {text.id: text.text for text in texts}
    with fold, st.form(f"{own}.form", border=False):
        st.text_input("Name of the new theme", key=f"{own}.label", max_chars=200)
        st.multiselect("Answers that move there", list(by_id), format_func=by_id.__getitem__, key=f"{own}.texts")
        st.form_submit_button("Split off", type="primary", key=f"{own}.do", on_click=_split, args=(theme.id, own))


def _split(theme_id: UUID, own: str) -> None:
    notices.attempt(
        themes.split_theme,
        current.context(),
        theme_id,
        st.session_state[f"{own}.label"],
        st.session_state[f"{own}.texts"],
        done="Split off.",
    )
