"""Whether mail can be sent, a test of it, the quiet hours, and bounces that came back to a person."""

from uuid import UUID
from zoneinfo import available_timezones

import streamlit as st

from consensus.services.mail import bounces, mail_check, mailing
from consensus.services.mail.outbox_views import MailSetUp
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape

_FROM, _TO, _ZONE, _FILE = "mail.quiet.from", "mail.quiet.to", "mail.quiet.zone", "mail.bounce"


def draw_state(set_up: MailSetUp) -> None:
    """Say in one line whether mail goes out, and otherwise what to do instead."""
    if set_up.is_set_up:
        st.caption(f":material/mark_email_read: Mail goes out as {escape(set_up.sender)}.")
        return
    st.info(
        "Mail is not set up on this server, so nothing can be sent from here. On the page *Panel* you issue personal "
        "links and codes, hand them out yourself, and mark the panel as invited. Whoever runs the server sets up mail "
        "with `ASSENT_SMTP_HOST` and `ASSENT_SMTP_SENDER`.",
        icon=":material/unsubscribe:",
    )


def draw(process_id: UUID, set_up: MailSetUp) -> None:
    """Draw what can be tried and set."""
    if set_up.is_set_up:
        st.subheader("Mail server", anchor=False)
        st.text(f"{set_up.server}, as {set_up.sender}")
        st.button(
            "Send a test mail to myself",
            icon=":material/outgoing_mail:",
            key="mail.test",
            on_click=_test,
            args=(process_id,),
        )
    _draw_quiet_hours(process_id, set_up)
    st.subheader("A mail came back to you", anchor=False)
    st.caption(
        "Save the notice of the mail server as a file and give it here: the mail it is about is found, and its "
        "receiver is marked as not reached."
    )
    with st.form("mail.bounce.form", border=False, clear_on_submit=True):
        st.file_uploader("Notice of a mail server", type=["eml", "msg", "txt"], key=_FILE)
        st.form_submit_button("Read the notice", key="mail.bounce.read", on_click=_read_bounce, args=(process_id,))


def _draw_quiet_hours(process_id: UUID, set_up: MailSetUp) -> None:
    st.subheader("Quiet hours", anchor=False)
    st.caption("In between nothing goes out; what falls into them goes when they end. Two equal times mean none.")
    with st.form("mail.quiet", border=False):
        with st.container(horizontal=True):
            st.text_input("From", set_up.quiet_from, key=_FROM, max_chars=5, width=120)
            st.text_input("To", set_up.quiet_to, key=_TO, max_chars=5, width=120)
            zones = _zones(set_up.time_zone)
            st.selectbox("Time zone", zones, index=zones.index(set_up.time_zone), key=_ZONE, width=320)
        st.form_submit_button("Save", key="mail.quiet.save", on_click=_save_quiet_hours, args=(process_id,))


def _zones(current_zone: str) -> list[str]:
    return sorted(
        {zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone} | {"UTC", current_zone}
    )


def _test(process_id: UUID) -> None:
    def test() -> None:
        notices.leave(mail_check.send_test_mail(current.context(), process_id))

    notices.attempt(test)


def _save_quiet_hours(process_id: UUID) -> None:
    state = st.session_state
    notices.attempt(
        mailing.set_quiet_hours,
        current.context(),
        process_id,
        state[_FROM] or "",
        state[_TO] or "",
        state[_ZONE],
        done="The quiet hours were saved.",
    )


def _read_bounce(process_id: UUID) -> None:
    file = st.session_state[_FILE]
    if file is None:
        notices.leave("Choose the file first.", is_refusal=True)
        return

    def read() -> None:
        noted = bounces.report_bounce(current.context(), process_id, file.getvalue())
        became = "came back" if noted.is_final else "is delayed"
        notices.leave(f"The mail to {noted.name} {became}: {noted.reason}")

    notices.attempt(read)
