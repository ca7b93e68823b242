"""The process as a journey: what is done, what is due, what is missing, and the one next step."""

import pandas as pd
import streamlit as st

from consensus.charts.participation import participation_alt, participation_flow
from consensus.domain.lifecycle import ProcessState
from consensus.domain.roles import Action, Role
from consensus.services import arrivals, journey, processes
from consensus.services.journey import Overview, Step, StepStatus
from consensus.services.processes import ProcessView
from consensus.ui import current, navigation, notices
from consensus.ui.widgets import refused_links
from consensus.ui.widgets.figure import draw_figure
from consensus.ui.widgets.links import draw_link, has_page
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose

STATES = {
    ProcessState.DRAFT: ("Draft", "draft", "gray"),
    ProcessState.RUNNING: ("Running", "play_circle", "blue"),
    ProcessState.FINISHED: ("Finished", "check_circle", "green"),
    ProcessState.ARCHIVED: ("Archived", "inventory_2", "gray"),
}
STATUSES = {
    StepStatus.DONE: ("Done", "check_circle", "green"),
    StepStatus.DUE: ("Due", "radio_button_checked", "blue"),
    StepStatus.LATER: ("Later", "radio_button_unchecked", "gray"),
}
FILES = {entry.url_path: entry.file for entry in navigation.entries_of(Role.FACILITATOR)}


def start() -> None:
    """Let the panel in."""
    notices.attempt(processes.start_process, current.context(), current.process_id(), done="The process is running.")


def finish() -> None:
    """End the process."""
    notices.attempt(processes.finish_process, current.context(), current.process_id(), done="The process is finished.")


def badge(words: tuple[str, str, str]) -> None:
    """A pill of colour, icon and word."""
    label, icon, color = words
    st.markdown(f":{color}-badge[:material/{icon}: {label}]", width="content")


def show_head(process: ProcessView) -> None:
    """Title, state and question."""
    st.title(escape(process.title))
    notices.show()
    badge(STATES[process.state])
    prose(process.question, size="1.1rem", serif=True)


def show_next(process: ProcessView, step: Step) -> None:
    """The one next step, with the button that leads to its page."""
    with st.container(border=True, key="overview.next"):
        st.html('<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">Next step</p>')
        st.subheader(escape(step.title), anchor=False)
        prose(step.summary)
        show_missing(step)
        if has_page(process, FILES[step.page]) and st.button(
            f"Go to {escape(step.title.lower())}", type="primary", icon=":material/arrow_forward:", key="overview.go"
        ):
            st.switch_page(navigation.VIEWS / FILES[step.page])


def show_step(process: ProcessView, number: int, step: Step) -> None:
    """One step of the journey and what it lacks."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{number}. {escape(step.title)}**", width="content")
            badge(STATUSES[step.status])
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            prose(step.summary)
            draw_link(process, FILES[step.page], "Open", icon=":material/chevron_right:")
        if step.status is not StepStatus.DONE:
            show_missing(step)


def show_missing(step: Step) -> None:
    """What a step still wants: plainly where it is due, quietly where its turn comes later."""
    for sentence in step.missing:
        if step.status is StepStatus.DUE:
            st.markdown(f"- {escape(sentence)}")
        else:
            st.caption(escape(sentence))


def show_move(process: ProcessView) -> None:
    """The move of the process itself, behind a step that makes sure."""
    if process.state is ProcessState.DRAFT and Action.EDIT_PROCESS in process.allowed:
        with st.popover("Start the process", icon=":material/play_arrow:"):
            st.text("From then on the panel can come in with their personal links, and see what is put to them.")
            st.button("Yes, start it", type="primary", key="overview.start", on_click=start)
    if process.state is ProcessState.RUNNING and Action.FINISH_PROCESS in process.allowed:
        with st.popover("Finish the process", icon=":material/flag:"):
            st.text("From then on it is read and exported, and no longer changed. There is no way back.")
            st.button("Yes, finish it", type="primary", key="overview.finish", on_click=finish)


def show_flow(view: Overview) -> None:
    """How many people came how far."""
    flow = view.flow
    stages = (
        ("Invited", flow.invited),
        ("Responded to the survey", flow.responded),
        ("Attended the meeting", flow.attended),
        ("Voted at least once", flow.voted),
    )
    st.header("Participation", anchor=False)
    draw_figure(
        participation_flow(stages),
        alt=participation_alt(stages),
        numbers=pd.DataFrame(stages, columns=["Stage", "People"]),
        key="overview.flow",
    )
    institutions = "1 institution" if flow.institutions == 1 else f"{flow.institutions} institutions"
    patients = (
        f"{flow.patient_representatives} patient representative{'' if flow.patient_representatives == 1 else 's'}"
    )
    st.caption(f"Attended from {institutions}; {patients} took part, counted apart.")


view = journey.get_overview(current.context(), current.process_id())

show_head(view.process)
refused_links.draw(arrivals.list_refused_links(current.context(), view.process.id), view.process.time_zone)
if view.next_step is not None:
    show_next(view.process, view.next_step)
st.header("The journey", anchor=False)
for number, step in enumerate(view.steps, start=1):
    show_step(view.process, number, step)
show_flow(view)
st.header("What counts as consensus", anchor=False)
prose(view.process.definition_sentence, serif=True)
show_move(view.process)
