"""What the process promises about its votes."""

import streamlit as st

from consensus.domain.disclosure import Anonymity
from consensus.services.processes import secrecy
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.meeting.secrecy_words import SECRECY

_CHOSEN = "settings.secrecy.chosen"


def draw(process: ProcessView) -> None:
    """The three promises with one sentence each, and why they may be locked."""
    found = secrecy.get_secrecy(current.context(), process.id)
    modes = list(Anonymity)
    st.radio(
        "Votes are",
        modes,
        index=modes.index(found.anonymity),
        format_func=lambda mode: SECRECY[mode][0],
        captions=[SECRECY[mode][1] for mode in modes],
        key=_CHOSEN,
        disabled=bool(found.why_locked),
        on_change=_save,
    )
    if found.why_locked:
        st.caption(f":material/lock: {escape(found.why_locked)}")
    st.caption(
        "The survey and dissents of a process with secret votes are confidential. "
        "A single vote may be made stricter than this when it is opened, never laxer."
    )


def _save() -> None:
    notices.attempt(
        secrecy.set_secrecy,
        current.context(),
        current.process_id(),
        st.session_state[_CHOSEN],
        done="The promise was saved.",
    )
