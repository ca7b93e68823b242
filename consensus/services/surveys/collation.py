"""What the survey says, question by question, and the draft statements it proposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import NotFoundError
from consensus.domain.roles import Action
from consensus.persistence.tables import Source, Statement, Topic
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.people.participation import count_asked
from consensus.services.processes.small_groups import smallest_group_of
from consensus.services.statements.derived_statements import DerivedStatement, derived_statements
from consensus.services.statements.statements import insert_statement
from consensus.services.surveys.collated_answers import CollatedAnswers, collated_answers
from consensus.tally.survey_ranking import RankedOption, rank_options
from surveys.answers import is_cannot_judge
from surveys.collation import QuestionCollation
from surveys.group_tallies import GroupComparison, compare_groups
from surveys.model import QuestionKind
from surveys.proposals import Proposal, propose_statements, support


@dataclass(frozen=True, slots=True)
class DraftProposal:
    """A draft statement that the survey suggests: n of the n_valid who answered support it.

    drafted_id: the newest statement that came out of it.
    """

    question_id: str
    option_id: str
    question_text: str
    text: str
    plain_text: str
    n: int
    n_valid: int
    topic_id: UUID | None
    topic_title: str
    drafted_id: UUID | None = None

    @property
    def is_drafted(self) -> bool:
        """Whether a statement came out of it."""
        return self.drafted_id is not None


@dataclass(frozen=True, slots=True)
class Collation:
    """The collated survey, questions in the order they were asked. Only surveys that were sent in are counted.

    `topics` are the titles of the agenda by what the instrument calls them.
    """

    survey_id: UUID
    title: str
    n_respondents: int
    n_unfinished: int
    n_invited: int
    questions: tuple[QuestionCollation, ...]
    proposals: tuple[DraftProposal, ...]
    topics: Mapping[str, str]
    may_draft: bool


@dataclass(frozen=True, slots=True)
class QuestionDetail:
    """What is read of a question only where it is looked at.

    comparisons: the stakeholder groups side by side; empty where that would show too few people. `n_groups` says how
    many groups there are at all. ranking: how the options of a ranking fared. statements: those that came out of it.
    """

    comparisons: tuple[GroupComparison, ...]
    n_groups: int
    smallest: int
    ranking: tuple[RankedOption, ...]
    statements: tuple[DerivedStatement, ...] = ()


def get_collation(ctx: Context, process_id: UUID) -> Collation:
    """Collate the answers; while a confidential survey is open its answers stay unseen."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_COLLATION, process_id)
        answers = collated_answers(session, standing.process)
        topics = session.exec(select(Topic).where(Topic.process_id == process_id).order_by(col(Topic.position))).all()
        return Collation(
            survey_id=answers.survey_id,
            title=answers.instrument.title,
            n_respondents=answers.n_finished,
            n_unfinished=answers.n_unfinished,
            n_invited=count_asked(session, process_id),
            questions=answers.questions,
            proposals=_proposals(session, answers, {topic.slug: topic for topic in topics}),
            topics={topic.slug: topic.title for topic in topics if topic.slug},
            may_draft=standing.may(Action.DRAFT_STATEMENT),
        )


def list_details(ctx: Context, process_id: UUID, question_ids: Sequence[str]) -> Mapping[str, QuestionDetail]:
    """Groups and rankings of these questions; the groups are those people were in when they sent the survey in."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_COLLATION, process_id)
        answers = collated_answers(session, standing.process)
        smallest = smallest_group_of(standing.process)
        derived = derived_statements(session, standing).by_question
        return {
            collation.question.id: _detail(answers, collation, smallest, derived.get(collation.question.id, ()))
            for collation in answers.questions
            if collation.question.id in question_ids
        }


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
        answers = collated_answers(session, standing.process)
        by_id = {collation.question.id: collation for collation in answers.questions}
        statement = insert_statement(ctx, session, standing, topic, text, plain_text)
        for question_id, part_id in sources:
            if question_id not in by_id:
                raise NotFoundError
            n, n_valid = support(by_id[question_id], part_id)
            session.add(
                Source(
                    statement_id=statement.id,
                    survey_id=answers.survey_id,
                    question=question_id,
                    option=part_id,
                    n=n,
                    n_valid=n_valid,
                )
            )
        return statement.id


def _detail(
    answers: CollatedAnswers, collation: QuestionCollation, smallest: int, statements: tuple[DerivedStatement, ...]
) -> QuestionDetail:
    question = collation.question
    given = answers.labelled.get(question.id, ())
    rankings = [answer for _, answer in given if isinstance(answer, list) and not is_cannot_judge(answer)]
    is_ranking = question.kind is QuestionKind.RANKING
    return QuestionDetail(
        comparisons=compare_groups(question, given, smallest),
        n_groups=len({group for group, _ in given}),
        smallest=smallest,
        ranking=rank_options(rankings, [option.id for option in question.options]) if is_ranking else (),
        statements=statements,
    )


def _proposals(session: Session, answers: CollatedAnswers, topics: Mapping[str, Topic]) -> tuple[DraftProposal, ...]:
    rows = session.exec(
        select(Source.question, Source.option, Statement.id)
        .join(Statement, col(Statement.id) == col(Source.statement_id))
        .where(Source.survey_id == answers.survey_id, col(Source.theme_id).is_(None))
        .order_by(col(Statement.position))
    )
    drafted = {(question, option): statement_id for question, option, statement_id in rows}
    words = {question.id: question.text for question in answers.instrument.questions()}
    return tuple(
        _draft_proposal(proposal, words[proposal.question_id], topics.get(proposal.topic), drafted)
        for proposal in propose_statements(answers.instrument, answers.questions)
    )


def _draft_proposal(
    proposal: Proposal, question_text: str, topic: Topic | None, drafted: Mapping[tuple[str, str], UUID]
) -> DraftProposal:
    return DraftProposal(
        question_id=proposal.question_id,
        option_id=proposal.option_id,
        question_text=question_text,
        text=proposal.text,
        plain_text=proposal.plain,
        n=proposal.n,
        n_valid=proposal.n_valid,
        topic_id=topic.id if topic else None,
        topic_title=topic.title if topic else "",
        drafted_id=drafted.get((proposal.question_id, proposal.option_id)),
    )
