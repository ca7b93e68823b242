"""What the process says about itself, what it asks of its panel, and the rule by which it decides."""

import streamlit as st

from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets import parts
from consensus.ui.widgets.settings import groups, hand_over, interests, rule, secrecy, taking_part, words

PARTS = {
    "Question": words.draw,
    "Taking part": taking_part.draw,
    "Interests": interests.draw,
    "Secrecy": secrecy.draw,
    "Groups": groups.draw,
    "Consensus": rule.draw,
    "Hand over": hand_over.draw,
}


process = processes.get_process(current.context(), current.process_id())

st.title("Settings")
notices.show()
PARTS[parts.choose(tuple(PARTS))](process)
