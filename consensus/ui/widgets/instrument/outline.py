"""The sections and questions of a draft, one section open at a time and one question in it."""

import streamlit as st

from consensus.ui.widgets.instrument import drafting, question_fields
from consensus.ui.widgets.instrument.drafting import Draft, key_of
from consensus.ui.widgets.instrument.kinds import KINDS, kind_of
from consensus.ui.widgets.literal import escape
from surveys import editing
from surveys.editing import Place, Tables
from surveys.model import QuestionKind

_SECTION_TEXTS = (("title", "Title", None), ("intro", "Introduction", 90), ("plain", "In plain words", 90))
_ROWS = '[class*="st-key-instrument-row"] button'


def draw(draft: Draft) -> None:
    """Draw the outline with what is open in it."""
    st.html(
        f"<style>{_ROWS} {{ justify-content: flex-start; text-align: left; min-height: 2.75rem; }}"
        f"{_ROWS} p {{ text-align: left; }} {_ROWS} > div {{ justify-content: flex-start; }}</style>"
    )
    open_section, open_question = drafting.open_place()
    sections = editing.sections_of(draft.tables)
    number = 1
    for index, section in enumerate(sections):
        with st.container(border=True, gap="xsmall"):
            _draw_section_row(index, section, is_open=index == open_section)
            if index == open_section:
                _draw_section(draft, index, section, number, open_question, n_sections=len(sections))
        number += len(editing.questions_of(section))
    st.button(
        "Add a section",
        key="instrument.add_section",
        icon=":material/add:",
        on_click=_add_section,
        args=(draft, len(sections)),
    )


def _draw_section_row(index: int, section: Tables, *, is_open: bool) -> None:
    n = len(editing.questions_of(section))
    title = escape(str(section.get("title") or "Section without a title"))
    with st.container(key=f"instrument-row-section-{index}"):
        st.button(
            f"**{title}** · {n} {'question' if n == 1 else 'questions'}",
            key=f"instrument.open.{index}",
            icon=f":material/{'expand_more' if is_open else 'chevron_right'}:",
            type="tertiary",
            width="stretch",
            on_click=drafting.turn_to,
            args=(-1 if is_open else index,),
        )


def _draw_section(
    draft: Draft, index: int, section: Tables, number: int, open_question: int | None, *, n_sections: int
) -> None:
    place = Place(index, id=str(section.get("id") or ""))
    with st.expander("Title and introduction", icon=":material/title:"):
        _draw_section_fields(draft, place, section, n_sections)
    for offset, question in enumerate(editing.questions_of(section)):
        is_open = offset == open_question
        _draw_question_row(draft, index, offset, question, number + offset, is_open=is_open)
        if is_open:
            with st.container(border=True):
                question_fields.draw(draft, Place(index, offset, str(question.get("id") or "")), question)
    with st.popover("Add a question", icon=":material/add:"):
        for kind, (label, icon) in KINDS.items():
            st.button(
                label,
                key=f"instrument.add.{index}.{kind.value}",
                icon=f":material/{icon}:",
                type="tertiary",
                on_click=_add_question,
                args=(draft, index, kind, len(editing.questions_of(section))),
            )


def _draw_section_fields(draft: Draft, place: Place, section: Tables, n_sections: int) -> None:
    for field, label, height in (
        ("title", "Title", None),
        ("intro", "Introduction", 90),
        ("plain", "In plain words", 90),
    ):
        drafting.text(
            label,
            section.get(field),
            key=key_of(place, field),
            survey_id=draft.survey_id,
            change=(editing.set_field, place, field),
            height=height,
        )
    question_fields.draw_topic(draft, place, section)
    with st.container(horizontal=True):
        for label, icon, by in (("Up", "arrow_upward", -1), ("Down", "arrow_downward", 1)):
            st.button(
                label,
                key=key_of(place, label),
                icon=f":material/{icon}:",
                disabled=not 0 <= place.section + by < n_sections,
                on_click=_move_section,
                args=(draft, place, by),
            )
        with st.popover("Remove", icon=":material/delete:", disabled=n_sections == 1):
            n = len(editing.questions_of(section))
            st.text(f"The section and its {n} {'question' if n == 1 else 'questions'} go.")
            st.button(
                "Yes, remove the section",
                key=key_of(place, "remove"),
                type="primary",
                on_click=_remove_section,
                args=(draft, place),
            )


def _draw_question_row(
    draft: Draft, section: int, offset: int, question: Tables, number: int, *, is_open: bool
) -> None:
    kind = kind_of(question)
    words = " ".join(str(question.get("text") or "Question without words").split())
    shown = f"{words[:90]}…" if len(words) > 90 else words
    marks = [KINDS[kind][0].lower() if kind else "of a kind nobody knows"]
    marks += ["required"] if question.get("required") is True else []
    marks += ["on a condition"] if question.get("show_if") else []
    n_hints = len(draft.hints_of(str(question.get("id"))))
    marks += [f"{n_hints} {'hint' if n_hints == 1 else 'hints'}"] if n_hints else []
    with st.container(key=f"instrument-row-{section}-{offset}"):
        st.button(
            f"{number}.  {escape(shown)}  :gray[· {', '.join(marks)}]",
            key=f"instrument.open.{section}.{offset}",
            icon=f":material/{'expand_more' if is_open else 'chevron_right'}:",
            type="tertiary",
            width="stretch",
            on_click=drafting.turn_to,
            args=(section, None if is_open else offset),
        )


def _add_section(draft: Draft, index: int) -> None:
    if drafting.act(draft.survey_id, editing.add_section):
        drafting.turn_to(index, 0)


def _add_question(draft: Draft, section: int, kind: QuestionKind, offset: int) -> None:
    if drafting.act(draft.survey_id, editing.add_question, section, kind):
        drafting.turn_to(section, offset)


def _move_section(draft: Draft, place: Place, by: int) -> None:
    if drafting.act(draft.survey_id, editing.move, place, by):
        drafting.turn_to(place.section + by)


def _remove_section(draft: Draft, place: Place) -> None:
    if drafting.act(draft.survey_id, editing.remove, place):
        drafting.turn_to(max(0, place.section - 1))
