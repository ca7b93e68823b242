"""Writing to the panel: what, to whom, by when to answer, now or later."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from consensus.domain.mail_text import MessageKind, places_of
from consensus.domain.quiet_hours import local_moment
from consensus.domain.wording import counted
from consensus.services.mail import mail_texts, mailing
from consensus.services.mail.mailing import Due
from consensus.services.mail.outbox_views import MailSetUp
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.mail.mail_preview import draw_mail
from consensus.ui.widgets.mail.mail_words import KINDS, WHO
from consensus.ui.widgets.times import day_and_clock

KIND, SOME, SEARCH, CHOSEN = "mail.kind", "mail.some", "mail.search", "mail.chosen"
DEADLINE, LATER, DAY, CLOCK = "mail.deadline", "mail.later", "mail.day", "mail.clock"
_DAYS_TO_ANSWER = 14


def draw(process: ProcessView, set_up: MailSetUp) -> None:
    """Draw the choices one below the other, then the step that makes sure."""
    kind = _choose_kind()
    due = mailing.list_due(current.context(), process.id, kind, st.session_state.get(SEARCH, ""))
    if due.closed:
        st.info(due.closed, icon=":material/info:")
        return
    _say_who(due)
    if not due.n_due:
        return
    names = _choose_people(due)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if due.asks_deadline:
            st.date_input("Answer by", _default_deadline(process, kind), key=DEADLINE, width=220)
        _choose_moment(due, set_up)
    _say_when(due, set_up)
    _show_text(process, kind, due)
    _draw_sending(process, kind, due, names)


def _choose_kind() -> MessageKind:
    chosen = st.radio(
        "What do you send?",
        list(WHO),
        format_func=KINDS.__getitem__,
        captions=[WHO[kind] for kind in WHO],
        key=KIND,
    )
    return MessageKind(chosen)


def _say_who(due: Due) -> None:
    verb = "gets" if due.n_due == 1 else "get"
    parts = [
        f"**{counted(due.n_due, 'person', 'people')}** {verb} it." if due.n_due else "**Nobody** is due for it now."
    ]
    if due.n_under_way:
        parts.append(f"{due.n_under_way} {'has' if due.n_under_way == 1 else 'have'} one under way already.")
    if due.n_without_address:
        parts.append(f"{due.n_without_address} without an e-mail address: give them a link or a code by hand.")
    st.markdown(" ".join(parts))


def _choose_people(due: Due) -> dict[UUID, str]:
    """Who of the due gets it: by id their names, empty for all of them."""
    some = st.radio(
        "To whom",
        [False, True],
        format_func=lambda some: "Only some" if some else f"All {due.n_due:,}" if due.n_due > 1 else "Everybody due",
        key=SOME,
        horizontal=True,
        label_visibility="collapsed",
    )
    if not some:
        return {}
    found = {one.member_id: ", ".join(filter(None, (one.name, one.institution))) for one in due.found if one.member_id}
    kept: dict[UUID, str] = st.session_state.get("mail.names", {})
    names = found | {one: kept[one] for one in st.session_state.get(CHOSEN, ()) if one in kept}
    st.session_state["mail.names"] = names
    if due.n_due > len(due.found) or st.session_state.get(SEARCH):
        st.text_input("Search by name or institution", key=SEARCH, icon=":material/search:", max_chars=100)
    chosen = st.multiselect(
        "People",
        list(names),
        format_func=names.__getitem__,
        key=CHOSEN,
        placeholder="Choose people",
        filter_mode="contains",
        select_all=False,
    )
    return {one: names[one] for one in chosen}


def _default_deadline(process: ProcessView, kind: MessageKind) -> date:
    today = datetime.now(ZoneInfo(process.time_zone or "UTC")).date()
    is_about_invitation = kind in (MessageKind.INVITATION, MessageKind.INVITATION_REMINDER)
    if is_about_invitation and process.reply_by is not None and process.reply_by >= today:
        return process.reply_by
    return today + timedelta(days=_DAYS_TO_ANSWER)


def _choose_moment(due: Due, set_up: MailSetUp) -> None:
    st.radio(
        "When",
        [False, True],
        format_func=lambda later: "At a time" if later else "Now",
        key=LATER,
        horizontal=True,
    )
    if st.session_state[LATER]:
        local = due.goes_at.astimezone(ZoneInfo(set_up.time_zone))
        st.date_input("Day", local.date() + timedelta(days=1), key=DAY, width=180)
        st.time_input(f"Time ({set_up.time_zone})", time(9), key=CLOCK, width=180)


def _say_when(due: Due, set_up: MailSetUp) -> None:
    if set_up.quiet_from == set_up.quiet_to:
        return
    hours = f"No mail goes out from {set_up.quiet_from} to {set_up.quiet_to} ({set_up.time_zone})."
    if due.is_quiet and not st.session_state[LATER]:
        st.caption(f":material/bedtime: {hours} The mails go on {day_and_clock(due.goes_at, set_up.time_zone)}.")
    else:
        st.caption(hours)


def _show_text(process: ProcessView, kind: MessageKind, due: Due) -> None:
    first = next((one for one in due.found if one.member_id), None)
    if first is None or first.member_id is None:
        return
    with st.expander(f"What {escape(first.name)} gets", icon=":material/drafts:"):
        text = mail_texts.get_text(current.context(), process.id, kind).text
        draw_mail(
            mail_texts.preview(
                current.context(), process.id, kind, text, first.member_id, st.session_state.get(DEADLINE)
            )
        )
        st.caption("Change the words under *Texts*.")


def _draw_sending(process: ProcessView, kind: MessageKind, due: Due, names: dict[UUID, str]) -> None:
    n = len(names) if st.session_state[SOME] else due.n_due
    people = counted(n, "person", "people")
    with st.popover(f"Send to {people} …", icon=":material/send:", type="primary", disabled=not n):
        leads = "Each gets a personal link; unused links sent before end."
        without = "It has no personal link and leads to the sign-in."
        st.text(f"{KINDS[kind]} to {people}. {leads if 'link' in places_of(kind) else without}")
        st.button(
            "Yes, send",
            type="primary",
            key="mail.send",
            on_click=_send,
            args=(process.id, kind, list(names) if st.session_state[SOME] else None, process.time_zone or "UTC"),
        )


def _send(process_id: UUID, kind: MessageKind, member_ids: Sequence[UUID] | None, time_zone: str) -> None:
    def send() -> None:
        state = st.session_state
        at = local_moment(state[DAY], state[CLOCK], time_zone) if state[LATER] else None
        queued = mailing.send(
            current.context(), process_id, kind, member_ids=member_ids, at=at, deadline=state.get(DEADLINE)
        )
        mails = counted(queued.n, "mail")
        when = day_and_clock(queued.goes_at, time_zone)
        if queued.is_moved:
            notices.leave(f"{mails} in the outbox. Because of the quiet hours they go on {when}.")
        elif at is not None:
            notices.leave(f"{mails} in the outbox. They go on {when}.")
        else:
            notices.leave(f"{mails} in the outbox. They go out now.")
        state.pop(CHOSEN, None)

    notices.attempt(send)
