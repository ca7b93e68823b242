"""Making the archive of a process: for whom, what is in it and what is not, and the file."""

from uuid import UUID

import streamlit as st

from consensus.services.reports import exporting
from consensus.ui import current, notices
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.report.export_panel import draw_export

PUBLIC, PEOPLE = "For publication", "For another server"
_HOLDS = {
    PUBLIC: "Nobody is named in it: everybody has a number. Anybody may have it.",
    PEOPLE: "It names everybody of the panel, with their addresses and declared interests. Keep it as you keep those.",
}


def draw(process_id: UUID) -> None:
    """The choice, and the archive that is under way or done."""
    prose(
        "One file with the whole process: every wording, every round with its rule, ballots and verdicts, and the "
        "record of events. A program in it recounts everything with nothing but Python, and another server can take "
        "it in. Ballots of confidential and secret votes are in it without their voters; answers to surveys are not.",
        muted=True,
    )
    with st.container(border=True):
        st.segmented_control("Archive", [PUBLIC, PEOPLE], default=PUBLIC, required=True, key="report.archive")
        st.caption(_HOLDS[st.session_state["report.archive"]])
        found = exporting.get_export(current.context(), process_id)
        st.button(
            "Make the archive",
            key="report.archive.make",
            icon=":material/inventory_2:",
            type="primary",
            disabled=found is not None and found.is_under_way,
            on_click=_start,
            args=(process_id,),
        )
        draw_export(found, process_id)
    st.subheader("Check it", anchor=False)
    st.text("Unpack it and run:")
    st.code("python3 verify.py", language="bash")
    st.caption("It ends with the fingerprint of the archive. The record of this process holds the same.")


def _start(process_id: UUID) -> None:
    with_people = st.session_state["report.archive"] == PEOPLE
    notices.attempt(exporting.start_archive, current.context(), process_id, with_people=with_people)
