"""Stored answers in the words of the questions, for reading them over."""

from typing import Any

from surveys.answers import is_cannot_judge
from surveys.conditions import CANNOT_JUDGE_ID
from surveys.form_words import FormWords
from surveys.model import Question, QuestionKind


def describe(question: Question, answer: Any, words: FormWords) -> str:
    """An answer as one text, "" where there is none; rows of a matrix stand on lines of their own."""
    if answer is None:
        return ""
    return words.form["cannot_judge"] if is_cannot_judge(answer) else _given(question, answer, words)


def _given(question: Question, answer: Any, words: FormWords) -> str:
    match question.kind:
        case QuestionKind.MATRIX:
            rows = [row for row in question.rows if row.id in answer]
            return "\n".join(f"{row.label}: {_point(question, answer[row.id], words)}" for row in rows)
        case QuestionKind.RANKING:
            return "\n".join(f"{place}. {_label(question, chosen)}" for place, chosen in enumerate(answer, 1))
        case QuestionKind.MULTIPLE:
            return "\n".join(_label(question, chosen) for chosen in answer)
        case QuestionKind.NUMBER:
            return f"{answer:g} {question.unit}".strip()
        case QuestionKind.TEXT:
            return str(answer)
        case _:
            return _point(question, answer, words)


def _point(question: Question, value: str | int, words: FormWords) -> str:
    if value == CANNOT_JUDGE_ID:
        return words.form["cannot_judge"]
    if question.scale:
        return words.page["point"].format(point=value, low=question.scale.low, high=question.scale.high)
    return _label(question, str(value))


def _label(question: Question, option_id: str) -> str:
    option = question.option(option_id)
    return option.label if option else option_id
