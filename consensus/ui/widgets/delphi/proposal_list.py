"""The items that panelists propose, and the facilitator's decision on each."""

from uuid import UUID

import streamlit as st

from consensus.domain.delphi.proposals import ProposalState
from consensus.services.delphi import proposals
from consensus.services.delphi.proposals import ProposalView
from consensus.services.delphi.standings import StatementStand
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose

ACCEPT, MERGE, DECLINE = "Accept as a new item", "Merge into one there is", "Decline"


def decide(proposal_id: UUID) -> None:
    """Carry out what was chosen for a proposal."""
    ctx, key = current.context(), f"rounds.proposal.{proposal_id}"
    chosen, words = st.session_state[f"{key}.what"], st.session_state[f"{key}.words"]
    if chosen == ACCEPT:
        notices.attempt(proposals.accept_proposal, ctx, proposal_id, words, done="It is a new candidate.")
    elif chosen == MERGE:
        into = st.session_state[f"{key}.into"]
        notices.attempt(proposals.merge_proposal, ctx, proposal_id, into, words, done="Merged.")
    else:
        notices.attempt(proposals.decline_proposal, ctx, proposal_id, words, done="Declined.")


def draw(stands: tuple[StatementStand, ...], *, may_run: bool) -> None:
    """What waits first, then what was decided."""
    found = proposals.list_proposals(current.context(), current.process_id())
    if not found:
        return
    st.subheader("Proposed items")
    for proposal in sorted(found, key=lambda one: one.state is not ProposalState.WAITING):
        with st.container(border=True, gap="small"):
            prose(proposal.text)
            if proposal.state is ProposalState.WAITING and may_run:
                _draw_decision(proposal, stands)
            else:
                why = f": {proposal.reason}" if proposal.reason else ""
                st.caption(escape(f"{proposal.topic} · {proposal.state.value} {proposal.label}{why}"))


def _draw_decision(proposal: ProposalView, stands: tuple[StatementStand, ...]) -> None:
    key = f"rounds.proposal.{proposal.id}"
    st.caption(escape(proposal.topic))
    chosen = st.segmented_control("Decision", [ACCEPT, MERGE, DECLINE], default=ACCEPT, key=f"{key}.what")
    if chosen == MERGE:
        labels = {stand.statement_id: f"{stand.label} {stand.text}" for stand in stands}
        st.selectbox("Into", list(labels), format_func=lambda one: escape(labels[one]), key=f"{key}.into")
    st.text_input(
        "In other words, if any" if chosen == ACCEPT else "Why; whoever proposed it will read this", key=f"{key}.words"
    )
    st.button("Decide", key=f"{key}.decide", on_click=decide, args=(proposal.id,))
