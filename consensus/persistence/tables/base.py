"""What all tables share: one registry, the naming of constraints, and column types that mean the same everywhere."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Dialect, Enum, ForeignKey, MetaData, String
from sqlalchemy.orm import registry
from sqlalchemy.schema import Column
from sqlalchemy.types import JSON, TypeDecorator, Uuid
from sqlmodel import Field, SQLModel

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC. SQLite keeps no zone, so it is taken off on the way in and put back out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone rather than guess one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """The base of every table."""


def key() -> Any:
    """A random primary key: ids tell neither order nor number."""
    return Field(default_factory=uuid4, sa_column=Column(Uuid, primary_key=True))


def reference(target: str, *, primary_key: bool = False, nullable: bool = False, index: bool = True) -> Any:
    """A foreign key such as `process.id`, indexed unless it leads another index; gone with what it points to."""
    return Field(
        default=None,
        sa_column=Column(
            Uuid,
            ForeignKey(target, ondelete="CASCADE"),
            primary_key=primary_key,
            nullable=nullable,
            index=index and not primary_key,
        ),
    )


def mention(target: str) -> Any:
    """A foreign key that may be empty, and is emptied when what it points to goes."""
    return Field(default=None, sa_column=Column(Uuid, ForeignKey(target, ondelete="SET NULL"), nullable=True))


def choice(values: type[StrEnum], default: StrEnum | None = None, *, nullable: bool = False) -> Any:
    """An enumeration stored by its values, as text."""
    column_type = Enum(
        values,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(default=default, sa_column=Column(column_type, nullable=nullable))


def moment(*, nullable: bool = False) -> Any:
    """An aware moment."""
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=nullable))


def document() -> Any:
    """A JSON object that is stored and read as a whole."""
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def optional_document() -> Any:
    """A JSON object, or nothing at all."""
    return Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


def words(length: int | None = None, *, unique: bool = False) -> Any:
    """Text that is never null."""
    return Field(default="", sa_column=Column(String(length), nullable=False, unique=unique))


def time_of_day(default: str) -> Any:
    """A time on the clock of the process, such as "20:00"."""
    return Field(default=default, sa_column=Column(String(5), nullable=False))


__all__ = [
    "UUID",
    "Field",
    "Table",
    "UtcDateTime",
    "choice",
    "datetime",
    "document",
    "key",
    "mention",
    "moment",
    "optional_document",
    "reference",
    "time_of_day",
    "words",
]
