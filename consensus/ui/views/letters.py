"""The reader's own feedback after each Delphi round, to read here or to print."""

import streamlit as st

from consensus.domain.roles import Action
from consensus.services.delphi import letters
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.delphi import letter_page
from consensus.ui.widgets.pieces import empty_state

ctx, process_id = current.context(), current.process_id()
found = letters.my_letters(ctx, process_id, st.session_state.get("letters.round"))

st.title("My letters")
notices.show()
if len(found.numbers) > 1:
    st.segmented_control(
        "Round",
        found.numbers,
        default=found.numbers[-1],
        format_func=lambda number: f"Round {number}",
        required=True,
        key="letters.round",
    )
if found.letter is None:
    empty_state("No letter yet", found.why_not, icon="mark_email_read")
else:
    letter_page.draw(found.letter, process_id)
    if Action.CAST_BALLOT in processes.get_process(ctx, process_id).allowed:
        letters.note_read(ctx, process_id, found.letter.number)
