"""Notes on the topic that is on: one shared by whoever runs the meeting, one for oneself; saved as they are typed."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from consensus.domain.notes import MOST_NOTE_CHARACTERS, NO_HINTS, both
from consensus.services.meetings import notes
from consensus.services.meetings.notes import NoteView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.times import clock


@dataclass(frozen=True, slots=True)
class Field:
    """A field for a note: what it is called, the part of its keys, and what saves it."""

    label: str
    key: str
    save: Callable[..., int]


def draw(topic_id: UUID, time_zone: str) -> None:
    """The two notes on a topic behind a fold that stays as it was left."""
    found = notes.get_notes(current.context(), topic_id)
    with st.expander("Notes on this topic", icon=":material/edit_note:", key="meeting.notes"):
        st.caption(NO_HINTS)
        shared = Field(
            "Shared with everybody who runs the meeting", f"meeting.note.shared.{topic_id}", notes.save_shared_note
        )
        _draw_field(topic_id, shared, found.shared, time_zone)
        st.session_state[f"{shared.key}.minutes"] = found.shared.in_minutes
        st.checkbox(
            "Put the shared note into the minutes",
            key=f"{shared.key}.minutes",
            disabled=not found.shared.revision,
            on_change=_put_in_minutes,
            args=(topic_id, shared.key),
        )
        own = Field("For yourself alone", f"meeting.note.own.{topic_id}", notes.save_own_note)
        _draw_field(topic_id, own, found.own, time_zone)
        st.caption("Nobody else reads it on any page, and no file carries it. Whoever runs the server could find it.")


def _draw_field(topic_id: UUID, field: Field, found: NoteView, time_zone: str) -> None:
    state = st.session_state
    text, drawn, mine = f"{field.key}.text", f"{field.key}.drawn", f"{field.key}.mine"
    if text not in state:
        state[text], state[drawn] = state.get(mine, found.text), state[drawn] if mine in state else found
    if mine in state and state[drawn].revision == found.revision:
        # What kept it from being saved was nothing that somebody else wrote: it can be tried again.
        del state[mine]
    st.text_area(
        field.label,
        key=text,
        height=120,
        max_chars=MOST_NOTE_CHARACTERS,
        disabled=mine in state,
        on_change=_save,
        args=(topic_id, field),
    )
    if mine in state:
        _draw_both(topic_id, field, state[mine], found)
    elif state[drawn].revision != found.revision:
        # Never into the field by itself: somebody may be typing in it.
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f":material/sync: {escape(found.changed_by)} has saved a newer text.", width="stretch")
            st.button("Show it", type="tertiary", key=f"{field.key}.newer", on_click=_show_newer, args=(field,))
    elif found.changed_at is not None:
        st.caption(f":material/check: Saved {clock(found.changed_at, time_zone)} by {escape(found.changed_by)}")


def _draw_both(topic_id: UUID, field: Field, mine: str, found: NoteView) -> None:
    """What was saved meanwhile and what was typed here, and the two ways on."""
    who = escape(found.changed_by or "somebody else")
    with st.container(border=True):
        st.markdown(f":material/difference: **{who} has saved this note meanwhile. Nothing is lost:**")
        for heading, text in ((f"Saved by {found.changed_by or 'somebody else'}", found.text), ("Yours", mine)):
            st.html(
                f'<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">{to_html(heading)}</p>'
                f'<p style="margin:0;white-space:pre-wrap">{to_html(text)}</p>'
            )
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Put mine below it",
                type="primary",
                key=f"{field.key}.both",
                on_click=_save_both,
                args=(topic_id, field, mine, found),
            )
            st.button("Leave mine out", key=f"{field.key}.theirs", on_click=_forget, args=(field,))


def _save(topic_id: UUID, field: Field) -> None:
    state = st.session_state
    typed, drawn = state[f"{field.key}.text"], f"{field.key}.drawn"

    def save() -> None:
        revision = field.save(current.context(), topic_id, typed, based_on=state[drawn].revision)
        state[drawn] = NoteView(typed, revision)

    if not notices.attempt(save):
        state[f"{field.key}.mine"] = typed


def _save_both(topic_id: UUID, field: Field, mine: str, found: NoteView) -> None:
    if notices.attempt(
        field.save, current.context(), topic_id, both(found.text, mine), based_on=found.revision, done="Both are saved."
    ):
        _forget(field)


def _show_newer(field: Field) -> None:
    if f"{field.key}.mine" not in st.session_state:
        _forget(field)


def _forget(field: Field) -> None:
    for part in ("mine", "text", "drawn"):
        st.session_state.pop(f"{field.key}.{part}", None)


def _put_in_minutes(topic_id: UUID, key: str) -> None:
    notices.attempt(notes.put_note_in_minutes, current.context(), topic_id, st.session_state[f"{key}.minutes"])
