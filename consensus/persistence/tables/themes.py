"""Themes of free text, which answers were put under them, and what was done, so that it can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlalchemy.types import JSON
from sqlmodel import Field

from consensus.persistence.tables.base import Table, key, mention, moment, reference, words


class Theme(Table, table=True):
    """What several answers have in common, in the words of those who read them; `merged_into` is where it went."""

    __tablename__ = "theme"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    topic_id: UUID | None = mention("topic.id")
    label: str = words(200)
    description: str = words()
    position: int = 0
    merged_into: UUID | None = reference("theme.id", nullable=True)
    created_by: UUID | None = mention("person.id")
    created_at: datetime = moment()


class Coding(Table, table=True):
    """That somebody put an answer, or the passage of it from `start` to `end`, under a theme; 0 to 0 is all of it."""

    __tablename__ = "coding"
    __table_args__ = (UniqueConstraint("theme_id", "answer_id", "coder_id", "start", "end"),)

    id: UUID = key()
    theme_id: UUID = reference("theme.id", index=False)
    answer_id: UUID = reference("answer.id")
    coder_id: UUID | None = mention("person.id")
    start: int = 0
    end: int = 0
    coded_at: datetime = moment()


class CodingAct(Table, table=True):
    """One act at the coding board: the rows it changed, as they were before and after."""

    __tablename__ = "coding_act"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    actor_id: UUID | None = mention("person.id")
    number: int = 0
    at: datetime = moment()
    sentence: str = words()
    before: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    after: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    undone_at: datetime | None = moment(nullable=True)
