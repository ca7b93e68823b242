"""The queue for the floor: in the hands of whoever runs the meeting, and on the phone of whoever wants to speak."""

from uuid import UUID

import streamlit as st

from consensus.domain.floor import PUBLIC, SPEAKING_TIMES, limit_text
from consensus.services.meetings import floor
from consensus.services.meetings.floor import FloorView, SpeakerView
from consensus.services.meetings.meeting import MeetingView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.meeting.stage import can_start

_NAME, _WHO, _LIMIT = "meeting.floor.name", "meeting.floor.who", "meeting.floor.limit"


def draw_queue(view: MeetingView) -> None:
    """Who speaks and who waits, with the buttons that give the floor; hidden while the room votes."""
    if view.topic is None or not can_start(view):
        return
    waiting = view.floor.waiting
    st.subheader(f"The floor ({len(waiting)} waiting)" if waiting else "The floor", anchor=False)
    if view.floor.speaking is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/mic: **{escape(view.floor.speaking.name)}** speaks", width="stretch")
            if view.may_run:
                _button("Has spoken", "stop", "end", view.floor.speaking, _end)
    for place, speaker in enumerate(waiting, start=1):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{place}\\. {escape(speaker.name)}", width="stretch")
            if view.may_run:
                _button("Give the floor", "mic", "give", speaker, give)
                _button("Skip", "skip_next", "skip", speaker, _skip)
    if not waiting and view.floor.speaking is None:
        st.caption("Nobody waits. Panelists ask for the floor on their phone.")
    if view.may_run:
        _draw_adding(view)


def draw_own(view: MeetingView) -> None:
    """One tap asks for the floor, another takes that back; everybody sees the queue."""
    mine = view.floor
    if mine.i_speak:
        st.button(
            "I have spoken", icon=":material/check:", key="floor.done", width="stretch", on_click=_back, args=(view.id,)
        )
    elif mine.my_place and mine.may_ask:
        st.button(
            f"I no longer want to speak (you are number {mine.my_place})",
            icon=":material/close:",
            key="floor.back",
            width="stretch",
            on_click=_back,
            args=(view.id,),
        )
    elif mine.may_ask and view.pause is None:
        st.button(
            "Ask for the floor",
            icon=":material/pan_tool:",
            key="floor.ask",
            width="stretch",
            on_click=_ask,
            args=(view.id,),
        )
        if mine.was_skipped:
            st.caption("You were passed over. You can ask again.")
    else:
        return
    st.caption(f"{_queue_text(mine)} {PUBLIC}")


def give(speaker_id: UUID) -> None:
    """Give somebody the floor; for callbacks."""
    notices.attempt(floor.give_floor, current.context(), speaker_id)


def _queue_text(view: FloorView) -> str:
    names = ", ".join(escape(speaker.name) for speaker in view.waiting)
    return f"Waiting: {names}." if names else "Nobody waits."


def _button(label: str, icon: str, act: str, speaker: SpeakerView, fn: object) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        type="tertiary",
        key=f"meeting.floor.{act}.{speaker.id}",
        help=f"{label}: {escape(speaker.name)}",
        on_click=fn,  # type: ignore[arg-type]
        args=(speaker.id,),
    )


def _draw_adding(view: MeetingView) -> None:
    """Somebody who raised a hand, and how long each may speak."""
    with st.popover("Hand raised, speaking time", icon=":material/back_hand:", type="tertiary"):
        here = {row.member_id: row.name for row in view.presence if row.is_present}
        st.selectbox(
            "Somebody who is here",
            list(here),
            index=None,
            format_func=lambda member_id: here.get(member_id, ""),
            key=_WHO,
            placeholder="Choose a name",
        )
        st.text_input("Or a guest", key=_NAME, max_chars=200)
        st.button("Into the queue", key="meeting.floor.add", on_click=_add, args=(view.id,))
        st.session_state[_LIMIT] = view.floor.limit_seconds
        times = sorted({*SPEAKING_TIMES, view.floor.limit_seconds})
        st.selectbox("Each may speak", times, format_func=limit_text, key=_LIMIT, on_change=_set_limit, args=(view.id,))


def _add(meeting_id: UUID) -> None:
    who, name = st.session_state[_WHO], st.session_state[_NAME]
    if notices.attempt(floor.add_speaker, current.context(), meeting_id, name, who):
        st.session_state[_WHO], st.session_state[_NAME] = None, ""


def _set_limit(meeting_id: UUID) -> None:
    notices.attempt(floor.limit_speaking, current.context(), meeting_id, st.session_state[_LIMIT])


def _ask(meeting_id: UUID) -> None:
    notices.attempt(floor.ask, current.context(), meeting_id)


def _back(meeting_id: UUID) -> None:
    notices.attempt(floor.take_back, current.context(), meeting_id)


def _end(speaker_id: UUID) -> None:
    notices.attempt(floor.end_speaking, current.context(), speaker_id)


def _skip(speaker_id: UUID) -> None:
    notices.attempt(floor.skip_speaker, current.context(), speaker_id)
