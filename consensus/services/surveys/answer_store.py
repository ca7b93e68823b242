"""How one answer is stored: checked against its question, never over a newer one, and with who entered it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from consensus.domain.errors import InvalidInputError, OutdatedError, RewordedError
from consensus.persistence.tables import Answer
from surveys.answers import Progress, check_answer, check_comment, commented_question, progress, shown_questions
from surveys.model import Instrument
from surveys.versions import wording as wording_of


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer and when it was stored; `entered_by` is the facilitator who entered it from paper."""

    value: Any
    saved_at: datetime
    entered_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """When the answer was last stored as far as the page knows that sends a new one; None where there was none."""

    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an answer that was sent: when it was stored, and what the person is asked now."""

    saved_at: datetime
    value: Any
    shown: tuple[str, ...]
    progress: Progress


def read_answers(session: Session, survey_id: UUID, member_id: UUID) -> dict[str, SavedAnswer]:
    """All answers of a member by question, comments under their own keys."""
    rows = session.exec(
        select(Answer.question, Answer.value, Answer.saved_at, Answer.entered_by).where(
            Answer.survey_id == survey_id, Answer.member_id == member_id
        )
    )
    return {question: SavedAnswer(value, saved_at, entered_by) for question, value, saved_at, entered_by in rows}


def values_of(answers: Mapping[str, SavedAnswer]) -> dict[str, Any]:
    """The answers alone."""
    return {question: answer.value for question, answer in answers.items()}


def store_answer(
    session: Session,
    instrument: Instrument,
    place: Answer,
    *,
    seen: Seen | None = None,
    wording: str | None = None,
) -> Stored:
    """Store the answer that `place` describes, or take it back where it says nothing.

    An answer that says what is stored already stays as it was: it was sent twice. With `seen`, one that was given
    without knowing of a newer one is refused; with `wording`, one to another wording than the question has now.

    Raises:
        RewordedError: the question says something else than when it was answered.
        InvalidInputError: the question is not asked of this person, or this is no answer to it.
        OutdatedError: meanwhile another one was given elsewhere.
    """
    given = read_answers(session, place.survey_id, place.member_id)
    if wording is not None:
        _check_wording(instrument, place.question, wording)
    checked = _check(instrument, values_of(given), place.question, place.value)
    stored = given.get(place.question)
    if stored is not None and stored.value == checked and type(stored.value) is type(checked):
        return _outcome(instrument, values_of(given), stored.saved_at, checked)
    if seen is not None and stored is not None and stored.saved_at != seen.saved_at:
        raise OutdatedError
    there = (
        col(Answer.survey_id) == place.survey_id,
        col(Answer.member_id) == place.member_id,
        col(Answer.question) == place.question,
    )
    if checked is None:
        session.exec(delete(Answer).where(*there))
    elif stored is None:
        session.add(place.model_copy(update={"value": checked}))
    else:
        changed = {"value": checked, "saved_at": place.saved_at, "entered_by": place.entered_by}
        session.exec(update(Answer).where(*there).values(changed))
    return _outcome(instrument, values_of(given) | {place.question: checked}, place.saved_at, checked)


def _check_wording(instrument: Instrument, key: str, wording: str) -> None:
    question = instrument.question(commented_question(key)[0])
    if question is not None and wording_of(question) != wording:
        raise RewordedError


def _check(instrument: Instrument, given: Mapping[str, Any], key: str, value: object) -> Any:
    """The answer or comment in its stored form, if its question is shown to a person with the answers so far."""
    question_id, is_comment = commented_question(key)
    question = instrument.question(question_id)
    if question is None or question not in shown_questions(instrument, given):
        raise InvalidInputError("This question is not part of what you are asked.")
    return check_comment(question, value) if is_comment else check_answer(question, value)


def _outcome(instrument: Instrument, values: Mapping[str, Any], saved_at: datetime, value: Any) -> Stored:
    said = {question: answer for question, answer in values.items() if answer is not None}
    shown = tuple(question.id for question in shown_questions(instrument, said))
    return Stored(saved_at, value, shown, progress(instrument, said))
