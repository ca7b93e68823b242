"""What the process says about itself: title, question and scope."""

import streamlit as st

from consensus.services.processes import processes
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices


def draw(process: ProcessView) -> None:
    """The three texts and the button that saves them."""
    with st.form("settings.words", border=False):
        st.text_input("Title", process.title, key="settings.title", max_chars=200)
        st.text_area("Question", process.question, key="settings.question", max_chars=2000)
        st.text_area("Scope", process.scope, key="settings.scope", max_chars=4000)
        st.form_submit_button("Save", key="settings.save", on_click=_save)


def _save() -> None:
    state = st.session_state
    notices.attempt(
        processes.update_process,
        current.context(),
        current.process_id(),
        title=state["settings.title"],
        question=state["settings.question"],
        scope=state["settings.scope"],
        done="The settings were saved.",
    )
