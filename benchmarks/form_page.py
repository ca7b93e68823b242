"""The vote as an ordinary Streamlit form: the same service stores it, and each submit runs the script again."""

import json
import os
from uuid import UUID

import streamlit as st

from consensus.domain.ballots import RoundKind
from consensus.domain.round_kinds import options_of
from consensus.services.context import Context
from consensus.services.opening import the_database
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.sign_in import identity
from consensus.settings import get_settings

ITEM, VERSION = json.loads(os.environ["BENCHMARK_ITEM"])

db = the_database()
context = Context(db, identity.actor_for_token(db, st.context.cookies.get(get_settings().session_cookie)))
st.title("Vote")
with st.form("vote"):
    choice = st.radio("Your vote", [option.value for option in options_of(RoundKind.VOTE, None)], index=None)
    sent = st.form_submit_button("Cast")
if sent and choice is not None:
    recorded = cast_ballot(context, UUID(ITEM), VERSION, choice)
    st.success(f"Recorded {recorded.choice} at {recorded.at:%H:%M:%S}")
