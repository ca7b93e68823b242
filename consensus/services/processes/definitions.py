"""The consensus definition of a process: set, locked, and changed afterwards only as a deviation with its reason."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from consensus.domain.ballots import RoundKind
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.deviations import Deviation, describe_change
from consensus.domain.disclosure import TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence import tables
from consensus.persistence.database import database_of
from consensus.persistence.tables import ItemCount, Person, Round, RoundItem
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context

MAX_REASON_CHARACTERS = 2000


def set_definition(ctx: Context, process_id: UUID, definition: ConsensusDefinition, reason: str = "") -> None:
    """Set the rule for rounds opened from now on; a round that was opened keeps the rule it was opened with.

    Once the definition is locked the change needs a `reason` and is recorded as a deviation.
    """
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        process = standing.process
        if process.locked_at is None:
            note(session, standing, "definition.set", process_id, sentence=definition.sentence())
        else:
            _record_deviation(session, standing, definition, _given(reason))
        process.definition = definition.to_dict()


def lock_definition(ctx: Context, process_id: UUID) -> None:
    """Bind the process to its definition, with time and fingerprint. There is no way back."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        if standing.process.locked_at is not None:
            raise ConflictError("The consensus definition is locked already.")
        lock(session, standing)


def lock(session: Session, standing: Standing) -> None:
    """Lock the definition of a locked process row, unless it is; the first round to be opened does this."""
    process = standing.process
    if process.locked_at is not None:
        return
    process.locked_at = _now(session)
    process.locked_sha256 = ConsensusDefinition.from_dict(process.definition).sha256()
    note(session, standing, "definition.locked", process.id, sha256=process.locked_sha256)


def list_deviations(ctx: Context, process_id: UUID) -> tuple[Deviation, ...]:
    """Every change since the definition was locked, oldest first."""
    with ctx.db.reading() as session:
        return deviations_of(session, require(ctx, session, Action.VIEW_PROCESS, process_id).process.id)


def are_votes_known(ctx: Context, process_id: UUID) -> bool:
    """Whether anybody can know by now how votes of this process fall, which a change of the rule would answer to."""
    with ctx.db.reading() as session:
        return votes_known(session, require(ctx, session, Action.EDIT_PROCESS, process_id).process.id)


def deviations_of(session: Session, process_id: UUID) -> tuple[Deviation, ...]:
    """Every change since the definition of this process was locked, oldest first."""
    rows = session.exec(
        select(tables.Deviation, Person.name)
        .outerjoin(Person, col(Person.id) == col(tables.Deviation.actor_id))
        .where(tables.Deviation.process_id == process_id)
        .order_by(col(tables.Deviation.at))
    )
    return tuple(
        Deviation(
            at=row.at,
            actor=name or "",
            what=row.what,
            before_sentence=row.before_sentence,
            before_sha256=row.before_sha256,
            after_sentence=row.after_sentence,
            after_sha256=row.after_sha256,
            reason=row.reason,
            votes_known=row.votes_known,
        )
        for row, name in rows
    )


def votes_known(session: Session, process_id: UUID) -> bool:
    """Whether a vote was counted in a round whose tally can be seen: one that is watched live, or not open any more."""
    return (
        session.exec(
            select(ItemCount.item_id)
            .join(RoundItem, col(RoundItem.id) == col(ItemCount.item_id))
            .join(Round, col(Round.id) == col(RoundItem.round_id))
            .where(
                Round.process_id == process_id,
                Round.kind != RoundKind.OBJECTION,
                ItemCount.n > 0,
                or_(col(Round.state) != RoundState.OPEN, col(Round.tally_mode) == TallyMode.LIVE),
            )
            .limit(1)
        ).first()
        is not None
    )


def _record_deviation(session: Session, standing: Standing, after: ConsensusDefinition, reason: str) -> None:
    process = standing.process
    before = ConsensusDefinition.from_dict(process.definition)
    if after == before:
        raise ConflictError("This is the definition in force; there is nothing to change.")
    known = votes_known(session, process.id)
    what = describe_change(before, after, votes_known=known)
    row = tables.Deviation(
        process_id=process.id,
        at=_now(session),
        actor_id=standing.actor.person_id,
        what=what,
        before_sentence=before.sentence(),
        before_sha256=before.sha256(),
        after_sentence=after.sentence(),
        after_sha256=after.sha256(),
        reason=reason,
        votes_known=known,
    )
    session.add(row)
    note(
        session,
        standing,
        "deviation.recorded",
        row.id,
        what=what,
        before=row.before_sentence,
        before_sha256=row.before_sha256,
        after=row.after_sentence,
        after_sha256=row.after_sha256,
        reason=reason,
        votes_known=known,
    )


def _now(session: Session) -> datetime:
    return database_of(session).now(session)


def _given(reason: str) -> str:
    text = " ".join(reason.split())
    if not text:
        raise InvalidInputError(
            "The consensus definition is locked: say why it is changed, which the report will print."
        )
    if len(text) > MAX_REASON_CHARACTERS:
        raise InvalidInputError(f"A reason may have at most {MAX_REASON_CHARACTERS} characters.")
    return text
