"""The processes of somebody who belongs to several, or to none."""

import pandas as pd
import streamlit as st

from consensus.domain.lifecycle import ProcessState
from consensus.domain.members import MemberDraft
from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.domain.way_in import WayIn
from consensus.services.processes import processes
from consensus.services.sign_in import account
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.account import archive_import
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
NAMED = "choose.named"


def named_facilitator() -> MemberDraft | None:
    """The facilitator of the form; None for whoever creates the process."""
    name, email = (st.session_state[f"{NEW}.{field}"].strip() for field in ("facilitator", "email"))
    return MemberDraft(name, email, role=Role.FACILITATOR, votes=False) if name or email else None


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
    facilitator = named_facilitator()
    if notices.attempt(
        processes.create_process, current.context(), draft, facilitator, done="The process was created."
    ):
        if facilitator is None:
            current.choose_process(slug)
        else:
            st.session_state[NAMED] = facilitator.name
            for field in ("title", "slug", "question", "facilitator", "email"):
                st.session_state[f"{NEW}.{field}"] = ""


def show_named() -> None:
    """Who has been named to run a process and still has to be let in."""
    if name := st.session_state.get(NAMED):
        with st.container(border=True):
            st.markdown(f"**{escape(name)} runs the new process.** Give them a one-time link, by which they come in.")
            st.page_link(VIEWS / "people.py", label="To their one-time link", icon=":material/arrow_forward:")


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


def show_new() -> None:
    """The form of a new process, for administrators."""
    with st.form(NEW, border=False):
        st.text_input("Title", key=f"{NEW}.title", max_chars=200)
        st.text_input("Short name for addresses", key=f"{NEW}.slug", max_chars=80, placeholder="pain-2027")
        st.text_area("Question", key=f"{NEW}.question", max_chars=2000)
        st.text_input("Facilitator", key=f"{NEW}.facilitator", max_chars=200, placeholder="Name; empty for yourself")
        st.text_input("The facilitator's e-mail address", key=f"{NEW}.email", max_chars=254)
        st.caption("The rule begins as full consensus, else a vote at 80%; it is changed under Settings.")
        st.form_submit_button("Create the process", type="primary", key=f"{NEW}.create", on_click=create)


mine = processes.list_my_processes(current.context())
may_create = processes.may_create(current.context())

st.title("Processes")
notices.show()
if may_create:
    show_coming_back()
    show_named()
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
    with st.expander("New process", icon=":material/add:", expanded=not mine):
        show_new()
    with st.expander("Take a process in from an archive", icon=":material/move_to_inbox:"):
        archive_import.draw()
    show_all()
