"""Will you take part? The question, the end after a no, and the way to another answer."""

import streamlit as st

from consensus.domain.taking_part import LONGEST_REASON, OFFERED_REASONS, REASON_WORDS, DeclineReason
from consensus.services.people import taking_part
from consensus.services.people.consent import MyConsent
from consensus.services.people.taking_part import MyInvitation
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.times import day

_WORDS = "invitation.words"
_ICONS = {
    DeclineReason.NO_TIME: "schedule",
    DeclineReason.NOT_MY_FIELD: "category",
    DeclineReason.CONFLICT_OF_INTEREST: "balance",
    DeclineReason.OTHER: "more_horiz",
}


def draw_question(process: ProcessView, invitation: MyInvitation, consent: MyConsent) -> None:
    """What the process is, who asks, until when, what is asked; yes and no."""
    with st.container(border=True, gap="small", key="invitation"):
        st.markdown("### Will you take part?")
        prose(process.question, size="1.05rem")
        st.markdown("\n".join(f"- {escape(ask)}" for ask in invitation.asks))
        st.caption(escape(_who_and_when(invitation)))
        if consent.newest is None:
            st.button("Yes, I take part", key="invitation.accept", type="primary", width="stretch", on_click=_accept)
        elif st.button("Yes: read the consent text", key="invitation.consent", type="primary", width="stretch"):
            st.switch_page(VIEWS / "consent.py")
        _draw_no("No, I decline")


def draw_declined(process: ProcessView, invitation: MyInvitation, consent: MyConsent) -> None:
    """The end after a no: thanks, what is kept, a word if they like, and the way back."""
    with st.container(border=True, gap="small", key="invitation"):
        st.markdown("### You are not taking part")
        prose(_what_is_kept(invitation))
        if invitation.decline_reason is not None:
            since = day(invitation.changed_at, current.time_zone(process.time_zone))
            st.caption(f"{REASON_WORDS[invitation.decline_reason]} · {since}")
        if not invitation.may_answer:
            return
        st.text_area(
            "A word for those who asked you (you may leave it empty)",
            invitation.reason,
            key=_WORDS,
            max_chars=LONGEST_REASON,
            height=80,
        )
        st.button("Send the word", key="invitation.word", on_click=_say, args=(invitation.decline_reason,))
        if consent.newest is None:
            st.button("I take part after all", key="invitation.accept", icon=":material/undo:", on_click=_accept)
        else:
            st.page_link(VIEWS / "consent.py", label="I take part after all", icon=":material/undo:")


def draw_answer(process: ProcessView, invitation: MyInvitation) -> None:
    """What was answered, for somebody who takes part, and the way out."""
    since = day(invitation.changed_at, current.time_zone(process.time_zone))
    st.caption(f":material/check: You have said that you take part ({since}).")
    if invitation.may_answer:
        if invitation.has_given:
            st.caption("If you decline now, answers you have sent in and votes you have cast stay as they are.")
        _draw_no("I can no longer take part", is_quiet=True)


def _draw_no(label: str, *, is_quiet: bool = False) -> None:
    with st.popover(label, type="tertiary" if is_quiet else "secondary", width="content" if is_quiet else "stretch"):
        st.markdown("**Why?** One tap is enough.")
        for reason in OFFERED_REASONS:
            st.button(
                REASON_WORDS[reason],
                key=f"invitation.decline.{reason.value}",
                icon=f":material/{_ICONS[reason]}:",
                width="stretch",
                on_click=_decline,
                args=(reason,),
            )


def _who_and_when(invitation: MyInvitation) -> str:
    asked_by = " and ".join(invitation.asked_by)
    day_ = invitation.reply_by
    until = f" Please answer by {day_.day} {day_:%B %Y}." if day_ else ""
    return f"{asked_by} {'asks' if len(invitation.asked_by) == 1 else 'ask'} you.{until}"


def _what_is_kept(invitation: MyInvitation) -> str:
    thanks = (
        "Thank you for saying so. You will not be asked again, and you can change your mind while the process runs."
    )
    if invitation.has_given:
        return f"{thanks} Answers you sent in and votes you cast before stay as they are."
    return thanks


def _accept() -> None:
    notices.attempt(taking_part.accept, current.context(), current.process_id(), done="Thank you: you take part.")


def _decline(reason: DeclineReason) -> None:
    notices.attempt(taking_part.decline, current.context(), current.process_id(), reason)


def _say(reason: DeclineReason | None) -> None:
    notices.attempt(
        taking_part.decline,
        current.context(),
        current.process_id(),
        reason or DeclineReason.OTHER,
        st.session_state[_WORDS],
        done="Your word was sent.",
    )
