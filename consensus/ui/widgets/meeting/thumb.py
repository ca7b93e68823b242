"""Where the ballot stands: on a phone it comes first while something is asked, with its answers in a thumb's reach."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consensus.ui.widgets.elements import FRONTEND


def reach() -> DeltaGenerator:
    """The place of the ballot on a page, in the order of reading; its style moves it up on a phone."""
    st.html(FRONTEND / "thumb.css")
    return st.container(key="meeting-ballot")
