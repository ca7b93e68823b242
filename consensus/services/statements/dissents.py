"""Dissent: written by a panelist's own act on an adopted statement; no ballot is looked at for it."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.dissent import PROMISES, carries_name, clean_dissent
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import StatementState
from consensus.domain.results import WrittenDissent
from consensus.domain.roles import Action
from consensus.persistence.tables import Dissent, Member, Person, Statement, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import record
from consensus.services.context import Context
from consensus.services.rounds.electorate import is_recused_from
from consensus.services.statements.statements import find_statement, label_of


@dataclass(frozen=True, slots=True)
class MyDissent:
    """What the reader wrote, and whether with their name."""

    text: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class DissentDesk:
    """What the reader may do about dissent.

    may_write: the adopted statements they may dissent from. may_sign: whether the name is their choice.
    """

    promise: str
    may_sign: bool
    may_write: frozenset[UUID]
    mine: Mapping[UUID, MyDissent]


def get_desk(ctx: Context, process_id: UUID) -> DissentDesk:
    """What the actor may dissent from, and what they wrote."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_RESULTS, process_id)
        mine = {row.statement_id: MyDissent(row.text, row.is_named) for row in _mine(session, standing)}
        return DissentDesk(
            promise=PROMISES[standing.process.anonymity],
            may_sign=standing.process.anonymity.hides_names,
            may_write=_writable(session, standing),
            mine=mine,
        )


def write_dissent(ctx: Context, statement_id: UUID, text: str, *, signs: bool = False) -> None:
    """Say why one does not agree with an adopted statement, or say it anew."""
    dissent = clean_dissent(text)
    with ctx.db.transaction() as session:
        statement, standing = _find(ctx, session, statement_id)
        row = next((row for row in _mine(session, standing) if row.statement_id == statement.id), None)
        verb = "dissent.changed" if row else "dissent.written"
        was_named = row is not None and row.is_named
        row = row or Dissent(statement_id=statement.id, member_id=standing.member.id)
        row.text, row.is_named = dissent, carries_name(standing.process.anonymity, signs=signs)
        row.written_at = ctx.db.now(session)
        session.add(row)
        _note(session, standing, verb, statement, is_named=row.is_named and (was_named or verb == "dissent.written"))


def take_back_dissent(ctx: Context, statement_id: UUID) -> None:
    """Take one's dissent back; nothing of it stays."""
    with ctx.db.transaction() as session:
        statement, standing = _find(ctx, session, statement_id)
        row = next((row for row in _mine(session, standing) if row.statement_id == statement.id), None)
        if row is None:
            raise ConflictError("There is no dissent of yours on this statement that this sign-in could take back.")
        session.delete(row)
        _note(session, standing, "dissent.taken_back", statement, is_named=row.is_named)


def dissents_of(session: Session, process_id: UUID) -> Mapping[UUID, tuple[WrittenDissent, ...]]:
    """By statement: the dissents as they were written, in an order that tells nothing."""
    rows = session.exec(
        select(Dissent, Person.name)
        .join(Member, col(Member.id) == col(Dissent.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process_id)
    )
    found: defaultdict[UUID, list[WrittenDissent]] = defaultdict(list)
    for row, name in rows:
        found[row.statement_id].append(WrittenDissent(row.text, name if row.is_named else ""))
    return {statement_id: tuple(sorted(said, key=_shuffled)) for statement_id, said in found.items()}


def _shuffled(dissent: WrittenDissent) -> str:
    return hashlib.sha256(dissent.text.encode()).hexdigest()


def _mine(session: Session, standing: Standing) -> list[Dissent]:
    """Those of the member; an unsigned one from before this sign-in's link or code was issued is out of its reach.

    Whoever issued it could be signed in by it, and would learn that the member dissented.
    """
    issued_at = standing.actor.credential_at
    rows = session.exec(
        select(Dissent).where(Dissent.member_id == standing.member.id).order_by(col(Dissent.written_at))
    )
    return [row for row in rows if row.is_named or issued_at is None or row.written_at >= issued_at]


def _writable(session: Session, standing: Standing) -> frozenset[UUID]:
    if not standing.may(Action.WRITE_DISSENT) or not standing.member.votes:
        return frozenset()
    rows = session.exec(
        select(Statement.id, Statement.topic_id)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == standing.process.id, Statement.state == StatementState.ADOPTED)
    ).all()
    recused = {
        topic_id for topic_id in {topic for _, topic in rows} if is_recused_from(session, standing.member, topic_id)
    }
    return frozenset(statement_id for statement_id, topic_id in rows if topic_id not in recused)


def _find(ctx: Context, session: Session, statement_id: UUID) -> tuple[Statement, Standing]:
    statement, standing = find_statement(ctx, session, Action.WRITE_DISSENT, statement_id)
    if not standing.member.votes:
        raise ConflictError("You take part without a vote, so there is no dissent of yours to record.")
    if statement.state is not StatementState.ADOPTED:
        raise ConflictError("Dissent is written on an adopted statement.")
    if is_recused_from(session, standing.member, statement.topic_id):
        raise ConflictError("You are recused from this topic.")
    return statement, standing


def _note(session: Session, standing: Standing, verb: str, statement: Statement, *, is_named: bool) -> None:
    """An entry of the record that names nobody whom the results do not name."""
    actor_id = standing.actor.person_id if is_named else None
    record(session, standing.process, verb, statement.id, actor_id=actor_id, label=label_of(session, statement))
