"""A new process in four steps: its method, what it is about, what is changed of the method, who runs it."""

from zoneinfo import available_timezones

import streamlit as st

from consensus.domain.delphi.tailoring import Tailoring
from consensus.domain.members import MemberDraft
from consensus.domain.roles import Role
from consensus.services.processes import beginning
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.beginning import method_choice, summary, tailoring_fields
from consensus.ui.widgets.literal import escape

NEW = "new"
NAMED = "new.named"
TYPED = ("title", "slug", "question", "facilitator", "email")


def named_facilitator() -> MemberDraft | None:
    """The facilitator of the form; None for whoever creates the process."""
    name, email = (st.session_state[f"{NEW}.{field}"].strip() for field in ("facilitator", "email"))
    return MemberDraft(name, email, role=Role.FACILITATOR, votes=False) if name or email else None


def create(method: str, wanted: Tailoring) -> None:
    """Create the process and go to it."""
    slug = st.session_state[f"{NEW}.slug"].strip()
    begun = beginning.Beginning(
        method=method,
        tailoring=wanted,
        slug=slug,
        title=st.session_state[f"{NEW}.title"],
        question=st.session_state[f"{NEW}.question"],
        time_zone=st.session_state[f"{NEW}.zone"],
    )
    facilitator = named_facilitator()
    done = "The process was created."
    if notices.attempt(beginning.begin_process, current.context(), begun, facilitator, done=done):
        if facilitator is None:
            current.choose_process(slug)
        else:
            st.session_state[NAMED] = facilitator.name
            for field in TYPED:
                st.session_state[f"{NEW}.{field}"] = ""


def show_named() -> None:
    """Who has been named to run a process and still has to be let in."""
    if name := st.session_state.get(NAMED):
        with st.container(border=True):
            st.markdown(f"**{escape(name)} runs the new process.** Give them a one-time link, by which they come in.")
            st.page_link(VIEWS / "people.py", label="To their one-time link", icon=":material/arrow_forward:")


def show_subject() -> None:
    """What it is about, and the zone in which its deadlines are read."""
    st.text_input("Title", key=f"{NEW}.title", max_chars=200)
    st.text_area("Question the panel answers", key=f"{NEW}.question", max_chars=2000)
    st.text_input(
        "Short name",
        key=f"{NEW}.slug",
        max_chars=80,
        placeholder="pain-2027",
        help="Stands in the address of its pages: small letters, digits and '-'.",
    )
    zones = sorted({zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone} | {"UTC"})
    here = st.context.timezone or "UTC"
    st.selectbox(
        "Time zone",
        zones,
        index=zones.index(here if here in zones else "UTC"),
        key=f"{NEW}.zone",
        help="Days and deadlines are those of this zone.",
    )


def show_facilitator() -> None:
    """Who runs it."""
    st.text_input("Name", key=f"{NEW}.facilitator", max_chars=200, placeholder="Empty for yourself")
    st.text_input("E-mail address", key=f"{NEW}.email", max_chars=254)


st.title("New process")
notices.show()
show_named()
st.caption("Everything here can be changed until the first round or vote opens.")
st.header("1 Method", anchor=False)
chosen = method_choice.draw(f"{NEW}.method")
st.header("2 Subject", anchor=False)
show_subject()
st.header("3 What you change", anchor=False)
tailoring = tailoring_fields.draw(chosen, NEW)
with st.container(border=True):
    summary.draw(chosen, tailoring)
st.header("4 Facilitator", anchor=False)
show_facilitator()
st.button(
    "Create the process",
    type="primary",
    key=f"{NEW}.create",
    on_click=create,
    args=(chosen.slug, tailoring),
)
