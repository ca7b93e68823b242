"""Answers that came on paper, entered by a facilitator in the name of a member and marked as such everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import SurveyState
from consensus.domain.roles import Action
from consensus.domain.taking_part import ConsentNeededError
from consensus.exports.paper_form import PaperForm, to_pdf
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Answer, Invitation, Member, Person, Response, Survey
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.consent import require_consent
from consensus.services.people.participation import is_asked
from consensus.services.people.taking_part import accept_by_acting
from consensus.services.processes.results import Export
from consensus.services.surveys.answer_store import SavedAnswer, Seen, Stored, read_answers, store_answer, values_of
from consensus.services.surveys.survey import asked_members, find_survey, instrument_of, survey_of
from surveys.answers import missing_required
from surveys.form_words import languages
from surveys.model import Instrument

FORM_FILE = "paper-form.pdf"
# The form in another language of its instrument, for those languages that the form has words of its own in.
FORM_FILES = {FORM_FILE: "", **{f"paper-form-{language}.pdf": language for language in languages()}}


class EntryState(StrEnum):
    """Where the survey of a member stands for somebody with their paper form in hand."""

    NOT_BEGUN = "not begun"
    BY_HAND = "by hand"
    BEING_ENTERED = "being entered"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class PaperMember:
    """A member whose paper form may come in."""

    id: UUID
    name: str
    state: EntryState


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """The survey of a member as the facilitator enters it; of what the member answered by hand nothing is in it."""

    survey_id: UUID
    member_id: UUID
    name: str
    state: EntryState
    instrument: Instrument
    answers: Mapping[str, SavedAnswer]
    loaded_at: datetime
    is_open: bool

    def values(self) -> dict[str, Any]:
        """The answers alone, by question."""
        return values_of(self.answers)


def export_form(ctx: Context, process_id: UUID, name: str = FORM_FILE) -> Export:
    """The form to print, one of `FORM_FILES`; there is none in a language that the questions are not in."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.EXPORT, process_id).process
        survey = survey_of(session, process_id)
        if survey is None:
            raise NotFoundError("This process has no survey yet.")
        instrument, language = instrument_of(survey), FORM_FILES[name]
        if language and language not in instrument.languages():
            raise NotFoundError
        form = PaperForm(instrument, process.title, process.is_simulated, language=language)
        return Export(f"{process.slug}-{name}", "application/pdf", to_pdf(form))


def list_paper_members(ctx: Context, survey_id: UUID) -> tuple[PaperMember, ...]:
    """Everybody who is asked, by name, with where their survey stands."""
    with ctx.db.reading() as session:
        survey, standing = find_survey(ctx, session, Action.RUN_SURVEY, survey_id, changes=False)
        responses = session.exec(select(Response).where(Response.survey_id == survey.id)).all()
        by_member = {response.member_id: response for response in responses}
        return tuple(
            PaperMember(member_id, name, _state(by_member.get(member_id)))
            for member_id, name in session.execute(asked_members(standing.process.id))
        )


def get_entry(ctx: Context, survey_id: UUID, member_id: UUID) -> PaperEntry:
    """What has been entered of a member's paper form."""
    with ctx.db.reading() as session:
        survey, standing = find_survey(ctx, session, Action.RUN_SURVEY, survey_id, changes=False)
        member = _asked_member(session, standing, member_id)
        state = _state(session.get(Response, (survey.id, member.row.id)))
        is_entry = state in (EntryState.BEING_ENTERED, EntryState.ENTERED)
        given = read_answers(session, survey.id, member.row.id) if is_entry else {}
        return PaperEntry(
            survey_id=survey.id,
            member_id=member.row.id,
            name=member.name,
            state=state,
            instrument=instrument_of(survey),
            answers={question: answer for question, answer in given.items() if answer.entered_by is not None},
            loaded_at=ctx.db.now(session),
            is_open=survey.state is SurveyState.OPEN,
        )


def begin_entry(ctx: Context, survey_id: UUID, member_id: UUID, *, takes_over: bool = False) -> None:
    """Begin, or take up again, the entry of a paper form.

    takes_over: what the member answered by hand is deleted unseen; without it, whoever answers by hand is left alone.
    """
    with ctx.db.transaction() as session:
        survey, standing, member = _find(ctx, session, survey_id, member_id)
        response = session.get(Response, (survey.id, member.row.id))
        if _state(response) is EntryState.BY_HAND and not takes_over:
            raise ConflictError(f"{member.name} answers by hand. Take the survey over to enter a paper form instead.")
        if response is None:
            response = Response(survey_id=survey.id, member_id=member.row.id, started_at=ctx.db.now(session))
        if takes_over:
            by_hand = (
                col(Answer.survey_id) == survey.id,
                col(Answer.member_id) == member.row.id,
                col(Answer.entered_by).is_(None),
            )
            session.exec(delete(Answer).where(*by_hand))
        verb = "survey.taken_over" if takes_over else "survey.entry_begun"
        response.entered_by, response.finished_at = standing.actor.person_id, None
        session.add(response)
        note(session, standing, verb, survey.id, audience=Audience.STAFF, name=member.name)


def enter_answer(
    ctx: Context,
    survey_id: UUID,
    member_id: UUID,
    question_id: str,
    value: Any,
    *,
    seen: Seen | None = None,
    wording: str | None = None,
) -> Stored:
    """Store one answer from paper, as `survey.save_answer` does; an empty one takes it back."""
    with ctx.db.transaction() as session:
        survey, standing, member = _find(ctx, session, survey_id, member_id)
        _being_entered(session, survey, member)
        place = Answer(
            survey_id=survey.id,
            member_id=member.row.id,
            question=question_id,
            value=value,
            saved_at=ctx.db.now(session),
            entered_by=standing.actor.person_id,
        )
        stored = store_answer(session, instrument_of(survey), place, seen=seen, wording=wording)
        ctx.db.touch(session, standing.process, Audience.STAFF)
        return stored


def finish_entry(ctx: Context, survey_id: UUID, member_id: UUID, *, despite_missing: bool = False) -> None:
    """Send the survey of a member in; a paper form may leave out what a page would insist on."""
    with ctx.db.transaction() as session:
        survey, standing, member = _find(ctx, session, survey_id, member_id)
        response = _being_entered(session, survey, member)
        missing = missing_required(instrument_of(survey), values_of(read_answers(session, survey.id, member.row.id)))
        if missing and not despite_missing:
            raise ConflictError("Not on the form, though required: " + "; ".join(question.text for question in missing))
        response.finished_at = ctx.db.now(session)
        session.add(response)
        response.stakeholder_group = member.row.stakeholder_group
        accept_by_acting(session, replace(standing, member=member.row))
        note(session, standing, "survey.entered", survey.id, audience=Audience.STAFF, name=member.name)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The row of somebody who is asked, and their name."""

    row: Member
    name: str


def _find(ctx: Context, session: Session, survey_id: UUID, member_id: UUID) -> tuple[Survey, Standing, _Asked]:
    survey, standing = find_survey(ctx, session, Action.RUN_SURVEY, survey_id)
    member = _asked_member(session, standing, member_id)
    if survey.state is not SurveyState.OPEN:
        raise ConflictError("The survey is closed; answers are no longer taken.")
    try:
        require_consent(session, replace(standing, member=member.row))
    except ConsentNeededError as error:
        raise ConflictError(f"{member.name} has not agreed to the consent text; nothing can be entered.") from error
    return survey, standing, member


def _asked_member(session: Session, standing: Standing, member_id: UUID) -> _Asked:
    row = session.get(Member, member_id)
    if row is None or row.process_id != standing.process.id:
        raise NotFoundError
    asked = select(Member.id).join(Invitation, col(Invitation.member_id) == col(Member.id))
    if session.exec(asked.where(Member.id == member_id, is_asked())).first() is None:
        raise InvalidInputError("This person is not asked to answer the survey.")
    return _Asked(row, session.get_one(Person, row.person_id).name)


def _being_entered(session: Session, survey: Survey, member: _Asked) -> Response:
    response = session.get(Response, (survey.id, member.row.id))
    if response is None or _state(response) is not EntryState.BEING_ENTERED:
        raise ConflictError(f"The survey of {member.name} is not being entered from paper.")
    return response


def _state(response: Response | None) -> EntryState:
    if response is None:
        return EntryState.NOT_BEGUN
    if response.entered_by is None:
        return EntryState.BY_HAND
    return EntryState.BEING_ENTERED if response.finished_at is None else EntryState.ENTERED
