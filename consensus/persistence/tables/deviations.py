"""Changes of a locked consensus definition."""

from datetime import datetime
from uuid import UUID

from consensus.persistence.tables.base import Table, key, moment, reference, words


class Deviation(Table, table=True):
    """One change, with the rule before and after as it was stated then."""

    __tablename__ = "deviation"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    at: datetime = moment()
    actor_id: UUID | None = reference("person.id", nullable=True, index=False)
    what: str = words()
    before_sentence: str = words()
    before_sha256: str = words(64)
    after_sentence: str = words()
    after_sha256: str = words(64)
    reason: str = words()
    votes_known: bool = False
