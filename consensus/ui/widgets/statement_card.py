"""A statement as people read it: label, state, wording, plain-language twin."""

from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.lifecycle import StatementState
from consensus.tally.verdict_wording import full_consensus_sentence
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.pieces import prose

if TYPE_CHECKING:
    from consensus.services.statement_views import AdoptionView, StatementView

STATE_BADGES: dict[StatementState, tuple[str, str, str]] = {
    StatementState.CANDIDATE: ("Draft", "edit_note", "gray"),
    StatementState.PRESENTED: ("Being discussed", "forum", "blue"),
    StatementState.ADOPTED: ("Adopted", "check_circle", "green"),
    StatementState.NO_CONSENSUS: ("No consensus", "remove_circle", "orange"),
    StatementState.WITHDRAWN: ("Withdrawn", "cancel", "gray"),
    StatementState.SUPERSEDED: ("Replaced", "history", "gray"),
}


def state_badge(state: StatementState) -> None:
    """Draw the state of a statement as a pill of colour, icon and word."""
    st.markdown(state_pill(state))


def state_pill(state: StatementState) -> str:
    """The pill of `state_badge` in Markdown."""
    label, icon, colour = STATE_BADGES[state]
    return f":{colour}-badge[:material/{icon}: {label}]"


def draw_statement(statement: "StatementView") -> None:
    """A statement in a frame of its own, with its state where it is more than a draft."""
    with st.container(border=True, gap="small"):
        is_draft = statement.state is StatementState.CANDIDATE
        pill = "" if is_draft else state_pill(statement.state)
        draw_wording(statement.label, statement.text, statement.plain_text, pill=pill)
        if statement.adopted:
            prose(_adopted(statement.adopted), size=".92rem", muted=True)


def draw_wording(label: str, text: str, plain_text: str = "", *, pill: str = "") -> None:
    """Label, wording and plain-language twin, set like a journal and exactly as typed; `pill` is Markdown of ours."""
    st.markdown(f":small[**Statement {escape(label)}**] {pill}")
    plain = (
        f'<p style="margin:.6rem 0 0;font-size:.95rem;line-height:1.5;opacity:.85">'
        f"<strong>In plain words:</strong> {to_html(plain_text)}</p>"
        if plain_text
        else ""
    )
    st.html(
        f"<p style=\"margin:0;font-family:'Source Serif',Georgia,serif;font-size:1.18rem;line-height:1.45\">"
        f"{to_html(text)}</p>{plain}"
    )


def _adopted(adoption: "AdoptionView") -> str:
    if adoption.verdict_sentence:
        return adoption.verdict_sentence
    return full_consensus_sentence(adoption.n_present) if adoption.n_present else "Adopted by full consensus."
