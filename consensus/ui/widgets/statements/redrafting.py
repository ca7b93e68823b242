"""Merging candidates, splitting one, and pointing out those that say nearly the same."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.services.statements import drafting
from consensus.services.statements.statement_views import StatementView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose


def draw_merge(statements: Sequence[StatementView], *, key: str) -> None:
    """A form that makes one candidate of several; nothing where fewer than two can be merged."""
    texts = {statement.id: f"{statement.label} {statement.text}" for statement in statements if statement.may_reword}
    if len(texts) < 2:
        return
    own = f"{key}.merge"
    with st.popover("Merge candidates", icon=":material/merge:"), st.form(own, border=False):
        st.multiselect("Which ones", list(texts), format_func=texts.__getitem__, key=f"{own}.which")
        st.text_area("Wording of the new one", key=f"{own}.text", max_chars=4000, height=120)
        st.text_input("Reason", key=f"{own}.reason", max_chars=500)
        st.caption("The merged ones are superseded: they stay on the record with their wordings.")
        st.form_submit_button("Merge", type="primary", key=f"{own}.do", on_click=_merge, args=(own,))


def _merge(own: str) -> None:
    state = st.session_state
    if notices.attempt(
        drafting.merge_statements,
        current.context(),
        state[f"{own}.which"],
        state[f"{own}.text"],
        reason=state[f"{own}.reason"],
        done="Merged into a new candidate.",
    ):
        for name in ("which", "text", "reason"):
            state.pop(f"{own}.{name}", None)


def draw_split(statement: StatementView, *, key: str) -> None:
    """A form that makes two candidates of one."""
    if not statement.may_reword:
        return
    own = f"{key}.split.{statement.id}"
    with st.popover("Split", icon=":material/call_split:", type="tertiary"), st.form(own, border=False):
        st.text_area("First wording", statement.text, key=f"{own}.first", max_chars=4000, height=100)
        st.text_area("Second wording", key=f"{own}.second", max_chars=4000, height=100)
        st.text_input("Reason", key=f"{own}.reason", max_chars=500)
        st.caption("The statement is superseded by the two, which keep the link to its answers.")
        st.form_submit_button("Split", type="primary", key=f"{own}.do", on_click=_split, args=(statement.id, own))


def _split(statement_id: UUID, own: str) -> None:
    state = st.session_state
    notices.attempt(
        drafting.split_statement,
        current.context(),
        statement_id,
        [state[f"{own}.first"], state[f"{own}.second"]],
        reason=state[f"{own}.reason"],
        done="Split into two candidates.",
    )


def draw_similar(*, key: str) -> None:
    """A fold with the candidates that say nearly the same, looked for when it is opened."""
    fold = st.expander(
        "Candidates that say nearly the same", icon=":material/join_inner:", key=f"{key}.similar", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        with st.spinner("Comparing the candidates …"):
            pairs = drafting.list_similar(current.context(), current.process_id())
        if not pairs:
            st.caption("No two candidates share most of their words.")
        for pair in pairs:
            with st.container(border=True, gap="small"):
                prose(f"{pair.first_label}  {pair.first_text}", serif=True)
                prose(f"{pair.second_label}  {pair.second_text}", serif=True)
                st.caption(escape(f"shares: {', '.join(pair.shared)}"))
