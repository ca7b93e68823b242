"""How each statement of a process stands after the Delphi rounds so far, and what the rule makes of that."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.carrying import Carried, Standing, items_for_next
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.lifecycle import RoundState, StatementState
from consensus.persistence.tables import (
    DelphiItem,
    DelphiRound,
    Petition,
    Round,
    RoundItem,
    Statement,
    StoredVerdict,
    Topic,
)
from consensus.services.statements.statement_views import newest_version
from consensus.tally.round_verdicts import verdict_from_dict

GONE = frozenset({StatementState.WITHDRAWN, StatementState.SUPERSEDED, StatementState.ADOPTED})


@dataclass(frozen=True, slots=True)
class Rated:
    """The newest deciding item of a statement: in which round, on which wording, and whether it settled it."""

    item_id: UUID
    round_id: UUID
    number: int
    version_sha256: str
    reached: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class StatementStand:
    """A statement with its label and wording, how it was rated last, and what the rule says of it."""

    statement_id: UUID
    label: str
    text: str
    topic: str
    rated: Rated | None
    is_reworded: bool
    carried: Carried


def newest_ratings(session: Session, process_id: UUID) -> dict[UUID, Rated]:
    """The newest revealed deciding item of each statement."""
    rows = session.exec(
        select(RoundItem, DelphiRound, StoredVerdict)
        .join(DelphiItem, col(DelphiItem.item_id) == col(RoundItem.id))
        .join(DelphiRound, col(DelphiRound.round_id) == col(RoundItem.round_id))
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .join(StoredVerdict, col(StoredVerdict.item_id) == col(RoundItem.id))
        .where(Round.process_id == process_id, col(DelphiItem.is_deciding), col(Round.state) == RoundState.REVEALED)
        .order_by(col(DelphiRound.number))
    )
    return {
        item.statement_id: Rated(
            item.id,
            item.round_id,
            delphi.number,
            item.version_sha256,
            verdict_from_dict(verdict.verdict).reached,
            verdict.outcome,
        )
        for item, delphi, verdict in rows
    }


def stands_of(session: Session, process_id: UUID, protocol: Protocol) -> tuple[StatementStand, ...]:
    """Every statement that is not gone, in the order of the agenda, with what the rule says of it."""
    rated = newest_ratings(session, process_id)
    asked = _petitioners(session, process_id)
    found = []
    rows = session.exec(
        select(Statement, Topic)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == process_id)
        .order_by(col(Topic.position), col(Statement.position))
    ).all()
    for statement, topic in rows:
        if statement.state in GONE:
            continue
        version, last = newest_version(session, statement.id), rated.get(statement.id)
        is_reworded = last is not None and last.version_sha256 != version.sha256
        standing = Standing(
            statement.id,
            was_rated=last is not None,
            is_settled=last is not None and last.reached and not is_reworded,
            n_petitioners=asked[statement.id],
        )
        label = f"{topic.position}.{statement.position}"
        carried = items_for_next(protocol, [standing])[0]
        found.append(StatementStand(statement.id, label, version.text, topic.title, last, is_reworded, carried))
    return tuple(found)


def _petitioners(session: Session, process_id: UUID) -> Mapping[UUID, int]:
    rows = session.exec(
        select(Petition.statement_id, Petition.member_id)
        .join(Statement, col(Statement.id) == col(Petition.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == process_id, col(Petition.heard_at).is_(None))
        .distinct()
    ).all()
    return Counter(statement_id for statement_id, _ in rows)
