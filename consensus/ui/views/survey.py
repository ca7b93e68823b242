"""The survey before the meeting: one section a page, every answer kept the moment it is given."""

import streamlit as st

from consensus.domain.lifecycle import SurveyState
from consensus.services import processes, survey
from consensus.ui import current, notices
from consensus.ui.widgets import answer_words, consent_first, times
from consensus.ui.widgets.answering import forget, read_answer
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import labelled, prose
from consensus.ui.widgets.question import ask, make_rows_tall
from consensus.ui.widgets.top import start_at_top
from surveys.answers import missing_required, progress, shown_questions
from surveys.model import Question, QuestionKind, Section

REVIEW = "review"


def save(question: Question) -> None:
    """Store what the widgets of a question say now."""
    mine = survey.get_my_survey(current.context(), current.process_id())
    answer = read_answer(question, st.session_state)
    is_saved = notices.attempt(survey.save_answer, current.context(), mine.survey_id, question.id, answer)
    # A text that was refused stays, so that nothing typed is lost; a choice goes back to the stored one.
    if not is_saved and question.kind is not QuestionKind.TEXT:
        forget(question, st.session_state)


def go_to(section_id: str) -> None:
    """Turn to another section; where one is stands in the address."""
    st.query_params["section"] = section_id


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


def draw_section(my_survey: survey.MySurvey, sections: list[Section], place: int, time_zone: str) -> None:
    """The questions of one section, and the way on."""
    section, values = sections[place], {name: answer.value for name, answer in my_survey.answers.items()}
    if not place:
        prose(my_survey.instrument.intro)
        st.caption("Every answer is kept the moment you give it. You can stop and come back at any time.")
    st.subheader(escape(section.title))
    st.caption(f"Section {place + 1} of {len(sections)}")
    prose(section.intro)
    shown = shown_questions(my_survey.instrument, values)
    for number, question in enumerate(shown, 1):
        if question in section.questions:
            saved = my_survey.answers.get(question.id)
            ask(question, number, saved, time_zone=time_zone, owner=str(current.person_id()), save=save)
    before = sections[place - 1].id if place else None
    after = sections[place + 1].id if place + 1 < len(sections) else REVIEW
    draw_turning(before, after)


def draw_turning(before: str | None, after: str) -> None:
    """The buttons from section to section."""
    label = "Read over and send" if after == REVIEW else "Next section"
    st.button(label, key="survey.next", type="primary", width="stretch", on_click=go_to, args=(after,))
    if before is not None:
        st.button("Back", key="survey.back", width="stretch", on_click=go_to, args=(before,))


def draw_review(my_survey: survey.MySurvey, sections: list[Section]) -> None:
    """All answers in a row, what is missing, and the button that sends them."""
    values = {name: answer.value for name, answer in my_survey.answers.items()}
    missing = missing_required(my_survey.instrument, values)
    st.subheader("Read over and send")
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
    draw_answers(my_survey, sections, may_change=True)


def draw_answers(my_survey: survey.MySurvey, sections: list[Section], *, may_change: bool) -> None:
    """The questions with the answers given."""
    values = {name: answer.value for name, answer in my_survey.answers.items()}
    missing = missing_required(my_survey.instrument, values)
    shown = shown_questions(my_survey.instrument, values)
    for section in sections:
        with st.container(border=True):
            st.markdown(f"#### {escape(section.title)}")
            for question in (question for question in shown if question in section.questions):
                nothing = "Missing; an answer is required." if question in missing else "No answer"
                labelled(question.text, answer_words.describe(question, values.get(question.id)) or nothing)
            if may_change:
                st.button("Change", key=f"survey.change.{section.id}", on_click=go_to, args=(section.id,))


def draw_open(my_survey: survey.MySurvey, time_zone: str) -> None:
    """The survey while it can be answered."""
    sections = list(my_survey.instrument.sections)
    done = progress(my_survey.instrument, {name: answer.value for name, answer in my_survey.answers.items()})
    st.progress(done.n_answered / max(done.n_shown, 1), text=f"{done.n_answered} of {done.n_shown} answered")
    asked_for = st.query_params.get("section", sections[0].id)
    places = [place for place, section in enumerate(sections) if section.id == asked_for]
    if asked_for == REVIEW:
        draw_review(my_survey, sections)
    else:
        draw_section(my_survey, sections, places[0] if places else 0, time_zone)
    start_at_top(asked_for, key="survey.top")


def draw_sent(my_survey: survey.MySurvey, time_zone: str) -> None:
    """The survey after it was sent off, or after it was closed."""
    if my_survey.finished_at:
        sent = times.day_and_clock(my_survey.finished_at, time_zone)
        st.success(f"You sent your survey on {sent}. Thank you.", icon=":material/check_circle:")
    if my_survey.state is SurveyState.OPEN:
        st.caption("The survey is still open: you can take your answers back and change them.")
        st.button("Change my answers", key="survey.take_back", on_click=take_back, args=(my_survey,))
    else:
        st.caption("The survey is closed. The facilitators draw up the agenda and the draft statements from it.")
    draw_answers(my_survey, list(my_survey.instrument.sections), may_change=False)


@st.fragment
def draw() -> None:
    """The survey as it stands; an answer reruns only this."""
    notices.show()
    if consent_first.draw():
        return
    ctx, process_id = current.context(), current.process_id()
    mine = survey.get_my_survey(ctx, process_id)
    time_zone = current.time_zone(processes.get_process(ctx, process_id).time_zone)
    if mine.may_answer:
        draw_open(mine, time_zone)
    else:
        draw_sent(mine, time_zone)


st.title("Survey")
make_rows_tall()
draw()
