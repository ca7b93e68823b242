"""The processes of somebody who belongs to several, or to none."""

import streamlit as st

from consensus.domain.lifecycle import ProcessState
from consensus.services import processes
from consensus.ui import current
from consensus.ui.widgets.frame import ROLE_WORDS
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state

STATE_WORDS = {
    ProcessState.DRAFT: "being prepared",
    ProcessState.RUNNING: "running",
    ProcessState.FINISHED: "finished",
    ProcessState.ARCHIVED: "archived",
}

mine = processes.list_my_processes(current.context())

st.title("Processes")
if not mine:
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
