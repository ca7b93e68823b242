"""The agenda of a meeting in a column: what is settled, what is on, what comes; and the way from one to the next."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.services import meeting
from consensus.services.meeting import AgendaRow, MeetingView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape


def draw(view: MeetingView) -> None:
    """Draw the rows; while ballots are out nobody leaves the topic."""
    busy = view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED)
    may_turn = view.may_run and view.state is MeetingState.RUNNING and not busy
    for place, row in enumerate(view.agenda, start=1):
        st.button(
            f"{place}. {escape(row.title)}",
            icon=f":material/{_icon(row)}:",
            type="tertiary",
            wrap=True,
            key=f"meeting.topic.{row.topic_id}",
            disabled=row.is_current or not may_turn,
            on_click=choose_topic,
            args=(view.id, row.topic_id),
        )
        st.caption(_note(row))
    if busy:
        st.caption("The vote comes first: other topics can be taken up once it is revealed.")


def choose_topic(meeting_id: UUID, topic_id: UUID) -> None:
    """Turn the meeting to a topic; for callbacks."""
    notices.attempt(meeting.choose_topic, current.context(), meeting_id, topic_id)


def _icon(row: AgendaRow) -> str:
    if row.n_adopted:
        return "check_circle"
    return "radio_button_checked" if row.is_current else "radio_button_unchecked"


def _note(row: AgendaRow) -> str:
    adopted = f"{row.n_adopted} adopted" if row.n_adopted else "nothing adopted yet"
    candidates = "1 candidate" if row.n_statements == 1 else f"{row.n_statements} candidates"
    return f"{'Now · ' if row.is_current else ''}{row.minutes} min · {candidates} · {adopted}"
