"""The SQL of casting: what a batch of ballots needs is read in a few statements, and written in a few.

Plain statements rather than mapped objects: this is the one place where a hundred people act within a second.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consensus.domain.ballots import RoundKind
from consensus.domain.chain import ChainedEvent
from consensus.domain.lifecycle import ProcessState, RoundState
from consensus.domain.roles import Role
from consensus.persistence.tables import metadata

_t = metadata.tables
_sessions, _items, _rounds, _processes = _t["web_session"], _t["round_item"], _t["round"], _t["process"]
_members, _electors, _events = _t["member"], _t["elector"], _t["event"]
_ballots, _revisions, _counts = _t["ballot"], _t["ballot_revision"], _t["item_count"]

_VERB = "ballots.recorded"


@dataclass(frozen=True, slots=True)
class Holder:
    """A session, by its cookie."""

    person_id: UUID
    process_id: UUID | None
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot with who casts it: nobody where the session does not hold; `bound_to` is that session's process."""

    key: str
    item_id: UUID
    version_sha256: str
    choice: str
    comment: str
    person_id: UUID | None
    bound_to: UUID | None


@dataclass(frozen=True, slots=True)
class Item:
    """What a ballot is cast on."""

    id: UUID
    version_sha256: str
    round_id: UUID
    round_state: RoundState
    kind: RoundKind
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

    electors: by (round, member) whether they are recused. old_keys: by ballot, keys of what it said before.
    """

    now: datetime
    heads: dict[UUID, ProcessHead]
    items: dict[UUID, Item]
    members: dict[tuple[UUID, UUID], Voter]
    electors: dict[tuple[UUID, UUID], bool]
    ballots: dict[tuple[UUID, UUID], StoredBallot]
    old_keys: dict[UUID, set[str]]
    next_sequence: dict[UUID, int] = field(default_factory=dict)
    new: dict[UUID, StoredBallot] = field(default_factory=dict)
    changed: dict[UUID, StoredBallot] = field(default_factory=dict)
    superseded: list[StoredBallot] = field(default_factory=list)
    deltas: Counter[tuple[UUID, str]] = field(default_factory=Counter)

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
    rows = connection.execute(_SESSIONS, {"digests": list(digests)})
    return {row[0]: Holder(*row[1:]) for row in rows}


def read_batch(connection: Connection, casts: Sequence[Cast], now: datetime) -> Batch:
    """All that these casts are judged by. The processes are locked before the state of any round is read."""
    item_ids = list({cast.item_id for cast in casts})
    person_ids = list({cast.person_id for cast in casts if cast.person_id})
    process_ids = sorted(row[0] for row in connection.execute(_PROCESS_IDS, {"items": item_ids}))
    heads = {row[0]: ProcessHead(*row) for row in connection.execute(_HEADS, {"processes": process_ids})}
    items = {row[0]: Item(*row) for row in connection.execute(_ITEMS, {"items": item_ids})}
    members: dict[tuple[UUID, UUID], Voter] = {}
    electors: dict[tuple[UUID, UUID], bool] = {}
    rounds = {item.round_id for item in items.values()}
    people = {"processes": process_ids, "people": person_ids, "rounds": list(rounds)}
    for process_id, person_id, member_id, role, round_id, is_recused in connection.execute(_MEMBERS, people):
        members[process_id, person_id] = Voter(member_id, role)
        if round_id is not None:
            electors[round_id, member_id] = is_recused
    voters = [voter.id for voter in members.values()]
    rows = connection.execute(_BALLOTS, {"items": item_ids, "voters": voters})
    ballots = {(row[1], row[2]): StoredBallot(*row) for row in rows}
    old_keys = _read_old_keys(connection, ballots.values(), casts)
    return Batch(now, heads, items, members, electors, ballots, old_keys)


def write_batch(connection: Connection, batch: Batch, key: bytes) -> list[ProcessHead]:
    """Write what the batch notes; the processes whose revision rose."""
    if not batch.next_sequence:
        return []
    if batch.new:
        connection.execute(insert(_ballots), [_row(ballot) for ballot in batch.new.values()])
    if batch.changed:
        connection.execute(_CHANGE, [_changes(ballot) for ballot in batch.changed.values()])
    if batch.superseded:
        connection.execute(insert(_revisions), [_revision_row(ballot) for ballot in batch.superseded])
    deltas = [
        {"item_id": item_id, "choice": choice, "n": n} for (item_id, choice), n in sorted(batch.deltas.items()) if n
    ]
    if deltas:
        connection.execute(_UPSERT[connection.dialect.name], deltas)
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
    connection.execute(insert(_events), rows)
    connection.execute(
        _HEAD_UPDATE,
        [
            {"head": head.id, "revision": head.revision, "n_events": head.n_events, "chain_head": head.chain_head}
            for head in touched.values()
        ],
    )
    return list(touched.values())


def ballots_digest(ballots: Collection[StoredBallot]) -> str:
    """SHA-256 over ballots that were recorded together, in whatever order they came."""
    lines = sorted(
        "|".join((ballot.id.hex, str(ballot.revision), ballot.member_id.hex, ballot.choice, ballot.comment))
        for ballot in ballots
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _read_old_keys(
    connection: Connection, ballots: Collection[StoredBallot], casts: Sequence[Cast]
) -> dict[UUID, set[str]]:
    """Keys of earlier revisions among those that arrived; asked only where a ballot exists already."""
    if not ballots:
        return {}
    wanted = {"ballots": [ballot.id for ballot in ballots], "keys": [cast.key for cast in casts]}
    found: dict[UUID, set[str]] = {}
    for ballot_id, old_key in connection.execute(_OLD_KEYS, wanted):
        found.setdefault(ballot_id, set()).add(old_key)
    return found


def _row(ballot: StoredBallot) -> dict[str, Any]:
    return {name: getattr(ballot, name) for name in StoredBallot.__dataclass_fields__}


def _changes(ballot: StoredBallot) -> dict[str, Any]:
    row = _row(ballot)
    return {f"new_{name}": row[name] for name in ("id", *_CHANGED)}


def _revision_row(ballot: StoredBallot) -> dict[str, Any]:
    return {"ballot_id": ballot.id, **{name: getattr(ballot, name) for name in _CHANGED}}


def _among(name: str) -> Any:
    return bindparam(name, expanding=True)


_CHANGED = ("choice", "comment", "key", "revision", "cast_at", "event_sequence")

_SESSIONS = select(
    _sessions.c.token_sha256,
    _sessions.c.person_id,
    _sessions.c.process_id,
    _sessions.c.seen_at,
    _sessions.c.expires_at,
    _sessions.c.revoked_at,
).where(_sessions.c.token_sha256.in_(_among("digests")))

_PROCESS_IDS = (
    select(_rounds.c.process_id)
    .distinct()
    .join(_items, _items.c.round_id == _rounds.c.id)
    .where(_items.c.id.in_(_among("items")))
)

_HEADS = (
    select(_processes.c.id, _processes.c.revision, _processes.c.n_events, _processes.c.chain_head)
    .where(_processes.c.id.in_(_among("processes")))
    .order_by(_processes.c.id)
    .with_for_update()
)

_ITEMS = (
    select(
        _items.c.id,
        _items.c.version_sha256,
        _rounds.c.id,
        _rounds.c.state,
        _rounds.c.kind,
        _processes.c.id,
        _processes.c.state,
    )
    .join(_rounds, _rounds.c.id == _items.c.round_id)
    .join(_processes, _processes.c.id == _rounds.c.process_id)
    .where(_items.c.id.in_(_among("items")))
)

_MEMBERS = (
    select(
        _members.c.process_id,
        _members.c.person_id,
        _members.c.id,
        _members.c.role,
        _electors.c.round_id,
        _electors.c.is_recused,
    )
    .outerjoin(_electors, (_electors.c.member_id == _members.c.id) & _electors.c.round_id.in_(_among("rounds")))
    .where(_members.c.process_id.in_(_among("processes")), _members.c.person_id.in_(_among("people")))
)

_BALLOTS = select(
    _ballots.c.id,
    _ballots.c.item_id,
    _ballots.c.member_id,
    _ballots.c.choice,
    _ballots.c.comment,
    _ballots.c.key,
    _ballots.c.revision,
    _ballots.c.cast_at,
    _ballots.c.event_sequence,
).where(_ballots.c.item_id.in_(_among("items")), _ballots.c.member_id.in_(_among("voters")))

_OLD_KEYS = select(_revisions.c.ballot_id, _revisions.c.key).where(
    _revisions.c.ballot_id.in_(_among("ballots")), _revisions.c.key.in_(_among("keys"))
)

_CHANGE = (
    update(_ballots)
    .where(_ballots.c.id == bindparam("new_id"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)

_HEAD_UPDATE = (
    update(_processes)
    .where(_processes.c.id == bindparam("head"))
    .values(revision=bindparam("revision"), n_events=bindparam("n_events"), chain_head=bindparam("chain_head"))
)


def _upsert(dialect: Any) -> Any:
    statement = dialect.insert(_counts)
    return statement.on_conflict_do_update(
        index_elements=[_counts.c.item_id, _counts.c.choice],
        set_={"n": _counts.c.n + statement.excluded.n},
    )


_UPSERT = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}
