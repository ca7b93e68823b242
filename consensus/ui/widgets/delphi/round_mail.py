"""Mails about a round: one button for those who are missing, one for those whose letter is there."""

from uuid import UUID

import streamlit as st

from consensus.domain.mail_text import MessageKind
from consensus.domain.wording import counted
from consensus.services.mail import mailing
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.times import day_and_clock

_WORDS = {
    MessageKind.ROUND_REMINDER: ("Remind {people}", ":material/notifications:"),
    MessageKind.FEEDBACK_NOTICE: ("Tell {people} that their letter is there", ":material/mark_email_read:"),
}


def send(process_id: UUID, kind: MessageKind) -> None:
    """Write to everybody who is due; in the quiet hours it goes in the morning."""
    notices.attempt(mailing.send, current.context(), process_id, kind, done="The mails are in the outbox.")


def draw(kind: MessageKind, time_zone: str) -> None:
    """The button with how many it writes to, or nothing where nobody is to get a mail."""
    process_id = current.process_id()
    due = mailing.list_due(current.context(), process_id, kind, limit=0)
    if due.closed or not (due.n_due or due.n_under_way or due.n_without_address):
        return
    words, icon = _WORDS[kind]
    if due.n_due:
        label = words.format(people=counted(due.n_due, "person", "people"))
        st.button(label, icon=icon, key=f"rounds.mail.{kind.value}", on_click=send, args=(process_id, kind))
    notes = (
        f"They go out {day_and_clock(due.goes_at, time_zone)}, after the quiet hours." if due.is_quiet else "",
        f"{due.n_under_way} under way." if due.n_under_way else "",
        f"{due.n_without_address} without an e-mail address." if due.n_without_address else "",
    )
    if any(notes):
        st.caption(escape(" ".join(filter(None, notes))))
