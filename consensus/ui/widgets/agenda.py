"""The agenda of a meeting in a column: what is settled, what is on, what comes; and the way from one to the next."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.services import meeting
from consensus.services.meeting import AgendaRow, MeetingView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html

_KEY = "meeting.topic"


def draw(view: MeetingView) -> None:
    """Draw the topics with the current one marked; while ballots are out nobody leaves it."""
    busy = view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED)
    if busy or not view.may_run or view.state is not MeetingState.RUNNING:
        _draw_list(view.agenda)
        if busy:
            st.caption("The vote comes first: another topic can be taken up once it is revealed.")
        return
    rows = {row.topic_id: row for row in view.agenda}
    # The database decides which topic is on, not what this browser chose last.
    st.session_state[_KEY] = next((row.topic_id for row in view.agenda if row.is_current), None)
    st.radio(
        "Topic",
        list(rows),
        index=None,
        format_func=lambda topic_id: _title(rows[topic_id], list(rows).index(topic_id) + 1),
        captions=[_note(row) for row in view.agenda],
        key=_KEY,
        label_visibility="collapsed",
        on_change=_turn,
        args=(view.id,),
    )


def choose_topic(meeting_id: UUID, topic_id: UUID) -> None:
    """Turn the meeting to a topic; for callbacks."""
    notices.attempt(meeting.choose_topic, current.context(), meeting_id, topic_id)


def _turn(meeting_id: UUID) -> None:
    chosen = st.session_state[_KEY]
    if chosen is not None:
        choose_topic(meeting_id, chosen)


def _draw_list(agenda: Sequence[AgendaRow]) -> None:
    lines = "".join(
        f'<li style="margin:0 0 .6rem{";font-weight:600" if row.is_current else ""}">{to_html(row.title)}<br>'
        f'<span style="font-size:.85rem;font-weight:400;opacity:.8">{_note(row)}</span></li>'
        for row in agenda
    )
    st.html(f'<ol style="margin:0;padding-left:1.3rem">{lines}</ol>')


def _title(row: AgendaRow, place: int) -> str:
    done = ":material/check_circle: " if row.n_adopted else ""
    return f"{done}{place}. {escape(row.title)}"


def _note(row: AgendaRow) -> str:
    adopted = f" · {row.n_adopted} adopted" if row.n_adopted else ""
    candidates = "1 candidate" if row.n_statements == 1 else f"{row.n_statements} candidates"
    return f"{row.minutes} min · {candidates}{adopted}"
