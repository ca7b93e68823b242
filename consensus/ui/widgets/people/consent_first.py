"""Where consent is asked for and not given, the way to the text stands in place of what needs it."""

import streamlit as st

from consensus.domain.taking_part import ConsentState
from consensus.services.people import consent
from consensus.ui import current
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.meeting import waiting


def draw() -> bool:
    """Draw the way to the consent text, if it comes first; whether it does."""
    state = consent.get_my_consent(current.context(), current.process_id()).state
    if state in (ConsentState.NOT_ASKED, ConsentState.GIVEN):
        return False
    if state is ConsentState.WAITING:
        waiting.now("Read the consent text first", "This page is open to you once you have agreed.", icon="contract")
    else:
        waiting.later(
            "You did not agree to the consent text",
            "So nothing is asked of you here. You can change your answer.",
            icon="do_not_disturb_on",
        )
    st.page_link(VIEWS / "consent.py", label="Go to the consent text", icon=":material/arrow_forward:")
    return True
