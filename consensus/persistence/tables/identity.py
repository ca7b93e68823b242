"""People, the links and codes they come in with, and their sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from consensus.domain.way_in import WayIn
from consensus.persistence.tables.base import Table, choice, key, moment, reference, words


class Person(Table, table=True):
    """A human being on this server, whatever processes they belong to."""

    __tablename__ = "person"

    id: UUID = key()
    name: str = words()
    email: str = words()
    is_administrator: bool = False
    created_at: datetime = moment()


class AccessLink(Table, table=True):
    """A personal link: the SHA-256 of its secret. A used one works on only in the session it was used for.

    `refused_at` and `refused_agent`: when it was last tried in a second browser, and in which.
    """

    __tablename__ = "access_link"

    id: UUID = key()
    person_id: UUID = reference("person.id")
    process_id: UUID | None = reference("process.id", nullable=True)
    secret_sha256: str = words(64, unique=True)
    reusable: bool = False
    created_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    revoked_at: datetime | None = moment(nullable=True)
    refused_at: datetime | None = moment(nullable=True)
    refused_agent: str = words(80)


class PersonalCode(Table, table=True):
    """A short code of a member: the part that finds the row, and the Argon2id hash of the rest."""

    __tablename__ = "personal_code"
    __table_args__ = (UniqueConstraint("process_id", "lookup"),)

    id: UUID = key()
    process_id: UUID = reference("process.id", index=False)
    person_id: UUID = reference("person.id")
    lookup: str = words(8)
    secret_argon2: str = words(255)
    created_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)


class WebSession(Table, table=True):
    """A signed-in browser: the SHA-256 of its cookie, and the one process it is bound to, if any.

    `how` is what it began with, `agent` the device in words. `credential_at` is when the link, code or other way in was
    issued: somebody else may have held it since then.
    """

    __tablename__ = "web_session"

    id: UUID = key()
    token_sha256: str = words(64, unique=True)
    person_id: UUID = reference("person.id")
    process_id: UUID | None = reference("process.id", nullable=True)
    link_id: UUID | None = reference("access_link.id", nullable=True)
    how: WayIn = choice(WayIn, WayIn.LINK)
    agent: str = words(80)
    credential_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    seen_at: datetime = moment()
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)


class Attempt(Table, table=True):
    """A sign-in that is under way or failed, counted against its key (an address, or a code) for the rate limit."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    id: UUID = key()
    key: str = Field(max_length=120)
    at: datetime = moment()
