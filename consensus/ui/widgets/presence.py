"""Who is in the room: counts, and a tick for everyone who may be there."""

from uuid import UUID

import streamlit as st

from consensus.domain.roles import Role
from consensus.services import meeting
from consensus.services.meeting import MeetingView, PresenceRow
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape


def draw(view: MeetingView) -> None:
    """Draw the counts, and the list behind a fold: the room is there, and now and then somebody comes or goes."""
    _draw_counts(view)
    with st.expander("Check people in and out", icon=":material/how_to_reg:", key="meeting.presence"):
        for row in view.presence:
            _draw_row(view.id, row)


def draw_roll(view: MeetingView) -> None:
    """Draw the counts and everybody side by side, for the roll call before the meeting."""
    _draw_counts(view)
    with st.grid(3, min_column_width=200, gap="small"):
        for row in view.presence:
            _draw_row(view.id, row)


def _draw_counts(view: MeetingView) -> None:
    many = view.n_institutions_present != 1
    institutions = f"{view.n_institutions_present} institution{'s' if many else ''}"
    st.html(
        f'<p style="margin:0;font-size:1.5rem;font-weight:600;line-height:1.2">{view.n_present} present</p>'
        f'<p style="margin:.1rem 0 0;opacity:.85">{view.n_present_voting} may vote, from {institutions}</p>'
    )


def _draw_row(meeting_id: UUID, row: PresenceRow) -> None:
    key = f"meeting.presence.{row.member_id}"
    # The database decides, not what this browser ticked last: people also check themselves in.
    st.session_state[key] = row.is_present
    notes = [row.institution] if row.institution else []
    if not row.votes:
        notes.append("facilitator" if row.role is Role.FACILITATOR else "without a vote")
    label = escape(row.name) + (f" :gray[:small[{escape(', '.join(notes))}]]" if notes else "")
    st.checkbox(label, key=key, wrap=True, on_change=_toggle, args=(meeting_id, row.member_id, key))


def _toggle(meeting_id: UUID, member_id: UUID, key: str) -> None:
    act = meeting.check_in if st.session_state[key] else meeting.check_out
    notices.attempt(act, current.context(), meeting_id, member_id)
