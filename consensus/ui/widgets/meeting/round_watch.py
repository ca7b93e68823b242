"""A round that is not revealed yet, as the facilitator watches it: turnout, and counts or missing names."""

import streamlit as st

from consensus.domain.lifecycle import RoundState
from consensus.domain.undoing import BALLOTS_STAY
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.round_views import RoundView
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.meeting import electorate, hands, paper, secret_lists, voiding
from consensus.ui.widgets.meeting.answer_picture import draw_answers
from consensus.ui.widgets.statements.statement_card import draw_hash, draw_wording


def draw(round_: RoundView) -> None:
    """Draw the turnout, then each item with what may be seen of it."""
    if round_.hands is not None:
        needs = round_.items[0].needs if round_.items else ""
        hands.draw_head(round_.hands, needs, is_open=round_.state is RoundState.OPEN)
    else:
        _draw_turnout(round_)
    if round_.missing_names is not None:
        _draw_missing(round_.missing_names)
    for item in round_.items:
        with st.container(border=True, gap="small"):
            draw_wording(item.label, item.text)
            draw_hash(item.version_sha256)
            _draw_item(round_, item)
    if round_.state is RoundState.OPEN and round_.may_close:
        paper.draw(round_)
    electorate.draw(round_.electorate)
    secret_lists.draw(round_)
    voiding.draw(round_)
    hands.draw_way(round_)
    st.caption(hands.CORRECTED if round_.hands is not None else BALLOTS_STAY)
    if round_.secret is not None and round_.state is RoundState.CLOSED and not round_.secret.is_swept:
        st.caption(
            ":material/cleaning_services: Something, such as a backup, still reads what lay in the database while the "
            "vote was open. Removing it is tried again at the next close and when the server starts."
        )
    st.caption(f"The rule: {escape(round_.definition_sentence)} Voters are told: “{escape(round_.promise)}”")


def _draw_turnout(round_: RoundView) -> None:
    closed = round_.state is RoundState.CLOSED
    st.html(
        '<p role="status" style="margin:0;font-size:2rem;line-height:1.2;font-weight:600">'
        f"{round_.n_cast} of {round_.n_electors} {'voted' if closed else 'have voted'}</p>"
        f'<p style="margin:.2rem 0 0;opacity:.85">{to_html(round_.items[0].needs if round_.items else "")}</p>'
    )
    st.progress(round_.n_cast / round_.n_electors if round_.n_electors else 0.0)


def _draw_missing(names: tuple[str, ...]) -> None:
    if names:
        st.markdown(f"**Not complete yet ({len(names)})**")
        st.text(", ".join(names))
    else:
        st.markdown("**Everyone has voted on every statement.**")


def _draw_item(round_: RoundView, item: ItemView) -> None:
    counts_hands = round_.hands is not None and round_.hands.may_count
    if item.taken.sentence and not counts_hands:
        icon = "front_hand" if item.taken.by_hands else "edit_document"
        st.caption(f":material/{icon}: {item.taken.sentence}")
    if round_.hands is not None and round_.hands.may_count:
        if item.label not in round_.hands.uncounted:
            _draw_tally(round_, item)
        hands.draw_count(round_.id, item, round_.hands)
        return
    if item.tally is None:
        st.caption(f"{item.n_cast} of {round_.n_electors} ballots. The counts stay hidden until the reveal.")
        return
    _draw_tally(round_, item)


def _draw_tally(round_: RoundView, item: ItemView) -> None:
    if item.tally is None:
        return
    draw_answers(
        item.kind,
        item.answers,
        eligible=item.tally.eligible,
        recused=item.tally.recused,
        is_open=round_.state is RoundState.OPEN and round_.hands is None,
    )
