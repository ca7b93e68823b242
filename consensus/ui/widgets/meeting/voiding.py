"""Declaring a vote void, with the reason that everybody reads."""

import streamlit as st

from consensus.domain.disclosure import Anonymity
from consensus.domain.secret_ballots import MOST_REASON_CHARACTERS
from consensus.services.rounds import voiding
from consensus.services.rounds.round_views import RoundView
from consensus.ui import current, notices

_REASON = "meeting.void.reason"
_SEALED = (
    "For a vote in which somebody took part who should not have: nobody can find their ballot. All ballots are "
    "destroyed uncounted, and everybody reads why. A new vote may be opened."
)
_ANY_OTHER = (
    "For a vote that should not have been held like this, such as one in which somebody took part who is to be "
    "recused. Its ballots count nowhere and are shown to nobody, and everybody reads why. A new vote may be opened."
)


def draw(round_: RoundView) -> None:
    """Draw the way to declare this vote void, where there is one."""
    if not round_.may_void:
        return
    with st.popover("Declare void", icon=":material/block:", type="tertiary"):
        is_secret = round_.anonymity is Anonymity.SECRET
        st.text(_SEALED if is_secret else _ANY_OTHER)
        st.text_input("Reason", key=_REASON, max_chars=MOST_REASON_CHARACTERS)
        yes = "Yes, destroy the ballots" if is_secret else "Yes, it is void"
        st.button(yes, key="meeting.void", on_click=_void, args=(round_,))


def _void(round_: RoundView) -> None:
    notices.attempt(
        voiding.void_round,
        current.context(),
        round_.id,
        st.session_state[_REASON],
        done="The vote is void.",
    )
