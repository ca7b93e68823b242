"""What is on stage in a meeting: the presentations and the discussion, each with its clock and its buttons."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.domain.timers import spent_text
from consensus.services.meetings import timers
from consensus.services.meetings.meeting import MeetingView
from consensus.services.meetings.timers import TimerView, newest
from consensus.services.statements.topics import TopicView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.meeting import countdown, undo
from consensus.ui.widgets.times import clock


def draw(view: MeetingView, topic: TopicView, time_zone: str) -> None:
    """What runs now with its clock, and what may be put on it next."""
    countdown.draw(countdown.clocks_of(view), view.now, key="meeting.clocks")
    on = next((timer for timer in view.timers if timer.is_on), None)
    if on is not None and view.may_run:
        _draw_running(on)
    if not view.may_run or not can_start(view):
        return
    for talk in topic.presentations:
        about = f"{talk.title} · {talk.presenter} · {talk.minutes} min" if talk.presenter else talk.title
        _draw_line(about, newest(view.timers, talk.id), time_zone, begin_presentation, view.id, talk.id)
    if topic.minutes or any(timer.presentation_id is None for timer in view.timers):
        about = f"Discussion · {topic.minutes} min"
        _draw_line(about, newest(view.timers, None), time_zone, begin_discussion, view.id)


def can_start(view: MeetingView) -> bool:
    """Whether a clock may be started: the meeting is running, nobody votes and there is no break."""
    is_voting = view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED)
    return view.state is MeetingState.RUNNING and view.pause is None and not is_voting


def begin_presentation(meeting_id: UUID, presentation_id: UUID) -> None:
    """Start the clock of a presentation; for callbacks."""
    notices.attempt(timers.begin_presentation, current.context(), meeting_id, presentation_id)


def begin_discussion(meeting_id: UUID) -> None:
    """Start the clock of the discussion; for callbacks."""
    notices.attempt(timers.begin_discussion, current.context(), meeting_id)


def resume(timer_id: UUID) -> None:
    """Let a clock run on; for callbacks."""
    notices.attempt(timers.resume_timer, current.context(), timer_id)


def stop(timer_id: UUID) -> None:
    """Stop a clock; for callbacks."""
    notices.attempt(timers.stop_timer, current.context(), timer_id)


def _pause(timer_id: UUID) -> None:
    notices.attempt(timers.pause_timer, current.context(), timer_id)


def _draw_running(on: TimerView) -> None:
    with st.container(horizontal=True, gap="small"):
        if on.run.paused_at is None:
            st.button("Pause", icon=":material/pause:", key="meeting.timer.pause", on_click=_pause, args=(on.id,))
        else:
            st.button("Go on", icon=":material/play_arrow:", key="meeting.timer.on", on_click=resume, args=(on.id,))
        st.button("Stop", icon=":material/stop:", key="meeting.timer.stop", on_click=stop, args=(on.id,))
        undo.draw_timer(on)


def _draw_line(
    about: str, timer: TimerView | None, time_zone: str, begin: Callable[..., None], meeting_id: UUID, *rest: UUID
) -> None:
    """One thing that may be on the clock: when it was, or the button that starts it."""
    if timer is not None and timer.is_on:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if timer is not None and timer.run.ended_at is not None:
            times = f"{clock(timer.run.began_at, time_zone)}–{clock(timer.run.ended_at, time_zone)}"
            spent = spent_text(timer.run.spent(timer.run.ended_at), timer.run.minutes)
            st.caption(f":material/check: {escape(about)} :small[{times}, {spent}]", width="stretch")
            undo.draw_timer(timer)
        else:
            st.text(about, width="stretch")
        st.button(
            "Again" if timer is not None else "Start",
            icon=":material/replay:" if timer is not None else ":material/timer:",
            type="tertiary",
            key=f"meeting.timer.start.{rest[0] if rest else 'discussion'}",
            help=f"Start the clock: {escape(about)}",
            on_click=begin,
            args=(meeting_id, *rest),
        )
