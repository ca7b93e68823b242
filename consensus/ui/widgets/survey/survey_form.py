"""The questions of a survey to be answered: an element that sends each answer by itself and says when it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consensus.ui.widgets.elements import element
from surveys.answers import MAX_TEXT, comment_key, progress, shown_questions
from surveys.duration import minutes_of
from surveys.form_words import words_in
from surveys.versions import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from consensus.services.surveys.answer_store import SavedAnswer
    from surveys.model import Instrument, Option, Question


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What is being answered and by whom.

    instrument: with the answers, decides which questions are asked. shown: the same in the language it is read in.
    loaded_at: when the answers were read.
    person: whose answers these are; what is not sent yet stays in the browser under that id alone.
    on_behalf_of: the member in whose name somebody else enters them.
    """

    survey_id: UUID
    instrument: Instrument
    shown: Instrument
    language: str
    answers: Mapping[str, SavedAnswer]
    loaded_at: datetime
    is_open: bool
    person: UUID
    on_behalf_of: UUID | None = None

    @property
    def address(self) -> str:
        """Where answers are sent."""
        member = f"/{self.on_behalf_of}" if self.on_behalf_of else ""
        return f"/answers/{self.survey_id}{member}"


@dataclass(frozen=True, slots=True)
class Trial:
    """A survey that is looked at: the ids of the questions `shown`, and the answers `given` in passing."""

    language: str
    shown: Sequence[str]
    given: Mapping[str, Any]


def draw(sheet: AnswerSheet, questions: Sequence[Question], *, key: str) -> None:
    """Draw these questions; without any, what is still unsent from another page is sent and accounted for."""
    element("survey", has_style=True)(key=key, data=to_data(sheet, questions), on_refresh_change=_ignore)


def draw_preview(trial: Trial, questions: Sequence[Question], *, key: str, on_given: Callable[[], None]) -> None:
    """Draw these questions as a panelist sees them; answers are not sent anywhere, `on_given` hears of them."""
    data = {
        "address": "",
        "is_open": False,
        "loaded_at": "",
        "shown": trial.shown,
        "progress": {"n_answered": 0, "n_shown": 0},
        "minutes": 0,
        **_speech(trial.language),
        "questions": [
            _words(question, "") | {"answer": trial.given.get(question.id), "comment": None} for question in questions
        ],
    }
    element("survey", has_style=True)(key=key, data=data, on_given_change=on_given)


def to_data(sheet: AnswerSheet, questions: Sequence[Question]) -> dict[str, Any]:
    """The sheet as the element reads it."""
    values = {question: answer.value for question, answer in sheet.answers.items()}
    done = progress(sheet.instrument, values)
    asked = {question.id: question for question in sheet.instrument.questions()}
    return {
        "address": sheet.address,
        "outbox": f"assent.answers {sheet.person} {sheet.address}",
        "is_open": sheet.is_open,
        "loaded_at": sheet.loaded_at.isoformat(),
        "shown": [question.id for question in shown_questions(sheet.instrument, values)],
        "progress": {"n_answered": done.n_answered, "n_shown": done.n_shown},
        "minutes": minutes_of(sheet.instrument),
        **_speech(sheet.language),
        "questions": [
            _words(question, wording(asked[question.id])) | _given(question, sheet.answers) for question in questions
        ],
    }


def _speech(language: str) -> dict[str, Any]:
    """The language of the questions, and the form's own words with theirs."""
    words = words_in(language)
    return {"language": language, "words": dict(words.form), "words_language": words.language}


def _given(question: Question, answers: Mapping[str, SavedAnswer]) -> dict[str, Any]:
    answer, comment = answers.get(question.id), answers.get(comment_key(question.id))
    return {
        "answer": answer.value if answer else None,
        "saved_at": answer.saved_at.isoformat() if answer else None,
        "comment": comment.value if comment else None,
        "comment_saved_at": comment.saved_at.isoformat() if comment else None,
    }


def _words(question: Question, wording_: str) -> dict[str, Any]:
    return {
        "id": question.id,
        "wording": wording_,
        "kind": question.kind.value,
        "text": question.text,
        "plain": question.plain,
        "help": question.help,
        "evidence": [{"text": found.text, "reference": found.reference} for found in question.evidence],
        "required": question.required,
        "cannot_judge": question.cannot_judge,
        "options": _parts(question.options),
        "rows": _parts(question.rows),
        "scale": _scale(question),
        "minimum": question.minimum,
        "maximum": question.maximum,
        "unit": question.unit,
        "most": question.most,
        "most_characters": MAX_TEXT,
        "has_comment": question.comment,
    }


def _parts(parts: Sequence[Option]) -> list[dict[str, str]]:
    return [{"id": part.id, "label": part.label, "plain": part.plain} for part in parts]


def _scale(question: Question) -> dict[str, Any] | None:
    scale = question.scale
    if scale is None:
        return None
    return {"low": scale.low, "high": scale.high, "low_label": scale.low_label, "high_label": scale.high_label}


def _ignore() -> None:
    """The run that it causes is all that is wanted of it."""
