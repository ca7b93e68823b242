"""Dissent from an adopted statement: what was written, and where one writes one's own."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.domain.dissent import MOST_CHARACTERS
from consensus.domain.results import WrittenDissent
from consensus.services.statements import dissents
from consensus.services.statements.dissents import DissentDesk
from consensus.ui import current, notices
from consensus.ui.widgets.literal import to_html
from consensus.ui.widgets.pieces import prose


def draw_written(written: Sequence[WrittenDissent]) -> None:
    """The dissents, word for word; nothing where there are none."""
    if not written:
        return
    lines = "".join(f'<p style="margin:.2rem 0 0;line-height:1.5">{_line(said)}</p>' for said in written)
    st.html(f'<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">Dissent, as it was written</p>{lines}')


def _line(said: WrittenDissent) -> str:
    name = f' <span style="opacity:.8">{to_html(said.name)}</span>' if said.name else ""
    return f"“{to_html(said.text)}”{name}"


def draw_desk(statement_id: UUID | None, desk: DissentDesk) -> None:
    """The reader's own dissent from one statement; nothing for whom there is none to write."""
    if statement_id is None or statement_id not in desk.may_write:
        return
    mine = desk.mine.get(statement_id)
    own = f"dissent.{statement_id}"
    with st.expander(
        "Your dissent" if mine else "I do not agree with this statement",
        icon=":material/edit_note:" if mine else ":material/do_not_disturb_on:",
        key=f"{own}.fold",
    ):
        prose(desk.promise, size=".92rem")
        with st.form(f"{own}.form", border=False):
            st.text_area(
                "Why you do not agree",
                mine.text if mine else "",
                key=f"{own}.text",
                max_chars=MOST_CHARACTERS,
                height=140,
            )
            if desk.may_sign:
                st.checkbox("Sign it with my name", mine is not None and mine.is_named, key=f"{own}.signs")
            st.form_submit_button("Save", type="primary", key=f"{own}.save", on_click=_write, args=(statement_id, own))
        if mine:
            st.button(
                "Take it back", icon=":material/undo:", key=f"{own}.back", on_click=_take_back, args=(statement_id,)
            )


def _write(statement_id: UUID, own: str) -> None:
    notices.attempt(
        dissents.write_dissent,
        current.context(),
        statement_id,
        st.session_state[f"{own}.text"],
        signs=bool(st.session_state.get(f"{own}.signs")),
        done="Your dissent was saved.",
    )


def _take_back(statement_id: UUID) -> None:
    notices.attempt(
        dissents.take_back_dissent,
        current.context(),
        statement_id,
        done="Your dissent was taken back; nothing is left of it.",
    )
