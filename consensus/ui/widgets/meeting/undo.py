"""Undoing what was done by mistake, at the place where it stands; where nothing can be undone, why."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.domain.undoing import MOST_REASON_CHARACTERS
from consensus.services.meetings import corrections, undoing_adoption
from consensus.services.meetings.timers import TimerView
from consensus.services.statements.statements import StatementView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.times import clock


def draw_adoption(statement: StatementView) -> None:
    """The way to undo an adoption, with a reason."""
    key = f"meeting.undo.{statement.id}"
    fold = st.popover("Undo the adoption", icon=":material/undo:", type="tertiary", key=key, on_change="rerun")
    if not fold.open:
        return
    with fold:
        issues = undoing_adoption.issues_before_undoing(current.context(), statement.id)
        if issues:
            _say(issues)
            return
        st.text(
            f"For an adoption recorded by mistake. Statement {statement.label} is before the panel again; the record, "
            "the minutes and every screen tell of the adoption and of the correction."
        )
        st.text_input("Reason", key=f"{key}.reason", max_chars=MOST_REASON_CHARACTERS)
        st.button("Yes, undo it", type="primary", key=f"{key}.do", on_click=_adoption, args=(statement.id, key))


def draw_topic(meeting_id: UUID) -> None:
    """The way back from a topic that was taken up by mistake."""
    fold = st.popover("Undo", icon=":material/undo:", type="tertiary", key="meeting.undo.topic", on_change="rerun")
    if not fold.open:
        return
    with fold:
        issues = corrections.issues_before_undoing_topic(current.context(), meeting_id)
        if issues:
            _say(issues)
            return
        st.text("If this topic was taken up by mistake: the one before is on again, as if it had never been left.")
        st.button("Back to the one before", key="meeting.undo.topic.do", on_click=_topic, args=(meeting_id,))


def draw_break(meeting_id: UUID) -> None:
    """The way out of a break that was begun by mistake."""
    st.button(
        "Undo the break",
        icon=":material/undo:",
        type="tertiary",
        key="meeting.undo.break",
        help="It was begun by mistake: the minutes say so.",
        on_click=_break,
        args=(meeting_id,),
    )


def draw_timer(timer: TimerView) -> None:
    """Take a clock back that was started by mistake."""
    st.button(
        "Undo",
        icon=":material/undo:",
        type="tertiary",
        key=f"meeting.undo.timer.{timer.id}",
        help=f"{escape(timer.title)}: the clock was started by mistake and does not count.",
        on_click=_timer,
        args=(timer.id,),
    )


def draw_presence(meeting_id: UUID, time_zone: str) -> None:
    """The last comings and goings, each with the way to take it back."""
    moves = corrections.list_recent_moves(current.context(), meeting_id)
    if not moves:
        return
    with st.popover("Undo", icon=":material/undo:", type="tertiary"):
        for move in moves:
            did = "checked in" if move.is_coming else "checked out"
            st.button(
                f"{clock(move.at, time_zone)} {escape(move.name)} {did}",
                icon=":material/undo:",
                type="tertiary",
                key=f"meeting.undo.presence.{move.member_id}",
                help=f"{escape(move.name)} was {did} by mistake",
                on_click=_presence,
                args=(meeting_id, move.member_id, move.is_coming),
            )


def _say(issues: Sequence[str]) -> None:
    for issue in issues:
        st.caption(f":material/info: {escape(issue)}")


def _adoption(statement_id: UUID, key: str) -> None:
    notices.attempt(
        undoing_adoption.undo_adoption,
        current.context(),
        statement_id,
        st.session_state[f"{key}.reason"],
        done="The adoption is undone; the statement is before the panel again.",
    )


def _topic(meeting_id: UUID) -> None:
    notices.attempt(corrections.undo_topic, current.context(), meeting_id, done="The topic before is on again.")


def _break(meeting_id: UUID) -> None:
    notices.attempt(corrections.undo_break, current.context(), meeting_id, done="The meeting goes on.")


def _timer(timer_id: UUID) -> None:
    notices.attempt(corrections.undo_timer, current.context(), timer_id, done="The clock does not count.")


def _presence(meeting_id: UUID, member_id: UUID, is_coming: bool) -> None:
    notices.attempt(
        corrections.undo_presence, current.context(), meeting_id, member_id, is_coming=is_coming, done="Taken back."
    )
