"""Declaring interests: one's own, or on somebody's behalf from paper; and whether a process asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from consensus.domain.conflicts import NOTHING, Declaration, Publication, Stand, check_publication, stand_of
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.roles import Action
from consensus.domain.wording import counted
from consensus.persistence.database import database_of
from consensus.persistence.signals import Audience
from consensus.persistence.tables import InterestDeclaration, Member, Person, Process, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.interests.interest_store import (
    DeclarationView,
    Question,
    QuestionView,
    histories_on,
    n_declared,
)
from consensus.services.interests.interest_store import declarations_of as declarations_in
from consensus.services.rounds.electorate import Voter
from consensus.services.sign_in.credentials import find_member

GENERAL = "the process as a whole"
_NAMED = 8


@dataclass(frozen=True, slots=True)
class MyInterests:
    """The form as one member sees it: the general question first, then the topics in the order of the agenda."""

    questions: tuple[QuestionView, ...]
    publication: Publication
    must_declare: bool

    @property
    def n_open(self) -> int:
        """Questions that are not answered yet."""
        return sum(question.current is None for question in self.questions)


def get_my_interests(ctx: Context, process_id: UUID) -> MyInterests:
    """What the actor has declared and is still asked."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.DECLARE_INTERESTS, process_id)
        _check_asked(standing.process)
        declared = declarations_in(session, process_id, standing.member.id)
        return MyInterests(
            questions=questions_of(standing.member.id, list_topics(session, process_id), declared),
            publication=standing.process.interest_publication,
            must_declare=standing.member.votes,
        )


def declare(ctx: Context, process_id: UUID, topic_id: UUID | None, declaration: Declaration) -> None:
    """Declare for oneself, on a topic or (None) on the process as a whole; it supersedes what was declared before."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.DECLARE_INTERESTS, process_id, changes=True)
        _declare(session, standing, standing.member, topic_id, declaration)


def declare_nothing_on_the_rest(ctx: Context, process_id: UUID) -> int:
    """Declare for oneself that there is nothing, on every topic not yet answered; on how many that was."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.DECLARE_INTERESTS, process_id, changes=True)
        return _declare_nothing(session, standing, standing.member)


def declare_for(ctx: Context, member_id: UUID, topic_id: UUID | None, declaration: Declaration) -> None:
    """Enter what a member declared on paper; it is marked so, unless it is one's own."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.ENTER_INTERESTS, member_id)
        _declare(session, standing, member, topic_id, declaration)


def declare_nothing_on_the_rest_for(ctx: Context, member_id: UUID) -> int:
    """Enter that a member has nothing to declare on any topic not yet answered; on how many that was."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.ENTER_INTERESTS, member_id)
        return _declare_nothing(session, standing, member)


def set_asking(ctx: Context, process_id: UUID, *, asks: bool, publication: Publication) -> None:
    """Set whether the panel declares its interests, and what the report will say of them."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        process = standing.process
        check_publication(process.interest_publication, publication, n_declared(session, process_id))
        process.asks_interests, process.interest_publication = asks, publication
        words = "asked for" if asks else "not asked for"
        note(session, standing, "interests.set", process_id, words=words, publication=_words(publication))


def issues_of(session: Session, process: Process, topic_id: UUID, voters: Sequence[Voter]) -> tuple[str, ...]:
    """Why those who would vote on this topic are not ready to: by name who has not declared, and what is undecided."""
    if not process.asks_interests:
        return ()
    histories = histories_on(session, process.id, topic_id)
    undeclared, undecided = [], []
    for voter in voters:
        stands = {stand_of(histories.get((voter.member_id, topic), ())) for topic in (None, topic_id)}
        if Stand.UNDECLARED in stands:
            undeclared.append(voter.name)
        if Stand.UNDECIDED in stands:
            undecided.append(voter.name)
    found = []
    if undeclared:
        found.append(f"Interests not declared yet: {_listed(undeclared)}.")
    if undecided:
        found.append(f"Declared interests not decided on yet: {_listed(undecided)}.")
    return tuple(found)


def list_topics(session: Session, process_id: UUID) -> Sequence[Topic]:
    """The topics of a process in the order of the agenda."""
    return session.exec(select(Topic).where(Topic.process_id == process_id).order_by(col(Topic.position))).all()


def questions_of(
    member_id: UUID, topics: Sequence[Topic], declared: Mapping[Question, tuple[DeclarationView, ...]]
) -> tuple[QuestionView, ...]:
    """The form of one member: the general question, then one for each topic."""
    general = QuestionView(None, "In general", declared.get((member_id, None), ()))
    return (general, *(QuestionView(t.id, t.title, declared.get((member_id, t.id), ())) for t in topics))


def _declare_nothing(session: Session, standing: Standing, member: Member) -> int:
    _check_asked(standing.process)
    declared = declarations_in(session, standing.process.id, member.id)
    waiting = [t.id for t in list_topics(session, standing.process.id) if (member.id, t.id) not in declared]
    for topic_id in waiting:
        _declare(session, standing, member, topic_id, NOTHING)
    return len(waiting)


def _declare(
    session: Session, standing: Standing, member: Member, topic_id: UUID | None, declaration: Declaration
) -> None:
    process = standing.process
    topic = session.get(Topic, topic_id) if topic_id else None
    if topic_id is not None and (topic is None or topic.process_id != process.id):
        raise NotFoundError
    _check_asked(process)
    now = database_of(session).now(session)
    before = session.exec(
        select(InterestDeclaration).where(
            InterestDeclaration.member_id == member.id,
            _asks_about(topic_id),
            col(InterestDeclaration.superseded_at).is_(None),
        )
    ).one_or_none()
    if before is not None:
        before.superseded_at = now
    is_on_behalf = member.person_id != standing.actor.person_id
    row = InterestDeclaration(
        process_id=process.id,
        member_id=member.id,
        topic_id=topic_id,
        number=before.number + 1 if before else 1,
        has_interest=declaration.has_interest,
        kinds=sorted(kind.value for kind in declaration.kinds),
        text=declaration.text,
        declared_at=now,
        entered_by=standing.actor.person_id,
        is_on_behalf=is_on_behalf,
    )
    session.add(row)
    session.flush()
    note(
        session,
        standing,
        "interest.entered" if is_on_behalf else "interest.declared",
        row.id,
        audience=Audience.STAFF,
        name=session.get_one(Person, member.person_id).name,
        topic=f"“{topic.title}”" if topic else GENERAL,
        what="an interest" if declaration.has_interest else "nothing",
    )


def _asks_about(topic_id: UUID | None) -> ColumnElement[bool]:
    column = col(InterestDeclaration.topic_id)
    return column.is_(None) if topic_id is None else column == topic_id


def _check_asked(process: Process) -> None:
    if not process.asks_interests:
        raise ConflictError("This process does not ask for declarations of interest.")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {counted(more, 'other')}" if more > 0 else shown


def _words(publication: Publication) -> str:
    return publication.value.replace("_", " ")
