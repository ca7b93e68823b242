"""Invitations and reminders by mail: how far they are, writing them, and what became of each."""

import streamlit as st

from consensus.domain.lifecycle import InvitationState
from consensus.services.mail import outbox_views
from consensus.services.mail.outbox_views import MailOverview
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets import chips, parts
from consensus.ui.widgets.chips import Chip
from consensus.ui.widgets.live import live
from consensus.ui.widgets.mail import mail_compose, mail_list, mail_set_up, mail_text_editor

SECTIONS = ("Send", "Outbox", "Texts", "Set-up")


def show_states(overview: MailOverview) -> None:
    """How many invitations are at which state, and how many have sent the survey in."""
    counts = [Chip(n, state.value, warns=state is InvitationState.BOUNCED) for state, n in overview.invitations.items()]
    chips.draw([*counts, Chip(overview.n_responded, "responded")], "Invitations by state")


def choose_section(overview: MailOverview) -> str:
    """Which part of the page is looked at; the outbox says how much there is to decide."""
    n_open = sum(overview.mails[state] for state in outbox_views.FOR_A_PERSON)
    return parts.choose(SECTIONS, words=lambda name: f"{name} · {n_open}" if name == "Outbox" and n_open else name)


@st.fragment
def show_page() -> None:
    """Everything below the title; what the server sends meanwhile moves it on by itself."""
    notices.show()
    process = processes.get_process(current.context(), current.process_id())
    overview = outbox_views.get_mail_overview(current.context(), process.id)
    mail_set_up.draw_state(overview.set_up)
    show_states(overview)
    section = choose_section(overview)
    show_section(section, process, overview)
    if section in ("Send", "Outbox"):
        live(process.id, key="invitations.live", revision=process.revision, person=current.person_id())


def show_section(section: str, process: ProcessView, overview: MailOverview) -> None:
    """The chosen part of the page."""
    if section == "Send" and overview.may_send and overview.set_up.is_set_up:
        mail_compose.draw(process, overview.set_up)
    elif section == "Send":
        st.caption("Mails are written while the process runs, and once mail is set up.")
    elif section == "Outbox":
        mail_list.draw(process.id, overview)
    elif section == "Texts":
        members = panel.get_panel(current.context(), process.id).members
        mail_text_editor.draw(process, members, may_change=overview.may_send)
    elif overview.may_send:
        mail_set_up.draw(process.id, overview.set_up)


st.set_page_config(layout="wide")
st.title("Invitations")
show_page()
