"""What a question of each kind is answered by: options, rows, a scale, bounds; and the evidence beside it."""

import streamlit as st

from consensus.ui.widgets.instrument import drafting
from consensus.ui.widgets.instrument.drafting import Draft, key_of
from surveys import editing
from surveys.editing import Place, Tables
from surveys.model import QuestionKind

_WITH_OPTIONS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKING)
_FIXED = ("yes", "no", "unsure")


def draw(draft: Draft, place: Place, question: Tables, kind: QuestionKind | None) -> None:
    """Draw the fields of a kind."""
    if kind in _WITH_OPTIONS:
        _draw_parts(draft, place, question, "options", "Options")
    if kind in (QuestionKind.MULTIPLE, QuestionKind.RANKING):
        drafting.number(
            "At most so many",
            question.get("most"),
            key=key_of(place, "most"),
            survey_id=draft.survey_id,
            change=(editing.set_field, place, "most"),
        )
    if kind is QuestionKind.YES_NO_UNSURE:
        _draw_yes_no_unsure(draft, place, question)
    if kind is QuestionKind.MATRIX:
        _draw_parts(draft, place, question, "rows", "Rows")
        _draw_matrix_answers(draft, place, question)
    if kind is QuestionKind.SCALE or (kind is QuestionKind.MATRIX and "options" not in question):
        _draw_scale(draft, place, question, carries_statement=kind is QuestionKind.SCALE)
    if kind is QuestionKind.NUMBER:
        _draw_number(draft, place, question)


def draw_evidence(draft: Draft, place: Place, question: Tables) -> None:
    """The findings shown beside the question."""
    for index, finding in enumerate(editing.parts_of(question, "evidence")):
        with st.container(border=True, gap="xsmall"):
            for name, label in (("text", "Finding"), ("reference", "Reference"), ("doi", "DOI")):
                _part_text(draft, place, "evidence", index, finding, name, label)
            _button(draft, place, "Remove", "delete", editing.remove_part, "evidence", index)
    _button(draft, place, "Add a finding", "add", editing.add_part, "evidence")


def _draw_parts(draft: Draft, place: Place, question: Tables, field: str, title: str) -> None:
    parts = editing.parts_of(question, field)
    st.markdown(f"**{title}**")
    for index, part in enumerate(parts):
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
                _part_text(draft, place, field, index, part, "label", f"{index + 1}")
                _icon(draft, place, "Up", "arrow_upward", index > 0, editing.move_part, field, index, -1)
                _icon(
                    draft, place, "Down", "arrow_downward", index < len(parts) - 1, editing.move_part, field, index, 1
                )
                _icon(draft, place, "Remove", "close", True, editing.remove_part, field, index)
            _draw_part_details(draft, place, field, index, part)
    noun = field.removesuffix("s")
    _button(draft, place, f"Add {'an' if noun == 'option' else 'a'} {noun}", "add", editing.add_part, field)


def _draw_part_details(draft: Draft, place: Place, field: str, index: int, part: Tables) -> None:
    placeholder = "Draft statement it supports (optional)"
    _part_text(draft, place, field, index, part, "statement", "Draft statement", placeholder=placeholder)
    _part_text(draft, place, field, index, part, "plain", "In plain words", placeholder="In plain words (optional)")


def _draw_yes_no_unsure(draft: Draft, place: Place, question: Tables) -> None:
    """The three answers are fixed; each may support a draft statement."""
    parts = editing.parts_of(question, "options")
    given = {str(part.get("id")): index for index, part in enumerate(parts)}
    if not given:
        _button(draft, place, "Draft statements for the answers", "add", _give_fixed_options)
        return
    for answer in _FIXED:
        if answer in given:
            index = given[answer]
            _part_text(draft, place, "options", index, parts[index], "label", f"“{answer.capitalize()}” reads")
            _draw_part_details(draft, place, "options", index, parts[index])


def _give_fixed_options(tables: Tables, place: Place) -> Tables:
    options = [{"id": answer, "label": answer.capitalize()} for answer in _FIXED]
    return editing.set_field(tables, place, "options", options)


def _draw_matrix_answers(draft: Draft, place: Place, question: Tables) -> None:
    key = key_of(place, "matrix")
    drafting.seed(key, "options" if "options" in question else "scale")
    st.segmented_control(
        "Each row is answered by",
        ("scale", "options"),
        key=key,
        required=True,
        format_func={"scale": "A scale", "options": "Options"}.__getitem__,
        on_change=drafting.take,
        args=(draft.survey_id, key, _answer_rows_by, place),
    )
    if "options" in question:
        _draw_parts(draft, place, question, "options", "Options for each row")


def _answer_rows_by(tables: Tables, place: Place, field: str) -> Tables:
    other = "options" if field == "scale" else "scale"
    tables = editing.set_field(tables, place, other, None)
    if field == "scale":
        return editing.set_kind(tables, place, QuestionKind.MATRIX)
    return editing.add_part(editing.add_part(tables, place, "options"), place, "options")


def _draw_scale(draft: Draft, place: Place, question: Tables, *, carries_statement: bool) -> None:
    found = question.get("scale")
    scale: Tables = found if isinstance(found, dict) else {}
    st.markdown("**Scale**")
    for end, label in (("low", "lowest"), ("high", "highest")):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            drafting.number(
                f"{label.capitalize()} point",
                scale.get(end),
                key=key_of(place, "scale", end),
                survey_id=draft.survey_id,
                change=(editing.set_scale, place, end),
            )
            drafting.text(
                f"What the {label} point means",
                scale.get(f"{end}_label"),
                key=key_of(place, "scale", end, "label"),
                survey_id=draft.survey_id,
                change=(editing.set_scale, place, f"{end}_label"),
            )
    drafting.number(
        "Agreeing from",
        scale.get("agree_from"),
        key=key_of(place, "scale", "agree_from"),
        survey_id=draft.survey_id,
        change=(editing.set_scale, place, "agree_from"),
        help="Points from here upwards count as agreeing. Leave it empty where there is nothing to agree with.",
    )
    if carries_statement:
        drafting.text(
            "Draft statement",
            question.get("statement"),
            key=key_of(place, "statement"),
            survey_id=draft.survey_id,
            change=(editing.set_field, place, "statement"),
            placeholder="Draft statement that agreeing supports (optional)",
        )


def _draw_number(draft: Draft, place: Place, question: Tables) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, label in (("minimum", "At least"), ("maximum", "At most")):
            drafting.number(
                label,
                question.get(name),
                key=key_of(place, name),
                survey_id=draft.survey_id,
                change=(editing.set_field, place, name),
                whole=False,
            )
        drafting.text(
            "Unit",
            question.get("unit"),
            key=key_of(place, "unit"),
            survey_id=draft.survey_id,
            change=(editing.set_field, place, "unit"),
            placeholder="months",
        )


def _part_text(
    draft: Draft, place: Place, field: str, index: int, part: Tables, name: str, label: str, *, placeholder: str = ""
) -> None:
    drafting.text(
        label,
        part.get(name),
        key=key_of(place, field, index, part.get("id", ""), name),
        survey_id=draft.survey_id,
        change=(editing.set_part_field, place, field, index, name),
        placeholder=placeholder,
        hidden=bool(placeholder),
    )


def _button(draft: Draft, place: Place, label: str, icon: str, operation: object, *args: object) -> None:
    st.button(
        label,
        key=key_of(place, label, *args),
        icon=f":material/{icon}:",
        type="tertiary",
        on_click=drafting.do,
        args=(draft.survey_id, operation, place, *args),
    )


def _icon(
    draft: Draft, place: Place, label: str, icon: str, is_possible: bool, operation: object, *args: object
) -> None:
    st.button(
        "",
        key=key_of(place, label, *args),
        icon=f":material/{icon}:",
        type="tertiary",
        help=label,
        disabled=not is_possible,
        on_click=drafting.do,
        args=(draft.survey_id, operation, place, *args),
    )
