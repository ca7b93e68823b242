"""The draft as the text of its file, for those who would rather write it; and the files it comes and goes as."""

import re
from uuid import UUID

import streamlit as st

from consensus.services.surveys import instruments
from consensus.services.surveys.instruments import EditedInstrument
from consensus.ui import current, notices
from consensus.ui.widgets.instrument import drafting

_LINE = re.compile(r"line (\d+)")
_KEY = "instrument.source"
_TEXT = ".st-key-instrument-source textarea"
_DIGEST = "instrument.source.digest"


def draw(edited: EditedInstrument) -> None:
    """The text; it is stored when the field is left, unfinished too."""
    st.caption(
        "The form is described in the documentation under Instruments. Remarks (# …) stay until a field of the other "
        "parts is changed."
    )
    if edited.problem:
        _draw_problem(edited)
    drafting.seed(_KEY, edited.text)
    # What the field was filled with; a draft that changed meanwhile is not overwritten.
    st.session_state[_DIGEST] = edited.digest
    st.html(f"<style>{_TEXT} {{ font-family: monospace; font-size: .85rem; line-height: 1.5; }}</style>")
    st.text_area("Source (TOML)", key=_KEY, height=560, on_change=_save, args=(edited.survey_id,))
    st.caption("Stored when you leave the field, or with Ctrl+Enter.")


def draw_files(edited: EditedInstrument, process_id: UUID) -> None:
    """Downloads, and the file that takes the place of the draft."""
    links = {
        "instrument.toml": "The instrument as a file (TOML)",
        "instrument.schema.json": "The schema for editors, to lie beside the file",
    }
    items = "".join(
        f'<li style="margin:.4rem 0"><a href="/download/{process_id}/{name}" download style="color:inherit">'
        f"{label}</a></li>"
        for name, label in links.items()
    )
    st.html(f'<ul style="margin:0;padding-left:1.2rem">{items}</ul>')
    with st.form("instrument.replace", border=False):
        st.file_uploader(
            "Replace the draft by a file",
            type=["toml", "csv", "lss", "txt", "tsv"],
            key="instrument.file",
            help="Our own form, a REDCap data dictionary, or a LimeSurvey structure.",
        )
        st.form_submit_button("Replace the draft", key="instrument.replace.button", on_click=_replace, args=(edited,))


def _draw_problem(edited: EditedInstrument) -> None:
    match = _LINE.search(edited.problem)
    lines = edited.text.split("\n")
    if match and 0 < int(match[1]) <= len(lines):
        number = int(match[1])
        first = max(0, number - 2)
        st.code("\n".join(f"{n + 1:>4}  {lines[n]}" for n in range(first, min(number + 1, len(lines)))), language=None)


def _save(survey_id: UUID) -> None:
    notices.attempt(
        instruments.save_draft,
        current.context(),
        survey_id,
        st.session_state[_KEY],
        based_on=st.session_state[_DIGEST],
    )


def _replace(edited: EditedInstrument) -> None:
    file = st.session_state["instrument.file"]
    if file is None:
        notices.leave("Choose a file first.", is_refusal=True)
        return
    notices.attempt(
        instruments.replace_draft,
        current.context(),
        edited.survey_id,
        file.getvalue(),
        file.name,
        done="The draft was replaced.",
    )
