"""The processes of somebody who belongs to several, or to none."""

import streamlit as st

from consensus.domain.lifecycle import ProcessState
from consensus.domain.presets import load_presets
from consensus.services import processes
from consensus.ui import current, notices
from consensus.ui.widgets.frame import ROLE_WORDS
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state

FIRST_RULE = "consensus_conference"
STATE_WORDS = {
    ProcessState.DRAFT: "being prepared",
    ProcessState.RUNNING: "running",
    ProcessState.FINISHED: "finished",
    ProcessState.ARCHIVED: "archived",
}

NEW = "choose.new"


def create() -> None:
    """Create the process of the form and go to it."""
    slug = st.session_state[f"{NEW}.slug"].strip()
    draft = processes.ProcessDraft(
        slug=slug,
        title=st.session_state[f"{NEW}.title"],
        question=st.session_state[f"{NEW}.question"],
        scope="",
        definition=load_presets()[FIRST_RULE].definition,
        asks_interests=True,
        time_zone=st.context.timezone or "UTC",
    )
    if notices.attempt(processes.create_process, current.context(), draft, done="The process was created."):
        current.choose_process(slug)


def show_new() -> None:
    """The form of a new process, for administrators."""
    with st.container(border=True), st.form(NEW, border=False):
        st.subheader("New process", anchor=False)
        st.text_input("Title", key=f"{NEW}.title", max_chars=200)
        st.text_input("Short name for addresses", key=f"{NEW}.slug", max_chars=80, placeholder="pain-2027")
        st.text_area("Question", key=f"{NEW}.question", max_chars=2000)
        st.caption(
            "You become its facilitator. The rule begins as full consensus, else a vote at 80%; change it later."
        )
        st.form_submit_button("Create the process", type="primary", key=f"{NEW}.create", on_click=create)


mine = processes.list_my_processes(current.context())

st.title("Processes")
notices.show()
if processes.may_create(current.context()):
    show_new()
elif not mine:
    empty_state(
        "No process yet",
        "A process appears here as soon as its facilitators start it and have you on their panel.",
        icon="folder_open",
    )
for summary in mine:
    with st.container(border=True, gap="small"):
        st.markdown(f"#### {escape(summary.title)}")
        st.caption(f"{ROLE_WORDS[summary.role]} · {STATE_WORDS[summary.state]}")
        st.button(
            "Open", key=f"choose.{summary.id}", width="stretch", on_click=current.choose_process, args=(summary.slug,)
        )
