"""Undoing an adoption that was recorded by mistake: a correction on record, with a reason, and nothing is deleted."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import MeetingState, StatementState
from consensus.domain.roles import Action
from consensus.domain.undoing import BuiltOn, clean_undoing_reason, issues_before_undoing_adoption
from consensus.persistence.tables import (
    Adoption,
    AdoptionPresence,
    Meeting,
    Member,
    Person,
    Statement,
    StatementVersion,
    Topic,
    UndoneAdoption,
)
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.rounds.meeting_rounds import is_voting
from consensus.services.statements.statements import find_statement, label_of

NOT_ADOPTED = "This statement is not adopted, or its adoption has just been undone."


def issues_before_undoing(ctx: Context, statement_id: UUID) -> tuple[str, ...]:
    """Why the adoption of this statement stays as it is; nothing where it can be undone."""
    with ctx.db.reading() as session:
        statement = session.get(Statement, statement_id)
        topic = session.get(Topic, statement.topic_id) if statement else None
        require(ctx, session, Action.ADOPT_STATEMENT, topic.process_id if topic else None)
        adoption = session.get(Adoption, statement_id)
        if topic is None:
            raise NotFoundError
        if adoption is None:
            return (NOT_ADOPTED,)
        return issues_before_undoing_adoption(_built_on(session, topic.process_id, adoption))


def undo_adoption(ctx: Context, statement_id: UUID, reason: str) -> None:
    """Put a statement back before the panel that was adopted by mistake; the adoption is kept as an undone one."""
    why = clean_undoing_reason(reason)
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.ADOPT_STATEMENT, statement_id)
        adoption = session.get(Adoption, statement_id)
        if adoption is None or statement.state is not StatementState.ADOPTED:
            raise ConflictError(NOT_ADOPTED)
        issues = issues_before_undoing_adoption(_built_on(session, standing.process.id, adoption))
        if issues:
            raise ConflictError(issues[0])
        present, rows = _present(session, statement_id)
        session.add(
            UndoneAdoption(
                statement_id=statement.id,
                version_id=adoption.version_id,
                adopted_at=adoption.adopted_at,
                adopted_by=adoption.adopted_by,
                undone_at=ctx.db.now(session),
                undone_by=standing.actor.person_id,
                reason=why,
                content={
                    "route": adoption.route.value,
                    "item_id": str(adoption.item_id) if adoption.item_id else None,
                    "present": present,
                },
            )
        )
        for row in rows:
            session.delete(row)
        session.flush()
        route = adoption.route.value.replace("_", " ")
        session.delete(adoption)
        statement.state = StatementState.PRESENTED
        session.add(statement)
        session.flush()
        label = label_of(session, statement)
        note(session, standing, "statement.adoption_undone", statement.id, label=label, route=route, reason=why)


def _built_on(session: Session, process_id: UUID, adoption: Adoption) -> BuiltOn:
    meeting = session.exec(select(Meeting).where(Meeting.process_id == process_id)).first()
    if meeting is None or meeting.started_at is None:
        return BuiltOn(in_this_meeting=False, is_running=False, is_voting=False)
    topic_id = session.get_one(Statement, adoption.statement_id).topic_id
    later = session.exec(
        select(Statement)
        .join(Adoption, col(Adoption.statement_id) == col(Statement.id))
        .where(Statement.topic_id == topic_id, col(Adoption.adopted_at) > adoption.adopted_at)
        .order_by(col(Adoption.adopted_at))
    ).all()
    adopted = session.get_one(StatementVersion, adoption.version_id)
    versions = select(func.count()).where(
        StatementVersion.statement_id == adoption.statement_id, col(StatementVersion.number) > adopted.number
    )
    return BuiltOn(
        in_this_meeting=adoption.adopted_at >= meeting.started_at,
        is_running=meeting.state is MeetingState.RUNNING,
        is_voting=is_voting(session, meeting),
        later_adopted=tuple(label_of(session, statement) for statement in later),
        has_later_wording=session.exec(versions).one() > 0,
    )


def _present(session: Session, statement_id: UUID) -> tuple[list[dict[str, Any]], list[AdoptionPresence]]:
    """Who was there, as it is kept with the correction, and the rows it takes the place of."""
    rows = session.exec(
        select(AdoptionPresence, Person.name)
        .join(Member, col(Member.id) == col(AdoptionPresence.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(AdoptionPresence.statement_id == statement_id)
        .order_by(col(Person.name))
    ).all()
    kept = [{**row.model_dump(mode="json", exclude={"statement_id"}), "name": name} for row, name in rows]
    return kept, [row for row, _ in rows]
