"""The draft as a panelist will see it, on a phone or a wide screen; nothing is stored."""

import streamlit as st

from consensus.ui.widgets.instrument.drafting import Draft
from consensus.ui.widgets.instrument.language_fields import name_of
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import plain_twin, prose
from consensus.ui.widgets.survey.survey_form import Trial, draw_preview
from surveys.duration import minutes_of
from surveys.form_words import words_in
from surveys.model import Instrument
from surveys.translation import translate
from surveys.trying import take_given, trial_questions

PHONE = 390
_GIVEN = "instrument.try.given"
_ALL = "instrument.try.all"


def remember(key: str) -> None:
    """Keep what was answered in the preview while it is looked at."""
    st.session_state[_GIVEN] = st.session_state.get(_GIVEN, {}) | dict(st.session_state[key].given or {})


def trial_of(instrument: Instrument, language: str) -> Trial:
    """Which questions are shown after what was answered so far."""
    given = take_given(instrument, st.session_state.get(_GIVEN, {}))
    shown = trial_questions(instrument, given, shows_all=bool(st.session_state.get(_ALL)))
    return Trial(language, [question.id for question in shown], given)


def draw(draft: Draft) -> None:
    """Draw one section in the language and width that are chosen."""
    if draft.instrument is None:
        st.caption("The preview is here once the draft is whole.")
        return
    languages = draft.instrument.languages()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        width = st.segmented_control(
            "Width", ("Phone", "Wide"), default="Phone", required=True, key="instrument.try.width"
        )
        language = languages[0]
        if len(languages) > 1:
            language = st.segmented_control(
                "Language",
                languages,
                default=languages[0],
                required=True,
                format_func=name_of,
                key="instrument.try.language",
            )
    instrument = translate(draft.instrument, language if language in languages else languages[0])
    ids = [section.id for section in instrument.sections]
    titles = {section.id: section.title for section in instrument.sections}
    chosen = ids[0]
    if len(ids) > 1:
        chosen = st.selectbox("Section", ids, key="instrument.try.section", format_func=lambda id_: escape(titles[id_]))
    section = next((section for section in instrument.sections if section.id == chosen), instrument.sections[0])
    st.toggle("Show all questions", key=_ALL, help="Those too that are asked only after certain answers.")
    st.caption("Nothing you answer here is stored. Your answers open and hide questions as they will for the panel.")
    words = words_in(language)
    with st.container(border=True, width=PHONE if width == "Phone" else "stretch", key="instrument-try"):
        if section.id == ids[0]:
            st.subheader(escape(instrument.title), anchor=False)
            st.caption(f"About {minutes_of(instrument)} minutes")
            prose(instrument.intro)
            plain_twin(instrument.plain, words.form["plain"])
        st.subheader(escape(section.title), anchor=False)
        prose(section.intro)
        plain_twin(section.plain, words.form["plain"])
        key = f"instrument.try.{section.id}.{language}"
        draw_preview(trial_of(instrument, language), section.questions, key=key, on_given=lambda: remember(key))
