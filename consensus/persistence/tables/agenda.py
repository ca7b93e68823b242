"""The plan of the meeting's day."""

from datetime import datetime
from uuid import UUID

from consensus.domain.agenda import AgendaKind
from consensus.persistence.tables.base import Table, choice, key, moment, reference, words


class Agenda(Table, table=True):
    """When the day begins (minutes after midnight) and how long it is; `is_edited` since it was generated."""

    __tablename__ = "agenda"

    process_id: UUID = reference("process.id", primary_key=True)
    starts_at: int = 0
    day_minutes: int = 0
    is_edited: bool = False
    generated_at: datetime = moment()


class AgendaItem(Table, table=True):
    """An item of the day; topics keep their title elsewhere."""

    __tablename__ = "agenda_item"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    topic_id: UUID | None = reference("topic.id", nullable=True)
    position: int = 0
    kind: AgendaKind = choice(AgendaKind)
    title: str = words(200)
    minutes: int = 0
