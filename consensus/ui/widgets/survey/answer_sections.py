"""The questions of a survey with the answers given, section by section, for reading over."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import labelled
from surveys import answer_words
from surveys.answers import comment_key, missing_required, shown_questions
from surveys.form_words import FormWords
from surveys.model import Instrument


def draw_answers(
    instrument: Instrument,
    values: Mapping[str, Any],
    words: FormWords,
    *,
    change: Callable[[str], None] | None = None,
) -> None:
    """Draw them; `change` is a callback that turns to the section of an id, where answers may be changed."""
    missing = missing_required(instrument, values)
    shown = shown_questions(instrument, values)
    for section in instrument.sections:
        with st.container(border=True):
            st.markdown(f"#### {escape(section.title)}")
            for question in (question for question in shown if question in section.questions):
                nothing = words.page["missing"] if change and question in missing else words.page["nothing"]
                labelled(question.text, answer_words.describe(question, values.get(question.id), words) or nothing)
                if comment := values.get(comment_key(question.id)):
                    labelled(words.page["your_comment"], comment)
            if change:
                st.button(words.page["change"], key=f"survey.change.{section.id}", on_click=change, args=(section.id,))
