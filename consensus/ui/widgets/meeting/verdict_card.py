"""A verdict as people read it: what came out, by which numbers, under which rule, and how firmly."""

from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.definitions import Denominator
from consensus.domain.lifecycle import StatementState
from consensus.tally.rules import Outcome
from consensus.tally.verdicts import Verdict
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.meeting.tally_bar import draw_tally
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.statements.statement_card import draw_wording, state_pill

if TYPE_CHECKING:
    from consensus.services.rounds.round_views import ItemView

OUTCOME_BADGES: dict[Outcome, tuple[str, str, str]] = {
    Outcome.CONSENSUS: ("Consensus", "check_circle", "green"),
    Outcome.FULL_CONSENSUS: ("Full consensus", "check_circle", "green"),
    Outcome.NO_CONSENSUS: ("No consensus", "remove_circle", "orange"),
    Outcome.INQUORATE: ("Not enough voters", "group_off", "gray"),
    Outcome.NO_VALID_VOTES: ("No valid votes", "do_not_disturb_on", "gray"),
}
_DENOMINATORS = {
    Denominator.VALID_VOTES: "of those for or against",
    Denominator.VOTES_CAST: "of all votes cast",
    Denominator.ELIGIBLE: "of everybody who could vote",
}


def draw_item_verdict(item: "ItemView", *, is_adopted: bool = False) -> None:
    """The statement of an item with its verdict."""
    with st.container(border=True, gap="small"):
        pill = outcome_pill(item.verdict.outcome) if item.verdict else ""
        adopted = f" {state_pill(StatementState.ADOPTED)}" if is_adopted else ""
        draw_wording(item.label, item.text, item.plain_text, pill=pill + adopted)
        if item.is_tied:
            st.caption(":material/balance: Tied with another statement: the panel goes back to discussion.")
        elif item.is_proposed and not is_adopted:
            st.caption(":material/star: Proposed for adoption: the largest share of those that reach consensus.")
        if item.verdict:
            _draw_numbers(item.verdict)
        if item.comments:
            with st.expander(f"Comments ({len(item.comments)})", icon=":material/forum:"):
                for comment in item.comments:
                    prose(comment)


def draw_verdict(verdict: Verdict) -> None:
    """Outcome, share, bar and sentence; the finer points behind a fold."""
    st.markdown(outcome_pill(verdict.outcome))
    _draw_numbers(verdict)


def _draw_numbers(verdict: Verdict) -> None:
    if verdict.denominator:
        st.html(_share(verdict))
    if verdict.tally:
        draw_tally(verdict.tally)
    prose(verdict.sentence)
    if verdict.tally:
        _draw_details(verdict)


def outcome_pill(outcome: Outcome) -> str:
    """The outcome as a pill of colour, icon and word, in Markdown."""
    label, icon, colour = OUTCOME_BADGES[outcome]
    return f":{colour}-badge[:material/{icon}: {label}]"


def list_details(verdict: Verdict) -> list[str]:
    """How firm a verdict is, one sentence each."""
    sentences = []
    if verdict.fragility is not None:
        people = "1 person" if verdict.fragility == 1 else f"{verdict.fragility} people"
        sentences.append(f"{people} voting differently would have changed the outcome.")
    if verdict.tally and verdict.tally.n_missing:
        same = "would be the same" if verdict.robust else "could be different"
        sentences.append(f"Had those who did not vote voted, the outcome {same}.")
    for policy, words in _DENOMINATORS.items():
        if policy in verdict.shares:
            sentences.append(f"{verdict.share_text(policy)} {words}.")
    return sentences


def _share(verdict: Verdict) -> str:
    counts, _, percent = verdict.share_text().partition(" ")
    return (
        f'<p style="margin:0;line-height:1.2"><span style="font-family:\'Source Serif\',Georgia,serif;font-size:1.9rem;'
        f'font-weight:600">{counts.replace("/", " of ")}</span> '
        f'<span style="font-size:1rem;opacity:.8">agreed {percent}</span></p>'
    )


def _draw_details(verdict: Verdict) -> None:
    with st.expander("How firm is this, and under which rule", icon=":material/gavel:"):
        prose(verdict.definition_sentence)
        st.markdown("\n".join(f"- {escape(sentence)}" for sentence in list_details(verdict)))
