"""The survey before the meeting: one section a page, every answer kept the moment it is given."""

import streamlit as st

from consensus.domain.lifecycle import SurveyState
from consensus.services.processes import processes
from consensus.services.processes.processes import ProcessView
from consensus.services.surveys import survey
from consensus.ui import current, notices
from consensus.ui.widgets import times
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import consent_first
from consensus.ui.widgets.pieces import plain_twin, prose
from consensus.ui.widgets.survey import survey_form
from consensus.ui.widgets.survey.answer_sections import draw_answers
from consensus.ui.widgets.survey.languages import choose_language
from consensus.ui.widgets.survey.survey_form import AnswerSheet
from consensus.ui.widgets.survey.survey_turning import REVIEW, draw_turning, find_place, turn_to
from consensus.ui.widgets.top import start_at_top
from surveys.answers import missing_required
from surveys.form_words import FormWords, words_in
from surveys.model import Section
from surveys.translation import translate


def send_off(my_survey: survey.MySurvey) -> None:
    """Hand the survey in."""
    notices.attempt(
        survey.finish_survey, current.context(), my_survey.survey_id, done="Thank you. Your survey is sent off."
    )


def take_back(my_survey: survey.MySurvey) -> None:
    """Open one's own survey again."""
    notices.attempt(
        survey.reopen_my_survey, current.context(), my_survey.survey_id, done="You can change your answers now."
    )


def sheet_of(my_survey: survey.MySurvey) -> AnswerSheet:
    """The answers so far, in the language that is chosen here where there are several."""
    language = choose_language(my_survey.instrument)
    return AnswerSheet(
        survey_id=my_survey.survey_id,
        instrument=my_survey.instrument,
        shown=translate(my_survey.instrument, language),
        language=language,
        answers=my_survey.answers,
        loaded_at=my_survey.loaded_at,
        is_open=my_survey.may_answer,
        person=current.person_id(),
    )


def draw_section(sheet: AnswerSheet, sections: tuple[Section, ...], place: int, words: FormWords) -> None:
    """The questions of one section, and the way on."""
    section = sections[place]
    if not place:
        prose(sheet.shown.intro)
        plain_twin(sheet.shown.plain, words.form["plain"])
        st.caption(words.page["kept"])
    st.subheader(escape(section.title))
    st.caption(words.page["place"].format(n=place + 1, all=len(sections)))
    prose(section.intro)
    plain_twin(section.plain, words.form["plain"])
    survey_form.draw(sheet, section.questions, key="survey.form")
    draw_turning(sections, place, words)


def draw_review(my_survey: survey.MySurvey, sheet: AnswerSheet, words: FormWords) -> None:
    """Everything once more before it is sent."""
    missing = missing_required(sheet.instrument, my_survey.values())
    st.subheader(words.page["review"])
    survey_form.draw(sheet, (), key="survey.form")
    if missing:
        sentence = words.page["one_missing" if len(missing) == 1 else "some_missing"]
        st.warning(sentence.format(n=len(missing)), icon=":material/pending:")
    st.button(
        words.page["send"],
        key="survey.send",
        type="primary",
        width="stretch",
        disabled=bool(missing),
        on_click=send_off,
        args=(my_survey,),
    )
    draw_answers(sheet.shown, my_survey.values(), words, change=turn_to)


def draw_open(my_survey: survey.MySurvey) -> None:
    """The survey while it can be answered."""
    sheet = sheet_of(my_survey)
    words, sections = words_in(sheet.language), sheet.shown.sections
    place = find_place(sections)
    if place is None:
        draw_review(my_survey, sheet, words)
    else:
        draw_section(sheet, sections, place, words)
    start_at_top(REVIEW if place is None else sections[place].id, key="survey.top")


def draw_sent(my_survey: survey.MySurvey, process: ProcessView, time_zone: str) -> None:
    """The survey after it was sent off, or after it was closed."""
    if my_survey.finished_at:
        sent = times.day_and_clock(my_survey.finished_at, time_zone)
        how = f"{my_survey.entered_by} entered your paper form" if my_survey.entered_by else "You sent your survey"
        st.success(f"{escape(how)} on {sent}. Thank you.", icon=":material/check_circle:")
    sheet = sheet_of(my_survey)
    survey_form.draw(sheet, (), key="survey.form")
    if my_survey.state is SurveyState.OPEN:
        st.caption("The survey is still open: you can take your answers back and change them.")
        st.button("Change my answers", key="survey.take_back", on_click=take_back, args=(my_survey,))
    else:
        st.caption("The survey is closed. The facilitators draw up the agenda and the draft statements from it.")
        if my_survey.results_shown:
            draw_link(process, "survey_results.py", "What the panel answered", icon=":material/insights:")
    draw_answers(sheet.shown, my_survey.values(), words_in(sheet.language))


@st.fragment
def draw() -> None:
    """The survey as it stands."""
    notices.show()
    if consent_first.draw():
        return
    ctx, process_id = current.context(), current.process_id()
    mine = survey.get_my_survey(ctx, process_id)
    if mine.entered_by and not mine.finished_at:
        st.info(escape(f"{mine.entered_by} is entering your answers from a paper form."), icon=":material/description:")
    if mine.may_answer:
        with st.container(key="survey-page"):
            draw_open(mine)
    else:
        process = processes.get_process(ctx, process_id)
        draw_sent(mine, process, current.time_zone(process.time_zone))


st.title("Survey")
draw()
