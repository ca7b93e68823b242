"""Who is in the room: counts, and a tick for everyone who may be there."""

from uuid import UUID

import streamlit as st

from consensus.domain.roles import Role
from consensus.services import meeting
from consensus.services.meeting import MeetingView, PresenceRow
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape


def draw(view: MeetingView) -> None:
    """Draw the counts and the list; ticking somebody checks them in at once."""
    institutions = (
        "1 institution" if view.n_institutions_present == 1 else f"{view.n_institutions_present} institutions"
    )
    st.markdown(f"**{view.n_present} present** from {institutions}; {view.n_present_voting} may vote")
    with st.expander(
        "Check people in and out",
        icon=":material/how_to_reg:",
        expanded=view.n_present == 0,
        key="meeting.presence",
    ):
        for row in view.presence:
            _draw_row(view.id, row)


def _draw_row(meeting_id: UUID, row: PresenceRow) -> None:
    key = f"meeting.presence.{row.member_id}"
    # The database decides, not what this browser ticked last: people also check themselves in.
    st.session_state[key] = row.is_present
    notes = [row.institution] if row.institution else []
    if not row.votes:
        notes.append("without a vote" if row.role is not Role.FACILITATOR else "facilitator")
    label = escape(row.name) + (f" :gray[:small[{escape(', '.join(notes))}]]" if notes else "")
    st.checkbox(label, key=key, on_change=_toggle, args=(meeting_id, row.member_id, key))


def _toggle(meeting_id: UUID, member_id: UUID, key: str) -> None:
    act = meeting.check_in if st.session_state[key] else meeting.check_out
    notices.attempt(act, current.context(), meeting_id, member_id)
