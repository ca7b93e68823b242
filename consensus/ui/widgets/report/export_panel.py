"""Making a document while its asker watches: choose, see how far it is, cancel, fetch."""

from uuid import UUID

import streamlit as st

from consensus.exports.document.formats import FORMATS
from consensus.services.reports import exporting
from consensus.services.reports.export_desk import ExportState
from consensus.services.reports.exporting import KINDS, DocumentKind, ExportView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape

LOOK_AGAIN = 0.5
_KEPT = "It is kept for ten minutes, for you alone, and is gone when the server restarts."


def draw(process_id: UUID) -> None:
    """The choice of document and format, and the export that is under way or done."""
    with st.container(border=True):
        st.segmented_control(
            "Document",
            list(DocumentKind),
            default=DocumentKind.REPORT,
            required=True,
            format_func=KINDS.__getitem__,
            key="report.kind",
        )
        st.segmented_control(
            "Format",
            list(FORMATS),
            default="docx",
            required=True,
            format_func=lambda ending: FORMATS[ending].label,
            key="report.format",
        )
        found = exporting.get_export(current.context(), process_id)
        is_done = found is not None and found.state is ExportState.DONE
        st.button(
            "Make the file",
            key="report.make",
            type="secondary" if is_done else "primary",
            disabled=found is not None and found.is_under_way,
            on_click=_start,
            args=(process_id,),
        )
        draw_export(found, process_id)


def draw_export(found: ExportView | None, process_id: UUID) -> None:
    """How far an export is, and the file once it is made."""
    if found is not None and found.is_under_way:
        _watch(process_id)
    elif found is not None:
        _draw(found, process_id)


@st.fragment(run_every=LOOK_AGAIN)
def _watch(process_id: UUID) -> None:
    """Look again while there is something to see; when it is over, draw the page without looking."""
    found = exporting.get_export(current.context(), process_id)
    if found is None or not found.is_under_way:
        st.rerun()
    _draw(found, process_id)


def _draw(found: ExportView, process_id: UUID) -> None:
    match found.state:
        case ExportState.WAITING | ExportState.RUNNING:
            words = "waits for its turn" if found.state is ExportState.WAITING else "is being made"
            st.progress(found.share, f"{escape(found.label)} {words} …")
            st.button(
                "Cancel",
                key="report.cancel",
                icon=":material/close:",
                disabled=found.share >= 1,
                on_click=_cancel,
                args=(process_id,),
            )
        case ExportState.DONE if not found.filename:
            st.success(f"{escape(found.label)}: done.", icon=":material/check:")
        case ExportState.DONE:
            st.success(f"{escape(found.label)} is ready: {_size(found.n_bytes)}.", icon=":material/check:")
            address = f"/export/{process_id}/{found.id}"
            st.link_button(f"Download {escape(found.filename)}", address, icon=":material/download:", type="primary")
            st.caption(_KEPT)
        case ExportState.FAILED:
            st.error(escape(found.error), icon=":material/error:")
        case ExportState.CANCELLED:
            st.caption(f"{escape(found.label)} was cancelled. Nothing of it is kept.")


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1_000_000:.1f} MB" if n_bytes >= 1_000_000 else f"{max(n_bytes // 1000, 1)} kB"


def _start(process_id: UUID) -> None:
    notices.attempt(
        exporting.start_export,
        current.context(),
        process_id,
        st.session_state["report.kind"],
        st.session_state["report.format"],
    )


def _cancel(process_id: UUID) -> None:
    notices.attempt(exporting.cancel_export, current.context(), process_id, done="The export was cancelled.")
