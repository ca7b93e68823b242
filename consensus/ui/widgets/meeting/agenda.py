"""The agenda of a meeting in a column: what is settled, what is on, what comes; and the way from one to the next."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.services.meetings import meeting
from consensus.services.meetings.meeting import AgendaRow, MeetingView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import to_html


def draw(view: MeetingView) -> None:
    """Draw the topics with the current one marked; while ballots are out nobody leaves it."""
    busy = view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED)
    may_turn = view.may_run and view.state is MeetingState.RUNNING and not busy
    for place, row in enumerate(view.agenda, start=1):
        with st.container(gap=None):
            st.html(_line(place, row))
            if may_turn and not row.is_current:
                st.button(
                    "Take up",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    key=f"meeting.topic.{row.topic_id}",
                    on_click=choose_topic,
                    args=(view.id, row.topic_id),
                )
    if busy:
        st.caption("The vote comes first: another topic can be taken up once it is revealed.")


def choose_topic(meeting_id: UUID, topic_id: UUID) -> None:
    """Turn the meeting to a topic; for callbacks."""
    notices.attempt(meeting.choose_topic, current.context(), meeting_id, topic_id)


def _line(place: int, row: AgendaRow) -> str:
    weight = 600 if row.is_current else 400
    candidates = "1 candidate" if row.n_statements == 1 else f"{row.n_statements} candidates"
    notes = [*([f"at {row.planned}"] if row.planned else []), f"{row.minutes} min", candidates]
    if row.is_consent:
        notes.append("consent list")
    if row.n_adopted:
        notes.append(f"{row.n_adopted} adopted")
    if row.is_current:
        notes.insert(0, "now")
    return (
        f'<p style="margin:0;line-height:1.35;font-weight:{weight}">{place}. {to_html(row.title)}</p>'
        f'<p style="margin:.1rem 0 0;font-size:.85rem;opacity:.8">{" · ".join(notes)}</p>'
    )
