"""Where the invitation of a member stands, and where it can go."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import InvitationState, next_states
from consensus.services.people import panel
from consensus.services.people.participation import MemberRow
from consensus.ui import current, notices


def draw(member: MemberRow) -> None:
    """Draw the state and a button for each next one."""
    st.markdown(f"**Invitation** · {member.invitation.value}")
    with st.container(horizontal=True):
        for state in InvitationState:
            if state in next_states(member.invitation):
                st.button(
                    f"Mark as {state.value}",
                    key=f"panel.invitation.{state.value}.{member.id}",
                    on_click=_record,
                    args=(member.id, state),
                )


def _record(member_id: UUID, state: InvitationState) -> None:
    notices.attempt(
        panel.record_invitation, current.context(), member_id, state, done=f"The invitation is now {state.value}."
    )
