"""One question of a survey with the widgets to answer it in."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from consensus.ui.widgets import times
from consensus.ui.widgets.answering import CHOOSING_ONE, seed, widget_key
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.writing import write
from surveys.conditions import CANNOT_JUDGE_ID
from surveys.model import Question, QuestionKind

Save = Callable[[Question], None]

_CANNOT_JUDGE = "Cannot judge"


def ask(question: Question, number: int, saved: Any, *, time_zone: str, owner: str, save: Save) -> None:
    """Draw a question with the answer stored so far; `saved` is a SavedAnswer or None, `save` a callback.

    `owner` is who answers: a text not stored yet stays on the device under that name.
    """
    seed(question, saved.value if saved else None, st.session_state)
    with st.container(border=True, key=f"question-{question.id}"):
        st.html(_heading(question, number))
        if question.kind is QuestionKind.TEXT:
            _text(question, saved.value if saved else None, owner, save)
        else:
            _DRAW[question.kind](question, save)
        if question.cannot_judge and question.kind not in CHOOSING_ONE | {QuestionKind.MATRIX}:
            st.checkbox(
                _CANNOT_JUDGE, key=widget_key(question, CANNOT_JUDGE_ID), on_change=save, kwargs={"question": question}
            )
        if saved:
            st.caption(f":material/check: Saved {times.clock(saved.saved_at, time_zone)}")


def make_rows_tall() -> None:
    """Give the rows of choices in every question the height a thumb needs; called once a page."""
    rows = '[class*="st-key-question-"] :is([role="radiogroup"] > label, [data-testid="stCheckbox"] label)'
    st.html(f"<style>{rows} {{ min-height: 2.75rem; align-items: center; }}</style>")


def _heading(question: Question, number: int) -> str:
    mark = "Required" if question.required else "Optional"
    lines = [
        f'<p style="margin:0;font-size:.8rem;opacity:.75">Question {number} · {mark}</p>',
        f'<p style="margin:.2rem 0 0;font-size:1.08rem;font-weight:600;line-height:1.4">{to_html(question.text)}</p>',
    ]
    if question.plain:
        lines.append(f'<p style="margin:.35rem 0 0;line-height:1.45">In plain words: {to_html(question.plain)}</p>')
    if question.help:
        lines.append(f'<p style="margin:.35rem 0 0;font-size:.9rem;opacity:.8">{to_html(question.help)}</p>')
    return "".join(lines)


def _labels(question: Question) -> dict[Any, str]:
    """Each value a person may choose here, with its words as Markdown that shows them literally."""
    if question.scale:
        labels: dict[Any, str] = {point: str(point) for point in question.scale.points()}
    else:
        labels = {option.id: escape(option.label) for option in question.options}
    if question.cannot_judge and question.kind in CHOOSING_ONE | {QuestionKind.MATRIX}:
        labels[CANNOT_JUDGE_ID] = _CANNOT_JUDGE
    return labels


def _one_of(question: Question, save: Save) -> None:
    labels = _labels(question)
    st.radio(
        escape(question.text),
        list(labels),
        key=widget_key(question),
        format_func=lambda value: labels[value],
        label_visibility="collapsed",
        on_change=save,
        kwargs={"question": question},
    )


def _scale(question: Question, save: Save) -> None:
    _draw_ends(question)
    _points(question, widget_key(question), escape(question.text), save)


def _points(question: Question, key: str, label: str, save: Save) -> None:
    labels = _labels(question)
    st.pills(
        label,
        list(labels),
        key=key,
        format_func=lambda value: labels[value],
        label_visibility="collapsed",
        disabled=_is_given_up(question),
        on_change=save,
        kwargs={"question": question},
    )


def _several(question: Question, save: Save) -> None:
    if question.most:
        st.caption(f"Choose up to {question.most}.")
    with st.container(gap="xsmall"):
        for option in question.options:
            st.checkbox(
                escape(option.label),
                key=widget_key(question, option.id),
                disabled=_is_given_up(question),
                on_change=save,
                kwargs={"question": question},
            )


def _matrix(question: Question, save: Save) -> None:
    _draw_ends(question)
    for row in question.rows:
        with st.container(gap="xsmall"):
            st.html(f'<p style="margin:.3rem 0 0">{to_html(row.label)}</p>')
            _points(question, widget_key(question, row.id), escape(row.label), save)


def _number(question: Question, save: Save) -> None:
    st.number_input(
        escape(question.text),
        min_value=_as_float(question.minimum),
        max_value=_as_float(question.maximum),
        step=1.0,
        format="%g",
        key=widget_key(question),
        placeholder="Number",
        label_visibility="collapsed",
        disabled=_is_given_up(question),
        on_change=save,
        kwargs={"question": question},
    )
    if question.unit:
        st.caption(escape(question.unit))


def _text(question: Question, answer: Any, owner: str, save: Save) -> None:
    write(
        question.text,
        answer if isinstance(answer, str) else "",
        key=widget_key(question),
        owner=owner,
        is_disabled=_is_given_up(question),
        on_change=partial(save, question),
    )


def _ranking(question: Question, save: Save) -> None:
    labels = _labels(question)
    st.caption("Choose in order, the most important first.")
    st.multiselect(
        escape(question.text),
        list(labels),
        key=widget_key(question),
        format_func=lambda value: labels[value],
        max_selections=question.most,
        placeholder="First choice, second choice, …",
        label_visibility="collapsed",
        disabled=_is_given_up(question),
        on_change=save,
        kwargs={"question": question},
    )
    ranked = [labels[value] for value in st.session_state[widget_key(question)]]
    if ranked:
        st.markdown("\n".join(f"{place}. {label}" for place, label in enumerate(ranked, 1)))


def _draw_ends(question: Question) -> None:
    scale = question.scale
    if scale and (scale.low_label or scale.high_label):
        st.caption(f"{scale.low} = {escape(scale.low_label)} · {scale.high} = {escape(scale.high_label)}")


def _as_float(bound: float | None) -> float | None:
    return None if bound is None else float(bound)


def _is_given_up(question: Question) -> bool:
    return bool(st.session_state.get(widget_key(question, CANNOT_JUDGE_ID)))


_DRAW: dict[QuestionKind, Callable[[Question, Save], None]] = {
    QuestionKind.SINGLE: _one_of,
    QuestionKind.YES_NO_UNSURE: _one_of,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.SCALE: _scale,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.NUMBER: _number,
    QuestionKind.RANKING: _ranking,
}
