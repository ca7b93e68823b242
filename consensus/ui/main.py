"""The Streamlit script: who is here, which pages they have, and one place where a refusal is shown."""

from pathlib import Path

import streamlit as st

from consensus.domain.errors import ConsensusError
from consensus.services.processes import processes
from consensus.services.sign_in import account
from consensus.ui import current, failures, navigation
from consensus.ui.widgets import frame

# The page follows the appearance of the system, and so does the drawing, by a media query of its own.
WORDMARK = Path(__file__).parent / "images" / "wordmark.svg"


def choose_page() -> st.Page:
    """The page asked for among those this person has; asked before anything of a process is drawn."""
    ctx = current.context()
    process_id = current.find_process_id()
    if process_id is None:
        mine = account.get_account(ctx)
        menu = navigation.menu_without_process(is_administrator=mine.is_administrator)
        page = st.navigation(navigation.to_pages(menu))
        frame.draw_person(mine.name, "Administrator" if mine.is_administrator else "")
        return page
    view = processes.get_process(ctx, process_id)
    page = st.navigation(navigation.to_pages(navigation.menu_of(view)), expanded=True)
    frame.draw(ctx, view)
    return page


st.set_page_config(page_title="Assent", page_icon=":material/balance:", layout="centered")
st.logo(str(WORDMARK), size="large")
try:
    choose_page().run()
except ConsensusError as refusal:
    failures.show(refusal)
