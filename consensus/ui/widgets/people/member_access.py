"""The ways in that can be handed out to a member."""

import streamlit as st

from consensus.services.people.participation import MemberRow
from consensus.services.sign_in import arrivals, credentials, sign_ins
from consensus.settings import get_settings
from consensus.ui import current, notices
from consensus.ui.widgets.account import sign_in_list
from consensus.ui.widgets.people import credential_card
from consensus.ui.widgets.people.credential_card import Credential
from consensus.ui.widgets.times import day_and_clock


def draw(member: MemberRow, time_zone: str) -> None:
    """Draw the buttons that issue a personal link or code, and where the member is signed in."""
    st.markdown("**How they get in**")
    _draw_refused(member, current.time_zone(time_zone))
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

    _draw_sign_ins(member, current.time_zone(time_zone))


def _draw_refused(member: MemberRow, time_zone: str) -> None:
    """Say when their link was tried in a second browser."""
    for link in arrivals.list_refused_links(current.context(), current.process_id()):
        if link.member_id == member.id:
            st.warning(
                f"Their link was tried in a second browser on {day_and_clock(link.at, time_zone)} "
                f"({link.agent or 'unknown browser'}). Issue a new one if that was them.",
                icon=":material/devices:",
            )


def _draw_sign_ins(member: MemberRow, time_zone: str) -> None:
    """Where the member is signed in now, and the way to end it."""
    views = sign_ins.list_member_sign_ins(current.context(), member.id)
    if not views:
        st.caption("Not signed in anywhere at the moment.")
        return
    with st.expander(
        f"Signed in on {len(views)} {'device' if len(views) == 1 else 'devices'}", icon=":material/devices:"
    ):
        sign_in_list.draw_of_member(views, time_zone)
        if any(not view.may_end for view in views):
            st.caption("A sign-in by password or provider is the person's own; an administrator can end it, too.")
        if any(view.may_end for view in views):
            st.button(
                "End the sign-ins to this process",
                icon=":material/logout:",
                key=f"panel.sign_out.{member.id}",
                on_click=_end_sign_ins,
                args=(member,),
            )


def _end_sign_ins(member: MemberRow) -> None:
    """End the sign-ins of a member."""
    notices.attempt(
        sign_ins.end_member_sign_ins,
        current.context(),
        member.id,
        done="The sign-ins have ended. Issue a new link or code if somebody else may have the old one.",
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
