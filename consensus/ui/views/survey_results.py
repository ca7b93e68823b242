"""What the panel answered, question by question: for those who run the survey, and for the panel once it is shown."""

from uuid import UUID

import streamlit as st

from consensus.services.processes import processes
from consensus.services.surveys import survey_results
from consensus.services.surveys.survey_results import SurveyResults
from consensus.ui import current, notices
from consensus.ui.widgets.downloads import draw_downloads
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, key_facts
from consensus.ui.widgets.refusals import load
from consensus.ui.widgets.survey.survey_result import draw_result
from consensus.ui.widgets.times import day_and_clock

ROW_FILES = {
    "survey.xlsx": "Answers with codebook (XLSX)",
    "survey-rows.csv": "Answers, one row a respondent (CSV)",
    "survey-texts.csv": "What was written, apart from the rows (CSV)",
    "survey-earlier.csv": "Answers to earlier wordings, counted nowhere (CSV)",
    "survey-codebook.csv": "What the columns and numbers mean (CSV)",
    "survey.sav": "Answers with labels for SPSS (SAV)",
}
REPORT = {
    "survey-report.html": "Results with charts, to read and print (HTML)",
    "survey-results.md": "Results as a section of a report (Markdown)",
}


def show_to_panel(process_id: UUID) -> None:
    """Let the panel see this page."""
    notices.attempt(survey_results.show_to_panel, current.context(), process_id, done="The panel sees the results now.")


def draw_facts(found: SurveyResults) -> None:
    """How many answered."""
    account = found.account
    facts: dict[str, str | int] = {"Asked": account.n_asked, "Sent in": account.n_respondents}
    key_facts(facts | ({"On paper": account.n_paper} if account.n_paper else {}))


def draw_showing(found: SurveyResults, time_zone: str, process_id: UUID) -> None:
    """Whether the panel sees it, for those who decide that."""
    if found.shown_since and found.may_export:
        st.caption(
            f"The panel sees these results since {day_and_clock(found.shown_since, time_zone)}, without the texts."
        )
    if found.may_show:
        with st.popover("Show the results to the panel", icon=":material/visibility:"):
            st.text("Everybody in the process sees the charts from then on. What people wrote in words is not shown.")
            st.button("Yes, show them", type="primary", key="survey.show", on_click=show_to_panel, args=(process_id,))


def draw_files(found: SurveyResults, process_id: UUID) -> None:
    """The files, where the reader may have them."""
    if not found.may_export:
        return
    st.subheader("Download")
    draw_downloads(process_id, REPORT | ({} if found.rows_refusal else ROW_FILES))
    if found.rows_refusal:
        st.caption(escape(found.rows_refusal))


process = processes.get_process(current.context(), current.process_id())
results, refusal = load(survey_results.get_survey_results, current.context(), process.id)

st.title("Survey results")
notices.show()
if results is None:
    empty_state("No results yet", refusal, icon="insights")
else:
    st.subheader(escape(results.account.title), anchor=False)
    draw_facts(results)
    draw_showing(results, process.time_zone, process.id)
    for collation in results.account.questions:
        draw_result(collation, smallest=results.account.smallest)
    draw_files(results, process.id)
