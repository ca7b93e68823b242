"""What people declare of their interests, and what was decided on it; nothing is ever deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlalchemy.types import JSON
from sqlmodel import Field

from consensus.domain.conflicts import Decision
from consensus.persistence.tables.base import Table, choice, key, moment, reference, words


class InterestDeclaration(Table, table=True):
    """One declaration, on a topic or on the whole process; a newer one supersedes it.

    `is_on_behalf` says that somebody else entered it, from paper; `entered_by` is who did.
    """

    __tablename__ = "interest_declaration"
    __table_args__ = (UniqueConstraint("member_id", "topic_id", "number"),)

    id: UUID = key()
    process_id: UUID = reference("process.id")
    member_id: UUID = reference("member.id", index=False)
    topic_id: UUID | None = reference("topic.id", nullable=True)
    number: int = 1
    has_interest: bool = False
    kinds: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    text: str = words()
    declared_at: datetime = moment()
    entered_by: UUID | None = reference("person.id", nullable=True, index=False)
    is_on_behalf: bool = False
    superseded_at: datetime | None = moment(nullable=True)


class ConflictDecision(Table, table=True):
    """One decision on a declaration; the one with the highest number holds."""

    __tablename__ = "conflict_decision"
    __table_args__ = (UniqueConstraint("declaration_id", "number"),)

    id: UUID = key()
    declaration_id: UUID = reference("interest_declaration.id", index=False)
    number: int = 1
    decision: Decision = choice(Decision)
    reason: str = words()
    decided_at: datetime = moment()
    decided_by: UUID | None = reference("person.id", nullable=True, index=False)
