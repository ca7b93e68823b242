"""Reading a survey's answers as a whole: who was asked what, and what the panel said, without any name."""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast
from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import SurveyState
from consensus.persistence.database import database_of
from consensus.persistence.tables import Answer, Process, Response, Survey
from consensus.services.snapshots import snapshots
from consensus.services.surveys.survey import finished_members, survey_of
from surveys.answers import shown_questions
from surveys.collation import QuestionCollation, collate, telling_nothing
from surveys.free_texts import text_keys
from surveys.group_tallies import Labelled
from surveys.loader import instrument_from_dict
from surveys.model import Instrument, Question, QuestionKind


@dataclass(frozen=True, slots=True)
class FreeText:
    """Something somebody wrote. `person` tells apart who wrote what within one reading, and stays inside services."""

    id: UUID
    person: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CollatedAnswers:
    """The surveys that were sent in, read once.

    questions: in the order of the instrument. labelled: question id to (stakeholder group when the survey was sent
    in, answer) in no order that tells who; texts are left out. texts: by the order of `surveys.free_texts.text_keys`,
    those of one key in an order that depends on the texts alone. revision: of the answers, not of the process.
    """

    revision: Hashable

    survey_id: UUID
    instrument: Instrument
    questions: tuple[QuestionCollation, ...]
    labelled: Mapping[str, Sequence[Labelled]]
    texts: tuple[FreeText, ...]
    n_finished: int
    n_unfinished: int


def collated_survey(session: Session, process: Process) -> Survey:
    """The survey of a process, if its answers may be seen by now."""
    survey = survey_of(session, process.id)
    if survey is None or survey.state is SurveyState.DRAFT:
        raise ConflictError("There is nothing to collate before the survey is opened.")
    if survey.state is SurveyState.OPEN and process.anonymity.hides_names:
        raise ConflictError("The answers are collated once the survey is closed: until then you see who is missing.")
    if process.anonymity.hides_names and len(finished_members(session, survey.id)) < FEWEST_CONFIDENTIAL:
        raise ConflictError(
            f"A confidential survey is collated from {FEWEST_CONFIDENTIAL} people on: of fewer the answers name them."
        )
    return survey


def collated_answers(session: Session, process: Process) -> CollatedAnswers:
    """The answers of a process, read at most once for each revision of them; refused as `collated_survey` says."""
    survey = collated_survey(session, process)
    revision = _revision(session, process, survey)
    kept = snapshots(database_of(session))
    return kept.get((process.id, "collated answers"), revision, lambda: _read(session, survey, revision))


def _revision(session: Session, process: Process, survey: Survey) -> Hashable:
    """What changes whenever the answers do: the revision of the process, or of a closed survey what was sent in.

    Themes, statements and votes raise the revision of the process too, and the answers need not be read again.
    """
    if survey.state is not SurveyState.CLOSED:
        return process.revision
    sent = select(func.count(), func.max(Response.finished_at)).where(
        Response.survey_id == survey.id, col(Response.finished_at).is_not(None)
    )
    return survey.id, survey.number, survey.closed_at, *session.exec(sent).one()


def _read(session: Session, survey: Survey, revision: Hashable) -> CollatedAnswers:
    instrument = instrument_from_dict(survey.instrument)
    of_survey = Response.survey_id == survey.id
    member = cast(col(Response.member_id), String)
    responses = session.exec(
        select(member, Response.finished_at, Response.stakeholder_group).where(of_survey).order_by(member)
    ).all()
    groups = {member_id: group for member_id, finished_at, group in responses if finished_at is not None}
    by_member = _answers_by_member(session, survey, groups)
    shown = {member_id: shown_questions(instrument, answers) for member_id, answers in by_member.items()}
    given, labelled, n_asked = _by_question(instrument, by_member, shown, groups)
    return CollatedAnswers(
        revision=revision,
        survey_id=survey.id,
        instrument=instrument,
        questions=collate(instrument, given, len(groups), n_asked=n_asked),
        labelled=labelled,
        texts=_texts(session, survey, instrument, by_member, shown),
        n_finished=len(groups),
        n_unfinished=len(responses) - len(groups),
    )


def _texts(
    session: Session,
    survey: Survey,
    instrument: Instrument,
    by_member: Mapping[str, Mapping[str, Any]],
    shown: Mapping[str, Sequence[Question]],
) -> tuple[FreeText, ...]:
    """The texts of those who were shown their question, without names and in no order that tells who."""
    keys = text_keys(instrument)
    place = {key: number for number, key in enumerate(keys)}
    person = {member_id: number for number, member_id in enumerate(shown)}
    asked = {member_id: {question.id for question in questions} for member_id, questions in shown.items()}
    wanted = select(cast(col(Answer.id), String), cast(col(Answer.member_id), String), Answer.question).where(
        Answer.survey_id == survey.id, col(Answer.question).in_(keys)
    )
    texts = [
        FreeText(UUID(answer_id), person[member_id], key, text)
        for answer_id, member_id, key in session.connection().execute(wanted)
        if member_id in person
        and keys[key].question.id in asked[member_id]
        and isinstance(text := by_member[member_id][key], str)
    ]
    return tuple(sorted(texts, key=lambda text: (place[text.key], telling_nothing(text.text), text.id)))


def _answers_by_member(session: Session, survey: Survey, groups: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Question id to answer for each who sent the survey in.

    Of 200,000 answers most of the time would go into making ids and into reading each value by itself: both are taken
    as text, and all values are read as one list.
    """
    wanted = select(cast(col(Answer.member_id), String), Answer.question, cast(col(Answer.value), String)).where(
        Answer.survey_id == survey.id
    )
    rows = session.connection().execute(wanted).all()
    values = json.loads(f"[{','.join(raw for _, _, raw in rows)}]")
    by_member: dict[str, dict[str, Any]] = {member_id: {} for member_id in groups}
    for (member_id, question, _), value in zip(rows, values, strict=True):
        if member_id in by_member:
            by_member[member_id][question] = value
    return by_member


def _by_question(
    instrument: Instrument,
    by_member: Mapping[str, Mapping[str, Any]],
    shown: Mapping[str, Sequence[Question]],
    groups: Mapping[str, str],
) -> tuple[Mapping[str, list[Any]], Mapping[str, list[Labelled]], Counter[str]]:
    """The answers to each question by those who were shown it, the same with groups, and how many were shown it."""
    texts = {question.id for question in instrument.questions() if question.kind is QuestionKind.TEXT}
    given: defaultdict[str, list[Any]] = defaultdict(list)
    labelled: defaultdict[str, list[Labelled]] = defaultdict(list)
    n_asked: Counter[str] = Counter({question.id: 0 for question in instrument.questions()})
    for member_id, answers in by_member.items():
        group = groups[member_id]
        for question in shown[member_id]:
            n_asked[question.id] += 1
            if question.id in answers:
                given[question.id].append(answers[question.id])
                if question.id not in texts:
                    labelled[question.id].append((group, answers[question.id]))
    return given, labelled, n_asked
