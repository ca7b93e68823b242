"""The rounds of a statement behind a fold on its own card, the newest first."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import RoundState
from consensus.domain.round_kinds import KINDS
from consensus.services.statements.statement_rounds import StatementRound
from consensus.services.statements.statement_views import StatementView
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.meeting.answer_picture import draw_answers
from consensus.ui.widgets.meeting.verdict_card import outcome_pill
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.statements.word_changes import changes_html

_STANDS = {
    RoundState.OPEN: "Open now. What came of it appears here once it is revealed.",
    RoundState.CLOSED: "Closed. What came of it appears here once it is revealed.",
}


def draw_fold(statement: StatementView, rounds: Sequence[StatementRound]) -> None:
    """Every round of this statement; nothing where it was never voted on."""
    if not rounds:
        return
    n = len({one.number for one in rounds})
    with st.expander(f"Rounds ({n})", icon=":material/ballot:"):
        for place, one in enumerate(rounds):
            if place:
                st.divider()
            _draw(statement, one)


def at_foot(rounds: Mapping[UUID, Sequence[StatementRound]]) -> Callable[[StatementView], None]:
    """What draws the rounds of whichever statement a card is of."""

    def draw(statement: StatementView) -> None:
        draw_fold(statement, rounds.get(statement.id, ()))

    return draw


def _draw(statement: StatementView, one: StatementRound) -> None:
    about = f", {escape(one.question)}" if one.question else ""
    if one.verdict is not None:
        pill = outcome_pill(one.verdict.outcome)
    else:
        pill = ":gray-badge[:material/block: Void]" if one.state is RoundState.VOID else ""
    st.markdown(f"**Round {one.number}{about}** {pill}")
    st.caption(f"{escape(KINDS[one.kind].title)}, {one.taken.words}.")
    _draw_wording(statement, one)
    if one.verdict is not None:
        tally = one.verdict.tally
        if tally is not None and one.answers:
            draw_answers(one.kind, one.answers, eligible=tally.eligible, recused=tally.recused)
        prose(one.verdict.sentence)
    elif one.state is RoundState.VOID:
        prose(f"Declared void: {one.void_reason} Its votes count nowhere.")
    else:
        prose(_STANDS.get(one.state, ""), muted=True)
    st.caption(f"The rule: {escape(one.rule_sentence)}")


def _draw_wording(statement: StatementView, one: StatementRound) -> None:
    """That the present wording was voted on; else the one that was, and what has changed in it since."""
    if one.version_number == statement.version_number:
        st.caption(f"On the wording above (version {one.version_number}).")
        return
    serif = "font-family:'Source Serif',Georgia,serif;line-height:1.5;margin:.1rem 0 0"
    small = "margin:0;font-size:.8rem;font-weight:600;opacity:.75"
    st.html(
        f'<p style="{small}">Voted on (version {one.version_number})</p><p style="{serif}">{to_html(one.text)}</p>'
        f'<p style="{small};margin-top:.4rem">Reworded since (version {statement.version_number})</p>'
        f'<p style="{serif}">{changes_html(one.text, statement.text)}</p>'
    )
