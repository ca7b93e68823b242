"""The consent text: what a person agrees to, in which version, what they said, and the way to a no."""

import streamlit as st

from consensus.domain.taking_part import ConsentState
from consensus.services.people import consent
from consensus.services.people.consent import MyConsent, TextVersion
from consensus.services.processes import processes
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.meeting import waiting
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.times import day, day_and_clock
from consensus.ui.widgets.top import start_at_top

NOTHING = "Nothing of yours is used."
KEPT = "Votes you cast and answers that were put together already stay, without anything new being added."


def answer(sha256: str, agrees: bool) -> None:
    """Say yes or no to the text of this fingerprint."""
    done = "Thank you. You take part." if agrees else ""
    notices.attempt(consent.answer_consent, current.context(), current.process_id(), sha256, agrees=agrees, done=done)


def draw_standing(process: ProcessView, mine: MyConsent) -> None:
    """What was said so far, and what follows from it."""
    zone = current.time_zone(process.time_zone)
    if mine.state is ConsentState.GIVEN and mine.last:
        waiting.later("You have agreed", f"On {day_and_clock(mine.last.at, zone)}.", icon="check_circle")
        st.page_link(VIEWS / "home.py", label="Go on to my tasks", icon=":material/arrow_forward:")
    elif mine.state is ConsentState.REFUSED and mine.last:
        had_agreed = any(word.given for word in mine.words)
        waiting.later(
            "You have withdrawn" if had_agreed else "Thank you for reading it",
            f"You did not agree ({day_and_clock(mine.last.at, zone)}). {KEPT if had_agreed else NOTHING} Nothing more "
            "is asked of you. You can change your answer below while the process runs.",
            icon="do_not_disturb_on",
        )
    elif mine.last and mine.may_answer:
        waiting.now(
            "The text has changed",
            f"You answered version {mine.last.version} on {day(mine.last.at, zone)}. Please read the new one.",
        )


def draw_text(process: ProcessView, text: TextVersion) -> None:
    """The text as text, its version, and a copy to keep."""
    with st.container(border=True):
        if text.plain_text:
            st.markdown("**In plain language**")
            prose(text.plain_text, size="1.05rem")
            with st.expander("The full text", expanded=True):
                prose(text.text)
        else:
            prose(text.text, size="1.05rem")
    zone = current.time_zone(process.time_zone)
    st.caption(f"Version {text.number} of {day(text.created_at, zone)} · SHA-256 `{text.sha256[:16]}`")
    st.html(f'<a href="/download/{process.id}/consent.txt" download style="color:inherit">Keep a copy of the text</a>')


def draw_answers(mine: MyConsent, text: TextVersion) -> None:
    """Yes, no, and what a no does."""
    if mine.state is not ConsentState.GIVEN:
        st.button(
            "I agree",
            key="consent.yes",
            type="primary",
            width="stretch",
            on_click=answer,
            args=(text.sha256, True),
        )
    if mine.state is ConsentState.WAITING:
        st.button("I do not agree", key="consent.no", width="stretch", on_click=answer, args=(text.sha256, False))
    if mine.state is ConsentState.GIVEN:
        with st.popover("Withdraw my consent", type="tertiary"):
            st.markdown("**Do you want to withdraw?**")
            draw_consequences()
            st.button("Yes, withdraw", key="consent.withdraw", on_click=answer, args=(text.sha256, False))
    elif mine.state is ConsentState.WAITING:
        with st.expander("What happens if I do not agree, or withdraw later?"):
            draw_consequences()


def draw_consequences() -> None:
    """What a no takes out and what it leaves, said before it is done."""
    st.markdown(
        "- Nothing more is asked of you, and you count as having declined.\n"
        "- While the survey is open, your answers are taken back and not counted. Once it is closed they have been "
        "put together with those of others, without names, and stay: taking them out would show what you said.\n"
        "- Votes you have cast stay as cast. In a vote that is open you need not vote on; you are in none that "
        "opens later.\n"
        "- You can change your mind while the process runs."
    )


process = processes.get_process(current.context(), current.process_id())
mine = consent.get_my_consent(current.context(), process.id)

st.title("Consent")
notices.show()
if mine.newest is None:
    empty_state("No consent is asked of you", "This process has no consent text for you.", icon="task_alt")
else:
    draw_standing(process, mine)
    draw_text(process, mine.newest)
    if mine.may_answer:
        draw_answers(mine, mine.newest)
    start_at_top(mine.state.value, key="consent.top")
