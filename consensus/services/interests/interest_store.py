"""Reading what was declared and what was decided on it, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from consensus.domain.conflicts import Decision, InterestKind, Reviewed, Stand, stand_of
from consensus.persistence.tables import ConflictDecision, InterestDeclaration, Person

Question = tuple[UUID, UUID | None]
"""A member and a topic; None asks about the process as a whole."""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided on a declaration, when and by whom."""

    decision: Decision
    reason: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class DeclarationView:
    """One declaration; `entered_by` names who entered it on behalf of the member, else it is empty."""

    id: UUID
    has_interest: bool
    kinds: tuple[InterestKind, ...]
    text: str
    declared_at: datetime
    entered_by: str
    decisions: tuple[DecisionView, ...]

    @property
    def decision(self) -> DecisionView | None:
        """The decision that holds."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of the form and what a member said to it, oldest first; `topic_id` is None for the general one."""

    topic_id: UUID | None
    title: str
    history: tuple[DeclarationView, ...]

    @property
    def current(self) -> DeclarationView | None:
        """The declaration in force."""
        return self.history[-1] if self.history else None

    @property
    def stand(self) -> Stand:
        """How far the question is."""
        return stand_of([_reviewed(declaration) for declaration in self.history])


def declarations_of(
    session: Session, process_id: UUID, member_id: UUID | None = None
) -> Mapping[Question, tuple[DeclarationView, ...]]:
    """Every declaration of a process, or of one of its members, by question and oldest first."""
    query = (
        select(InterestDeclaration, Person.name)
        .outerjoin(Person, col(Person.id) == col(InterestDeclaration.entered_by))
        .where(InterestDeclaration.process_id == process_id)
        .order_by(col(InterestDeclaration.number))
    )
    if member_id is not None:
        query = query.where(InterestDeclaration.member_id == member_id)
    rows = session.exec(query).all()
    decisions = _decisions(session, process_id)
    found: dict[Question, list[DeclarationView]] = {}
    for row, name in rows:
        found.setdefault((row.member_id, row.topic_id), []).append(
            DeclarationView(
                id=row.id,
                has_interest=row.has_interest,
                kinds=tuple(kind for kind in InterestKind if kind.value in row.kinds),
                text=row.text,
                declared_at=row.declared_at,
                entered_by=(name or "") if row.is_on_behalf else "",
                decisions=decisions.get(row.id, ()),
            )
        )
    return {question: tuple(history) for question, history in found.items()}


def histories_on(
    session: Session, process_id: UUID, topic_id: UUID, member_id: UUID | None = None
) -> Mapping[Question, Sequence[Reviewed]]:
    """What bears on a topic, on it or in general, by question and oldest first: without texts, for judging alone.

    Of everybody in the process, or of one member.
    """
    other = aliased(ConflictDecision)
    later = select(other.id).where(
        other.declaration_id == col(ConflictDecision.declaration_id), other.number > col(ConflictDecision.number)
    )
    query = (
        select(
            InterestDeclaration.member_id,
            InterestDeclaration.topic_id,
            InterestDeclaration.has_interest,
            ConflictDecision.decision,
        )
        .outerjoin(
            ConflictDecision,
            (col(ConflictDecision.declaration_id) == col(InterestDeclaration.id)) & ~later.exists(),
        )
        .where(
            InterestDeclaration.process_id == process_id,
            or_(col(InterestDeclaration.topic_id).is_(None), InterestDeclaration.topic_id == topic_id),
        )
        .order_by(col(InterestDeclaration.number))
    )
    if member_id is not None:
        query = query.where(InterestDeclaration.member_id == member_id)
    found: dict[Question, list[Reviewed]] = {}
    for who, topic, has_interest, decision in session.exec(query):
        found.setdefault((who, topic), []).append(Reviewed(has_interest, Decision(decision) if decision else None))
    return found


def n_declared(session: Session, process_id: UUID) -> int:
    """How many declarations there are, superseded ones included."""
    return session.exec(select(func.count()).where(InterestDeclaration.process_id == process_id)).one()


def _decisions(session: Session, process_id: UUID) -> Mapping[UUID, tuple[DecisionView, ...]]:
    rows = session.exec(
        select(ConflictDecision, Person.name)
        .join(InterestDeclaration, col(InterestDeclaration.id) == col(ConflictDecision.declaration_id))
        .outerjoin(Person, col(Person.id) == col(ConflictDecision.decided_by))
        .where(InterestDeclaration.process_id == process_id)
        .order_by(col(ConflictDecision.number))
    )
    found: dict[UUID, list[DecisionView]] = {}
    for row, name in rows:
        view = DecisionView(row.decision, row.reason, row.decided_at, name or "")
        found.setdefault(row.declaration_id, []).append(view)
    return {declaration_id: tuple(decisions) for declaration_id, decisions in found.items()}


def _reviewed(declaration: DeclarationView) -> Reviewed:
    return Reviewed(declaration.has_interest, declaration.decision.decision if declaration.decision else None)
