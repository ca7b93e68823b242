"""A statement as people read it: label, state, wording, plain-language twin."""

from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.lifecycle import StatementState
from consensus.ui.widgets.literal import to_html

if TYPE_CHECKING:
    from consensus.services.statements import StatementView

STATE_BADGES: dict[StatementState, tuple[str, str, str]] = {
    StatementState.CANDIDATE: ("Draft", "edit_note", "gray"),
    StatementState.PRESENTED: ("Being discussed", "forum", "blue"),
    StatementState.ADOPTED: ("Adopted", "check_circle", "green"),
    StatementState.NO_CONSENSUS: ("No consensus", "remove_circle", "orange"),
    StatementState.WITHDRAWN: ("Withdrawn", "cancel", "gray"),
    StatementState.SUPERSEDED: ("Replaced", "history", "gray"),
}


def state_badge(state: StatementState) -> None:
    """The state of a statement as a pill of colour, icon and word."""
    label, icon, colour = STATE_BADGES[state]
    st.markdown(f":{colour}-badge[:material/{icon}: {label}]")


def draw_statement(statement: "StatementView", *, with_state: bool = True) -> None:
    """A statement in a frame of its own."""
    with st.container(border=True, gap="small"):
        if with_state:
            state_badge(statement.state)
        draw_wording(statement.label, statement.text, statement.plain_text)


def draw_wording(label: str, text: str, plain_text: str = "") -> None:
    """The wording, set like a sentence of a journal; `plain_text` follows it where there is one."""
    st.html(wording_html(label, text, plain_text))


def wording_html(label: str, text: str, plain_text: str = "") -> str:
    """The HTML of `draw_wording`, every character of it as it was typed."""
    plain = (
        f'<p style="margin:.6rem 0 0;font-size:.95rem;line-height:1.5;opacity:.85">'
        f"<strong>In plain words:</strong> {to_html(plain_text)}</p>"
        if plain_text
        else ""
    )
    return (
        f'<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">Statement {to_html(label)}</p>'
        f"<p style=\"margin:.15rem 0 0;font-family:'Source Serif',Georgia,serif;font-size:1.18rem;line-height:1.45\">"
        f"{to_html(text)}</p>{plain}"
    )
