"""The projector link for the facilitator: made, shown once, ended."""

from uuid import UUID

import streamlit as st

from consensus.services.meetings import projector_links
from consensus.services.meetings.projector_links import MOST_SCREENS, ProjectorLinkView
from consensus.settings import get_settings
from consensus.ui import current, notices

_PENDING = "projector.address"


def draw(meeting_id: UUID) -> None:
    """Draw whether there is a link, and what can be done with it."""
    link = projector_links.get_projector_link(current.context(), meeting_id)
    st.subheader("Projector", anchor=False)
    if link.issued_at is None:
        st.caption("A large screen for the room: it shows what is going on, and nothing can be done on it.")
        st.button("Make a projector link", icon=":material/cast:", key="projector.new", on_click=_renew, args=(link,))
    else:
        st.caption(_screens(link.n_screens))
        with st.container(horizontal=True, vertical_alignment="center"):
            _draw_renewal(link)
            _draw_end(link)
    address = st.session_state.pop(_PENDING, None)
    if address is not None:
        _show(address)


def _draw_renewal(link: ProjectorLinkView) -> None:
    with st.popover("New link", icon=":material/cast:"):
        st.text("The link of now and the screens it opened stop working.")
        st.button("Make a new link", key="projector.new", on_click=_renew, args=(link,))


def _draw_end(link: ProjectorLinkView) -> None:
    with st.popover("End", type="tertiary"):
        st.text("The link and every screen it opened go dark.")
        st.button("End the projector link", key="projector.end", on_click=_revoke, args=(link.meeting_id,))


def _screens(n: int) -> str:
    if n >= MOST_SCREENS:
        return f"The link has opened {n} screens and opens no more. Make a new one if you need others."
    if not n:
        return f"The link is in force; no screen was opened by it yet. It opens up to {MOST_SCREENS}."
    opened = "1 screen was" if n == 1 else f"{n} screens were"
    return f"{opened} opened by the link, of up to {MOST_SCREENS}."


@st.dialog("The projector link", icon=":material/cast:")
def _show(address: str) -> None:
    st.text(f"Open it on the computer of the projector. It may be opened on up to {MOST_SCREENS} screens.")
    st.code(address, language=None, wrap_lines=True)
    st.link_button("Open it on this computer", address, icon=":material/open_in_new:")
    st.caption(
        "Copy it now: only its fingerprint is kept, so it cannot be shown again. Whoever has it sees what the room "
        "sees, and can do nothing."
    )


def _renew(link: ProjectorLinkView) -> None:
    def renew() -> None:
        secret = projector_links.issue_projector_link(current.context(), link.meeting_id)
        st.session_state[_PENDING] = f"{get_settings().public_url}/projector#{secret}"

    notices.attempt(renew)


def _revoke(meeting_id: UUID) -> None:
    notices.attempt(
        projector_links.revoke_projector_link, current.context(), meeting_id, done="The projector link has ended."
    )
