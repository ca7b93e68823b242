"""What people wrote in place of the generated passages of a report."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from consensus.persistence.tables.base import Table, key, mention, moment, reference, words


class PassageVersion(Table, table=True):
    """One text of a passage, never changed; an empty one puts the generated text in force again.

    `basis` is the fingerprint of the generated passage that its writer had read.
    """

    __tablename__ = "passage_version"
    __table_args__ = (UniqueConstraint("process_id", "key", "number"),)

    id: UUID = key()
    process_id: UUID = reference("process.id", index=False)
    key: str = words(120)
    number: int = 1
    text: str = words()
    basis: str = words(64)
    author_id: UUID | None = mention("person.id")
    created_at: datetime = moment()
