"""Reading statements: what each says now, where it came from, what became of it, and what may be done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballots import RoundKind
from consensus.domain.grade import Certainty, Strength
from consensus.domain.lifecycle import RoundState, StatementState, may_move
from consensus.domain.objections import Heard, Hearing
from consensus.domain.roles import Action
from consensus.domain.statements import Route
from consensus.persistence.tables import (
    Adoption,
    AdoptionPresence,
    DelphiItem,
    DelphiRound,
    Member,
    Person,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
    Topic,
)
from consensus.services.access import Standing
from consensus.services.statements.evidence import EvidenceView, evidence_by_statement
from consensus.services.statements.statement_sources import SourceView, sources_of_process
from consensus.services.statements.undone_adoptions import UndoneView, undone_by_statement
from consensus.tally.round_verdicts import is_in_favour, verdict_from_dict


@dataclass(frozen=True, slots=True)
class AdoptionView:
    """How a statement was adopted; for full consensus who was present, and how the room heard from each of them."""

    route: Route
    adopted_at: datetime
    item_id: UUID | None
    n_present: int | None
    present: tuple[str, ...]
    verdict_sentence: str | None
    heard: tuple[tuple[Heard, tuple[str, ...]], ...] = ()

    @property
    def hearing(self) -> Hearing:
        """How many were heard how."""
        return Hearing(**{way.value: len(names) for way, names in self.heard})


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement in its present wording, and what the reader may do with it; `dissent` is the minority statement.

    `undone` are its adoptions that were recorded by mistake.
    """

    id: UUID
    topic_id: UUID
    label: str
    state: StatementState
    text: str
    plain_text: str
    version_id: UUID
    version_number: int
    sha256: str
    sources: tuple[SourceView, ...]
    rationale: str
    dissent: str
    adopted: AdoptionView | None
    may_reword: bool
    may_present: bool
    may_take_back: bool
    may_withdraw: bool
    may_restore: bool
    may_adopt_full_consensus: bool
    may_adopt_by_vote: bool
    evidence: tuple[EvidenceView, ...] = ()
    strength: Strength | None = None
    certainty: Certainty | None = None
    undone: tuple[UndoneView, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionView:
    """One wording of a statement; `answers` are the comments of votes it answers."""

    number: int
    text: str
    plain_text: str
    sha256: str
    reason: str
    author: str
    created_at: datetime
    answers: tuple[str, ...] = ()


def statements_of_process(session: Session, standing: Standing) -> tuple[StatementView, ...]:
    """All statements of a process in the order of the agenda, in a fixed number of queries."""
    process_id = standing.process.id
    newest = (
        select(StatementVersion.statement_id, func.max(StatementVersion.number).label("number"))
        .group_by(col(StatementVersion.statement_id))
        .subquery()
    )
    rows = session.exec(
        select(Statement, StatementVersion, Topic)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .join(StatementVersion, col(StatementVersion.statement_id) == col(Statement.id))
        .join(
            newest,
            (newest.c.statement_id == col(StatementVersion.statement_id))
            & (newest.c.number == col(StatementVersion.number)),
        )
        .where(Topic.process_id == process_id)
        .order_by(col(Topic.position), col(Statement.position))
    ).all()
    sources = sources_of_process(session, standing)
    adoptions = _adoptions(session, process_id)
    evidence = evidence_by_statement(session, process_id)
    undone = undone_by_statement(session, process_id)
    voted_on = statements_in_rounds(session, process_id)
    adoptable = adoptable_items(session, process_id)
    return tuple(
        _view(
            standing,
            topic,
            statement,
            version,
            sources=sources.get(statement.id, ()),
            adopted=adoptions.get(statement.id),
            evidence=evidence.get(statement.id, ()),
            undone=undone.get(statement.id, ()),
            is_voted_on=statement.id in voted_on,
            is_adoptable=statement.id in adoptable,
        )
        for statement, version, topic in rows
    )


def newest_version(session: Session, statement_id: UUID) -> StatementVersion:
    """The present wording of a statement."""
    query = select(StatementVersion).where(StatementVersion.statement_id == statement_id)
    return session.exec(query.order_by(col(StatementVersion.number).desc()).limit(1)).one()


def statements_in_rounds(session: Session, process_id: UUID) -> set[UUID]:
    """The statements that are being voted on: their round is open, or closed and not yet revealed."""
    return set(
        session.exec(
            select(RoundItem.statement_id)
            .join(Round, col(Round.id) == col(RoundItem.round_id))
            .where(Round.process_id == process_id, col(Round.state).in_((RoundState.OPEN, RoundState.CLOSED)))
        )
    )


def statements_in_votes(session: Session, process_id: UUID) -> set[UUID]:
    """The same without those that are rated at a distance, which no meeting waits for."""
    rated = (
        select(RoundItem.statement_id)
        .join(DelphiRound, col(DelphiRound.round_id) == col(RoundItem.round_id))
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(Round.process_id == process_id, col(Round.state).in_((RoundState.OPEN, RoundState.CLOSED)))
    )
    return statements_in_rounds(session, process_id).difference(session.exec(rated).all())


def adoptable_items(session: Session, process_id: UUID) -> Mapping[UUID, RoundItem]:
    """By statement: the item of its newest vote, if that was on the present wording and reached consensus."""
    rows = session.exec(
        select(RoundItem, StoredVerdict.outcome)
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .outerjoin(StoredVerdict, col(StoredVerdict.item_id) == col(RoundItem.id))
        .outerjoin(DelphiItem, col(DelphiItem.item_id) == col(RoundItem.id))
        .where(
            Round.process_id == process_id,
            col(Round.state).not_in((RoundState.DRAFT, RoundState.VOID)),
            func.coalesce(col(DelphiItem.is_deciding), True),
            Round.kind != RoundKind.OBJECTION,
        )
        .order_by(col(Round.number))
    )
    newest_vote = {item.statement_id: (item, outcome) for item, outcome in rows}
    agreed = {item.statement_id: item for item, outcome in newest_vote.values() if outcome and is_in_favour(outcome)}
    versions = session.exec(
        select(StatementVersion.statement_id, StatementVersion.id)
        .where(col(StatementVersion.statement_id).in_(agreed))
        .order_by(col(StatementVersion.number))
    )
    present = dict(versions.all())
    return {statement_id: item for statement_id, item in agreed.items() if present[statement_id] == item.version_id}


def _view(
    standing: Standing,
    topic: Topic,
    statement: Statement,
    version: StatementVersion,
    *,
    sources: tuple[SourceView, ...],
    adopted: AdoptionView | None,
    evidence: tuple[EvidenceView, ...],
    undone: tuple[UndoneView, ...],
    is_voted_on: bool,
    is_adoptable: bool,
) -> StatementView:
    state = statement.state
    drafts = standing.may(Action.DRAFT_STATEMENT) and not is_voted_on
    runs = standing.may(Action.RUN_MEETING) and not is_voted_on
    can_be_adopted = may_move(state, StatementState.ADOPTED)
    return StatementView(
        id=statement.id,
        topic_id=topic.id,
        label=f"{topic.position}.{statement.position}",
        state=state,
        text=version.text,
        plain_text=version.plain_text,
        version_id=version.id,
        version_number=version.number,
        sha256=version.sha256,
        sources=sources,
        rationale=statement.rationale,
        dissent=statement.dissent,
        adopted=adopted,
        may_reword=drafts
        and state in (StatementState.CANDIDATE, StatementState.PRESENTED, StatementState.NO_CONSENSUS),
        may_present=runs and may_move(state, StatementState.PRESENTED),
        may_take_back=runs and state is StatementState.PRESENTED,
        may_withdraw=drafts and may_move(state, StatementState.WITHDRAWN),
        may_restore=drafts and state is StatementState.WITHDRAWN,
        may_adopt_full_consensus=runs and can_be_adopted and not is_adoptable,
        may_adopt_by_vote=runs and can_be_adopted and is_adoptable,
        evidence=evidence,
        undone=undone,
        strength=statement.strength,
        certainty=statement.certainty,
    )


def _adoptions(session: Session, process_id: UUID) -> Mapping[UUID, AdoptionView]:
    present: defaultdict[UUID, list[tuple[str, Heard]]] = defaultdict(list)
    names = session.exec(
        select(AdoptionPresence, Person.name)
        .join(Member, col(Member.id) == col(AdoptionPresence.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process_id, col(AdoptionPresence.is_recused).is_(False))
        .order_by(col(Person.name))
    )
    for presence, name in names:
        present[presence.statement_id].append((name, presence.heard))
    rows = session.exec(
        select(Adoption, StoredVerdict)
        .join(Statement, col(Statement.id) == col(Adoption.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .outerjoin(StoredVerdict, col(StoredVerdict.item_id) == col(Adoption.item_id))
        .where(Topic.process_id == process_id)
    )
    return {
        adoption.statement_id: AdoptionView(
            route=adoption.route,
            adopted_at=adoption.adopted_at,
            item_id=adoption.item_id,
            n_present=len(present[adoption.statement_id]) if adoption.route is Route.FULL_CONSENSUS else None,
            present=tuple(name for name, _ in present[adoption.statement_id]),
            verdict_sentence=verdict_from_dict(stored.verdict).sentence if stored else None,
            heard=_by_way(present[adoption.statement_id]),
        )
        for adoption, stored in rows
    }


def _by_way(present: Sequence[tuple[str, Heard]]) -> tuple[tuple[Heard, tuple[str, ...]], ...]:
    found = ((way, tuple(name for name, heard in present if heard is way)) for way in Heard)
    return tuple((way, names) for way, names in found if names)
