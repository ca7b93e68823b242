"""When a question is asked: a condition put together from earlier questions, or written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from consensus.ui.widgets.instrument import drafting
from consensus.ui.widgets.instrument.drafting import Draft, key_of
from consensus.ui.widgets.literal import escape
from surveys import editing
from surveys.condition_lines import (
    Line,
    Lines,
    LineTest,
    answers_of,
    first_line,
    from_lines,
    tests_for,
    to_lines,
)
from surveys.condition_wording import describe_condition, write_condition
from surveys.editing import Place, Tables
from surveys.model import Instrument, Question

_COMPARED = (LineTest.AT_LEAST, LineTest.AT_MOST)
_CHOSEN = (LineTest.ONE_OF, LineTest.NONE_OF)


def draw(draft: Draft, place: Place, question: Tables) -> None:
    """Draw the condition; it can be put together as long as the draft is whole, and written at any time."""
    if draft.instrument is None:
        st.caption("Conditions are put together here once the draft is whole. Until then they can be written.")
    else:
        _draw_lines(draft, draft.instrument, place)
    stored = question.get("show_if")
    parsed = draft.instrument.question(place.id) if draft.instrument else None
    written = write_condition(parsed.show_if) if parsed and parsed.show_if else stored
    drafting.text(
        "As written in the file",
        written if isinstance(written, str) else "",
        key=key_of(place, "show_if"),
        survey_id=draft.survey_id,
        change=(editing.set_field, place, "show_if"),
        placeholder="use is one of all, some and not sure < 7",
    )


def _draw_lines(draft: Draft, instrument: Instrument, place: Place) -> None:
    question = instrument.question(place.id)
    if question is None:
        return
    asked = instrument.questions()
    earlier = asked[: asked.index(question)]
    if not earlier:
        st.caption("The first question is always asked.")
        return
    if question.show_if:
        st.caption(escape(f"Asked if {describe_condition(question.show_if, instrument)}."))
    lines = to_lines(question.show_if)
    if lines is None:
        st.caption("This condition is more than a list; change it as it is written.")
        return
    if len(lines.lines) > 1:
        _draw_joining(draft, place, lines)
    for index, line in enumerate(lines.lines):
        _draw_line(draft, place, lines, index, line, earlier)
    st.button(
        "Add a condition",
        key=key_of(place, "condition", "add"),
        icon=":material/add:",
        type="tertiary",
        on_click=_add_line,
        args=(draft, place, lines, earlier),
    )


def _draw_joining(draft: Draft, place: Place, lines: Lines) -> None:
    key = key_of(place, "condition", "any")
    drafting.seed(key, lines.is_any)
    st.segmented_control(
        "Of these conditions must hold",
        (False, True),
        key=key,
        required=True,
        format_func={False: "All", True: "Any"}.__getitem__,
        on_change=_join,
        args=(draft, place, lines, key),
    )


def _draw_line(draft: Draft, place: Place, lines: Lines, index: int, line: Line, earlier: Sequence[Question]) -> None:
    by_id = {question.id: question for question in earlier}
    question = by_id.get(line.question)
    if question is None:
        return
    targets = [(known.id, row.id) for known in earlier for row in known.rows] + [
        (known.id, "") for known in earlier if not known.rows
    ]
    targets.sort(key=lambda target: list(by_id).index(target[0]))
    tests = tests_for(question)
    with st.container(border=True, gap="xsmall"):
        _choose(draft, place, lines, index, "target", "Question", targets, (line.question, line.row), _words(by_id))
        _choose(draft, place, lines, index, "test", "Condition", tests, line.test, str)
        _draw_values(draft, place, lines, index, line, question)
        st.button(
            "Remove",
            key=key_of(place, "condition", index, "remove"),
            icon=":material/close:",
            type="tertiary",
            on_click=_put_lines,
            args=(draft, place, replace(lines, lines=(*lines.lines[:index], *lines.lines[index + 1 :]))),
        )


def _draw_values(draft: Draft, place: Place, lines: Lines, index: int, line: Line, question: Question) -> None:
    key = key_of(place, "condition", index, line.test, "values")
    if line.test in _CHOSEN:
        words = answers_of(question)
        drafting.seed(key, [value for value in line.values if value in words])
        st.multiselect(
            "Answers",
            list(words),
            key=key,
            format_func=lambda value: escape(words[value]),
            on_change=_take_values,
            args=(draft, place, lines, index, key),
        )
    elif line.test in _COMPARED:
        drafting.seed(key, float(line.values[0]) if line.values else None)
        st.number_input(
            "Number",
            step=1.0,
            format="%g",
            key=key,
            on_change=_take_values,
            args=(draft, place, lines, index, key),
        )


def _choose(
    draft: Draft,
    place: Place,
    lines: Lines,
    index: int,
    name: str,
    label: str,
    options: Sequence[Any],
    stored: Any,
    words: Any,
) -> None:
    key = key_of(place, "condition", index, name)
    drafting.seed(key, stored)
    st.selectbox(
        label,
        list(options),
        key=key,
        format_func=words,
        on_change=_take_choice,
        args=(draft, place, lines, index, name, key),
    )


def _words(by_id: dict[str, Question]) -> Any:
    def words(target: tuple[str, str]) -> str:
        question = by_id[target[0]]
        row = next((f" · {row.label}" for row in question.rows if row.id == target[1]), "")
        return f"{question.text}{row}"

    return words


def _add_line(draft: Draft, place: Place, lines: Lines, earlier: Sequence[Question]) -> None:
    line = first_line(earlier)
    if line:
        _put_lines(draft, place, replace(lines, lines=(*lines.lines, line)))


def _join(draft: Draft, place: Place, lines: Lines, key: str) -> None:
    _put_lines(draft, place, replace(lines, is_any=st.session_state[key]))


def _take_choice(draft: Draft, place: Place, lines: Lines, index: int, name: str, key: str) -> None:
    chosen, line = st.session_state[key], lines.lines[index]
    if name == "target":
        question = draft.instrument.question(chosen[0]) if draft.instrument else None
        first = first_line([question]) if question else None
        line = replace(first, row=chosen[1]) if first else line
    else:
        is_like = (line.test in _CHOSEN) == (chosen in _CHOSEN)
        question = draft.instrument.question(line.question) if draft.instrument else None
        first_values = _first_values(question, chosen) if question else ()
        line = replace(line, test=chosen, values=line.values if is_like and line.values else first_values)
    _put_line(draft, place, lines, index, line)


def _first_values(question: Question, test: LineTest) -> tuple[str | int | float, ...]:
    if test in _CHOSEN:
        return (next(iter(answers_of(question))),)
    if test in _COMPARED:
        return (question.scale.high,) if question.scale else (question.minimum or 0,)
    return ()


def _take_values(draft: Draft, place: Place, lines: Lines, index: int, key: str) -> None:
    value = st.session_state[key]
    values = tuple(value) if isinstance(value, list) else () if value is None else (value,)
    _put_line(draft, place, lines, index, replace(lines.lines[index], values=values))


def _put_line(draft: Draft, place: Place, lines: Lines, index: int, line: Line) -> None:
    changed = (*lines.lines[:index], line, *lines.lines[index + 1 :])
    _put_lines(draft, place, replace(lines, lines=changed))


def _put_lines(draft: Draft, place: Place, lines: Lines) -> None:
    condition = from_lines(lines)
    drafting.act(
        draft.survey_id, editing.set_field, place, "show_if", write_condition(condition) if condition else None
    )
