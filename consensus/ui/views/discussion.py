"""The items one by one, as they were rated before: to discuss them in the room, and to see at once what came of it."""

import streamlit as st

from consensus.services.delphi import discussion
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.delphi import discussed_item, moved_items
from consensus.ui.widgets.live import live
from consensus.ui.widgets.pieces import empty_state


@st.fragment
def draw() -> None:
    """The discussion as it stands, drawn again whenever the process moves on."""
    notices.show()
    ctx, process_id = current.context(), current.process_id()
    process = processes.get_process(ctx, process_id)
    found = discussion.get_discussion(ctx, process_id)
    live(process_id, key="discussion.live", revision=process.revision, person=current.person_id())
    if found is None:
        text = "When the first round is revealed, its items stand here with the ratings of the panel, without names."
        empty_state("Nothing to discuss yet", text, icon="forum")
        return
    discussed_item.draw(found)
    moved_items.draw(found)


st.title("Discussion")
draw()
