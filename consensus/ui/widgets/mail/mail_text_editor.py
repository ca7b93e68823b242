"""The words of a kind of mail, changed beside a preview that follows the typing."""

from uuid import UUID

import streamlit as st

from consensus.domain.errors import ConsensusError
from consensus.domain.mail_text import MAX_BODY, MAX_SUBJECT, PLACES, MailText, MessageKind, places_of
from consensus.services.mail import mail_texts
from consensus.services.people.participation import MemberRow
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets.mail.mail_preview import draw_mail
from consensus.ui.widgets.mail.mail_words import KINDS
from consensus.ui.widgets.sight import keep_in_sight
from consensus.ui.widgets.times import day_and_clock
from consensus.ui.widgets.typing import speak_while_typing

EDITOR, PREVIEW = "mail-text-editor", "mail-text-preview"
KIND, MEMBER = "mail.text.kind", "mail.text.member"


@st.fragment
def draw(process: ProcessView, members: tuple[MemberRow, ...], *, may_change: bool) -> None:
    """Draw the choice of kind, the words, and how one member would read them."""
    notices.show()
    kind = MessageKind(st.selectbox("Text for", list(KINDS), format_func=KINDS.__getitem__, key=KIND))
    kept = mail_texts.get_text(current.context(), process.id, kind)
    editing, reading = st.columns([1, 1], gap="large")
    with editing, st.container(key=EDITOR):
        typed = _inputs(kind, kept.text, may_change=may_change)
        st.caption("Filled in: " + " · ".join(f"`{{{place}}}` {PLACES[place]}" for place in places_of(kind)))
        if may_change:
            _buttons(process.id, kind, typed, kept.text, is_default=kept.changed_at is None)
        if kept.changed_at is not None:
            st.caption(f"Changed on {day_and_clock(kept.changed_at, process.time_zone or 'UTC')}.")
    with reading, st.container(key=PREVIEW):
        keep_in_sight(PREVIEW)
        _preview(process, kind, typed, members)
    speak_while_typing(EDITOR, key="mail.text.typing")


def _key(kind: MessageKind, part: str) -> str:
    return f"mail.text.{kind.value}.{part}"


def _inputs(kind: MessageKind, kept: MailText, *, may_change: bool) -> MailText:
    subject = st.text_input(
        "Subject", kept.subject, key=_key(kind, "subject"), max_chars=MAX_SUBJECT, disabled=not may_change
    )
    body = st.text_area(
        "Text", kept.body, key=_key(kind, "body"), max_chars=MAX_BODY, height=420, disabled=not may_change
    )
    return MailText(subject or "", body or "")


def _buttons(process_id: UUID, kind: MessageKind, typed: MailText, kept: MailText, *, is_default: bool) -> None:
    with st.container(horizontal=True):
        st.button(
            "Save the text",
            type="primary",
            key="mail.text.save",
            disabled=typed == kept,
            on_click=_save,
            args=(process_id, kind),
        )
        if not is_default:
            st.button("Back to the default text", key="mail.text.restore", on_click=_restore, args=(process_id, kind))


def _preview(process: ProcessView, kind: MessageKind, typed: MailText, members: tuple[MemberRow, ...]) -> None:
    names = {member.id: member.name for member in members}
    if not names:
        st.caption("The preview needs somebody in the panel.")
        return
    member_id = st.selectbox("As read by", list(names), format_func=names.__getitem__, key=MEMBER)
    mail, refusal = _try(process, kind, typed, member_id)
    if mail is None:
        st.warning(refusal, icon=":material/error:")
    else:
        draw_mail(mail)


def _try(process: ProcessView, kind: MessageKind, typed: MailText, member_id: UUID) -> tuple[MailText | None, str]:
    """The mail as it would be, or the sentence that says why there is none."""
    try:
        return mail_texts.preview(current.context(), process.id, kind, typed, member_id, process.reply_by), ""
    except ConsensusError as refusal:
        return None, str(refusal)


def _typed(kind: MessageKind) -> MailText:
    state = st.session_state
    return MailText(state[_key(kind, "subject")] or "", state[_key(kind, "body")] or "")


def _save(process_id: UUID, kind: MessageKind) -> None:
    notices.attempt(
        mail_texts.save_text,
        current.context(),
        process_id,
        kind,
        _typed(kind),
        done="The text was saved. Mails that wait already stay as they were written.",
    )


def _restore(process_id: UUID, kind: MessageKind) -> None:
    if notices.attempt(mail_texts.restore_text, current.context(), process_id, kind, done="The default text is back."):
        for part in ("subject", "body"):
            st.session_state.pop(_key(kind, part), None)
