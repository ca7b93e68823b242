"""Between a stored answer and the widgets it is given in: which widget holds what, and the way back."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, TypeAlias

from consensus.ui.widgets.writing import written
from surveys.answers import Answer, cannot_judge_answer, is_cannot_judge
from surveys.conditions import CANNOT_JUDGE_ID
from surveys.model import Question, QuestionKind

State: TypeAlias = MutableMapping[str | int, Any]
"""What widgets hold, by key: Streamlit's session state, or a dictionary."""

CHOOSING_ONE = frozenset({QuestionKind.SINGLE, QuestionKind.YES_NO_UNSURE, QuestionKind.SCALE})


def widget_key(question: Question, part: str = "") -> str:
    """The key of the widget of a question, or of one of its parts: an option, a row, "cannot judge"."""
    return f"survey.{question.id}.{part}" if part else f"survey.{question.id}"


def list_keys(question: Question) -> Iterator[str]:
    """The keys of all widgets of a question."""
    yield widget_key(question)
    yield widget_key(question, CANNOT_JUDGE_ID)
    for part in (*question.options, *question.rows):
        yield widget_key(question, part.id)


def seed(question: Question, answer: Any, state: State) -> None:
    """Put a stored answer into the widgets that do not hold anything yet."""
    for key, value in _widget_values(question, answer).items():
        if key not in state:
            state[key] = value


def forget(question: Question, state: State) -> None:
    """Let the widgets of a question start again from what is stored."""
    for key in list_keys(question):
        state.pop(key, None)


def read_answer(question: Question, state: Mapping[str | int, Any]) -> Answer | None:
    """What the widgets of a question say; None where nothing was chosen."""
    if state.get(widget_key(question, CANNOT_JUDGE_ID)):
        return cannot_judge_answer()
    return _READ[question.kind](question, state)


def _read_one(question: Question, state: Mapping[str | int, Any]) -> Answer | None:
    value = state.get(widget_key(question))
    return cannot_judge_answer() if value == CANNOT_JUDGE_ID else value


def _read_several(question: Question, state: Mapping[str | int, Any]) -> Answer | None:
    return [option.id for option in question.options if state.get(widget_key(question, option.id))]


def _read_matrix(question: Question, state: Mapping[str | int, Any]) -> Answer | None:
    chosen = {row.id: state.get(widget_key(question, row.id)) for row in question.rows}
    return {row: point for row, point in chosen.items() if point is not None}


def _read_number(question: Question, state: Mapping[str | int, Any]) -> Answer | None:
    value = state.get(widget_key(question))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read_text(question: Question, state: Mapping[str | int, Any]) -> Answer | None:
    return written(state.get(widget_key(question)))


def _read_ranking(question: Question, state: Mapping[str | int, Any]) -> Answer | None:
    return state.get(widget_key(question))


_READ: Mapping[QuestionKind, Callable[[Question, Mapping[str | int, Any]], Answer | None]] = {
    QuestionKind.SINGLE: _read_one,
    QuestionKind.YES_NO_UNSURE: _read_one,
    QuestionKind.SCALE: _read_one,
    QuestionKind.MULTIPLE: _read_several,
    QuestionKind.MATRIX: _read_matrix,
    QuestionKind.NUMBER: _read_number,
    QuestionKind.TEXT: _read_text,
    QuestionKind.RANKING: _read_ranking,
}


def _widget_values(question: Question, answer: Any) -> dict[str, Any]:
    cannot = is_cannot_judge(answer)
    given = None if cannot else answer
    if question.kind in CHOOSING_ONE:
        return {widget_key(question): CANNOT_JUDGE_ID if cannot else given}
    if question.kind is QuestionKind.MATRIX:
        chosen = dict.fromkeys((row.id for row in question.rows), CANNOT_JUDGE_ID) if cannot else given or {}
        return {widget_key(question, row.id): chosen.get(row.id) for row in question.rows}
    values: dict[str, Any]
    if question.kind is QuestionKind.MULTIPLE:
        values = {widget_key(question, option.id): option.id in (given or ()) for option in question.options}
    elif question.kind is QuestionKind.RANKING:
        values = {widget_key(question): list(given or ())}
    elif question.kind is QuestionKind.TEXT:
        values = {}  # The field is given what is stored each time it is drawn.
    else:
        values = {widget_key(question): None if given is None else float(given)}
    return values | ({widget_key(question, CANNOT_JUDGE_ID): cannot} if question.cannot_judge else {})
