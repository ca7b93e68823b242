"""One round on the page of rounds: how far it is, who is missing or how many answered, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from consensus.domain.lifecycle import RoundState
from consensus.domain.mail_text import MessageKind
from consensus.domain.wording import counted
from consensus.services.delphi import delphi_results, delphi_rounds
from consensus.services.delphi.delphi_views import RoundSummary
from consensus.ui import current, notices
from consensus.ui.widgets import times
from consensus.ui.widgets.delphi import reason_list, round_analysis, round_mail
from consensus.ui.widgets.html_table import draw_table
from consensus.ui.widgets.literal import escape

_BADGES = {
    RoundState.DRAFT: ":gray-badge[:material/draft: Planned]",
    RoundState.OPEN: ":blue-badge[:material/edit_note: Open]",
    RoundState.CLOSED: ":orange-badge[:material/lock: Closed, not revealed]",
    RoundState.REVEALED: ":green-badge[:material/check: Revealed]",
}
_NEXT: dict[RoundState, tuple[str, Callable[..., None], str]] = {
    RoundState.DRAFT: ("Open now", delphi_rounds.open_now, "The round is open."),
    RoundState.OPEN: ("Close now", delphi_rounds.close_now, "The round is closed."),
    RoundState.CLOSED: ("Reveal", delphi_rounds.reveal, "The round is revealed."),
}


def act(service: Callable[..., None], round_id: UUID, done: str) -> None:
    """Do the next thing with a round."""
    notices.attempt(service, current.context(), round_id, done=done)


def extend(round_id: UUID, time_zone: str) -> None:
    """Move the deadline."""
    day, reason = st.session_state[f"rounds.until.{round_id}"], st.session_state[f"rounds.reason.{round_id}"]
    notices.attempt(
        delphi_rounds.extend_round,
        current.context(),
        round_id,
        end_of_day(day, time_zone),
        reason,
        done="The deadline is moved.",
    )


def end_of_day(day: datetime, time_zone: str) -> datetime:
    """The last minute of a day on the clock of the process."""
    return datetime.combine(day, time(23, 59), ZoneInfo(time_zone))


def draw(summary: RoundSummary, time_zone: str, *, may_run: bool, is_newest: bool = False) -> None:
    """Draw the round in a frame of its own."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                "#### Without rounds" if summary.is_real_time else f"#### Round {summary.number}", width="content"
            )
            st.markdown(_BADGES[summary.state], width="content")
        st.caption(escape(_when(summary, time_zone)))
        if summary.trouble:
            st.warning(escape(f"It could not be opened at its time: {summary.trouble}"), icon=":material/warning:")
        if summary.state is not RoundState.DRAFT:
            _draw_progress(summary)
        if summary.stop is not None:
            st.markdown("\n".join(f"- {escape(sentence)}" for sentence in summary.stop.sentences))
            _draw_results(summary)
        if may_run:
            _draw_controls(summary, time_zone)
            _draw_mail(summary, time_zone, is_newest=is_newest)


def _draw_mail(summary: RoundSummary, time_zone: str, *, is_newest: bool) -> None:
    if summary.state is RoundState.OPEN and summary.missing:
        round_mail.draw(MessageKind.ROUND_REMINDER, time_zone)
    if summary.state is RoundState.REVEALED and is_newest:
        round_mail.draw(MessageKind.FEEDBACK_NOTICE, time_zone)


def _when(summary: RoundSummary, time_zone: str) -> str:
    items = counted(summary.n_items, "item")
    until = times.day_and_clock(summary.closes_at, time_zone)
    if summary.state is RoundState.DRAFT:
        opens = f"opens by itself {times.day_and_clock(summary.opens_at, time_zone)}, " if summary.opens_at else ""
        return f"{items}, {opens}closes by itself {until}"
    if summary.closed_at:
        return f"{items}, closed {times.day_and_clock(summary.closed_at, time_zone)}"
    return f"{items}, closes by itself {until}"


def _draw_progress(summary: RoundSummary) -> None:
    share = summary.n_complete / summary.n_electors if summary.n_electors else 0.0
    words = f"{summary.n_complete} of {summary.n_electors} rated everything, {summary.n_started} have begun"
    st.progress(share, text=words)
    if summary.missing:
        with st.expander(f"{len(summary.missing)} missing", icon=":material/person_search:"):
            st.markdown(escape(", ".join(summary.missing)))
            st.caption("You see names and no numbers until the round is revealed.")


def _draw_controls(summary: RoundSummary, time_zone: str) -> None:
    if summary.state in _NEXT:
        label, service, done = _NEXT[summary.state]
        with st.container(horizontal=True):
            st.button(
                label,
                key=f"rounds.next.{summary.id}",
                type="primary",
                on_click=act,
                args=(service, summary.id, done),
            )
            if summary.state is RoundState.DRAFT:
                st.button(
                    "Take back",
                    key=f"rounds.drop.{summary.id}",
                    on_click=act,
                    args=(delphi_rounds.drop_round, summary.id, "The plan is taken back."),
                )
    if summary.state in (RoundState.DRAFT, RoundState.OPEN):
        with st.expander("Move the deadline", icon=":material/event:"):
            st.date_input("Open until the end of", summary.closes_at, key=f"rounds.until.{summary.id}")
            st.text_input("Why", key=f"rounds.reason.{summary.id}", help="The report prints it.")
            st.button("Move", key=f"rounds.extend.{summary.id}", on_click=extend, args=(summary.id, time_zone))


def _draw_results(summary: RoundSummary) -> None:
    ctx = current.context()
    with st.expander("Results, item by item", icon=":material/table_rows:"):
        draw_table(
            ["Item", "Verdict", "Rated", "Median", "Middle half"],
            [_result(result) for result in delphi_results.list_results(ctx, summary.id)],
            worded=["Verdict"],
        )
    round_analysis.draw(delphi_results.get_analysis(ctx, summary.id), summary.number)
    reason_list.draw_reasons(summary.id)


def _result(result: delphi_results.ItemResult) -> list[str]:
    panel = result.panel
    label = " ".join(part for part in (result.label, result.dimension) if part)
    median = "–" if panel.median is None else f"{panel.median:g}"
    band = "–" if panel.band is None else f"{panel.band[0]:g} to {panel.band[1]:g}"
    outcome = result.verdict.outcome.value.replace("_", " ")
    stable = ", stable: a result" if result.is_stable_disagreement else ""
    n = "too few" if panel.is_hidden else str(panel.n)
    return [f"{label} {result.text}", f"{outcome}{stable}", n, median, band]
