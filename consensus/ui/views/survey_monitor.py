"""The survey before the meeting: opened, watched and closed; who is missing, never what anybody answered."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import SurveyState
from consensus.services.processes import processes
from consensus.services.processes.processes import ProcessView
from consensus.services.surveys import survey, survey_progress
from consensus.services.surveys.survey import SurveyMonitor
from consensus.ui import current, notices
from consensus.ui.widgets.instrument import starting
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.live import live
from consensus.ui.widgets.pieces import empty_state
from consensus.ui.widgets.refusals import load
from consensus.ui.widgets.survey import instrument_preview
from consensus.ui.widgets.survey import survey_progress as progress_widget
from consensus.ui.widgets.times import day_and_clock

STATES = {
    SurveyState.DRAFT: ("Not open yet", "gray", "draft"),
    SurveyState.OPEN: ("Open", "blue", "edit_note"),
    SurveyState.CLOSED: ("Closed", "green", "check"),
}


def open_survey(survey_id: UUID) -> None:
    """Put the survey to the panel."""
    notices.attempt(survey.open_survey, current.context(), survey_id, done="The survey is open.")


def close_survey(survey_id: UUID) -> None:
    """Take no more answers."""
    notices.attempt(survey.close_survey, current.context(), survey_id, done="The survey is closed.")


def show_state(monitor: SurveyMonitor, time_zone: str) -> None:
    """Whether the survey is open, how long it is, and since when."""
    label, color, icon = STATES[monitor.state]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":{color}-badge[:material/{icon}: {label}]", width="content")
        minutes = f", about {monitor.minutes} minutes" if monitor.minutes else ""
        st.caption(f"{monitor.n_questions} questions{minutes}")
    if monitor.opened_at:
        closed = f", closed {day_and_clock(monitor.closed_at, time_zone)}" if monitor.closed_at else ""
        st.caption(f"Opened {day_and_clock(monitor.opened_at, time_zone)}{closed}")


@st.fragment
def show_progress(time_zone: str) -> None:
    """How it is going, drawn again whenever it moves."""
    ctx, process_id = current.context(), current.process_id()
    progress = survey_progress.get_progress(ctx, process_id)
    progress_widget.draw_turnout(progress)
    progress_widget.draw_over_time(progress, time_zone)
    progress_widget.draw_groups(progress.groups)
    progress_widget.draw_time(progress.time_taken)
    progress_widget.draw_missing(progress)
    progress_widget.draw_questions(progress)
    live(process_id, key="survey.live", revision=progress.revision, person=current.person_id())


def show_moves(process: ProcessView, monitor: SurveyMonitor) -> None:
    """Opening and closing, each behind a step that makes sure."""
    if monitor.may_open:
        with st.popover("Open the survey", icon=":material/play_arrow:", type="primary"):
            st.text(
                f"The {monitor.n_invited} people asked can answer from now on. "
                "Once somebody has answered, a changed question is a new version."
            )
            st.button(
                "Yes, open it", type="primary", key="survey.open", on_click=open_survey, args=(monitor.survey_id,)
            )
    if monitor.may_close:
        missing = monitor.n_invited - monitor.n_finished
        with st.popover("Close the survey", icon=":material/lock:", type="secondary" if missing else "primary"):
            st.text(
                f"{missing} of {monitor.n_invited} have not sent it in. "
                "After closing no answer is taken, and the survey cannot be opened again."
            )
            st.button(
                "Yes, close it", type="primary", key="survey.close", on_click=close_survey, args=(monitor.survey_id,)
            )
    if monitor.state is SurveyState.CLOSED:
        draw_link(process, "collation.py", "Go to the collation")


def show_links(process: ProcessView, monitor: SurveyMonitor) -> None:
    """The ways on: reminders, paper, results."""
    with st.container(horizontal=True):
        if monitor.state is SurveyState.OPEN:
            draw_link(process, "invitations.py", "Remind those who are missing", icon=":material/mail:")
            draw_link(process, "paper_entry.py", "Paper forms", icon=":material/description:")
        else:
            draw_link(process, "survey_results.py", "Results and files", icon=":material/insights:")


process = processes.get_process(current.context(), current.process_id())
watched, refusal = load(survey.get_monitor, current.context(), process.id)

st.title("Survey")
notices.show()
if watched is None:
    empty_state("No survey yet", refusal, icon="edit_note")
    starting.draw(process)
else:
    st.subheader(escape(watched.title), anchor=False)
    show_state(watched, process.time_zone)
    if watched.state is not SurveyState.DRAFT:
        show_progress(process.time_zone)
        show_links(process, watched)
    show_moves(process, watched)
    draw_link(process, "instrument.py", "Write the questions", icon=":material/quiz:")
    with st.expander("The questions", icon=":material/quiz:", expanded=watched.state is SurveyState.DRAFT):
        instrument_preview.draw(watched.instrument)
