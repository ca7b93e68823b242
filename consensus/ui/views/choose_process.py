"""The processes of somebody who belongs to several, or to none."""

import streamlit as st

from consensus.services import processes
from consensus.ui import current
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state

mine = processes.list_my_processes(current.context())

st.title("Processes")
if not mine:
    empty_state(
        "No process yet",
        "A process appears here as soon as its facilitators start it and have you on their panel.",
        icon="folder_open",
    )
for summary in mine:
    st.button(
        escape(summary.title),
        key=f"choose.{summary.id}",
        width="stretch",
        on_click=current.choose_process,
        args=(summary.slug,),
    )
