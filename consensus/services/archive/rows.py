"""Rows as JSON and back: by the types of their columns, and nothing that a column does not hold."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, select
from sqlalchemy import Enum as EnumType
from sqlalchemy.types import JSON, Date, TypeDecorator, Uuid
from sqlmodel import Session

from consensus.domain.errors import InvalidInputError
from consensus.persistence.tables import metadata
from consensus.persistence.tables.base import UtcDateTime

# Databases take so many values in one statement; a panel of ten thousand has more.
_AT_ONCE = 500

Row = dict[str, Any]


def read_owned(session: Session, name: str, owner: str, owners: Iterable[UUID]) -> list[Row]:
    """The rows of a table whose owner is one of these, as JSON-safe values, in the order of their keys."""
    table = metadata.tables[name]
    ids = sorted(owners)
    found = [
        row
        for start in range(0, len(ids), _AT_ONCE)
        for row in _read(session, table, table.c[owner].in_(ids[start : start + _AT_ONCE]))
    ]
    keys = [column.name for column in table.primary_key]
    return sorted(found, key=lambda row: [str(row[key]) for key in keys])


def read_row(session: Session, name: str, row_id: UUID) -> Row:
    """One row by its id."""
    table = metadata.tables[name]
    return _read(session, table, table.c["id"] == row_id)[0]


def values_of(name: str, row: Mapping[str, Any]) -> Row:
    """The values a row of JSON holds, by the types of its columns; refused where it does not fit them."""
    table = metadata.tables[name]
    if unknown := set(row) - {column.name for column in table.columns}:
        raise InvalidInputError(f"A row of “{name}” has the unknown field “{min(unknown)}”.")
    return {key: _value(table.c[key], value) for key, value in row.items()}


def points_to(name: str) -> dict[str, str]:
    """The columns of a table that point to other tables, and to which."""
    table = metadata.tables[name]
    return {
        column.name: next(iter(column.foreign_keys)).target_fullname.partition(".")[0]
        for column in table.columns
        if column.foreign_keys
    }


def key_of(name: str) -> str | None:
    """The column that others point to; None where the key is made of several."""
    keys: Sequence[Column[Any]] = list(metadata.tables[name].primary_key)
    return keys[0].name if len(keys) == 1 else None


def _read(session: Session, table: Table, condition: ColumnElement[bool]) -> list[Row]:
    query: Select[Any] = select(table).where(condition)
    return [
        {key: _plain(value) for key, value in row.items()} for row in session.connection().execute(query).mappings()
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        if not column.nullable:
            raise InvalidInputError(f"The field “{column.name}” of “{column.table.name}” is empty.")
        return None
    try:
        return _typed(column, value)
    except (ValueError, TypeError, AttributeError):
        raise InvalidInputError(f"The field “{column.name}” of “{column.table.name}” holds no such value.") from None


def _typed(column: Column[Any], value: Any) -> Any:
    kind = column.type
    if isinstance(kind, Uuid):
        return UUID(value)
    if isinstance(kind, UtcDateTime):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, EnumType):
        if kind.enum_class is None:
            raise TypeError
        return kind.enum_class(value)
    if isinstance(kind, JSON):
        return value
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    if type(value) is not plain.python_type:
        raise TypeError
    return value
