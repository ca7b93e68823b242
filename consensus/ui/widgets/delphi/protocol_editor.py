"""The protocol part by part: what can be changed beside the sentences that say it."""

from collections.abc import Callable

import streamlit as st

from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_wording import sentences_by_part
from consensus.domain.errors import InvalidInputError
from consensus.services.delphi import protocols
from consensus.services.delphi.protocols import ProtocolView
from consensus.ui import current, notices
from consensus.ui.widgets.delphi import protocol_fields
from consensus.ui.widgets.literal import escape

REASON = "rounds.protocol.reason"

_PARTS: dict[str, tuple[str, Callable[[Protocol, str], Protocol]]] = {
    "rounds": ("Rounds", protocol_fields.rounds),
    "next": ("What goes on, and who enters", protocol_fields.carrying),
    "order": ("Order of the items", protocol_fields.order),
    "feedback": ("Feedback", protocol_fields.feedback),
    "reasons": ("Reasons", protocol_fields.reasons),
    "said": ("Comments and proposals", protocol_fields.said),
    "secrecy": ("Names and numbers", protocol_fields.secrecy),
    "introduction": ("What panelists read first", protocol_fields.introduction),
}


def save(draft: Protocol) -> None:
    """Put the changed protocol in force, with the reason where one is asked for."""
    reason = st.session_state.get(REASON, "")
    done = "The protocol was changed. It holds for rounds opened from now on."
    if notices.attempt(protocols.change_protocol, current.context(), current.process_id(), draft, reason, done=done):
        st.session_state.pop(REASON, None)


def draw(view: ProtocolView) -> None:
    """Every part with its inputs, the sentences as they would then read, and the button that saves."""
    draft, has_problem = view.protocol, False
    for name, (title, inputs) in _PARTS.items():
        with st.container(border=True):
            st.markdown(f"**{title}**")
            editing, reading = st.columns([1, 1], gap="large")
            with editing:
                after, problem = _read(inputs, draft, f"rounds.edit.{view.sha256[:12]}.{name}")
            draft, has_problem = after, has_problem or bool(problem)
            with reading:
                if problem:
                    st.warning(escape(problem), icon=":material/error:")
                for sentence in sentences_by_part(draft)[name]:
                    st.markdown(escape(sentence))
    st.caption("What is asked and by which rule it is judged comes with the method.")
    changes = view.protocol.changes_to(draft)
    if changes:
        st.caption(escape(f"Not saved yet: {', '.join(changes)}."))
    if view.locked_at and changes:
        st.text_area("Reason for the deviation", key=REASON, max_chars=protocols.MAX_REASON_CHARACTERS)
    st.button(
        "Record the deviation" if view.locked_at else "Save the protocol",
        type="primary",
        key="rounds.protocol.save",
        disabled=has_problem or not changes,
        on_click=save,
        args=(draft,),
    )


def _read(inputs: Callable[[Protocol, str], Protocol], before: Protocol, key: str) -> tuple[Protocol, str]:
    """The protocol as the inputs say, or as it was with the reason why that cannot be."""
    try:
        return inputs(before, key), ""
    except InvalidInputError as error:
        return before, str(error)
