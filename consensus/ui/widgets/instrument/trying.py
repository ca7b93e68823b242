"""The draft as a panelist will see it, on a phone or a wide screen; nothing is stored."""

import streamlit as st

from consensus.ui.widgets.instrument.drafting import Draft
from consensus.ui.widgets.instrument.language_fields import name_of
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.survey_form import draw_preview
from surveys.duration import minutes_of
from surveys.translation import translate

PHONE = 390


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
    st.caption("Nothing you answer here is stored. Questions on a condition are shown too.")
    with st.container(border=True, width=PHONE if width == "Phone" else "stretch", key="instrument-try"):
        if section.id == ids[0]:
            st.subheader(escape(instrument.title), anchor=False)
            st.caption(f"About {minutes_of(instrument)} minutes")
            prose(instrument.intro)
            prose(instrument.plain, muted=True)
        st.subheader(escape(section.title), anchor=False)
        prose(section.intro)
        prose(section.plain, muted=True)
        draw_preview(instrument, section.questions, key=f"instrument.try.{section.id}.{language}")
