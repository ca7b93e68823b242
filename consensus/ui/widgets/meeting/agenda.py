"""The agenda of a meeting in a column: what is settled, what is on, what comes; and the way from one to the next."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.domain.pace import late_text
from consensus.services.meetings import meeting
from consensus.services.meetings.agenda_rows import AgendaRow
from consensus.services.meetings.meeting import MeetingView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import to_html
from consensus.ui.widgets.meeting import undo
from consensus.ui.widgets.times import clock


def draw(view: MeetingView, time_zone: str) -> None:
    """Draw the topics with the current one marked; while ballots are out nobody leaves it."""
    busy = view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED)
    may_turn = view.may_run and view.state is MeetingState.RUNNING and not busy
    for place, row in enumerate(view.agenda, start=1):
        with st.container(gap=None):
            st.html(_line(place, row, time_zone))
            if may_turn and not row.is_current:
                st.button(
                    "Take up",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    key=f"meeting.topic.{row.topic_id}",
                    on_click=choose_topic,
                    args=(view.id, row.topic_id),
                )
            if may_turn and row.is_current:
                undo.draw_topic(view.id)
    if busy:
        st.caption("The vote comes first: another topic can be taken up once it is revealed.")


def choose_topic(meeting_id: UUID, topic_id: UUID) -> None:
    """Turn the meeting to a topic; for callbacks."""
    notices.attempt(meeting.choose_topic, current.context(), meeting_id, topic_id)


def times_text(row: AgendaRow, time_zone: str) -> str:
    """Planned and real times of a topic in one line: "planned 09:15, began 09:22, 7 min late; ends about 10:05"."""
    pace = row.pace
    said = [f"planned {row.planned}"] if row.planned else []
    if pace.began_at is None:
        if pace.starts_about is not None and clock(pace.starts_about, time_zone) != row.planned:
            said.append(f"about {clock(pace.starts_about, time_zone)} at this pace")
        return ", ".join(said)
    said.append(f"began {clock(pace.began_at, time_zone)}")
    if pace.late is not None:
        said.append(late_text(pace.late))
    last = pace.stretches[-1].ended_at
    if last is not None:
        said.append(f"left {clock(last, time_zone)}")
    ends = f"; ends about {clock(pace.ends_about, time_zone)} at this pace" if pace.ends_about and row.minutes else ""
    return ", ".join(said) + ends


def _line(place: int, row: AgendaRow, time_zone: str) -> str:
    weight = 600 if row.is_current else 400
    candidates = "1 candidate" if row.n_statements == 1 else f"{row.n_statements} candidates"
    notes = [f"{row.minutes} min", candidates]
    if row.is_consent:
        notes.append("consent list")
    if row.n_adopted:
        notes.append(f"{row.n_adopted} adopted")
    if row.is_current:
        notes.insert(0, "now")
    lines = [part for part in (times_text(row, time_zone), " · ".join(notes)) if part]
    return (
        f'<p style="margin:0;line-height:1.35;font-weight:{weight}">{place}. {to_html(row.title)}</p>'
        f'<p style="margin:.1rem 0 0;font-size:.85rem;opacity:.8">{"<br>".join(lines)}</p>'
    )
