"""Sign-ins that are under way, one a line: on which device, how, since when."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.domain import way_in
from consensus.services.sign_in import sign_ins
from consensus.services.sign_in.sign_ins import SignInView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.times import day_and_clock


def draw_mine(views: Sequence[SignInView], time_zone: str) -> None:
    """The reader's own, each with the button that ends it."""
    for view in views:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                _describe(view, time_zone)
            if view.is_this:
                st.badge("This one", icon=":material/check:", color="green")
            else:
                st.button("End", key=f"sign_ins.end.{view.id}", on_click=_end, args=(view.id,))


def draw_of_member(views: Sequence[SignInView], time_zone: str) -> None:
    """Those of somebody else."""
    for view in views:
        with st.container(gap=None):
            _describe(view, time_zone)


def _describe(view: SignInView, time_zone: str) -> None:
    where = f" · {escape(view.process_title)}" if view.process_title else ""
    st.markdown(f"**{view.agent or 'An unknown browser'}**{where}")
    seen = f"; last seen {day_and_clock(view.seen_at, time_zone)}" if view.seen_at else ""
    st.caption(f"Came in {way_in.WORDS[view.how]} on {day_and_clock(view.began_at, time_zone)}{seen}")


def _end(sign_in_id: UUID) -> None:
    notices.attempt(sign_ins.end_my_sign_in, current.context(), sign_in_id, done="That sign-in has ended.")
