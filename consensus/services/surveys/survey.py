"""The pre-meeting survey: answered one question at a time, each answer stored when it is given."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import SurveyState, check_move
from consensus.domain.roles import Action
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Answer, Invitation, Member, Person, Response, Survey
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.consent import require_consent
from consensus.services.people.participation import BY_NAME, is_asked
from consensus.services.people.taking_part import accept_by_acting, check_not_declined
from consensus.services.surveys.adding import insert_survey
from consensus.services.surveys.answer_store import SavedAnswer, Seen, Stored, read_answers, store_answer, values_of
from surveys.answers import missing_required
from surveys.loader import instrument_from_dict, parse_instrument
from surveys.model import Instrument
from surveys.versions import fingerprint


@dataclass(frozen=True, slots=True)
class MySurvey:
    """The survey as the one who answers it sees it; `entered_by` names the facilitator who entered it from paper.

    results_shown: whether the panel may see what came out.

    answers: by question; comments under their own keys (`surveys.answers.comment_key`).
    """

    survey_id: UUID
    state: SurveyState
    instrument: Instrument
    answers: Mapping[str, SavedAnswer]
    loaded_at: datetime
    finished_at: datetime | None
    may_answer: bool
    entered_by: str = ""
    results_shown: bool = False

    def values(self) -> dict[str, Any]:
        """The answers alone, by question."""
        return values_of(self.answers)


@dataclass(frozen=True, slots=True)
class SurveyMonitor:
    """How the survey is going: who is missing, and never what anybody answered."""

    survey_id: UUID
    state: SurveyState
    title: str
    instrument: Instrument
    n_questions: int
    minutes: int | None
    n_invited: int
    n_started: int
    n_finished: int
    missing: tuple[str, ...]
    opened_at: datetime | None
    closed_at: datetime | None
    may_open: bool
    may_close: bool


def add_survey(
    ctx: Context, process_id: UUID, instrument: Instrument, *, draft: str = "", notes: Sequence[tuple[str, str]] = ()
) -> UUID:
    """Give a process its survey; the instrument is copied, so later editions do not change what was asked.

    `draft` is the text it was read from, `notes` what of that had no place in it.
    """
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.RUN_SURVEY, process_id, changes=True)
        if session.exec(select(Survey).where(Survey.process_id == process_id)).first() is not None:
            raise ConflictError("This process has its survey already.")
        return insert_survey(session, standing.process, standing.actor.person_id, instrument, draft, notes)


def open_survey(ctx: Context, survey_id: UUID) -> None:
    """Put the survey to the panel."""
    with ctx.db.transaction() as session:
        survey, standing = find_survey(ctx, session, Action.RUN_SURVEY, survey_id)
        check_move("survey", survey.state, SurveyState.OPEN)
        if survey.draft:
            parse_instrument(survey.draft, "The questions cannot be asked like this yet: the draft")
        sha256 = fingerprint(instrument_from_dict(survey.instrument))
        survey.state, survey.opened_at = SurveyState.OPEN, ctx.db.now(session)
        note(session, standing, "survey.opened", survey.id)
        note(session, standing, "survey.frozen", survey.id, number=survey.number, sha256=sha256)


def close_survey(ctx: Context, survey_id: UUID) -> None:
    """Take no more answers."""
    with ctx.db.transaction() as session:
        survey, standing = find_survey(ctx, session, Action.RUN_SURVEY, survey_id)
        check_move("survey", survey.state, SurveyState.CLOSED)
        survey.state, survey.closed_at = SurveyState.CLOSED, ctx.db.now(session)
        n_finished = len(finished_members(session, survey.id))
        note(session, standing, "survey.closed", survey.id, n_finished=n_finished)


def get_my_survey(ctx: Context, process_id: UUID) -> MySurvey:
    """The survey of this process with the actor's own answers."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.ANSWER_SURVEY, process_id)
        require_consent(session, standing)
        survey = survey_of(session, process_id)
        if survey is None or survey.state is SurveyState.DRAFT:
            raise NotFoundError("There is no survey to answer yet.")
        response = session.get(Response, (survey.id, standing.member.id))
        finished_at = response.finished_at if response else None
        enterer = session.get(Person, response.entered_by) if response and response.entered_by else None
        return MySurvey(
            survey_id=survey.id,
            state=survey.state,
            instrument=instrument_of(survey),
            answers=read_answers(session, survey.id, standing.member.id),
            loaded_at=ctx.db.now(session),
            finished_at=finished_at,
            may_answer=survey.state is SurveyState.OPEN and finished_at is None,
            entered_by=enterer.name if enterer else "",
            results_shown=survey.results_shown_at is not None,
        )


def save_answer(
    ctx: Context,
    survey_id: UUID,
    question_id: str,
    value: Any,
    *,
    seen: Seen | None = None,
    wording: str | None = None,
) -> Stored:
    """Store one answer as it is given. An empty one takes the answer back.

    question_id: or the key of a comment. seen: what the page knew, to refuse an answer that is older than the stored.
    wording: of the question as it was read (`surveys.versions.wording`), to refuse an answer to other words.
    """
    with ctx.db.transaction() as session:
        survey, standing = find_survey(ctx, session, Action.ANSWER_SURVEY, survey_id)
        response = _open_response(ctx, session, survey, standing)
        place = Answer(
            survey_id=survey.id,
            member_id=standing.member.id,
            question=question_id,
            value=value,
            saved_at=ctx.db.now(session),
        )
        stored = store_answer(session, instrument_of(survey), place, seen=seen, wording=wording)
        # Whoever goes on answering by hand takes the survey back from the one who entered it.
        response.entered_by = None
        session.add(response)
        ctx.db.touch(session, standing.process, Audience.STAFF)
        return stored


def finish_survey(ctx: Context, survey_id: UUID) -> None:
    """Send the survey off; refused while something required is missing."""
    with ctx.db.transaction() as session:
        survey, standing = find_survey(ctx, session, Action.ANSWER_SURVEY, survey_id)
        response = _open_response(ctx, session, survey, standing)
        answers = values_of(read_answers(session, survey.id, standing.member.id))
        missing = missing_required(instrument_of(survey), answers)
        if missing:
            raise ConflictError("Still to be answered: " + "; ".join(question.text for question in missing))
        response.finished_at = ctx.db.now(session)
        response.stakeholder_group = standing.member.stakeholder_group
        session.add(response)
        accept_by_acting(session, standing)
        ctx.db.touch(session, standing.process, Audience.STAFF)


def reopen_my_survey(ctx: Context, survey_id: UUID) -> None:
    """Take one's own survey back to change it, while it is open."""
    with ctx.db.transaction() as session:
        survey, standing = find_survey(ctx, session, Action.ANSWER_SURVEY, survey_id)
        response = session.get(Response, (survey.id, standing.member.id))
        if survey.state is not SurveyState.OPEN or response is None:
            raise ConflictError("The survey is closed.")
        response.finished_at = None
        session.add(response)
        ctx.db.touch(session, standing.process, Audience.STAFF)


def get_monitor(ctx: Context, process_id: UUID) -> SurveyMonitor:
    """Who has sent the survey in and who has not."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PANEL, process_id)
        survey = survey_of(session, process_id)
        if survey is None:
            raise NotFoundError("This process has no survey yet.")
        instrument = instrument_of(survey)
        asked = session.execute(asked_members(process_id)).all()
        finished = finished_members(session, survey.id)
        started = set(session.exec(select(Response.member_id).where(Response.survey_id == survey.id)))
        may_run = standing.may(Action.RUN_SURVEY)
        return SurveyMonitor(
            survey_id=survey.id,
            state=survey.state,
            title=instrument.title,
            instrument=instrument,
            n_questions=len(instrument.questions()),
            minutes=instrument.minutes,
            n_invited=len(asked),
            n_started=len(started),
            n_finished=len(finished),
            missing=tuple(name for member_id, name in asked if member_id not in finished),
            opened_at=survey.opened_at,
            closed_at=survey.closed_at,
            may_open=may_run and survey.state is SurveyState.DRAFT,
            may_close=may_run and survey.state is SurveyState.OPEN,
        )


def asked_members(process_id: UUID) -> Select[UUID, str]:
    """Id and name of everybody who is asked to answer, by name."""
    return (
        select(Member.id, Person.name)
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(Member.process_id == process_id, is_asked())
        .order_by(*BY_NAME)
    )


def survey_of(session: Session, process_id: UUID) -> Survey | None:
    """The survey of a process, if it has one."""
    return session.exec(select(Survey).where(Survey.process_id == process_id)).first()


def instrument_of(survey: Survey) -> Instrument:
    """The instrument of a survey; read anew only where its content is new to this server."""
    return _read_instrument(json.dumps(survey.instrument, sort_keys=True))


@lru_cache(maxsize=64)
def _read_instrument(content: str) -> Instrument:
    return instrument_from_dict(json.loads(content))


def find_survey(
    ctx: Context, session: Session, action: Action, survey_id: UUID, *, changes: bool = True
) -> tuple[Survey, Standing]:
    """A survey and the standing of the actor in its process, or a refusal."""
    survey = session.get(Survey, survey_id)
    standing = require(ctx, session, action, survey.process_id if survey else None, changes=changes)
    if survey is None:
        raise NotFoundError
    session.refresh(survey)
    return survey, standing


def _open_response(ctx: Context, session: Session, survey: Survey, standing: Standing) -> Response:
    if survey.state is not SurveyState.OPEN:
        raise ConflictError("The survey is closed; answers are no longer taken.")
    check_not_declined(session, standing)
    require_consent(session, standing)
    response = session.get(Response, (survey.id, standing.member.id))
    if response is None:
        response = Response(survey_id=survey.id, member_id=standing.member.id, started_at=ctx.db.now(session))
    if response.finished_at is not None:
        raise ConflictError("You have sent the survey off. Take it back first to change an answer.")
    return response


def finished_members(session: Session, survey_id: UUID) -> set[UUID]:
    """Who has sent the survey in."""
    return set(
        session.exec(
            select(Response.member_id).where(Response.survey_id == survey_id, col(Response.finished_at).is_not(None))
        )
    )
