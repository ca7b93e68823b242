"""Writing the instrument of a survey: begun, edited as a draft that is stored with each change, and replaced."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import SurveyState
from consensus.domain.roles import Action
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Answer, EarlierInstrument, Event, Response, Survey, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.surveys.survey import add_survey, survey_of
from consensus.services.surveys.survey_versions import set_aside_answers
from surveys.blank import BLANK
from surveys.editing import Tables, read_tables
from surveys.importing.file import read_instrument_file
from surveys.importing.imported import Imported, Note
from surveys.loader import instrument_from_dict, instrument_to_dict, parse_instrument
from surveys.model import Instrument
from surveys.shipped import read_shipped
from surveys.toml_writer import write_instrument, write_tables
from surveys.versions import Changes, compare, fingerprint, next_version

DRAFT_NAME = "The draft"
MAX_DRAFT = 500_000


@dataclass(frozen=True, slots=True)
class EditedInstrument:
    """The instrument of a survey and its draft.

    text: the draft as TOML; `digest` tells it from later ones. tables: what it says so far, None where it is no TOML.
    draft: what the text says, or None with the `problem`.
    changes: from the instrument in force to the draft; None before the survey was opened, or without a readable draft.
    n_answered: how many people have answered something. notes: what an imported file held that this does not.
    topics: titles of the agenda by what instruments call them.
    """

    survey_id: UUID
    state: SurveyState
    instrument: Instrument
    number: int
    sha256: str
    text: str
    digest: str
    tables: Tables | None
    draft: Instrument | None
    problem: str
    changes: Changes | None
    is_changed: bool
    n_answered: int
    n_finished: int
    notes: tuple[Note, ...]
    topics: Mapping[str, str]
    may_edit: bool


def start_blank(ctx: Context, process_id: UUID) -> UUID:
    """Give a process a survey of one question to go on from."""
    return add_survey(ctx, process_id, BLANK)


def start_shipped(ctx: Context, process_id: UUID, name: str) -> UUID:
    """Give a process one of the instruments that come along."""
    text = read_shipped(name)
    return add_survey(ctx, process_id, parse_instrument(text, name), draft=text)


def start_from_file(ctx: Context, process_id: UUID, content: bytes, name: str) -> UUID:
    """Give a process the survey that a file describes; refusals name line, question and field."""
    imported = read_instrument_file(content, name)
    return add_survey(ctx, process_id, imported.instrument, draft=imported.text, notes=_to_rows(imported))


def get_editor(ctx: Context, process_id: UUID) -> EditedInstrument:
    """The instrument of the process and its draft."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.RUN_SURVEY, process_id)
        survey = survey_of(session, process_id)
        if survey is None:
            raise NotFoundError("This process has no survey yet.")
        instrument = instrument_from_dict(survey.instrument)
        text = survey.draft or write_instrument(instrument)
        draft, problem = _parse(text)
        is_changed = draft is None or fingerprint(draft) != fingerprint(instrument)
        was_opened = survey.state is not SurveyState.DRAFT
        return EditedInstrument(
            survey_id=survey.id,
            state=survey.state,
            instrument=instrument,
            number=survey.number,
            sha256=fingerprint(instrument),
            text=text,
            digest=digest_of(text),
            tables=_tables(text),
            draft=draft,
            problem=problem,
            changes=compare(instrument, draft) if was_opened and draft else None,
            is_changed=is_changed,
            n_answered=_n_answered(session, survey.id),
            n_finished=_n_finished(session, survey.id),
            notes=tuple(Note(*row) for row in survey.notes),
            topics=_topics(session, process_id),
            may_edit=standing.may(Action.RUN_SURVEY) and survey.state is not SurveyState.CLOSED,
        )


def save_draft(ctx: Context, survey_id: UUID, text: str, *, based_on: str) -> None:
    """Store the draft as it stands, unfinished too; before the survey is opened, a whole draft is its instrument.

    `based_on` is the digest of the text that was changed: a draft somebody else has changed meanwhile is not lost.
    """
    _check_text(text)
    with ctx.db.transaction() as session:
        survey, standing = _find_editable(ctx, session, survey_id)
        current = survey.draft or write_instrument(instrument_from_dict(survey.instrument))
        if digest_of(current) != based_on:
            raise ConflictError("Somebody else has changed the questions meanwhile. Here they are as they stand now.")
        _take(ctx, session, survey, standing, text)


def edit_draft(ctx: Context, survey_id: UUID, operation: Callable[[Tables], Tables]) -> None:
    """Change the draft as it stands now by one operation, so that two people may write at once."""
    with ctx.db.transaction() as session:
        survey, standing = _find_editable(ctx, session, survey_id)
        text = survey.draft or write_instrument(instrument_from_dict(survey.instrument))
        changed = write_tables(operation(read_tables(text, DRAFT_NAME)))
        _check_text(changed)
        _take(ctx, session, survey, standing, changed)


def replace_draft(ctx: Context, survey_id: UUID, content: bytes, name: str) -> None:
    """Put the instrument of a file in place of the draft."""
    imported = read_instrument_file(content, name)
    with ctx.db.transaction() as session:
        survey, standing = _find_editable(ctx, session, survey_id)
        survey.notes = _to_rows(imported)
        _take(ctx, session, survey, standing, imported.text)


def discard_draft(ctx: Context, survey_id: UUID) -> None:
    """Go back to the instrument as it is asked."""
    with ctx.db.transaction() as session:
        survey, standing = _find_editable(ctx, session, survey_id)
        survey.draft = ""
        session.add(survey)
        ctx.db.touch(session, standing.process, Audience.STAFF)


def dismiss_notes(ctx: Context, survey_id: UUID) -> None:
    """Put away the list of what an imported file held that the instrument does not."""
    with ctx.db.transaction() as session:
        survey, standing = _find_editable(ctx, session, survey_id)
        survey.notes = []
        session.add(survey)
        ctx.db.touch(session, standing.process, Audience.STAFF)


def revise(ctx: Context, survey_id: UUID, reason: str, *, ask_again: bool = False) -> None:
    """Put the draft in force while the survey is open.

    Once anything was answered it is a new version, for a reason. Answers to questions whose wording stays are kept
    and counted on; those to the others are set aside with the version they were given under. With `ask_again`, whoever
    has sent the survey in can change and send it again.
    """
    with ctx.db.transaction() as session:
        survey, standing = _find_editable(ctx, session, survey_id)
        if survey.state is not SurveyState.OPEN:
            raise ConflictError("A survey that is not open yet needs no new version: it is changed as it is edited.")
        old = instrument_from_dict(survey.instrument)
        new, problem = _parse(survey.draft)
        if new is None:
            raise ConflictError(f"The questions cannot be asked like this yet. {problem}")
        if fingerprint(new) == fingerprint(old):
            raise ConflictError("Nothing has changed.")
        form = instrument_to_dict(new)
        if _n_answered(session, survey.id):
            if not reason.strip():
                raise InvalidInputError("Say why the questions change: people have answered them already.")
            if new.version == old.version:
                form["version"] = next_version(old.version)
            n_set_aside = _replace_version(ctx, session, survey, new, reason.strip())
        else:
            n_set_aside = 0
        survey.instrument, survey.draft = form, ""
        session.add(survey)
        if ask_again:
            _ask_again(session, survey.id)
        sha256 = fingerprint(instrument_from_dict(form))
        is_open = standing.process.anonymity is Anonymity.OPEN
        note(
            session,
            standing,
            "survey.revised",
            survey.id,
            number=survey.number,
            sha256=sha256,
            reason=reason.strip() or "nobody had answered yet",
            n_set_aside=n_set_aside if is_open else "not told of a confidential survey",
        )


def digest_of(text: str) -> str:
    """What tells one text of a draft from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _replace_version(ctx: Context, session: Session, survey: Survey, new: Instrument, reason: str) -> int:
    """Keep the version that was answered; how many answers it takes with it."""
    session.add(
        EarlierInstrument(
            survey_id=survey.id,
            number=survey.number,
            instrument=survey.instrument,
            replaced_at=ctx.db.now(session),
            reason=reason,
        )
    )
    session.flush()
    n_set_aside = set_aside_answers(session, survey, new)
    survey.number += 1
    return n_set_aside


def _take(ctx: Context, session: Session, survey: Survey, standing: Standing, text: str) -> None:
    draft, _ = _parse(text)
    survey.draft = text
    if draft is not None and survey.state is SurveyState.DRAFT:
        survey.instrument = instrument_to_dict(draft)
    session.add(survey)
    if _is_first_edit(session, survey, standing):
        note(session, standing, "survey.edited", survey.id, audience=Audience.STAFF)
    else:
        ctx.db.touch(session, standing.process, Audience.STAFF)


def _is_first_edit(session: Session, survey: Survey, standing: Standing) -> bool:
    """Whether somebody else, or something else, came since this person's last edit: typing is one event."""
    query = select(Event).where(Event.process_id == survey.process_id).order_by(col(Event.sequence).desc()).limit(1)
    last = session.exec(query).one_or_none()
    return last is None or (last.verb, last.actor_id) != ("survey.edited", standing.actor.person_id)


def _find_editable(ctx: Context, session: Session, survey_id: UUID) -> tuple[Survey, Standing]:
    survey = session.get(Survey, survey_id)
    standing = require(ctx, session, Action.RUN_SURVEY, survey.process_id if survey else None, changes=True)
    if survey is None:
        raise NotFoundError
    session.refresh(survey)
    if survey.state is SurveyState.CLOSED:
        raise ConflictError("The survey is closed; its questions stay what was asked.")
    return survey, standing


def _parse(text: str) -> tuple[Instrument | None, str]:
    try:
        return parse_instrument(text, DRAFT_NAME), ""
    except InvalidInputError as error:
        return None, str(error)


def _tables(text: str) -> Tables | None:
    try:
        return read_tables(text, DRAFT_NAME)
    except InvalidInputError:
        return None


def _check_text(text: str) -> None:
    if len(text) > MAX_DRAFT:
        raise InvalidInputError(f"The instrument may have at most {MAX_DRAFT:,} characters; this has {len(text):,}.")
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidInputError("The text holds characters that cannot be stored.")


def _topics(session: Session, process_id: UUID) -> Mapping[str, str]:
    rows = session.exec(select(Topic).where(Topic.process_id == process_id).order_by(col(Topic.position)))
    return {topic.slug: topic.title for topic in rows if topic.slug}


def _to_rows(imported: Imported) -> list[tuple[str, str]]:
    return [(note_.where, note_.why) for note_ in imported.notes]


def _n_answered(session: Session, survey_id: UUID) -> int:
    return session.exec(select(func.count(func.distinct(Answer.member_id))).where(Answer.survey_id == survey_id)).one()


def _n_finished(session: Session, survey_id: UUID) -> int:
    finished = (Response.survey_id == survey_id, col(Response.finished_at).is_not(None))
    return session.exec(select(func.count()).select_from(Response).where(*finished)).one()


def _ask_again(session: Session, survey_id: UUID) -> None:
    for response in session.exec(select(Response).where(Response.survey_id == survey_id)):
        response.finished_at = None
        session.add(response)
