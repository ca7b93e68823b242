"""The report: every passage beside the facts it was made of, edited here, and made into files."""

import streamlit as st

from consensus.services.processes import processes
from consensus.services.reports import report, result_tables
from consensus.ui import current, notices
from consensus.ui.widgets import downloads, parts
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.report import archive_panel, checklist_panel, export_panel, passage, publish_panel

PARTS = ("Text", "Checklist", "Download", "Publish", "Archive")


def draw_text(found: report.ReportView, process: processes.ProcessView) -> None:
    """The sections with their passages."""
    prose(
        "Each passage is made from the record and follows it. What you write in its place is kept, with your name and "
        "the time in the record, until you take the generated text again.",
        muted=True,
    )
    if found.n_moved:
        st.warning(
            f"Written passages whose facts have moved since: {found.n_moved}. They are marked below.",
            icon=":material/sync_problem:",
        )
    for section in found.sections:
        st.subheader(section.title)
        for one in section.passages:
            passage.draw(one, process.id, process.time_zone, may_edit=found.may_edit)


def draw_files(process: processes.ProcessView) -> None:
    """Preview, documents, and where each sentence comes from."""
    prose("See it as a reader will, in a tab of its own:", muted=True)
    st.link_button("Open the preview", f"/preview/{process.id}/report.html", icon=":material/visibility:")
    st.subheader("Make a file")
    export_panel.draw(process.id)
    st.subheader("Where each sentence comes from")
    downloads.draw_downloads(process.id, {report.TRACE: "Sentences with their facts and edits (JSON)"})
    st.subheader("Tables and data")
    prose(
        "Ballots stand beside names only where voting was open; of all other rounds there are counts and no ballots.",
        muted=True,
    )
    downloads.draw_downloads(process.id, result_tables.LABELS)


process = processes.get_process(current.context(), current.process_id())

st.title("Report")
notices.show()
match parts.choose(PARTS):
    case "Text":
        draw_text(report.get_report(current.context(), process.id), process)
    case "Checklist":
        checklist_panel.draw(process.id, process.time_zone)
    case "Download":
        draw_files(process)
    case "Publish":
        publish_panel.draw(process.id, process.time_zone)
    case _:
        archive_panel.draw(process.id)
