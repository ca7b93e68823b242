"""The agenda: topics with presentations, evidence and candidates, and what is left for future study."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.references.doi import normal_doi
from consensus.domain.roles import Action
from consensus.persistence.tables import EvidenceItem, FutureStudy, Presentation, Statement, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.statements.evidence import EvidenceView, evidence_by_topic
from consensus.services.statements.references import find_reference
from consensus.services.statements.statement_views import StatementView, statements_in_rounds, statements_of_process

__all__ = ["EvidenceView", "StatementView"]


@dataclass(frozen=True, slots=True)
class PresentationView:
    """A talk, in minutes."""

    id: UUID
    title: str
    presenter: str
    minutes: int


@dataclass(frozen=True, slots=True)
class TopicView:
    """An agenda item with all that belongs to it; `minutes` are those of the discussion.

    `evidence` is that on the topic as a whole; what rests beside one statement stands there.
    """

    id: UUID
    position: int
    title: str
    summary: str
    minutes: int
    presentations: tuple[PresentationView, ...]
    evidence: tuple[EvidenceView, ...]
    statements: tuple[StatementView, ...]
    may_edit: bool


def list_topics(ctx: Context, process_id: UUID) -> tuple[TopicView, ...]:
    """All topics in the order of the agenda."""
    with ctx.db.reading() as session:
        return topics_of_process(session, require(ctx, session, Action.VIEW_STATEMENTS, process_id))


def add_topic(ctx: Context, process_id: UUID, title: str, summary: str, minutes: int, *, slug: str = "") -> UUID:
    """A topic at the end of the agenda; `slug` is what an instrument calls it."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        n_before = session.exec(select(func.count()).where(Topic.process_id == process_id)).one()
        topic = Topic(process_id=process_id, slug=slug, position=n_before + 1)
        _write(topic, title, summary, minutes)
        session.add(topic)
        session.flush()
        note(session, standing, "topic.added", topic.id, title=topic.title)
        return topic.id


def edit_topic(ctx: Context, topic_id: UUID, title: str, summary: str, minutes: int) -> None:
    """Change title, summary and minutes of a topic."""
    with ctx.db.transaction() as session:
        topic, standing = _find(ctx, session, topic_id)
        _write(topic, title, summary, minutes)
        note(session, standing, "topic.changed", topic.id, title=topic.title)


def move_topic(ctx: Context, topic_id: UUID, *, up: bool) -> None:
    """Let a topic change places with the one before it, or after it."""
    with ctx.db.transaction() as session:
        topic, standing = _find(ctx, session, topic_id)
        if statements_in_rounds(session, topic.process_id):
            raise ConflictError("A vote is open or not yet revealed; its statements keep their numbers until then.")
        place = topic.position + (-1 if up else 1)
        other = session.exec(
            select(Topic).where(Topic.process_id == topic.process_id, Topic.position == place)
        ).one_or_none()
        if other is None:
            return
        topic.position, other.position = other.position, topic.position
        note(session, standing, "topic.moved", topic.id, title=topic.title)


def add_presentation(ctx: Context, topic_id: UUID, title: str, presenter: str, minutes: int) -> None:
    """Plan a talk on a topic."""
    with ctx.db.transaction() as session:
        topic, standing = _find(ctx, session, topic_id)
        n_before = session.exec(select(func.count()).where(Presentation.topic_id == topic_id)).one()
        session.add(
            Presentation(
                topic_id=topic_id,
                position=n_before + 1,
                title=_given(title, "presentation", "title"),
                presenter=presenter.strip(),
                minutes=_minutes(minutes),
            )
        )
        note(session, standing, "presentation.added", topic.id, title=topic.title)


def add_evidence(
    ctx: Context,
    topic_id: UUID,
    text: str,
    reference: str = "",
    doi: str = "",
    *,
    reference_id: UUID | None = None,
    statement_id: UUID | None = None,
) -> None:
    """Put a finding beside a topic, or beside one statement of it.

    It rests on a work of the process (`reference_id`), and then `reference` says how it stands to that work, or on
    what is typed as reference and DOI.
    """
    with ctx.db.transaction() as session:
        topic, standing = _find(ctx, session, topic_id)
        if reference_id is not None:
            find_reference(session, topic.process_id, reference_id)
        statement = session.get(Statement, statement_id) if statement_id else None
        if statement_id is not None and (statement is None or statement.topic_id != topic.id):
            raise NotFoundError
        last = session.exec(select(func.max(EvidenceItem.position)).where(EvidenceItem.topic_id == topic_id)).one()
        session.add(
            EvidenceItem(
                topic_id=topic_id,
                statement_id=statement_id,
                reference_id=reference_id,
                position=(last or 0) + 1,
                text=_given(text, "finding", "text"),
                reference=reference.strip(),
                doi="" if reference_id else normal_doi(doi),
            )
        )
        note(session, standing, "evidence.added", topic.id, title=topic.title)


def remove_evidence(ctx: Context, evidence_id: UUID) -> None:
    """Take a finding away."""
    with ctx.db.transaction() as session:
        evidence = session.get(EvidenceItem, evidence_id)
        topic, standing = _find(ctx, session, evidence.topic_id if evidence else None)
        evidence = session.get(EvidenceItem, evidence_id, populate_existing=True)
        if evidence is None:
            raise NotFoundError
        session.delete(evidence)
        note(session, standing, "evidence.removed", topic.id, title=topic.title)


def list_future_study(ctx: Context, process_id: UUID) -> tuple[str, ...]:
    """What the panel leaves to research, in order."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        return future_study_of(session, process_id)


def add_future_study(ctx: Context, process_id: UUID, text: str) -> None:
    """Note a question for research."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        n_before = session.exec(select(func.count()).where(FutureStudy.process_id == process_id)).one()
        area = FutureStudy(
            process_id=process_id, position=n_before + 1, text=_given(text, "area for future study", "text")
        )
        session.add(area)
        session.flush()
        note(session, standing, "future_study.added", area.id)


def topics_of_process(session: Session, standing: Standing) -> tuple[TopicView, ...]:
    """All topics as the member of this standing sees them, in a fixed number of queries."""
    process_id = standing.process.id
    topics = session.exec(select(Topic).where(Topic.process_id == process_id).order_by(col(Topic.position))).all()
    statements: defaultdict[UUID, list[StatementView]] = defaultdict(list)
    for statement in statements_of_process(session, standing):
        statements[statement.topic_id].append(statement)
    presentations: defaultdict[UUID, list[PresentationView]] = defaultdict(list)
    for talk in _talks(session, process_id):
        presentations[talk.topic_id].append(PresentationView(talk.id, talk.title, talk.presenter, talk.minutes))
    evidence = evidence_by_topic(session, process_id)
    may_edit = standing.may(Action.EDIT_AGENDA)
    return tuple(
        TopicView(
            id=topic.id,
            position=topic.position,
            title=topic.title,
            summary=topic.summary,
            minutes=topic.minutes,
            presentations=tuple(presentations[topic.id]),
            evidence=evidence.get(topic.id, ()),
            statements=tuple(statements[topic.id]),
            may_edit=may_edit,
        )
        for topic in topics
    )


def future_study_of(session: Session, process_id: UUID) -> tuple[str, ...]:
    """The areas for future study of a process, in order."""
    query = select(FutureStudy.text).where(FutureStudy.process_id == process_id)
    return tuple(session.exec(query.order_by(col(FutureStudy.position))))


def _talks(session: Session, process_id: UUID) -> Iterable[Presentation]:
    return session.exec(
        select(Presentation)
        .join(Topic, col(Topic.id) == col(Presentation.topic_id))
        .where(Topic.process_id == process_id)
        .order_by(col(Presentation.position))
    )


def _find(ctx: Context, session: Session, topic_id: UUID | None) -> tuple[Topic, Standing]:
    topic = session.get(Topic, topic_id) if topic_id else None
    standing = require(ctx, session, Action.EDIT_AGENDA, topic.process_id if topic else None, changes=True)
    if topic is None:
        raise NotFoundError
    session.refresh(topic)
    return topic, standing


def _write(topic: Topic, title: str, summary: str, minutes: int) -> None:
    topic.title, topic.summary, topic.minutes = _given(title, "topic", "title"), summary.strip(), _minutes(minutes)


def _minutes(minutes: int) -> int:
    if not 0 <= minutes <= 24 * 60:
        raise InvalidInputError("The minutes must lie between 0 and a whole day.")
    return minutes


def _given(text: str, thing: str, field: str) -> str:
    if not text.strip():
        article = "An" if thing[0] in "aeiou" else "A"
        raise InvalidInputError(f"{article} {thing} needs a {field}.")
    return text.strip()
