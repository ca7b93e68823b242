"""The protocol of a process: chosen from a method, locked by the first round, changed afterwards as a deviation."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.method_packs import MethodPack, load_method
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict, protocol_sha256, protocol_to_dict
from consensus.domain.delphi.protocol_wording import protocol_sentences
from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.database import database_of
from consensus.persistence.tables import DelphiProtocol, DelphiRound, Deviation, Process, Round
from consensus.services.access import Standing, require
from consensus.services.audit import note, record
from consensus.services.context import Context

MAX_REASON_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class ProtocolView:
    """The protocol in force. `locked_at` is when the first round bound the process to it."""

    method: str
    protocol: Protocol
    sentences: tuple[str, ...]
    sha256: str
    seed: str
    locked_at: datetime | None
    may_change: bool


def get_protocol(ctx: Context, process_id: UUID) -> ProtocolView | None:
    """The protocol of a process; None where no method was chosen."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        row = session.get(DelphiProtocol, process_id)
        return _view(row, standing) if row else None


def choose_method(ctx: Context, process_id: UUID, slug: str) -> None:
    """Set the protocol of a method, and its consensus definition unless that is locked.

    Before the first round opens any other method may be chosen instead.
    """
    pack = load_method(slug)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        row = session.get(DelphiProtocol, process_id)
        if row is not None and row.locked_at is not None:
            raise ConflictError("The protocol is locked; it can be changed, and the change is reported as a deviation.")
        process = standing.process
        begin_protocol(session, process, pack, standing.actor.person_id)
        if process.locked_at is None and process.definition != pack.definition.to_dict():
            process.definition = pack.definition.to_dict()
            note(session, standing, "definition.set", process_id, sentence=pack.definition.sentence())


def begin_protocol(session: Session, process: Process, pack: MethodPack, actor_id: UUID | None) -> None:
    """Store the protocol of a method for a locked process, and say so on its record."""
    _store(session, process.id, pack.slug, pack.protocol)
    sha256 = protocol_sha256(pack.protocol)
    record(session, process, "protocol.set", process.id, actor_id=actor_id, method=pack.title, sha256=sha256)


def change_protocol(ctx: Context, process_id: UUID, protocol: Protocol, reason: str = "") -> None:
    """Put another protocol in force for rounds that are planned from now on.

    Once it is locked the change needs a `reason` and is recorded as a deviation.
    """
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        row = session.get(DelphiProtocol, process_id)
        if row is None:
            raise ConflictError("Choose a method first.")
        before = protocol_from_dict(row.document)
        changes = before.changes_to(protocol)
        if not changes:
            raise ConflictError("This is the protocol in force; there is nothing to change.")
        if row.locked_at is not None:
            _record_deviation(session, standing, before, protocol, _given(reason))
        _store(session, process_id, row.method, protocol)
        if row.locked_at is None:
            note(session, standing, "protocol.changed", process_id, what=", ".join(changes))


def protocol_of(session: Session, process_id: UUID) -> DelphiProtocol:
    """The row of the protocol in force, or a refusal."""
    row = session.get(DelphiProtocol, process_id)
    if row is None:
        raise ConflictError("Choose a method first.")
    return row


def lock_protocol(session: Session, row: DelphiProtocol, at: datetime) -> bool:
    """Bind the process to its protocol, unless it is; whether this did it."""
    if row.locked_at is not None:
        return False
    row.locked_at, row.locked_sha256 = at, row.sha256
    session.add(row)
    return True


def _store(session: Session, process_id: UUID, method: str, protocol: Protocol) -> None:
    db_now = _now(session)
    row = session.get(DelphiProtocol, process_id) or DelphiProtocol(process_id=process_id, seed=secrets.token_hex(16))
    row.method, row.document, row.sha256 = method, protocol_to_dict(protocol), protocol_sha256(protocol)
    row.set_at = db_now
    session.add(row)


def _record_deviation(session: Session, standing: Standing, before: Protocol, after: Protocol, reason: str) -> None:
    known = _ratings_known(session, standing.process.id)
    when = "after ratings are known" if known else "before any ratings are known"
    what = f"Changing the protocol ({', '.join(before.changes_to(after))}) {when}"
    row = Deviation(
        process_id=standing.process.id,
        at=_now(session),
        actor_id=standing.actor.person_id,
        what=what,
        before_sentence=" ".join(protocol_sentences(before)),
        before_sha256=protocol_sha256(before),
        after_sentence=" ".join(protocol_sentences(after)),
        after_sha256=protocol_sha256(after),
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


def _ratings_known(session: Session, process_id: UUID) -> bool:
    query = (
        select(DelphiRound.round_id)
        .join(Round, col(Round.id) == col(DelphiRound.round_id))
        .where(Round.process_id == process_id, col(Round.state).in_((RoundState.CLOSED, RoundState.REVEALED)))
    )
    return session.exec(query.limit(1)).first() is not None


def _view(row: DelphiProtocol, standing: Standing) -> ProtocolView:
    protocol = protocol_from_dict(row.document)
    return ProtocolView(
        method=row.method,
        protocol=protocol,
        sentences=protocol_sentences(protocol),
        sha256=row.sha256,
        seed=row.seed if row.locked_at else "",
        locked_at=row.locked_at,
        may_change=standing.may(Action.EDIT_PROCESS),
    )


def _now(session: Session) -> datetime:
    return database_of(session).now(session)


def _given(reason: str) -> str:
    text = " ".join(reason.split())
    if not text:
        raise InvalidInputError("The protocol is locked: say why it is changed, which the report will print.")
    if len(text) > MAX_REASON_CHARACTERS:
        raise InvalidInputError(f"A reason may have at most {MAX_REASON_CHARACTERS} characters.")
    return text
