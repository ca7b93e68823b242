"""What the survey says, question by question, and the draft statements it proposes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL, Anonymity
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import SurveyState
from consensus.domain.roles import Action
from consensus.persistence.tables import Answer, Process, Response, Source, Statement, Survey, Topic
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.participation import list_members
from consensus.services.statements import insert_statement
from consensus.services.survey import finished_members, is_asked, survey_of
from surveys.answers import shown_questions
from surveys.collation import QuestionCollation, collate, contested_first
from surveys.loader import instrument_from_dict
from surveys.model import Instrument
from surveys.proposals import Proposal, propose_statements, support


@dataclass(frozen=True, slots=True)
class DraftProposal:
    """A draft statement that the survey suggests: n of the n_valid who answered support it."""

    question_id: str
    option_id: str
    question_text: str
    text: str
    plain_text: str
    n: int
    n_valid: int
    topic_id: UUID | None
    topic_title: str
    is_drafted: bool


@dataclass(frozen=True, slots=True)
class Collation:
    """The collated survey, contested questions first. Only surveys that were sent in are counted."""

    survey_id: UUID
    title: str
    n_respondents: int
    n_unfinished: int
    n_invited: int
    questions: tuple[QuestionCollation, ...]
    proposals: tuple[DraftProposal, ...]
    may_draft: bool


def get_collation(ctx: Context, process_id: UUID) -> Collation:
    """Collate the answers; while a confidential survey is open its answers stay unseen."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_COLLATION, process_id)
        survey = collated_survey(session, standing.process)
        instrument = instrument_from_dict(survey.instrument)
        questions, n_respondents, n_unfinished = _collate(session, survey, instrument)
        asked = [member for member in list_members(session, process_id) if is_asked(member)]
        return Collation(
            survey_id=survey.id,
            title=instrument.title,
            n_respondents=n_respondents,
            n_unfinished=n_unfinished,
            n_invited=len(asked),
            questions=contested_first(questions),
            proposals=_proposals(session, survey, instrument, propose_statements(instrument, questions)),
            may_draft=standing.may(Action.DRAFT_STATEMENT),
        )


def draft_statement_from(
    ctx: Context, process_id: UUID, question_id: str, option_id: str, *, topic_id: UUID, text: str
) -> UUID:
    """Make a candidate from a proposal of the survey, in this wording, with its source kept."""
    proposals = {(p.question_id, p.option_id): p for p in get_collation(ctx, process_id).proposals}
    proposal = proposals.get((question_id, option_id))
    plain = proposal.plain_text if proposal else ""
    return draft_statement(ctx, topic_id, text, plain, [(question_id, option_id)])


def draft_statement(
    ctx: Context, topic_id: UUID, text: str, plain_text: str, sources: Sequence[tuple[str, str]]
) -> UUID:
    """Make a candidate from answers of the survey: pairs of question and option or row ("" for the question)."""
    with ctx.db.transaction() as session:
        topic = session.get(Topic, topic_id)
        standing = require(ctx, session, Action.DRAFT_STATEMENT, topic.process_id if topic else None, changes=True)
        if topic is None:
            raise NotFoundError
        survey = collated_survey(session, standing.process)
        questions, _, _ = _collate(session, survey, instrument_from_dict(survey.instrument))
        by_id = {collation.question.id: collation for collation in questions}
        statement = insert_statement(ctx, session, standing, topic, text, plain_text)
        for question_id, part_id in sources:
            if question_id not in by_id:
                raise NotFoundError
            n, n_valid = support(by_id[question_id], part_id)
            session.add(
                Source(
                    statement_id=statement.id,
                    survey_id=survey.id,
                    question=question_id,
                    option=part_id,
                    n=n,
                    n_valid=n_valid,
                )
            )
        return statement.id


def collated_survey(session: Session, process: Process) -> Survey:
    """The survey of a process, if its answers may be seen by now."""
    survey = survey_of(session, process.id)
    if survey is None or survey.state is SurveyState.DRAFT:
        raise ConflictError("There is nothing to collate before the survey is opened.")
    if survey.state is SurveyState.OPEN and process.anonymity is Anonymity.CONFIDENTIAL:
        raise ConflictError("The answers are collated once the survey is closed: until then you see who is missing.")
    if process.anonymity is Anonymity.CONFIDENTIAL and len(finished_members(session, survey.id)) < FEWEST_CONFIDENTIAL:
        raise ConflictError(
            f"A confidential survey is collated from {FEWEST_CONFIDENTIAL} people on: of fewer the answers name them."
        )
    return survey


def _collate(
    session: Session, survey: Survey, instrument: Instrument
) -> tuple[tuple[QuestionCollation, ...], int, int]:
    """The collated questions, how many sent the survey in, and how many began and did not."""
    responses = session.exec(select(Response).where(Response.survey_id == survey.id)).all()
    finished = {response.member_id for response in responses if response.finished_at is not None}
    by_member: dict[UUID, dict[str, Any]] = {member_id: {} for member_id in finished}
    rows = session.exec(select(Answer.member_id, Answer.question, Answer.value).where(Answer.survey_id == survey.id))
    for member_id, question, value in rows:
        if member_id in finished:
            by_member[member_id][question] = value
    given, n_asked = _given(instrument, by_member)
    return collate(instrument, given, len(finished), n_asked=n_asked), len(finished), len(responses) - len(finished)


def _given(
    instrument: Instrument, by_member: Mapping[UUID, Mapping[str, Any]]
) -> tuple[dict[str, list[Any]], Counter[str]]:
    """The answers to each question by those who were shown it, and how many were."""
    given: defaultdict[str, list[Any]] = defaultdict(list)
    n_asked: Counter[str] = Counter({question.id: 0 for question in instrument.questions()})
    for answers in by_member.values():
        for question in shown_questions(instrument, answers):
            n_asked[question.id] += 1
            if question.id in answers:
                given[question.id].append(answers[question.id])
    return given, n_asked


def _proposals(
    session: Session, survey: Survey, instrument: Instrument, proposals: tuple[Proposal, ...]
) -> tuple[DraftProposal, ...]:
    topics = {topic.slug: topic for topic in session.exec(select(Topic).where(Topic.process_id == survey.process_id))}
    drafted = set(
        session.exec(
            select(Source.question, Source.option)
            .join(Statement, col(Statement.id) == col(Source.statement_id))
            .where(Source.survey_id == survey.id)
        )
    )
    words = {question.id: question.text for question in instrument.questions()}
    return tuple(
        DraftProposal(
            question_id=proposal.question_id,
            option_id=proposal.option_id,
            question_text=words[proposal.question_id],
            text=proposal.text,
            plain_text=proposal.plain,
            n=proposal.n,
            n_valid=proposal.n_valid,
            topic_id=topics[proposal.topic].id if proposal.topic in topics else None,
            topic_title=topics[proposal.topic].title if proposal.topic in topics else "",
            is_drafted=(proposal.question_id, proposal.option_id) in drafted,
        )
        for proposal in proposals
    )
