"""A statement as people read it: label, state, wording, plain-language twin."""

from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.lifecycle import StatementState
from consensus.tally.verdict_wording import full_consensus_sentence
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.statements.evidence import draw_evidence
from consensus.ui.widgets.statements.word_changes import changes_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from consensus.services.statements.statement_views import AdoptionView, StatementView
    from consensus.services.statements.wording_changes import WordingChange

STATE_BADGES: dict[StatementState, tuple[str, str, str]] = {
    StatementState.CANDIDATE: ("Draft", "edit_note", "gray"),
    StatementState.PRESENTED: ("Being discussed", "forum", "blue"),
    StatementState.ADOPTED: ("Adopted", "check_circle", "green"),
    StatementState.NO_CONSENSUS: ("Not adopted", "remove_circle", "orange"),
    StatementState.WITHDRAWN: ("Withdrawn", "cancel", "gray"),
    StatementState.SUPERSEDED: ("Replaced", "history", "gray"),
}


def state_badge(state: StatementState) -> None:
    """Draw the state of a statement as a pill of colour, icon and word."""
    st.markdown(state_pill(state))


def state_pill(state: StatementState) -> str:
    """The pill of `state_badge` in Markdown."""
    label, icon, colour = STATE_BADGES[state]
    return f":{colour}-badge[:material/{icon}: {label}]"


def draw_statement(
    statement: "StatementView",
    change: "WordingChange | None" = None,
    *,
    below: "Callable[[StatementView], None] | None" = None,
) -> None:
    """A statement in a frame of its own, with its state where it is more than a draft, and what changed in it.

    `below` draws what the page adds at the foot of the card.
    """
    with st.container(border=True, gap="small"):
        is_draft = statement.state is StatementState.CANDIDATE
        pill = "" if is_draft else state_pill(statement.state)
        draw_wording(statement.label, statement.text, statement.plain_text, pill=pill)
        if statement.adopted:
            prose(_adopted(statement.adopted), size=".92rem", muted=True)
        draw_undone(statement)
        draw_change(change)
        if statement.evidence:
            with st.expander(f"Evidence on this statement ({len(statement.evidence)})", icon=":material/menu_book:"):
                draw_evidence(statement.evidence)
        if below is not None:
            below(statement)


def draw_wording(label: str, text: str, plain_text: str = "", *, pill: str = "") -> None:
    """Label, wording and plain-language twin, set like a journal and exactly as typed; `pill` is Markdown of ours."""
    st.markdown(f":small[**Statement {escape(label)}**] {pill}")
    plain = (
        f'<p style="margin:.6rem 0 0;font-size:.95rem;line-height:1.5;opacity:.85">'
        f"<strong>In plain words:</strong> {to_html(plain_text)}</p>"
        if plain_text
        else ""
    )
    st.html(
        f"<p style=\"margin:0;font-family:'Source Serif',Georgia,serif;font-size:1.18rem;line-height:1.45\">"
        f"{to_html(text)}</p>{plain}"
    )


def draw_change(change: "WordingChange | None") -> None:
    """What is new in a wording since the panel last voted on it, word by word, and why; nothing where nothing is."""
    if change is None:
        return
    lines = (
        *(f"Reason: {reason}" for reason in change.reasons),
        *(f"Answers the comment: “{comment}”" for comment in change.answers),
    )
    below = "".join(f'<p style="margin:.2rem 0 0;font-size:.88rem;opacity:.85">{to_html(line)}</p>' for line in lines)
    heading = f"What changed since {to_html(change.since)}"
    st.html(
        f'<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">{heading}</p>'
        f"<p style=\"margin:.1rem 0 0;font-family:'Source Serif',Georgia,serif;line-height:1.5\">"
        f"{changes_html(change.before, change.after)}</p>{below}"
    )


def draw_undone(statement: "StatementView") -> None:
    """That an adoption of this statement was recorded by mistake and undone, with the reason."""
    for one in statement.undone:
        st.caption(f":material/undo: {escape(one.sentence)}")


def draw_hash(sha256: str) -> None:
    """The first letters of the hash of the wording that a vote is bound to."""
    st.caption(f"The vote is on exactly this wording: SHA-256 {sha256[:12]}…", help=f"The whole hash: {sha256}")


def draw_version(number: int, sha256: str) -> None:
    """Which wording this is: its number, and the first letters of the hash that a vote on it is bound to."""
    st.caption(f"Version {number} · SHA-256 {sha256[:12]}…", help=f"The whole hash: {sha256}")


def _adopted(adoption: "AdoptionView") -> str:
    if adoption.verdict_sentence:
        return adoption.verdict_sentence
    if adoption.n_present:
        return full_consensus_sentence(adoption.n_present, adoption.hearing)
    return "Adopted by full consensus."
