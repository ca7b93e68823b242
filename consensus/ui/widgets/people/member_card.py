"""Everything about one member in one place: a section a file, each drawn by its own widget."""

import streamlit as st

from consensus.services.people.participation import MemberRow
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import (
    member_access,
    member_answer,
    member_entry,
    member_facts,
    member_history,
    member_invitation,
)


def draw(member: MemberRow, time_zone: str) -> None:
    """Draw the card of a member, for those who manage the panel; moments are told in the zone of the process."""
    with st.container(border=True, key="panel.card"):
        st.subheader(escape(member.name), anchor=False)
        member_facts.draw(member)
        member_access.draw(member, time_zone)
        member_invitation.draw(member)
        member_answer.draw(member.id, time_zone)
        member_history.draw(member.id, time_zone)
        member_entry.draw(member)
