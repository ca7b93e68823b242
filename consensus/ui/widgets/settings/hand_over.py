"""The way a facilitator hands the process over, with a step in which to think again."""

from uuid import UUID

import streamlit as st

from consensus.domain.roles import Role
from consensus.services.people import handover
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices

KEY = "settings.hand_over"
_AFTERWARDS: dict[str, Role | None] = {
    "I stay as an observer": Role.OBSERVER,
    "I stay as a panelist": Role.PANELIST,
    "I leave the process": None,
}


def draw(process: ProcessView) -> None:
    """Draw it; where nobody else is in the process, say so."""
    successors = handover.list_successors(current.context(), process.id)
    if not successors:
        st.caption("Add somebody to the process first; then you can hand it over to them.")
        return
    st.selectbox("To whom", list(successors), format_func=successors.__getitem__, index=None, key=f"{KEY}.successor")
    st.radio("And you", list(_AFTERWARDS), key=f"{KEY}.afterwards")
    chosen = st.session_state.get(f"{KEY}.successor")
    if chosen is None:
        return
    with st.popover("Hand the process over", icon=":material/handshake:"):
        st.text(
            f"{successors[chosen].rpartition(', ')[0]} runs the process from now on, and you no longer do. "
            "It is on the record, and only they can give it back."
        )
        st.button("Yes, hand it over", type="primary", key=f"{KEY}.yes", on_click=_hand_over, args=(chosen,))


def _hand_over(successor_id: UUID) -> None:
    become = _AFTERWARDS[st.session_state[f"{KEY}.afterwards"]]
    notices.attempt(
        handover.hand_over,
        current.context(),
        successor_id,
        become=become,
        done="The process was handed over.",
    )
