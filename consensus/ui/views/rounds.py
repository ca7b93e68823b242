"""Delphi rounds: the protocol, what is open and who is missing, results, and the next round by the rule."""

import streamlit as st

from consensus.services.delphi import delphi_views
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.delphi import next_round, proposal_list, protocol_card, reason_list, round_card
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.live import live


@st.fragment
def draw() -> None:
    """The board as it stands, drawn again whenever the process moves on."""
    notices.show()
    ctx, process_id = current.context(), current.process_id()
    process = processes.get_process(ctx, process_id)
    time_zone = current.time_zone(process.time_zone)
    board = delphi_views.get_board(ctx, process_id)
    live(process_id, key="rounds.live", revision=process.revision, person=current.person_id())
    if board.protocol is None:
        st.caption("A method sets the rounds, the questions, the rule, the feedback and the stop rule beforehand.")
        if board.may_run:
            protocol_card.draw_choice(None)
        return
    protocol_card.draw_protocol(board.protocol, time_zone)
    newest = max((one.number for one in board.rounds if one.stop is not None), default=0)
    for summary in reversed(board.rounds):
        is_newest = summary.number == newest
        round_card.draw(summary, time_zone, may_run=board.may_run, is_newest=is_newest)
    if board.may_run and not board.why_no_next:
        next_round.draw(board, time_zone)
    elif board.rounds and not any(one.closed_at is None for one in board.rounds):
        st.caption(escape(board.why_no_next))
    reason_list.draw_petitions(process_id)
    proposal_list.draw(board.next_items, may_run=board.may_run)


st.title("Rounds")
draw()
