"""From a theme to a statement: a field for the wording, and beside it what people wrote, to begin from."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.services.statements import drafting, statements
from consensus.services.surveys.coding_board import Board, TextView, ThemeView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose

MOST_SHOWN = 40


def draw(board: Board, theme: ThemeView, texts: Sequence[TextView]) -> None:
    """The wording on one side, on the other the description and the answers; nothing is filled in by itself."""
    st.subheader("To a statement", anchor=False)
    if not board.topics:
        st.caption("A candidate needs a topic: add the first one under Topics.")
        return
    own = f"themes.draft.{theme.id}"
    writing, material = st.columns([1, 1], gap="large")
    with writing:
        _draw_fields(board, theme, texts, own)
    with material:
        _draw_material(theme, texts, own)


def _draw_fields(board: Board, theme: ThemeView, texts: Sequence[TextView], own: str) -> None:
    known = {
        statement.id: f"{statement.label} {statement.text}"
        for statement in statements.list_statements(current.context(), current.process_id())
        if statement.may_reword
    }
    chosen: UUID | None = st.selectbox(
        "Statement",
        [None, *known],
        format_func=lambda statement_id: known[statement_id] if statement_id else "A new candidate",
        key=f"{own}.statement",
    )
    if chosen is None:
        topics = list(board.topics)
        st.selectbox(
            "Topic",
            topics,
            index=topics.index(theme.topic_id) if theme.topic_id in topics else 0,
            format_func=board.topics.__getitem__,
            key=f"{own}.topic",
        )
        st.text_area("Wording", key=f"{own}.text", max_chars=4000, height=160)
    words = {text.id: _words(text, theme.id) for text in texts}
    st.multiselect(
        "Quotes that facilitators and chair see with it",
        list(words),
        format_func=words.__getitem__,
        key=f"{own}.quotes",
        placeholder="None",
    )
    st.caption(escape(f"It will say that {theme.people} wrote about this, and that goes on with every new wording."))
    st.button(
        "Link to the statement" if chosen else "Add as a candidate",
        type="primary",
        key=f"{own}.do",
        on_click=_draft,
        args=(theme.id, own),
    )


def _draw_material(theme: ThemeView, texts: Sequence[TextView], own: str) -> None:
    st.markdown("**What people wrote**")
    is_begun = bool(str(st.session_state.get(f"{own}.text") or "").strip())
    if theme.description:
        with st.container(border=True, gap="small"):
            st.caption("What belongs here")
            prose(theme.description)
            _draw_begin(theme.description, None, own, is_begun)
    for text in texts[:MOST_SHOWN]:
        with st.container(border=True, gap="small"):
            words = _words(text, theme.id)
            prose(f"“{words}”", serif=True)
            _draw_begin(words, text.id, own, is_begun)
    if len(texts) > MOST_SHOWN:
        st.caption(f"{len(texts) - MOST_SHOWN} more stand under the theme.")
    if not texts:
        st.caption("Nothing stands under this theme yet.")


def _draw_begin(words: str, answer_id: UUID | None, own: str, is_begun: bool) -> None:
    what = "quote" if answer_id else "description"
    st.button(
        f"Add this {what}" if is_begun else f"Start from this {what}",
        icon=":material/edit_note:",
        type="tertiary",
        key=f"{own}.begin.{answer_id or what}",
        on_click=_begin,
        args=(words, answer_id, own),
    )


def _begin(words: str, answer_id: UUID | None, own: str) -> None:
    """Put the words into the field, after what stands there, and the answer among the quotes."""
    state = st.session_state
    state[f"{own}.statement"] = None
    state[f"{own}.text"] = "\n".join(part for part in (str(state.get(f"{own}.text") or "").strip(), words) if part)
    if answer_id is not None:
        state[f"{own}.quotes"] = list(dict.fromkeys([*state.get(f"{own}.quotes", []), answer_id]))


def _words(text: TextView, theme_id: UUID) -> str:
    """What of an answer stands under the theme."""
    passages = [passage for coding in text.codings if coding.theme_id == theme_id for passage in coding.passages]
    return " … ".join(passages) or text.text


def _draft(theme_id: UUID, own: str) -> None:
    state, ctx = st.session_state, current.context()
    quotes = state[f"{own}.quotes"]
    statement_id: UUID | None = state[f"{own}.statement"]
    if statement_id is not None:
        is_done = notices.attempt(
            drafting.link_theme, ctx, statement_id, theme_id, answer_ids=quotes, done="The statement rests on it now."
        )
    else:
        is_done = notices.attempt(
            drafting.draft_from_theme,
            ctx,
            theme_id,
            state[f"{own}.topic"],
            state[f"{own}.text"],
            answer_ids=quotes,
            done="The candidate was added to its topic.",
        )
    if is_done:
        for name in ("statement", "text", "quotes"):
            state.pop(f"{own}.{name}", None)
