"""The processes of somebody who belongs to several, or to none."""

import pandas as pd
import streamlit as st

from consensus.domain.lifecycle import ProcessState
from consensus.domain.way_in import WayIn
from consensus.services.processes import processes
from consensus.services.sign_in import account
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.account import archive_import
from consensus.ui.widgets.frame import ROLE_WORDS
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state

STATE_WORDS = {
    ProcessState.DRAFT: "being prepared",
    ProcessState.RUNNING: "running",
    ProcessState.FINISHED: "finished",
    ProcessState.ARCHIVED: "archived",
}


def show_coming_back() -> None:
    """The way to a password, for somebody whose link lets them in this once."""
    mine = account.get_account(current.context())
    if mine.is_administrator and not mine.has_password and mine.how is WayIn.LINK:
        st.info("Your link let you in once. Set a password, and you can come back.", icon=":material/lock:")
        st.page_link(VIEWS / "account.py", label="Set a password", icon=":material/arrow_forward:")


def show_all() -> None:
    """Every process of the server, from outside; nothing where there is none."""
    census = processes.list_all_processes(current.context())
    if not census:
        return
    st.header("All processes on this server", anchor=False)
    st.caption(
        "To look into one, its facilitators have to add you: an administrator belongs to no process by that alone."
    )
    st.dataframe(
        pd.DataFrame(
            {
                "Title": [row.title for row in census],
                "State": [STATE_WORDS[row.state] for row in census],
                "Facilitators": [", ".join(row.facilitators) for row in census],
                "On the panel": [row.n_panel for row in census],
                "Created": [row.created_at for row in census],
            }
        ),
        hide_index=True,
        key="choose.all",
        column_config={
            "Title": st.column_config.TextColumn(pinned=True),
            "Created": st.column_config.DateColumn(),
        },
        alt="All processes of this server with their state, facilitators and number of panelists",
    )


mine = processes.list_my_processes(current.context())
may_create = processes.may_create(current.context())

st.title("Processes")
notices.show()
if may_create:
    show_coming_back()
    if st.button(
        "New process", key="choose.new", icon=":material/add:", type="secondary" if mine else "primary", width="stretch"
    ):
        st.switch_page(VIEWS / "new_process.py")
if not mine and not may_create:
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
if may_create:
    with st.expander("Take a process in from an archive", icon=":material/move_to_inbox:"):
        archive_import.draw()
    show_all()
