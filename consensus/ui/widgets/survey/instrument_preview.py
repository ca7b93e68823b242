"""An instrument as text, the way it can be read through before it is put to the panel."""

import streamlit as st

from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.pieces import plain_twin
from surveys.form_words import words_in
from surveys.model import Instrument, Option, Question, QuestionKind

KINDS = {
    QuestionKind.SINGLE: "one answer",
    QuestionKind.MULTIPLE: "any number of answers",
    QuestionKind.SCALE: "a point on a scale",
    QuestionKind.MATRIX: "one answer a row",
    QuestionKind.NUMBER: "a number",
    QuestionKind.TEXT: "free text",
    QuestionKind.RANKING: "in order of preference",
    QuestionKind.YES_NO_UNSURE: "yes, no or unsure",
}


def draw(instrument: Instrument) -> None:
    """Draw every section with its questions and what can be answered."""
    if instrument.intro:
        st.text(instrument.intro)
    plain = words_in(instrument.language).form["plain"]
    plain_twin(instrument.plain, plain)
    number = 0
    for section in instrument.sections:
        st.subheader(escape(section.title), anchor=False)
        if section.intro:
            st.text(section.intro)
        plain_twin(section.plain, plain)
        lines = []
        for question in section.questions:
            number += 1
            lines.append(_question(number, question))
        st.html("".join(lines))


def _question(number: int, question: Question) -> str:
    notes = [KINDS[question.kind], "required" if question.required else "optional"]
    if question.show_if is not None:
        notes.append("asked only after certain answers")
    offered = [_label(option) for option in (*question.rows, *question.options)]
    if question.scale is not None:
        scale = question.scale
        ends = f"{scale.low} {scale.low_label} to {scale.high} {scale.high_label}".replace("  ", " ")
        offered.append(to_html(ends))
    if question.cannot_judge:
        offered.append("Cannot judge")
    listed = "".join(f"<li>{label}</li>" for label in offered)
    return (
        f'<div style="margin:0 0 1.1rem"><p style="margin:0"><strong>{number}.</strong> {to_html(question.text)}</p>'
        f"{_twin(question.plain)}"
        f'<p style="margin:.1rem 0;font-size:.85rem;opacity:.8">{", ".join(notes)}</p>'
        f'<ul style="margin:.2rem 0 0;padding-left:1.4rem">{listed}</ul></div>'
    )


def _label(option: Option) -> str:
    return to_html(option.label) + _twin(option.plain)


def _twin(plain: str) -> str:
    return f'<span style="display:block;font-size:.92rem;opacity:.8">{to_html(plain)}</span>' if plain else ""
