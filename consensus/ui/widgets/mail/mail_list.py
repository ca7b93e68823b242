"""The outbox: what waits, what was sent, and what a person has to decide on."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MessageState
from consensus.services.mail import mailing, outbox_views
from consensus.services.mail.outbox_views import FOR_A_PERSON, MailOverview, MessageRow
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.mail.mail_words import KINDS, STATES
from consensus.ui.widgets.pieces import empty_state
from consensus.ui.widgets.times import day_and_clock

PAGE = 25
FILTER, SKIP = "outbox.filter", "outbox.skip"
_FILTERS: dict[str, tuple[MessageState, ...]] = {
    "To decide": FOR_A_PERSON,
    "Waiting": (MessageState.WAITING, MessageState.SENDING),
    "Sent": (MessageState.SENT,),
    "All": (),
}


def draw(process_id: UUID, overview: MailOverview) -> None:
    """Draw one page of the mails in the chosen states."""
    zone = overview.set_up.time_zone
    if overview.trouble and overview.next_at is not None:
        st.warning(
            f"{escape(overview.trouble)} The next try is on {day_and_clock(overview.next_at, zone)}.",
            icon=":material/cloud_off:",
        )
    chosen = _choose_filter(overview)
    skip = st.session_state.get(SKIP, 0)
    rows = outbox_views.list_messages(current.context(), process_id, _FILTERS[chosen], skip=skip, limit=PAGE)
    if not rows:
        empty_state("No mail here", _nothing(chosen), icon="inbox")
    if chosen == "Waiting" and overview.may_send and len(rows) > 1:
        _draw_cancelling(process_id, overview.mails[MessageState.WAITING])
    for row in rows:
        _draw_row(row, zone)
    _draw_pages(skip, len(rows), _n(overview, chosen))


def _draw_cancelling(process_id: UUID, n: int) -> None:
    with st.popover("Cancel all that wait", icon=":material/block:"):
        st.text(f"None of the {n:,} mails that wait goes out.")
        st.button("Yes, cancel them", type="primary", key="outbox.cancel.all", on_click=_cancel_all, args=(process_id,))


def _cancel_all(process_id: UUID) -> None:
    notices.attempt(mailing.cancel_waiting, current.context(), process_id, done="The mails that waited were cancelled.")


def _choose_filter(overview: MailOverview) -> str:
    counts = {name: _n(overview, name) for name in _FILTERS}
    first = "To decide" if counts["To decide"] else "Waiting" if counts["Waiting"] else "All"
    chosen = st.segmented_control(
        "Which mails",
        list(_FILTERS),
        default=first,
        required=True,
        format_func=lambda name: f"{name} · {counts[name]:,}",
        key=FILTER,
        on_change=_go_to,
        args=(0,),
        label_visibility="collapsed",
    )
    return chosen or first


def _n(overview: MailOverview, name: str) -> int:
    return sum(overview.mails[state] for state in _FILTERS[name] or MessageState)


def _nothing(chosen: str) -> str:
    if chosen == "To decide":
        return "What fails, comes back or is unclear is listed here."
    return "What you send is listed here, with what became of it."


def _draw_row(row: MessageRow, zone: str) -> None:
    if not (row.may_cancel or row.may_try_again or row.may_mark_arrived):
        st.html(f'<div style="padding:0 .2rem .7rem;border-bottom:1px solid #7b858e44">{_written(row, zone)}</div>')
        return
    with st.container(border=True, gap="small", key=f"outbox.row.{row.id}"):
        st.html(_written(row, zone))
        _draw_moves(row)


def _written(row: MessageRow, zone: str) -> str:
    """Whom it goes to, what it is, what became of it, and the text to be opened."""
    word, colour = STATES[row.state]
    error = f'<br><span style="font-size:.92rem">{to_html(row.error)}</span>' if row.error else ""
    return (
        '<p style="margin:0;line-height:1.5;overflow-wrap:anywhere">'
        f"<strong>{to_html(row.to_name)}</strong> "
        f'<span style="opacity:.8">{to_html(row.to_address)}</span><br>'
        f'<span style="font-size:.92rem"><strong style="{colour}">{word}</strong> · {KINDS[row.kind]} · '
        f"{_when(row, zone)}</span>{error}</p>"
        '<details style="margin:.2rem 0 0;font-size:.92rem"><summary style="cursor:pointer">'
        f'{to_html(row.subject)}</summary><p style="margin:.4rem 0 0;padding-left:.8rem;'
        f'border-left:3px solid #7b858e66;line-height:1.5;overflow-wrap:anywhere">{to_html(row.body)}</p></details>'
    )


def _draw_moves(row: MessageRow) -> None:
    if row.may_mark_arrived:
        st.caption("Ask whether it arrived, or look into the log of the mail server; then say so here.")
    with st.container(horizontal=True, gap="small"):
        if row.may_mark_arrived:
            _move(row, "arrived", "It was sent", "check", mailing.mark_arrived, "The mail counts as sent.")
        if row.may_try_again:
            _move(row, "again", "Send again", "refresh", mailing.try_again, "The mail is in the outbox again.")
        if row.may_cancel:
            _move(row, "cancel", "Cancel", "close", mailing.cancel, "The mail was cancelled.")


def _move(row: MessageRow, name: str, label: str, icon: str, act: object, done: str) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"outbox.{name}.{row.id}",
        on_click=lambda: notices.attempt(act, current.context(), row.id, done=done),  # type: ignore[arg-type]
    )


def _when(row: MessageRow, zone: str) -> str:
    if row.sent_at is not None:
        return f"sent {day_and_clock(row.sent_at, zone)}"
    if row.state is MessageState.WAITING:
        tries = f", tried {row.attempts} times" if row.attempts > 1 else ", tried once" if row.attempts else ""
        return f"goes {day_and_clock(row.goes_at, zone)}{tries}"
    return f"written {day_and_clock(row.created_at, zone)}"


def _draw_pages(skip: int, n_shown: int, n: int) -> None:
    if n <= PAGE:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Newer",
            icon=":material/chevron_left:",
            key="outbox.newer",
            disabled=not skip,
            on_click=_go_to,
            args=(max(0, skip - PAGE),),
        )
        st.caption(f"{skip + 1:,} to {skip + n_shown:,} of {n:,}", width="content")
        st.button(
            "Older",
            icon=":material/chevron_right:",
            key="outbox.older",
            disabled=skip + n_shown >= n,
            on_click=_go_to,
            args=(skip + PAGE,),
        )


def _go_to(skip: int) -> None:
    st.session_state[SKIP] = skip
