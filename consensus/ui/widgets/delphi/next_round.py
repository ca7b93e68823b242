"""Planning the next round: the items the rule proposes, and when it opens and closes."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from consensus.services.delphi import delphi_rounds
from consensus.services.delphi.delphi_views import RoundsBoard
from consensus.services.delphi.standings import StatementStand
from consensus.ui import current, notices
from consensus.ui.widgets.delphi.round_card import end_of_day
from consensus.ui.widgets.literal import escape


def plan(statement_ids: tuple[UUID, ...], time_zone: str) -> None:
    """Plan the round on the items that are ticked."""
    chosen = [one for one in statement_ids if st.session_state[f"rounds.item.{one}"]]
    opens = None
    if st.session_state["rounds.by_itself"]:
        day, clock = st.session_state["rounds.opens"], st.session_state["rounds.opens_at"]
        opens = datetime.combine(day, clock, ZoneInfo(time_zone))
    notices.attempt(
        delphi_rounds.plan_round,
        current.context(),
        current.process_id(),
        chosen,
        opens_at=opens,
        closes_at=end_of_day(st.session_state["rounds.closes"], time_zone),
        done="The round is planned. Nobody sees it before it opens.",
    )


def draw(board: RoundsBoard, time_zone: str) -> None:
    """The plan of the next round, or why there is none."""
    st.subheader(f"Round {board.next_number}")
    if not board.next_items:
        st.caption("There are no statements to rate yet. Draft candidates under Topics first.")
        return
    _draw_items(board.next_items)
    today = datetime.now(UTC).astimezone(ZoneInfo(time_zone)).date()
    by_itself = st.toggle("Open by itself", key="rounds.by_itself")
    if by_itself:
        with st.container(horizontal=True):
            st.date_input("Opens on", today + timedelta(days=1), key="rounds.opens")
            st.time_input("at", time(9), key="rounds.opens_at")
    st.date_input(
        "Open until the end of",
        today + timedelta(days=board.default_days),
        key="rounds.closes",
        help=f"By the protocol a round like this is open for {board.default_days} days.",
    )
    ids = tuple(stand.statement_id for stand in board.next_items)
    st.button("Plan the round", key="rounds.plan", type="primary", on_click=plan, args=(ids, time_zone))


def _draw_items(stands: tuple[StatementStand, ...]) -> None:
    topic = None
    for stand in stands:
        if stand.topic != topic:
            topic = stand.topic
            st.markdown(f"**{escape(topic)}**")
        st.checkbox(
            escape(f"{stand.label} {stand.text}"),
            stand.carried.goes_on,
            key=f"rounds.item.{stand.statement_id}",
        )
        reworded = ", reworded since it was rated" if stand.is_reworded else ""
        st.caption(escape(f"{stand.carried.why.phrase()}{reworded}"))
