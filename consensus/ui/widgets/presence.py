"""Who is in the room: counts, and a button for everyone who may be there."""

from uuid import UUID

import streamlit as st

from consensus.domain.roles import Role
from consensus.services import meeting
from consensus.services.meeting import MeetingView, PresenceRow
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html


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
        f'<p style="margin:.1rem 0 0;opacity:.85">{view.n_may_vote} may vote, from {institutions}</p>'
        f"{_recused(view)}"
    )


def _recused(view: MeetingView) -> str:
    """Who of those present is out of the votes on this topic."""
    if not view.recused:
        return ""
    return f'<p style="margin:.1rem 0 0;opacity:.85">Recused from this topic: {to_html(", ".join(view.recused))}</p>'


def _draw_row(meeting_id: UUID, row: PresenceRow) -> None:
    """One person; a button, not a tick: what it does is fixed when it is drawn, whoever else checks in meanwhile."""
    with st.container(gap=None):
        st.button(
            f":green[**{escape(row.name)}** · here]" if row.is_present else escape(row.name),
            icon=":material/check_box:" if row.is_present else ":material/check_box_outline_blank:",
            type="tertiary",
            key=f"meeting.presence.{'out' if row.is_present else 'in'}.{row.member_id}",
            help="Click to check out" if row.is_present else "Click to check in",
            on_click=_check_out if row.is_present else _check_in,
            args=(meeting_id, row.member_id),
        )
        st.caption(escape(_notes(row)))


def _notes(row: PresenceRow) -> str:
    notes = [row.institution] if row.institution else []
    if not row.votes:
        notes.append("facilitator" if row.role is Role.FACILITATOR else "without a vote")
    return ", ".join(notes)


def _check_in(meeting_id: UUID, member_id: UUID) -> None:
    notices.attempt(meeting.check_in, current.context(), meeting_id, member_id)


def _check_out(meeting_id: UUID, member_id: UUID) -> None:
    notices.attempt(meeting.check_out, current.context(), meeting_id, member_id)
