"""Taking references from a file: what it holds is shown before anything is taken in."""

import streamlit as st

from consensus.services.statements import references
from consensus.services.statements.references import ImportPreview
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.refusals import load

_SHOWN = 20


def draw(*, expanded: bool) -> None:
    """The upload, and then what is in the file."""
    with st.expander("Take in a file (RIS or BibTeX)", icon=":material/upload_file:", expanded=expanded):
        file = st.file_uploader(
            "A file from a reference manager, a database or a journal",
            type=["ris", "bib", "bibtex", "txt"],
            key="references.file",
        )
        if file is None:
            return
        content = file.getvalue()
        preview, refusal = load(references.preview_import, current.context(), current.process_id(), content)
        if preview is None:
            st.error(escape(refusal), icon=":material/error:")
            return
        _draw_preview(preview, content)


def _draw_preview(preview: ImportPreview, content: bytes) -> None:
    known = [row for row in preview.rows if row.twin]
    st.markdown(f"**{len(preview.rows)} in the file, {preview.n_new} of them new**")
    _draw_rows([row.text for row in preview.rows if not row.twin])
    if known:
        st.caption(f":material/content_copy: Here already, or twice in the file: {len(known)}")
        _draw_rows([f"Line {row.line}: {row.text} ({row.why})" for row in known])
    if preview.untitled:
        lines = ", ".join(map(str, preview.untitled[:_SHOWN]))
        st.caption(f":material/warning: Without a title, and so left out: the entries of lines {lines}.")
    if preview.unknown:
        st.caption(f":material/info: Nothing was made of: {escape(', '.join(preview.unknown[:_SHOWN]))}.")
    with st.container(horizontal=True):
        if preview.n_new:
            st.button(
                "Take in the new one" if preview.n_new == 1 else f"Take in the {preview.n_new} new ones",
                type="primary",
                key="references.import",
                on_click=_take_in,
                args=(content, False),
            )
        if known:
            st.button(
                f"Take in all {len(preview.rows)}", key="references.import.all", on_click=_take_in, args=(content, True)
            )


def _draw_rows(rows: list[str]) -> None:
    items = "".join(f'<li style="margin:.25rem 0;line-height:1.45">{to_html(row)}</li>' for row in rows[:_SHOWN])
    more = f'<p style="margin:.2rem 0 0;opacity:.8">and {len(rows) - _SHOWN} more</p>' if len(rows) > _SHOWN else ""
    st.html(f'<ul style="margin:0;padding-left:1.3rem;font-size:.92rem">{items}</ul>{more}')


def _take_in(content: bytes, with_twins: bool) -> None:
    if notices.attempt(
        references.import_references,
        current.context(),
        current.process_id(),
        content,
        with_twins=with_twins,
        done="The references were taken in.",
    ):
        st.session_state.pop("references.file", None)
