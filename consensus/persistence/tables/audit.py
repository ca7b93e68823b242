"""The chain of events of a process."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer
from sqlmodel import Field

from consensus.persistence.tables.base import Table, document, moment, reference, words


class Event(Table, table=True):
    """One thing that happened. `digest` is an HMAC over the row and the digest before it."""

    __tablename__ = "event"

    process_id: UUID = reference("process.id", primary_key=True)
    sequence: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: datetime = moment()
    actor_id: UUID | None = reference("person.id", nullable=True)
    verb: str = words(64)
    object_type: str = words(32)
    object_id: str = words(64)
    detail: dict[str, Any] = document()
    digest: str = words(64)
