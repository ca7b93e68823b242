"""The way from section to section of a survey; where one is stands in the address."""

from collections.abc import Sequence

import streamlit as st

from surveys.form_words import FormWords
from surveys.model import Section

REVIEW = "review"
_PARAMETER = "section"


def turn_to(section_id: str) -> None:
    """Turn to another section, or to the review; for callbacks."""
    st.query_params[_PARAMETER] = section_id


def find_place(sections: Sequence[Section]) -> int | None:
    """Which of the sections the address names, the first if none; None for the review."""
    asked_for = st.query_params.get(_PARAMETER, "")
    if asked_for == REVIEW:
        return None
    return next((place for place, section in enumerate(sections) if section.id == asked_for), 0)


def draw_turning(sections: Sequence[Section], place: int, words: FormWords, *, last: str = "") -> None:
    """The buttons from section to section; `last` is another label for the one after the last section."""
    is_last = place + 1 == len(sections)
    after = REVIEW if is_last else sections[place + 1].id
    label = (last or words.page["review"]) if is_last else words.page["next"]
    st.button(label, key="survey.next", type="primary", width="stretch", on_click=turn_to, args=(after,))
    if place:
        before = sections[place - 1].id
        st.button(words.page["previous"], key="survey.previous", width="stretch", on_click=turn_to, args=(before,))
