"""The survey before the meeting: one section a page, every answer kept the moment it is given."""

import streamlit as st

from consensus.domain.lifecycle import SurveyState
from consensus.services import processes, survey
from consensus.services.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets import consent_first, survey_form, times
from consensus.ui.widgets.answer_sections import draw_answers
from consensus.ui.widgets.languages import choose_language
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.survey_form import AnswerSheet
from consensus.ui.widgets.survey_turning import REVIEW, draw_turning, find_place, turn_to
from consensus.ui.widgets.top import start_at_top
from surveys.answers import missing_required
from surveys.model import Instrument, Section
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


def sheet_of(my_survey: survey.MySurvey, instrument: Instrument) -> AnswerSheet:
    """The answers so far, in the language chosen."""
    return AnswerSheet(
        survey_id=my_survey.survey_id,
        instrument=instrument,
        answers=my_survey.answers,
        loaded_at=my_survey.loaded_at,
        is_open=my_survey.may_answer,
        person=current.person_id(),
    )


def draw_section(sheet: AnswerSheet, sections: tuple[Section, ...], place: int) -> None:
    """The questions of one section, and the way on."""
    section = sections[place]
    if not place:
        prose(sheet.instrument.intro)
        st.caption("Every answer is kept the moment you give it. You can stop and come back at any time.")
    st.subheader(escape(section.title))
    st.caption(f"Section {place + 1} of {len(sections)}")
    prose(section.intro)
    survey_form.draw(sheet, section.questions, key="survey.form")
    draw_turning(sections, place)


def draw_review(my_survey: survey.MySurvey, sheet: AnswerSheet) -> None:
    """Everything once more before it is sent."""
    missing = missing_required(sheet.instrument, my_survey.values())
    st.subheader("Read over and send")
    survey_form.draw(sheet, (), key="survey.form")
    if missing:
        answers = "1 required answer is" if len(missing) == 1 else f"{len(missing)} required answers are"
        st.warning(f"{answers} missing before you can send.", icon=":material/pending:")
    st.button(
        "Send my survey",
        key="survey.send",
        type="primary",
        width="stretch",
        disabled=bool(missing),
        on_click=send_off,
        args=(my_survey,),
    )
    draw_answers(sheet.instrument, my_survey.values(), change=turn_to)


def draw_open(my_survey: survey.MySurvey) -> None:
    """The survey while it can be answered."""
    instrument = translate(my_survey.instrument, choose_language(my_survey.instrument))
    sheet = sheet_of(my_survey, instrument)
    place = find_place(instrument.sections)
    if place is None:
        draw_review(my_survey, sheet)
    else:
        draw_section(sheet, instrument.sections, place)
    start_at_top(REVIEW if place is None else instrument.sections[place].id, key="survey.top")


def draw_sent(my_survey: survey.MySurvey, process: ProcessView, time_zone: str) -> None:
    """The survey after it was sent off, or after it was closed."""
    if my_survey.finished_at:
        sent = times.day_and_clock(my_survey.finished_at, time_zone)
        how = f"{my_survey.entered_by} entered your paper form" if my_survey.entered_by else "You sent your survey"
        st.success(f"{escape(how)} on {sent}. Thank you.", icon=":material/check_circle:")
    survey_form.draw(sheet_of(my_survey, my_survey.instrument), (), key="survey.form")
    if my_survey.state is SurveyState.OPEN:
        st.caption("The survey is still open: you can take your answers back and change them.")
        st.button("Change my answers", key="survey.take_back", on_click=take_back, args=(my_survey,))
    else:
        st.caption("The survey is closed. The facilitators draw up the agenda and the draft statements from it.")
        if my_survey.results_shown:
            draw_link(process, "survey_results.py", "What the panel answered", icon=":material/insights:")
    draw_answers(my_survey.instrument, my_survey.values())


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
        draw_open(mine)
    else:
        process = processes.get_process(ctx, process_id)
        draw_sent(mine, process, current.time_zone(process.time_zone))


st.title("Survey")
draw()
