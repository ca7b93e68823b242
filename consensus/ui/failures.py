"""What a person is told when something fails: a refusal as it stands, anything else by its reference."""

import logging
import secrets

import streamlit as st

from consensus.domain.errors import ConsensusError, NotAllowedError, NotFoundError, SignedOutError
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state

_LOG = logging.getLogger(__name__)


def explain(error: Exception) -> str:
    """One sentence for the person; an error that nobody foresaw is logged with the reference shown."""
    if isinstance(error, ConsensusError):
        return str(error)
    reference = secrets.token_hex(2)
    _LOG.error("Unexpected error, reference %s", reference, exc_info=error)
    return f"Something went wrong; nothing was changed. Reference {reference}."


def show(error: Exception) -> None:
    """Draw the sentence, with the way back in for somebody who is signed out."""
    if isinstance(error, SignedOutError):
        st.title("You are signed out")
        st.text(explain(error))
        st.html('<p><a href="/sign-in" style="color:inherit">Go to the sign-in page</a></p>')
        return
    if isinstance(error, NotFoundError | NotAllowedError):
        empty_state("Not available", explain(error), icon="block")
        st.html('<p><a href="/" style="color:inherit">Go to the start</a></p>')
        return
    st.error(escape(explain(error)), icon=":material/error:")


def on_script_error(error: Exception) -> bool:
    """Streamlit's hook for what no page caught, callbacks included; True keeps its own box away."""
    show(error)
    return True
