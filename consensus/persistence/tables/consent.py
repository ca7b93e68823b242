"""What the panel is asked to agree to, and what each person said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from consensus.persistence.tables.base import Table, key, moment, reference, words


class ConsentText(Table, table=True):
    """One version of the consent text of a process; it never changes, a new text is a new version."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: UUID = key()
    process_id: UUID = reference("process.id", index=False)
    number: int
    text: str = words()
    plain_text: str = words()
    sha256: str = words(64)
    created_at: datetime = moment()


class Consent(Table, table=True):
    """What a member said of one version, and when. Nothing is overwritten: the one with the highest place counts."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("member_id", "place"),)

    id: UUID = key()
    member_id: UUID = reference("member.id", index=False)
    place: int
    text_id: UUID = reference("consent_text.id")
    given: bool
    at: datetime = moment()
