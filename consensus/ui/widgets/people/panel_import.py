"""Importing a list of people: the file, how it was read, what would happen, and the button that does it."""

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.people import panel_import
from consensus.services.people.panel_import import ImportPreview, PanelFile
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import import_columns, import_outcomes
from consensus.ui.widgets.refusals import load
from surveys.panel_file.planning import ImportPlan

_FILE = "panel.import.file"
_GENERATION = "panel.import.generation"


def draw(*, is_empty: bool) -> None:
    """Draw the import behind a fold, open where the panel is empty."""
    with st.expander("Import a list (CSV or Excel)", icon=":material/upload_file:", expanded=is_empty):
        st.caption(
            "One row a person, the first row naming the columns. E-mail addresses may be missing. You see what would "
            "happen before anything is imported, and importing a list again changes people rather than doubling them."
        )
        generation = st.session_state.setdefault(_GENERATION, 0)
        upload = st.file_uploader(
            "List of people",
            type=["csv", "txt", "tsv", "xlsx"],
            key=f"{_FILE}.{generation}",
            max_upload_size=panel_import.MAX_BYTES // 10**6,
            label_visibility="collapsed",
        )
        if upload is not None:
            _draw_read(PanelFile(upload.name, upload.getvalue(), import_columns.read()))


def _draw_read(file: PanelFile) -> None:
    preview, refusal = load(panel_import.preview_import, current.context(), current.process_id(), file)
    if preview is None:
        st.error(escape(refusal), icon=":material/error:")
        if file.chosen:
            st.button("Read the columns by their names", key="panel.import.forget", on_click=import_columns.forget)
        return
    st.caption(escape(" ".join(preview.notes)))
    import_columns.draw(preview.columns, preview.samples)
    import_outcomes.draw(preview.plan)
    if preview.plan.confirmed({row.row for row in preview.plan.rows}):
        _draw_confirming(file, preview)
    else:
        st.info("There is nothing to import: whoever can be read is in the panel as the list says.")


def _draw_confirming(file: PanelFile, preview: ImportPreview) -> None:
    """The ticks for those who look alike and the button, in one form: nothing runs while they are gone through."""
    with st.form(f"panel.import.form.{preview.token[:12]}", border=False):
        confirmed = import_outcomes.draw_alike(preview.plan)
        is_sent = st.form_submit_button(
            _label(preview.plan), type="primary", key="panel.import", icon=":material/group_add:"
        )
    if is_sent:
        _import(file, preview.token, confirmed)


def _label(plan: ImportPlan) -> str:
    """How many rows take effect: those that need no tick, and whoever gets one."""
    n_sure, n_most = len(plan.confirmed(frozenset())), len(plan.confirmed({row.row for row in plan.rows}))
    if not n_sure:
        return "Import whoever is ticked"
    return f"Import {counted(n_sure, 'person', 'people')}" + (" and whoever is ticked" if n_most > n_sure else "")


def _import(file: PanelFile, token: str, confirmed: frozenset[int]) -> None:
    """Import with a bar, which a callback could not draw in its place; then begin anew with an empty form."""
    bar = st.progress(0.0, "Reading the list")

    def show(what: str, done: int, total: int) -> None:
        bar.progress(done / total, f"{what}: {done:,} of {total:,}")

    def run() -> None:
        counts = panel_import.import_people(
            current.context(), current.process_id(), file, token=token, confirmed=confirmed, progress=show
        )
        notices.leave(counts.sentence())

    if notices.attempt(run):
        st.session_state[_GENERATION] += 1
        import_columns.forget()
    st.rerun()
