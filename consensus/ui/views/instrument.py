"""The instrument of the survey, written: questions, languages, hints, source; a preview as panelists will see it."""

import streamlit as st

from consensus.services.processes import processes
from consensus.services.surveys import instruments, survey_versions
from consensus.services.surveys.instruments import EditedInstrument
from consensus.ui import current, notices
from consensus.ui.widgets.instrument import (
    force,
    hints,
    instrument_texts,
    language_fields,
    outline,
    source_field,
    trying,
    versions,
)
from consensus.ui.widgets.instrument.drafting import Draft
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.pieces import empty_state
from consensus.ui.widgets.refusals import load
from surveys.lint import lint

TABS = ("Questions", "Preview", "Hints", "Languages", "Source", "Files")


def draft_of(edited: EditedInstrument) -> Draft | None:
    """The draft as the fields need it; None where its text cannot be read at all."""
    if edited.tables is None:
        return None
    return Draft(
        survey_id=edited.survey_id,
        tables=edited.tables,
        instrument=edited.draft,
        topics=edited.topics,
        hints=lint(edited.draft) if edited.draft else (),
        was_opened=edited.changes is not None,
    )


def draw_tab(tab: str, edited: EditedInstrument, draft: Draft | None) -> None:
    """What is chosen to be looked at."""
    if tab == "Source":
        source_field.draw(edited)
    elif tab == "Files":
        source_field.draw_files(edited, process.id)
    elif draft is None:
        st.caption("The text cannot be read as it stands. Mend it under Source, and the questions are here again.")
    elif tab == "Questions":
        instrument_texts.draw(draft)
        outline.draw(draft)
    elif tab == "Preview":
        trying.draw(draft)
    elif tab == "Hints":
        hints.draw(draft)
    else:
        language_fields.draw(draft)


process = processes.get_process(current.context(), current.process_id())
edited, refusal = load(instruments.get_editor, current.context(), process.id)

st.title("Instrument")
notices.show()
if edited is None:
    empty_state("No survey yet", refusal, icon="quiz")
    draw_link(process, "survey_monitor.py", "Begin the survey")
else:
    draft = draft_of(edited)
    force.draw_state(edited)
    force.draw_notes(edited)
    force.draw_revision(edited)
    versions.draw(survey_versions.list_versions(current.context(), process.id), process.time_zone)
    if edited.may_edit:
        st.session_state.setdefault("instrument.tab", TABS[0])
        chosen = st.segmented_control(
            "Part",
            TABS,
            required=True,
            key="instrument.tab",
            label_visibility="collapsed",
            format_func=lambda tab: f"{tab} ({len(draft.hints)})" if tab == "Hints" and draft and draft.hints else tab,
        )
        draw_tab(chosen or TABS[0], edited, draft)
    elif draft:
        trying.draw(draft)
        source_field.draw_files(edited, process.id)
