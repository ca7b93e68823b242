"""The process as a journey: what is done, what is due, what is missing, and the one next step."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from consensus.charts.participation import participation_alt, participation_flow
from consensus.domain.lifecycle import ProcessState
from consensus.domain.roles import Action, Role
from consensus.services.processes import journey, processes
from consensus.services.processes.journey import Missing, Overview, Step, StepStatus
from consensus.services.processes.processes import ProcessView
from consensus.services.sign_in import arrivals
from consensus.ui import current, navigation, notices
from consensus.ui.widgets.figure import draw_figure
from consensus.ui.widgets.links import draw_link, has_page
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import refused_links
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
TITLES = {entry.url_path: entry.title for entry in navigation.entries_of(Role.FACILITATOR)}


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


def is_move(step: Step) -> bool:
    """Whether the first thing the step wants is to move the process itself, which is done on this page."""
    return step.missing[0].page == journey.OVERVIEW


def show_next(process: ProcessView, step: Step) -> None:
    """The one next step, with the button that leads to its page or moves the process on."""
    with st.container(border=True, key="overview.next"):
        st.html('<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">Next step</p>')
        st.subheader(escape(step.title), anchor=False)
        prose(step.summary, muted=True)
        first, *others = step.missing
        prose(first.sentence)
        if is_move(step):
            show_move(process)
        elif has_page(process, FILES[first.page]) and st.button(
            f"Go to {TITLES[first.page]}", type="primary", icon=":material/arrow_forward:", key="overview.go"
        ):
            st.switch_page(navigation.VIEWS / FILES[first.page])
        show_missing(process, others)


def show_step(process: ProcessView, number: int, step: Step) -> None:
    """One step of the journey and what it lacks; what the next step lacks stands above."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{number}. {escape(step.title)}**", width="content")
            badge(STATUSES[step.status])
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            prose(step.summary)
            draw_link(process, FILES[step.page], "Open", icon=":material/chevron_right:")
        if step.status is not StepStatus.DUE:
            show_missing(process, step.missing)


def show_missing(process: ProcessView, missing: Sequence[Missing]) -> None:
    """What a step still wants: each a way to the page where it is done."""
    for one in missing:
        if one.page != journey.OVERVIEW and has_page(process, FILES[one.page]):
            draw_link(process, FILES[one.page], escape(one.sentence), icon=":material/chevron_right:")
        else:
            prose(one.sentence, muted=True)


def show_move(process: ProcessView) -> None:
    """The move of the process itself, behind a step that makes sure."""
    if process.state is ProcessState.DRAFT and Action.EDIT_PROCESS in process.allowed:
        with st.popover("Start the process", icon=":material/play_arrow:", type="primary"):
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
if view.next_step is None or not is_move(view.next_step):
    show_move(view.process)
