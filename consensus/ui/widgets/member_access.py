"""The ways in that can be handed out to a member."""

import streamlit as st

from consensus.services import credentials
from consensus.services.participation import MemberRow
from consensus.settings import get_settings
from consensus.ui import current, notices
from consensus.ui.widgets import credential_card
from consensus.ui.widgets.credential_card import Credential


def draw(member: MemberRow) -> None:
    """Draw the buttons that issue a personal link or code."""
    st.markdown("**How they get in**")
    st.caption("A personal link or a personal code is shown once; issuing a new one ends the old one.")
    with st.container(horizontal=True):
        st.button(
            "Issue a personal link",
            icon=":material/link:",
            key=f"panel.link.{member.id}",
            on_click=_issue_link,
            args=(member,),
        )
        st.button(
            "Issue a personal code",
            icon=":material/pin:",
            key=f"panel.code.{member.id}",
            on_click=_issue_code,
            args=(member,),
        )


def _issue_link(member: MemberRow) -> None:
    """Make a personal link and leave it to be shown once."""

    def issue() -> None:
        address = f"{get_settings().public_url}/join#{credentials.issue_link(current.context(), member.id)}"
        credential_card.leave(Credential(member.name, "personal link", address, address))

    notices.attempt(issue)


def _issue_code(member: MemberRow) -> None:
    """Make a personal code and leave it to be shown once."""

    def issue() -> None:
        code = credentials.issue_code(current.context(), member.id)
        credential_card.leave(Credential(member.name, "personal code", code))

    notices.attempt(issue)
