"""The SQL of casting, for both databases.

What a batch asks about goes in as one JSON parameter, an array of arrays. So the text of a statement does not depend
on how many ballots there are, and each is compiled once for the kind of database there is.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    String,
    TableValuedAlias,
    Text,
    Update,
    Uuid,
    bindparam,
    case,
    cast,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from consensus.persistence.prepared import Prepared
from consensus.persistence.tables import metadata

_t = metadata.tables
_sessions, _items, _rounds, _processes = _t["web_session"], _t["round_item"], _t["round"], _t["process"]
_members, _electors, _events = _t["member"], _t["elector"], _t["event"]
_delphi, _recusals, _countdowns = _t["delphi_round"], _t["item_recusal"], _t["vote_countdown"]
_ballots, _revisions, _counts = _t["ballot"], _t["ballot_revision"], _t["item_count"]

CHANGED = ("choice", "comment", "key", "revision", "cast_at", "event_sequence")


def asked(rows: Iterable[Iterable[str | None]]) -> dict[str, str]:
    """The parameter of a statement that reads."""
    return {"asked": json.dumps([list(row) for row in rows], separators=(",", ":"))}


def _each(dialect: str) -> TableValuedAlias:
    """The rows of the parameter, one JSON array each."""
    given = bindparam("asked", type_=Text)
    if dialect == "sqlite":
        return func.json_each(given).table_valued("value", name="asked_for")
    return func.jsonb_array_elements(cast(given, postgresql.JSONB)).table_valued("value", name="asked_for")


def _text(each: TableValuedAlias, place: int) -> ColumnElement[str]:
    return each.c.value.op("->>", return_type=String())(literal_column(str(place)))


def _uuid(each: TableValuedAlias, place: int) -> ColumnElement[Any]:
    return cast(_text(each, place), Uuid)


def _read_sessions(dialect: str) -> Select[Any]:
    """The sessions asked for by (digest)."""
    s = _sessions.c
    holder = (s.person_id, s.process_id, s.seen_at, s.expires_at, s.revoked_at, s.credential_at)
    return select(s.token_sha256, *holder).where(s.token_sha256.in_(select(_text(_each(dialect), 0))))


def _lock_heads(dialect: str) -> Select[Any]:
    """The processes of the items asked for by (item), held until the end of the transaction."""
    p = _processes.c
    of_items = (
        select(_rounds.c.process_id)
        .join(_items, _items.c.round_id == _rounds.c.id)
        .where(_items.c.id.in_(select(_uuid(_each(dialect), 0))))
    )
    heads = select(p.id, p.revision, p.n_events, p.chain_head).where(p.id.in_(of_items))
    return heads.order_by(p.id).with_for_update()


def _read_casts(dialect: str) -> Select[Any]:
    """All that each cast asked for by (item, person, key) is judged by; nothing for one on an unknown item."""
    each = _each(dialect)
    item_id, person_id, key = _uuid(each, 0), _uuid(each, 1), _text(each, 2)
    was_said_before = exists().where(_revisions.c.ballot_id == _ballots.c.id, _revisions.c.key == key)
    return (
        select(
            _items.c.id.label("item_id"),
            _items.c.version_sha256,
            _rounds.c.id.label("round_id"),
            _rounds.c.state.label("round_state"),
            _rounds.c.kind,
            _rounds.c.anonymity,
            _rounds.c.scale,
            _rounds.c.by_hands,
            func.coalesce(_delphi.c.closes_at, _countdowns.c.due_at).label("closes_at"),
            _processes.c.id.label("process_id"),
            _processes.c.state.label("process_state"),
            _members.c.person_id,
            _members.c.id.label("member_id"),
            _members.c.role,
            _is_recused(),
            _ballots.c.id.label("ballot_id"),
            *(_ballots.c[name] for name in CHANGED),
            key.label("asked_key"),
            was_said_before.label("was_said_before"),
        )
        .select_from(each)
        .join(_items, _items.c.id == item_id)
        .join(_rounds, _rounds.c.id == _items.c.round_id)
        .join(_processes, _processes.c.id == _rounds.c.process_id)
        .outerjoin(_delphi, _delphi.c.round_id == _rounds.c.id)
        .outerjoin(_countdowns, (_countdowns.c.round_id == _rounds.c.id) & _countdowns.c.closes_itself)
        .outerjoin(_members, (_members.c.process_id == _processes.c.id) & (_members.c.person_id == person_id))
        .outerjoin(_electors, (_electors.c.round_id == _rounds.c.id) & (_electors.c.member_id == _members.c.id))
        .outerjoin(_ballots, (_ballots.c.item_id == _items.c.id) & (_ballots.c.member_id == _members.c.id))
    )


def _is_recused() -> ColumnElement[bool | None]:
    """Whether an elector is recused from the round or from this item; null for who is no elector."""
    from_item = exists().where(_recusals.c.item_id == _items.c.id, _recusals.c.member_id == _members.c.id)
    out = case((_electors.c.is_recused.is_(None), None), else_=or_(_electors.c.is_recused, from_item))
    return type_coerce(out, Boolean)


def _count(dialect: Any) -> Any:
    statement = dialect.insert(_counts)
    return statement.on_conflict_do_update(
        index_elements=[_counts.c.item_id, _counts.c.choice],
        set_={"n": _counts.c.n + statement.excluded.n},
    )


def _change_ballots() -> Update:
    given = {name: bindparam(f"new_{name}", type_=_ballots.c[name].type) for name in CHANGED}
    return update(_ballots).where(_ballots.c.id == bindparam("ballot_id")).values(given)


def _move_heads() -> Update:
    given: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("revision", "n_events", "chain_head")}
    return update(_processes).where(_processes.c.id == bindparam("head_id")).values(given)


class Statements:
    """The statements of casting, as one kind of database takes them."""

    def __init__(self, dialect: Dialect) -> None:
        self.read_sessions = Prepared(_read_sessions(dialect.name), dialect)
        self.lock_heads = Prepared(_lock_heads(dialect.name), dialect)
        self.read_casts = Prepared(_read_casts(dialect.name), dialect)
        self.add_ballots = Prepared(insert(_ballots), dialect)
        self.change_ballots = Prepared(_change_ballots(), dialect)
        self.add_revisions = Prepared(insert(_revisions), dialect)
        self.count = Prepared(_count(sqlite if dialect.name == "sqlite" else postgresql), dialect)
        self.add_events = Prepared(insert(_events), dialect)
        self.move_heads = Prepared(_move_heads(), dialect)


def statements_for(connection: Connection) -> Statements:
    """The statements for the database of this connection, compiled at the first call."""
    return _compile(connection.dialect)


@cache
def _compile(dialect: Dialect) -> Statements:
    return Statements(dialect)
