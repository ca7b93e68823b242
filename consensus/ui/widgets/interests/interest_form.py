"""The inputs of a declared interest, and the declarations there are, with what was decided on each."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from consensus.domain.conflicts import DECISIONS, KINDS, MAX_CHARACTERS, Declaration, InterestKind, Stand, kinds_words
from consensus.services.interests.interest_store import DeclarationView, QuestionView
from consensus.ui.widgets.pieces import labelled, prose
from consensus.ui.widgets.times import day_and_clock

STANDS: dict[Stand, tuple[str, str, str]] = {
    Stand.UNDECLARED: ("Not answered", "radio_button_unchecked", "gray"),
    Stand.NOTHING: ("Nothing to declare", "check_circle", "green"),
    Stand.UNDECIDED: ("Waits for a decision", "hourglass_top", "orange"),
    Stand.NONE_NEEDED: ("No action needed", "check_circle", "green"),
    Stand.DISCLOSED_ONLY: ("Disclosed only", "visibility", "blue"),
    Stand.RECUSED: ("Recused", "block", "red"),
}


def stand_pill(stand: Stand) -> str:
    """How far a question is, as a pill of colour, icon and word, in Markdown."""
    label, icon, colour = STANDS[stand]
    return f":{colour}-badge[:material/{icon}: {label}]"


def draw_inputs(key: str, *, save: Callable[..., None], args: tuple[UUID | None, ...]) -> None:
    """Draw the kinds, the text and the button that saves; `save` reads them with `read`."""
    st.pills(
        "Of which kind? Several may apply.",
        list(InterestKind),
        format_func=lambda kind: KINDS[kind].label,
        selection_mode="multi",
        key=f"{key}.kinds",
    )
    st.caption("  \n".join(f"**{words.label}**: {words.examples}" for words in KINDS.values()))
    st.text_area(
        "What is it?", key=f"{key}.text", max_chars=MAX_CHARACTERS, placeholder="Who, what for, and since when"
    )
    st.button("Declare this", type="primary", key=f"{key}.save", width="stretch", on_click=save, args=args)


def read(key: str) -> Declaration:
    """The interest that the inputs of `key` describe at this moment; raises where something is missing."""
    state = st.session_state
    return Declaration(True, frozenset(state.get(f"{key}.kinds") or ()), state.get(f"{key}.text") or "")


def clear(key: str) -> None:
    """Let the inputs begin empty again."""
    for name in ("kinds", "text"):
        st.session_state.pop(f"{key}.{name}", None)


def draw_declaration(declaration: DeclarationView, time_zone: str) -> None:
    """What was declared, when, and what was decided on it."""
    if declaration.has_interest:
        st.caption(kinds_words(declaration.kinds).capitalize())
        prose(declaration.text)
    else:
        prose("Nothing to declare.")
    on_behalf = f", entered from paper by {declaration.entered_by}" if declaration.entered_by else ""
    prose(f"Declared {day_and_clock(declaration.declared_at, time_zone)}{on_behalf}", size=".85rem", muted=True)
    for decision in declaration.decisions:
        words = DECISIONS[decision.decision]
        when = day_and_clock(decision.decided_at, time_zone)
        labelled(f"{words.capitalize()}, decided by {decision.decided_by}, {when}", decision.reason)


def draw_earlier(question: QuestionView, time_zone: str) -> None:
    """The superseded declarations behind a fold, the newest first."""
    if len(question.history) > 1:
        with st.expander(f"Declared before ({len(question.history) - 1})", icon=":material/history:"):
            for declaration in reversed(question.history[:-1]):
                draw_declaration(declaration, time_zone)
