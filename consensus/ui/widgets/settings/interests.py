"""Whether the panel declares its interests, and what the report says of them."""

import streamlit as st

from consensus.domain.conflicts import PUBLICATIONS, Publication
from consensus.services.interests import interests
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices

LABELS = {
    Publication.FULL_TEXT: "The full text",
    Publication.CATEGORY: "The kind only",
    Publication.COUNTS: "Counts only",
}

CAPTIONS = (
    "names, the kind of interest, and what people wrote",
    "names and the kind of interest, not what people wrote",
    "how many people declared an interest, no names",
)


def draw(process: ProcessView) -> None:
    """The two settings and the button that saves them."""
    with st.form("settings.interests", border=False):
        st.toggle("The panel declares its interests", process.asks_interests, key="settings.interests.asks")
        st.caption("A vote opens once its whole electorate has declared and every interest is decided on.")
        st.radio(
            "The report says",
            list(PUBLICATIONS),
            list(PUBLICATIONS).index(process.interest_publication),
            format_func=LABELS.__getitem__,
            captions=list(CAPTIONS),
            key="settings.interests.publication",
        )
        st.form_submit_button("Save", key="settings.interests.save", on_click=_save)


def _save() -> None:
    notices.attempt(
        interests.set_asking,
        current.context(),
        current.process_id(),
        asks=st.session_state["settings.interests.asks"],
        publication=st.session_state["settings.interests.publication"],
        done="The settings were saved.",
    )
