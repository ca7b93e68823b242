"""The versions a survey has had, and the answers that later wordings set aside."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import SurveyState
from consensus.domain.roles import Action
from consensus.persistence.tables import Answer, EarlierAnswer, EarlierInstrument, Process, Survey
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.surveys.survey import survey_of
from surveys.loader import instrument_from_dict
from surveys.model import Instrument, Question
from surveys.versions import compare, fingerprint, has_same_wording

_QUESTION_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_Place = tuple[int, str]
"""The number of a version and a question of it."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of the instrument; `n_set_aside` counts, by question, the answers no later version counts.

    Of a confidential survey it stays empty until the close, and then without numbers that would name people.
    """

    number: int
    version: str
    sha256: str
    replaced_at: datetime | None
    reason: str
    n_set_aside: Mapping[str, int]


def list_versions(ctx: Context, process_id: UUID) -> tuple[VersionView, ...]:
    """Every version that was put to the panel, the one in force last."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.VIEW_COLLATION, process_id).process
        survey = survey_of(session, process_id)
        if survey is None:
            raise NotFoundError("This process has no survey yet.")
        earlier = session.exec(
            select(EarlierInstrument)
            .where(EarlierInstrument.survey_id == survey.id)
            .order_by(col(EarlierInstrument.number))
        ).all()
        counts = _tellable(process, survey, _count_set_aside(session, survey.id))
        views = [
            _view(row.number, instrument_from_dict(row.instrument), row.replaced_at, row.reason, counts)
            for row in earlier
        ]
        return (*views, _view(survey.number, instrument_from_dict(survey.instrument), None, "", counts))


def set_aside_answers(session: Session, survey: Survey, new: Instrument) -> int:
    """Move the answers that a new version no longer asks for to the version they were given under; how many.

    Answers set aside before come back where the new wording is theirs and nothing newer was answered.
    """
    old = instrument_from_dict(survey.instrument)
    changes = compare(old, new)
    gone = {*changes.changed, *changes.removed}
    n_set_aside = 0
    for answer in session.exec(select(Answer).where(Answer.survey_id == survey.id)).all():
        if question_id_of(answer.question) in gone:
            session.add(EarlierAnswer(number=survey.number, **_content(answer)))
            session.delete(answer)
            n_set_aside += 1
    session.flush()
    _bring_back(session, survey, {id_: new.question(id_) for id_ in (*changes.changed, *changes.added)})
    return n_set_aside


def question_id_of(key: str) -> str:
    """The question that an answer, or a comment on it, belongs to."""
    match = _QUESTION_ID.match(key)
    return match[0] if match else key


def _bring_back(session: Session, survey: Survey, asked: Mapping[str, Question | None]) -> None:
    versions = {
        row.number: instrument_from_dict(row.instrument)
        for row in session.exec(select(EarlierInstrument).where(EarlierInstrument.survey_id == survey.id))
    }
    taken: set[tuple[UUID, str]] = set()
    rows = select(EarlierAnswer).where(EarlierAnswer.survey_id == survey.id).order_by(col(EarlierAnswer.number).desc())
    for answer in session.exec(rows).all():
        question_id, place = question_id_of(answer.question), (answer.member_id, answer.question)
        before, now = versions[answer.number].question(question_id), asked.get(question_id)
        if place in taken or before is None or now is None or not has_same_wording(before, now):
            continue
        taken.add(place)
        session.add(Answer(**_content(answer)))
        session.delete(answer)


def _content(answer: Answer | EarlierAnswer) -> dict[str, Any]:
    return answer.model_dump(exclude={"id", "number"})


def _tellable(process: Process, survey: Survey, counts: Mapping[_Place, int]) -> Mapping[_Place, int]:
    """The counts that may be told: who is asked a question depends on what they answered to another.

    While a confidential survey is open it is seen who has sent it in, so that one answer set aside would be theirs.
    """
    if not process.anonymity.hides_names:
        return counts
    if survey.state is not SurveyState.CLOSED:
        return {}
    return {place: n for place, n in counts.items() if n >= FEWEST_CONFIDENTIAL}


def _count_set_aside(session: Session, survey_id: UUID) -> Mapping[_Place, int]:
    rows = session.exec(
        select(EarlierAnswer.number, EarlierAnswer.question, func.count())
        .where(EarlierAnswer.survey_id == survey_id)
        .group_by(col(EarlierAnswer.number), col(EarlierAnswer.question))
    )
    counts: Counter[_Place] = Counter()
    for number, question, n in rows:
        if question_id_of(question) == question:
            counts[number, question] += n
    return counts


def _view(
    number: int,
    instrument: Instrument,
    replaced_at: datetime | None,
    reason: str,
    counts: Mapping[_Place, int],
) -> VersionView:
    set_aside = {
        question.text: counts[number, question.id]
        for question in instrument.questions()
        if (number, question.id) in counts
    }
    return VersionView(number, instrument.version, fingerprint(instrument), replaced_at, reason, set_aside)
