"""A break of the meeting: begun with what the agenda has next, ended by going on."""

from uuid import UUID

import streamlit as st

from consensus.domain.agenda import AgendaKind
from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.services.meetings import agenda, breaks
from consensus.services.meetings.meeting import MeetingView
from consensus.ui import current, notices

USUAL_MINUTES = 15


def draw(view: MeetingView) -> None:
    """The way into a break, where there can be one."""
    is_voting = view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED)
    if not view.may_run or view.state is not MeetingState.RUNNING or view.pause is not None or is_voting:
        return
    title, minutes = _next_break(view)
    with st.popover("Break", icon=":material/coffee:", type="tertiary"):
        st.text_input("What it is", title, key="meeting.break.title", max_chars=200)
        st.number_input("Minutes", 1, 240, minutes, 5, key="meeting.break.minutes")
        st.button("Begin the break", type="primary", key="meeting.break.begin", on_click=_begin, args=(view.id,))


def go_on(meeting_id: UUID) -> None:
    """End the break; for callbacks."""
    notices.attempt(breaks.end_break, current.context(), meeting_id)


def _next_break(view: MeetingView) -> tuple[str, int]:
    """The first break of the agenda after the current topic, else a usual one."""
    items = agenda.get_agenda(current.context(), current.process_id()).items
    topic_id = view.topic.id if view.topic else None
    place = next((place for place, item in enumerate(items) if item.topic_id == topic_id and topic_id), -1)
    ahead = (item for item in items[place + 1 :] if item.kind is AgendaKind.BREAK)
    found = next(ahead, None)
    return (found.title, max(1, found.minutes)) if found else ("Break", USUAL_MINUTES)


def _begin(meeting_id: UUID) -> None:
    notices.attempt(
        breaks.begin_break,
        current.context(),
        meeting_id,
        st.session_state["meeting.break.title"],
        int(st.session_state["meeting.break.minutes"]),
    )
