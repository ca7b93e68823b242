"""Who is in the room: counts, a door where people are found by name or code, and a button for each person."""

from collections.abc import Iterable
from uuid import UUID

import streamlit as st

from consensus.domain.roles import Role
from consensus.services.meetings import meeting
from consensus.services.meetings import presence as presence_service
from consensus.services.meetings.meeting import MeetingView
from consensus.services.meetings.presence import LONGEST_LIST, MOST_FOUND, PresenceRow
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.meeting import undo
from consensus.ui.widgets.times import clock

_DOOR = "meeting.door"


def draw(view: MeetingView, time_zone: str) -> None:
    """Draw the counts, and the list behind a fold: the room is there, and now and then somebody comes or goes."""
    _draw_counts(view)
    with st.expander("Check people in and out", icon=":material/how_to_reg:", key="meeting.presence"):
        if not _draw_door(view, time_zone):
            undo.draw_presence(view.id, time_zone)
            for row in _here_first(view.presence):
                _draw_row(view.id, row, time_zone, "presence")


def draw_roll(view: MeetingView, time_zone: str) -> None:
    """Draw the counts and everybody side by side, for the roll call before the meeting."""
    _draw_counts(view)
    if _draw_door(view, time_zone):
        return
    with st.grid(3, min_column_width=200, gap="small"):
        for row in view.presence:
            _draw_row(view.id, row, time_zone, "presence")


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


def _draw_door(view: MeetingView, time_zone: str) -> bool:
    """Find somebody by name, or check them in by the code on their card; whether anybody is looked for."""
    typed = st.text_input(
        "Name or personal code",
        key=_DOOR,
        placeholder="At the door: type a name or a code",
        label_visibility="collapsed",
    ).strip()
    if not typed:
        if view.n_may_come > LONGEST_LIST:
            st.caption(f"{view.n_may_come} people may come: find them by name. Those who came are listed.")
        return False
    if presence_service.is_like_a_code(typed):
        st.button(
            "Check in by this code", icon=":material/pin:", key="meeting.door.code", on_click=_by_code, args=(view.id,)
        )
        return True
    found = presence_service.search_people(current.context(), view.id, typed)
    for row in found:
        _draw_row(view.id, row, time_zone, "found")
    if not found:
        st.caption("Nobody who may come is called that.")
    elif len(found) == MOST_FOUND:
        st.caption("There may be more: type more of the name.")
    return True


def _draw_row(meeting_id: UUID, row: PresenceRow, time_zone: str, where: str) -> None:
    """One person; a button, not a tick: what it does is fixed when it is drawn, whoever else checks in meanwhile."""
    move = "out" if row.is_present else "in"
    with st.container(gap=None):
        st.button(
            f":green[**{escape(row.name)}** · here]" if row.is_present else escape(row.name),
            icon=":material/check_box:" if row.is_present else ":material/check_box_outline_blank:",
            type="tertiary",
            key=f"meeting.{where}.{move}.{row.member_id}",
            help="Click to check out" if row.is_present else "Click to check in",
            on_click=_check_out if row.is_present else _check_in,
            args=(meeting_id, row.member_id),
        )
        st.caption(escape(_notes(row, time_zone)))


def _here_first(rows: Iterable[PresenceRow]) -> list[PresenceRow]:
    return sorted(rows, key=lambda row: not row.is_present)


def _notes(row: PresenceRow, time_zone: str) -> str:
    notes = [row.institution] if row.institution else []
    if not row.votes:
        notes.append("facilitator" if row.role is Role.FACILITATOR else "without a vote")
    if row.lacks_consent:
        notes.append("no consent, so no vote")
    if row.arrived_at is not None:
        notes.append(f"came {clock(row.arrived_at, time_zone)}")
    if row.left_at is not None:
        notes.append(f"left {clock(row.left_at, time_zone)}")
    return ", ".join(notes)


def _check_in(meeting_id: UUID, member_id: UUID) -> None:
    notices.attempt(meeting.check_in, current.context(), meeting_id, member_id)


def _check_out(meeting_id: UUID, member_id: UUID) -> None:
    notices.attempt(meeting.check_out, current.context(), meeting_id, member_id)


def _by_code(meeting_id: UUID) -> None:
    def check_in() -> None:
        name = presence_service.check_in_at_the_door(current.context(), meeting_id, st.session_state[_DOOR])
        notices.leave(f"{name} is checked in.")
        st.session_state[_DOOR] = ""

    notices.attempt(check_in)
