"""What a batch of ballots is judged by is read in three statements; what it says is written in a few more.

Plain statements rather than mapped objects: this is the one place where a hundred people act within a second.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, select
from sqlmodel import col

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import RoundKind
from consensus.domain.chain import ChainedEvent
from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import ProcessState, RoundState
from consensus.domain.roles import Role
from consensus.domain.round_kinds import is_cast_whole
from consensus.persistence.tables import RoundItem
from consensus.services.rounds.ballot_statements import CHANGED, asked, statements_for

_VERB = "ballots.recorded"


@dataclass(frozen=True, slots=True)
class Holder:
    """A session, by its cookie."""

    person_id: UUID
    process_id: UUID | None
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    credential_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot with who casts it: nobody where the session does not hold.

    `bound_to` is that session's process, `credential_at` when the link or code it began with was issued.
    """

    key: str
    item_id: UUID
    version_sha256: str
    choice: str
    comment: str
    person_id: UUID | None
    bound_to: UUID | None
    credential_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What a ballot is cast on; `closes_at` is its deadline, where there is one."""

    id: UUID
    version_sha256: str
    round_id: UUID
    round_state: RoundState
    kind: RoundKind
    anonymity: Anonymity
    scale: BallotScale | None
    by_hands: bool
    closes_at: datetime | None
    process_id: UUID
    process_state: ProcessState


@dataclass(frozen=True, slots=True)
class Voter:
    """A member who casts."""

    id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class StoredBallot:
    """A ballot as it stands."""

    id: UUID
    item_id: UUID
    member_id: UUID
    choice: str
    comment: str
    key: str
    revision: int
    cast_at: datetime
    event_sequence: int


@dataclass(slots=True)
class ProcessHead:
    """The counters of a locked process."""

    id: UUID
    revision: int
    n_events: int
    chain_head: str


@dataclass(slots=True)
class Batch:
    """What the ballots of a batch are judged by, and what is to be written in the end.

    n_items: how many items a round has, only of rounds whose paper is cast as a whole.
    electors: by (item, member) whether they are recused. old_keys: by ballot, keys of what it said before.
    """

    now: datetime
    heads: dict[UUID, ProcessHead]
    items: dict[UUID, Item] = field(default_factory=dict)
    members: dict[tuple[UUID, UUID], Voter] = field(default_factory=dict)
    electors: dict[tuple[UUID, UUID], bool] = field(default_factory=dict)
    ballots: dict[tuple[UUID, UUID], StoredBallot] = field(default_factory=dict)
    old_keys: dict[UUID, set[str]] = field(default_factory=dict)
    next_sequence: dict[UUID, int] = field(default_factory=dict)
    new: dict[UUID, StoredBallot] = field(default_factory=dict)
    changed: dict[UUID, StoredBallot] = field(default_factory=dict)
    superseded: list[StoredBallot] = field(default_factory=list)
    deltas: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    n_items: dict[UUID, int] = field(default_factory=dict)

    def note(self, row: Sequence[Any]) -> None:
        """Take in what was read for one cast: its item, and as far as there are such, member, elector and ballot."""
        item_id, version, round_id, round_state, kind, anonymity, scale, by_hands, closes_at, *process = row[:11]
        person_id, member_id, role, is_recused, ballot_id, *said, key, was_said_before = row[11:]
        if item_id not in self.items:
            read = BallotScale.from_dict(scale) if scale else None
            frozen = (kind, anonymity, read, by_hands, closes_at)
            self.items[item_id] = Item(item_id, version, round_id, round_state, *frozen, *process)
        if member_id is None:
            return
        self.members[process[0], person_id] = Voter(member_id, role)
        if is_recused is not None:
            self.electors[item_id, member_id] = is_recused
        if ballot_id is not None:
            self.ballots[item_id, member_id] = StoredBallot(ballot_id, item_id, member_id, *said)
        if was_said_before:
            self.old_keys.setdefault(ballot_id, set()).add(key)

    def is_known(self, ballot: StoredBallot | None, key: str) -> bool:
        """Whether this very ballot was recorded before."""
        return ballot is not None and (ballot.key == key or key in self.old_keys.get(ballot.id, ()))

    def put(self, item: Item, member_id: UUID, key: str, choice: str, comment: str) -> StoredBallot:
        """Let a member's ballot on an item say this; what it said before is kept as a revision."""
        before = self.ballots.get((item.id, member_id))
        after = StoredBallot(
            id=before.id if before else uuid4(),
            item_id=item.id,
            member_id=member_id,
            choice=choice,
            comment=comment,
            key=key,
            revision=before.revision + 1 if before else 1,
            cast_at=self.now,
            event_sequence=self._sequence(item),
        )
        if before is not None:
            self.superseded.append(before)
            self.old_keys.setdefault(before.id, set()).add(before.key)
            self.deltas[item.id, before.choice] -= 1
        self.deltas[item.id, choice] += 1
        self.ballots[item.id, member_id] = after
        target = self.new if before is None or before.id in self.new else self.changed
        target[after.id] = after
        return after

    def _sequence(self, item: Item) -> int:
        """The sequence of the event that will cover this round's ballots of the batch."""
        if item.round_id not in self.next_sequence:
            head = self.heads[item.process_id]
            head.n_events += 1
            self.next_sequence[item.round_id] = head.n_events
        return self.next_sequence[item.round_id]


def read_sessions(connection: Connection, digests: Collection[str]) -> dict[str, Holder]:
    """The sessions of these cookies, by their digests."""
    rows = statements_for(connection).read_sessions.read(connection, asked((digest,) for digest in digests))
    return {row[0]: Holder(*row[1:]) for row in rows}


def read_batch(connection: Connection, casts: Sequence[Cast], now: datetime) -> Batch:
    """All that these casts are judged by. The processes are locked before the state of any round is read."""
    sql = statements_for(connection)
    item_ids = asked((item_id.hex,) for item_id in {cast.item_id for cast in casts})
    batch = Batch(now, {row[0]: ProcessHead(*row) for row in sql.lock_heads.read(connection, item_ids)})
    about = ((cast.item_id.hex, cast.person_id.hex if cast.person_id else None, cast.key) for cast in casts)
    for row in sql.read_casts.read(connection, asked(about)):
        batch.note(row)
    whole = {item.round_id for item in batch.items.values() if is_cast_whole(item.kind)}
    if whole:
        batch.n_items = _count_items(connection, whole)
    return batch


def _count_items(connection: Connection, round_ids: Collection[UUID]) -> dict[UUID, int]:
    rows = connection.execute(
        select(col(RoundItem.round_id), func.count())
        .where(col(RoundItem.round_id).in_(round_ids))
        .group_by(col(RoundItem.round_id))
    )
    return {row[0]: row[1] for row in rows}


def write_batch(connection: Connection, batch: Batch, key: bytes) -> list[ProcessHead]:
    """Write what the batch notes; the processes whose revision rose."""
    if not batch.next_sequence:
        return []
    sql = statements_for(connection)
    sql.add_ballots.write(connection, map(_row, batch.new.values()))
    sql.change_ballots.write(connection, map(_changes, batch.changed.values()))
    sql.add_revisions.write(connection, map(_revision_row, batch.superseded))
    deltas = (
        {"item_id": item_id, "choice": choice, "n": n} for (item_id, choice), n in sorted(batch.deltas.items()) if n
    )
    sql.count.write(connection, deltas)
    return _write_events(connection, batch, key)


def _write_events(connection: Connection, batch: Batch, key: bytes) -> list[ProcessHead]:
    """One event for each round of the batch: how many ballots and their digest, without names or choices."""
    processes = {item.round_id: item.process_id for item in batch.items.values()}
    rows: list[dict[str, Any]] = []
    touched: dict[UUID, ProcessHead] = {}
    for round_id, sequence in sorted(batch.next_sequence.items(), key=lambda pair: pair[1]):
        head = batch.heads[processes[round_id]]
        cast_here = [
            ballot
            for ballot in (*batch.new.values(), *batch.changed.values(), *batch.superseded)
            if ballot.event_sequence == sequence and batch.items[ballot.item_id].round_id == round_id
        ]
        detail = {"n": len(cast_here), "sha256": ballots_digest(cast_here)}
        event = ChainedEvent(head.id, sequence, batch.now, None, _VERB, "ballots", str(round_id), detail)
        head.chain_head = event.digest(key, head.chain_head)
        head.revision += 0 if head.id in touched else 1
        touched[head.id] = head
        rows.append(
            {
                "process_id": head.id,
                "sequence": sequence,
                "at": batch.now,
                "actor_id": None,
                "verb": _VERB,
                "object_type": "ballots",
                "object_id": str(round_id),
                "detail": detail,
                "digest": head.chain_head,
            }
        )
    sql = statements_for(connection)
    sql.add_events.write(connection, rows)
    sql.move_heads.write(connection, map(_head_row, touched.values()))
    return list(touched.values())


def ballots_digest(ballots: Collection[StoredBallot]) -> str:
    """SHA-256 over ballots that were recorded together, in whatever order they came."""
    lines = sorted(
        "|".join((ballot.id.hex, str(ballot.revision), ballot.member_id.hex, ballot.choice, ballot.comment))
        for ballot in ballots
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _row(ballot: StoredBallot) -> dict[str, Any]:
    return {name: getattr(ballot, name) for name in StoredBallot.__dataclass_fields__}


def _changes(ballot: StoredBallot) -> dict[str, Any]:
    return {"ballot_id": ballot.id, **{f"new_{name}": getattr(ballot, name) for name in CHANGED}}


def _head_row(head: ProcessHead) -> dict[str, Any]:
    return {
        "head_id": head.id,
        "new_revision": head.revision,
        "new_n_events": head.n_events,
        "new_chain_head": head.chain_head,
    }


def _revision_row(ballot: StoredBallot) -> dict[str, Any]:
    return {"ballot_id": ballot.id, **{name: getattr(ballot, name) for name in CHANGED}}
