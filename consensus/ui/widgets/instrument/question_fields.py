"""One question of a draft with all its fields."""

from functools import partial

import streamlit as st

from consensus.ui.widgets.instrument import condition_fields, drafting, part_fields
from consensus.ui.widgets.instrument.drafting import Draft, key_of
from consensus.ui.widgets.instrument.hints import draw_hint
from consensus.ui.widgets.instrument.kinds import KINDS, kind_of
from consensus.ui.widgets.literal import escape
from surveys import editing
from surveys.editing import Place, Tables
from surveys.model import QuestionKind

_NO_TOPIC = ""


def draw(draft: Draft, place: Place, question: Tables) -> None:
    """Draw the fields; each is stored when it is left."""
    field = partial(_field, draft, place, question)
    field("text", "Question", height=80)
    field("plain", "In plain words", height=80, placeholder="The same for somebody outside the field")
    kind = kind_of(question)
    _draw_kind(draft, place, kind)
    with st.container(horizontal=True, gap="medium"):
        for name, label, help_text in (
            ("required", "Required", "The survey cannot be sent without an answer."),
            ("cannot_judge", "“Cannot judge”", "People may say that they cannot judge; they are counted apart."),
            ("comment", "Comment", "A few words may be added to the answer."),
        ):
            drafting.toggle(
                label,
                question.get(name),
                key=key_of(place, name),
                survey_id=draft.survey_id,
                change=(editing.set_field, place, name),
                help=help_text,
            )
    part_fields.draw(draft, place, question, kind)
    for hint in draft.hints_of(place.id):
        draw_hint(hint)
    n_findings = len(editing.parts_of(question, "evidence"))
    with st.expander(f"Help and evidence ({n_findings})", icon=":material/menu_book:"):
        field("help", "Help", placeholder="A hint under the question")
        part_fields.draw_evidence(draft, place, question)
    is_conditional = "on a condition" if question.get("show_if") else "always"
    with st.expander(f"When it is asked: {is_conditional}", icon=":material/alt_route:"):
        condition_fields.draw(draft, place, question)
    with st.expander("Topic and id", icon=":material/tag:"):
        draw_topic(draft, place, question)
        drafting.text(
            "Id",
            question.get("id"),
            key=key_of(place, "id"),
            survey_id=draft.survey_id,
            change=(editing.rename, place),
            help="Answers are stored under it. Small letters, digits, - and _. Conditions and translations follow it.",
        )
        if draft.was_opened:
            st.caption("Under another id it is another question: answers given so far are set aside.")
    _draw_moves(draft, place, question)


def draw_topic(draft: Draft, place: Place, table: Tables) -> None:
    """The agenda topic that answers belong to."""
    stored = str(table.get("topic") or _NO_TOPIC)
    names = {_NO_TOPIC: "None" if place.question is None else "That of the section", **draft.topics}
    names.setdefault(stored, f"{stored} (not on the agenda)")
    key = key_of(place, "topic")
    drafting.seed(key, stored)
    st.selectbox(
        "Topic of the agenda",
        list(names),
        key=key,
        format_func=names.__getitem__,
        on_change=drafting.take,
        args=(draft.survey_id, key, editing.set_field, place, "topic"),
    )


def _field(
    draft: Draft,
    place: Place,
    question: Tables,
    name: str,
    label: str,
    *,
    height: int | None = None,
    placeholder: str = "",
) -> None:
    drafting.text(
        label,
        question.get(name),
        key=key_of(place, name),
        survey_id=draft.survey_id,
        change=(editing.set_field, place, name),
        height=height,
        placeholder=placeholder,
    )


def _draw_kind(draft: Draft, place: Place, kind: QuestionKind | None) -> None:
    key = key_of(place, "kind")
    drafting.seed(key, kind)
    st.selectbox(
        "Answered by",
        list(KINDS),
        key=key,
        index=None,
        format_func=lambda known: KINDS[known][0],
        on_change=drafting.take,
        args=(draft.survey_id, key, editing.set_kind, place),
    )


def _draw_moves(draft: Draft, place: Place, question: Tables) -> None:
    sections = editing.sections_of(draft.tables)
    with st.container(horizontal=True):
        for label, icon, by in (("Up", "arrow_upward", -1), ("Down", "arrow_downward", 1)):
            st.button(
                label, key=key_of(place, label), icon=f":material/{icon}:", on_click=_move, args=(draft, place, by)
            )
        st.button(
            "Duplicate",
            key=key_of(place, "duplicate"),
            icon=":material/content_copy:",
            on_click=_duplicate,
            args=(draft, place),
        )
        with st.popover("Remove", icon=":material/delete:"):
            st.text("The question goes, with its translations.")
            st.button(
                "Yes, remove it",
                key=key_of(place, "remove"),
                type="primary",
                on_click=_remove,
                args=(draft, place),
            )
        if len(sections) > 1:
            with st.popover("Move to", icon=":material/drive_file_move:"):
                for index, section in enumerate(sections):
                    st.button(
                        escape(str(section.get("title") or f"Section {index + 1}")),
                        key=key_of(place, "to", index),
                        type="tertiary",
                        disabled=index == place.section,
                        on_click=_move_to,
                        args=(draft, place, index, len(editing.questions_of(section))),
                    )


def _move(draft: Draft, place: Place, by: int) -> None:
    if place.question is None or not drafting.act(draft.survey_id, editing.move, place, by):
        return
    sections = editing.sections_of(draft.tables)
    target = place.question + by
    if 0 <= target < len(editing.questions_of(sections[place.section])):
        drafting.turn_to(place.section, target)
    elif 0 <= place.section + by < len(sections):
        n_there = len(editing.questions_of(sections[place.section + by]))
        drafting.turn_to(place.section + by, n_there if by < 0 else 0)


def _move_to(draft: Draft, place: Place, section: int, n_there: int) -> None:
    if drafting.act(draft.survey_id, editing.move_to_section, place, section):
        drafting.turn_to(section, n_there)


def _duplicate(draft: Draft, place: Place) -> None:
    if place.question is not None and drafting.act(draft.survey_id, editing.duplicate, place):
        drafting.turn_to(place.section, place.question + 1)


def _remove(draft: Draft, place: Place) -> None:
    if drafting.act(draft.survey_id, editing.remove, place):
        drafting.turn_to(place.section)
