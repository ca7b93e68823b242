"""Entering a ballot that came on paper, for a member without a device."""

import streamlit as st

from consensus.services.rounds import paper_ballots
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.paper_ballots import PaperVoter
from consensus.services.rounds.round_views import RoundView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape


def draw(round_: RoundView) -> None:
    """The form behind a fold; nothing where the round takes no papers."""
    voters = paper_ballots.list_paper_voters(current.context(), round_.id)
    if not voters:
        return
    with (
        st.expander("Enter a ballot from paper", icon=":material/edit_document:"),
        st.form(f"meeting.paper.{round_.id}", border=False, clear_on_submit=True),
    ):
        st.caption(
            "For somebody without a device. It is marked as entered from paper wherever it is counted. The voter reads "
            "on their phone that you entered it, and may change it. It never replaces a vote cast personally."
        )
        st.selectbox(
            "Whose paper", voters, index=None, format_func=lambda voter: escape(voter.name), key="meeting.paper.voter"
        )
        for item in round_.items:
            _draw_item(item)
        st.form_submit_button(
            "Record this paper", type="primary", key="meeting.paper.record", on_click=_record, args=(round_,)
        )


def _draw_item(item: ItemView) -> None:
    labels = {option.value: option.label for option in item.options}
    st.radio(
        f"**{escape(item.label)}** {escape(item.text)}",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        horizontal=True,
        key=f"meeting.paper.{item.id}",
    )


def _record(round_: RoundView) -> None:
    voter: PaperVoter | None = st.session_state["meeting.paper.voter"]
    if voter is None:
        notices.leave("Say whose paper it is.", is_refusal=True)
        return
    said = {item.id: st.session_state[f"meeting.paper.{item.id}"] for item in round_.items}
    notices.attempt(
        paper_ballots.enter_paper,
        current.context(),
        round_.id,
        voter.member_id,
        {item_id: choice for item_id, choice in said.items() if choice is not None},
        done=f"The paper of {voter.name} is recorded.",
    )
