"""A verdict as people read it: what came out, by which numbers, under which rule, and how firmly."""

from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.ballots import RoundKind
from consensus.domain.definitions import Denominator
from consensus.domain.lifecycle import StatementState
from consensus.tally.round_verdicts import AnyVerdict, Finding, RuledVerdict
from consensus.tally.rules import Outcome
from consensus.tally.verdicts import Verdict
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.meeting.answer_picture import draw_answers
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.statements.statement_card import draw_wording, state_pill

if TYPE_CHECKING:
    from consensus.services.rounds.item_views import ItemView

OUTCOME_BADGES: dict[str, tuple[str, str, str]] = {
    Outcome.CONSENSUS: ("Consensus", "check_circle", "green"),
    Outcome.FULL_CONSENSUS: ("Full consensus", "check_circle", "green"),
    Outcome.NO_CONSENSUS: ("No consensus", "remove_circle", "orange"),
    Outcome.INQUORATE: ("Not enough voters", "group_off", "gray"),
    Outcome.NO_VALID_VOTES: ("No valid votes", "do_not_disturb_on", "gray"),
    Finding.APPROPRIATE: ("Appropriate", "check_circle", "green"),
    Finding.UNCERTAIN: ("Uncertain", "help", "orange"),
    Finding.INAPPROPRIATE: ("Inappropriate", "cancel", "orange"),
    Finding.IN: ("In", "check_circle", "green"),
    Finding.OUT: ("Out", "cancel", "orange"),
    Finding.STRONG_FOR: ("Strong recommendation for", "keyboard_double_arrow_up", "green"),
    Finding.WEAK_FOR: ("Weak recommendation for", "keyboard_arrow_up", "green"),
    Finding.NONE: ("No recommendation", "remove_circle", "orange"),
    Finding.WEAK_AGAINST: ("Weak recommendation against", "keyboard_arrow_down", "orange"),
    Finding.STRONG_AGAINST: ("Strong recommendation against", "keyboard_double_arrow_down", "orange"),
    Finding.FIRST: ("First", "trophy", "green"),
    Finding.TIED_FIRST: ("Tied first", "balance", "orange"),
    Finding.RANKED: ("Ranked", "format_list_numbered", "gray"),
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
            why = "the largest share of those that meet the rule" if _compares(item) else "it alone meets the rule"
            st.caption(f":material/star: Proposed for adoption: {why}.")
        draw_item_numbers(item)
        if item.comments:
            with st.expander(f"Comments ({len(item.comments)})", icon=":material/forum:"):
                for comment in item.comments:
                    prose(comment)


def draw_verdict(item: "ItemView") -> None:
    """Outcome, share, picture and sentence; the finer points behind a fold."""
    if item.verdict is not None:
        st.markdown(outcome_pill(item.verdict.outcome))
        draw_item_numbers(item)


def draw_verdict_in_full(item: "ItemView") -> None:
    """The verdict, what it proposes, and what people wrote with their votes."""
    draw_verdict(item)
    if item.is_proposed:
        st.markdown(
            ":material/star: **Proposed for adoption:** of the candidates that reached consensus, the largest share"
        )
    if item.is_tied:
        st.markdown(":material/balance: **Tied** with another candidate: the panel goes back to discussion")
    if item.comments:
        with st.expander(f"Comments, without names ({len(item.comments)})", icon=":material/forum:"):
            for comment in item.comments:
                st.text(comment)
    if item.named_ballots:
        with st.expander("Who voted how", icon=":material/how_to_vote:"):
            labels = {option.value: option.label for option in item.options}
            st.text(
                "\n".join(
                    f"{ballot.name}: {labels.get(ballot.choice, '')}{' (from paper)' * ballot.is_paper}"
                    for ballot in item.named_ballots
                )
            )


def draw_item_numbers(item: "ItemView") -> None:
    """What a verdict was decided on, as far as there is one."""
    verdict = item.verdict
    if verdict is None:
        return
    if isinstance(verdict, Verdict) and verdict.denominator and item.kind is RoundKind.VOTE:
        st.html(_share(verdict))
    if verdict.tally:
        draw_answers(
            item.kind,
            item.answers,
            eligible=verdict.tally.eligible,
            recused=verdict.tally.recused,
            score=_score(verdict),
        )
    prose(verdict.sentence)
    if verdict.tally:
        _draw_details(verdict)


def _compares(item: "ItemView") -> bool:
    return isinstance(item.verdict, Verdict)


def _score(verdict: AnyVerdict) -> str:
    standing = verdict.standing if isinstance(verdict, RuledVerdict) else None
    return f"{standing.rank}. with {standing.score} points" if standing else ""


def outcome_pill(outcome: str) -> str:
    """The outcome as a pill of colour, icon and word, in Markdown."""
    label, icon, colour = OUTCOME_BADGES[outcome]
    return f":{colour}-badge[:material/{icon}: {label}]"


def list_details(verdict: AnyVerdict) -> list[str]:
    """How firm a verdict on a share is, one sentence each; other rules say it all in theirs."""
    if isinstance(verdict, RuledVerdict):
        return []
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


def _draw_details(verdict: AnyVerdict) -> None:
    with st.expander("How firm is this, and under which rule", icon=":material/gavel:"):
        prose(verdict.definition_sentence)
        st.markdown("\n".join(f"- {escape(sentence)}" for sentence in list_details(verdict)))
