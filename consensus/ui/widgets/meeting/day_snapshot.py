"""Giving a moment of the day a name, and reading how things stood at those that have one."""

from uuid import UUID

import streamlit as st

from consensus.domain.day_snapshot import StatementThen
from consensus.services.meetings import day_snapshots
from consensus.services.meetings.day_snapshots import SnapshotView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.times import clock


def draw_taking(meeting_id: UUID, *, key: str) -> None:
    """A small form that puts the moment on record."""
    with st.popover("Name this moment", icon=":material/bookmark_add:"), st.form(f"{key}.form", border=False):
        st.caption("How every statement stands now is kept under a name. An open vote shows nothing in it.")
        st.text_input("Name", key=f"{key}.label", max_chars=120, placeholder="before lunch")
        st.form_submit_button("Put on record", key=f"{key}.do", on_click=_take, args=(meeting_id, key))


def draw_list(snapshots: tuple[SnapshotView, ...], time_zone: str) -> None:
    """The named moments, each with its statements behind a fold."""
    for view in snapshots:
        with st.expander(f"{clock(view.taken_at, time_zone)} {escape(view.label)}", icon=":material/bookmark:"):
            if not view.is_intact:
                st.error("This is no longer what was put on record.", icon=":material/gpp_bad:")
            on = f"Topic: {view.state.topic}. " if view.state.topic else ""
            st.caption(escape(f"{on}Present: {view.state.n_present}. Put on record by {view.taken_by}."))
            rows = "".join(map(_row, view.state.statements))
            st.html(f'<ul style="list-style:none;margin:0;padding:0">{rows}</ul>')
            st.caption(f"SHA-256 {view.sha256}")


def draw_for_panel(time_zone: str) -> None:
    """The named moments on the page of a panelist, each with what the panel had before it then."""
    for view in day_snapshots.list_snapshots(current.context(), current.process_id()):
        with st.expander(f"{clock(view.taken_at, time_zone)} {escape(view.label)}", icon=":material/bookmark:"):
            on = f"Topic: {view.state.topic}. " if view.state.topic else ""
            st.caption(escape(f"How the statements stood at this moment. {on}Present: {view.state.n_present}."))
            rows = "".join(map(_row, view.state.statements))
            st.html(f'<ul style="list-style:none;margin:0;padding:0">{rows}</ul>' if rows else "Nothing was presented.")


def _row(then: StatementThen) -> str:
    about = f"{_state(then.state, then.version)} {then.verdict}"
    return (
        f'<li style="margin:.4rem 0;line-height:1.5"><strong>{to_html(then.label)}</strong> {to_html(then.text)}'
        f'<br><span style="font-size:.88rem;opacity:.8">{to_html(about)}</span></li>'
    )


def _state(state: str, version: int) -> str:
    return f"{state.replace('_', ' ').capitalize()}, version {version}."


def _take(meeting_id: UUID, key: str) -> None:
    if notices.attempt(
        day_snapshots.take_snapshot,
        current.context(),
        meeting_id,
        st.session_state[f"{key}.label"],
        done="The moment is on record.",
    ):
        st.session_state.pop(f"{key}.label", None)
