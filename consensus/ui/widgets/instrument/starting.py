"""How a process comes by its survey: blank, an instrument that comes along, or a file."""

import streamlit as st

from consensus.services.processes.processes import ProcessView
from consensus.services.surveys import instruments
from consensus.ui import current, notices
from consensus.ui.widgets.instrument.language_fields import name_of
from consensus.ui.widgets.literal import escape
from surveys.duration import minutes_of
from surveys.shipped import Shipped, list_shipped

_DONE = "The survey was added. Read it over, then open it."


def draw(process: ProcessView) -> None:
    """Draw the ways to begin."""
    st.subheader("Start from", anchor=False)
    for shipped in list_shipped():
        _draw_shipped(process, shipped)
    with st.container(border=True):
        st.markdown("**Nothing**")
        st.caption("One section with one question, to go on from.")
        st.button("Start blank", key="survey.start.blank", on_click=_start_blank)
    with st.form("survey.add"):
        st.file_uploader(
            "**A file**",
            type=["toml", "csv", "lss", "txt", "tsv"],
            key="survey.file",
            help="An instrument (TOML), a REDCap data dictionary (CSV) or a LimeSurvey structure (.lss, .txt).",
        )
        st.caption("An instrument (TOML), a REDCap data dictionary (CSV), or a LimeSurvey structure (.lss or .txt).")
        st.form_submit_button("Add the survey", key="survey.add.button", on_click=_add_file)


def _draw_shipped(process: ProcessView, shipped: Shipped) -> None:
    instrument = shipped.instrument
    languages = ", ".join(name_of(language) for language in instrument.languages())
    with st.container(border=True):
        st.markdown(f"**{escape(instrument.title)}**")
        st.caption(f"{len(instrument.questions())} questions, about {minutes_of(instrument)} minutes, {languages}")
        st.button("Start from this", key=f"survey.start.{shipped.name}", on_click=_start_shipped, args=(shipped.name,))


def _start_blank() -> None:
    notices.attempt(instruments.start_blank, current.context(), current.process_id(), done=_DONE)


def _start_shipped(name: str) -> None:
    notices.attempt(instruments.start_shipped, current.context(), current.process_id(), name, done=_DONE)


def _add_file() -> None:
    file = st.session_state["survey.file"]
    if file is None:
        notices.leave("Choose an instrument file first.", is_refusal=True)
        return
    notices.attempt(
        instruments.start_from_file,
        current.context(),
        current.process_id(),
        file.getvalue(),
        file.name,
        done=_DONE,
    )
