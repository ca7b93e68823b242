"""A page as one would write it at first: it asks once who is here, guards its first line, and trusts its callback."""

import os
from pathlib import Path

import streamlit as st

from consensus.services.opening import the_database
from consensus.services.sign_in import identity


def close_the_vote() -> None:
    """What only the facilitator may do."""
    with Path(os.environ["DEEDS"]).open("a") as deeds:
        deeds.write(f"closed by {st.session_state['name']}\n")


if st.query_params.get("careful"):
    from consensus.ui import current

    def close_the_vote() -> None:
        """The same, asking who is here."""
        name = current.context().actor.name
        with Path(os.environ["DEEDS"]).open("a") as deeds:
            deeds.write(f"closed by {name}\n")


actor = identity.actor_for_token(the_database(), st.context.cookies.get("assent"))
if "name" not in st.session_state and actor is not None:
    st.session_state["name"] = actor.name

st.text(f"You are {st.session_state.get('name', 'nobody')}")
if actor is None or st.session_state["name"] != "Fay":
    st.stop()
st.button("Close the vote", on_click=close_the_vote)
