"""The minority statement beside an adopted statement, in versions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.roles import Action
from consensus.persistence.tables import MinorityVersion, Person, Statement, Topic
from consensus.services.access import Standing, require
from consensus.services.context import Context


@dataclass(frozen=True, slots=True)
class MinorityView:
    """One wording of a minority statement; an empty one took it back."""

    number: int
    text: str
    author: str
    created_at: datetime


def list_minority_versions(ctx: Context, statement_id: UUID) -> tuple[MinorityView, ...]:
    """Every wording a minority statement had, the newest first."""
    with ctx.db.reading() as session:
        process_id = session.exec(
            select(Topic.process_id)
            .join(Statement, col(Statement.topic_id) == col(Topic.id))
            .where(Statement.id == statement_id)
        ).one_or_none()
        require(ctx, session, Action.VIEW_AUDIT, process_id)
        rows = session.exec(
            select(MinorityVersion, Person.name)
            .outerjoin(Person, col(Person.id) == col(MinorityVersion.author_id))
            .where(MinorityVersion.statement_id == statement_id)
            .order_by(col(MinorityVersion.number).desc())
        )
        return tuple(
            MinorityView(version.number, version.text, author or "", version.created_at) for version, author in rows
        )


def write_minority(ctx: Context, session: Session, standing: Standing, statement: Statement, text: str) -> int:
    """Put a wording in force, in the caller's transaction; its number, 0 where it is the one in force already."""
    wording = text.strip()
    if wording == statement.dissent:
        return 0
    newest = session.exec(
        select(func.max(MinorityVersion.number)).where(MinorityVersion.statement_id == statement.id)
    ).one()
    version = MinorityVersion(
        statement_id=statement.id,
        number=(newest or 0) + 1,
        text=wording,
        author_id=standing.actor.person_id,
        created_at=ctx.db.now(session),
    )
    statement.dissent = wording
    session.add_all((version, statement))
    return version.number
