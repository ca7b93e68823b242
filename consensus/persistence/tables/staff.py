"""What facilitators, chairs and administrators sign in with, beside links and codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from consensus.persistence.tables.base import Table, key, moment, reference, words


class StaffPassword(Table, table=True):
    """The Argon2id hash of a person's password. `set_at` is since when there is one, `changed_at` since when this."""

    __tablename__ = "staff_password"

    person_id: UUID = reference("person.id", primary_key=True)
    argon2: str = words(255)
    set_at: datetime = moment()
    changed_at: datetime = moment()


class TotpSecret(Table, table=True):
    """The secret of a person's authenticator app, sealed; `last_step` is the newest step a code was taken of."""

    __tablename__ = "totp_secret"

    person_id: UUID = reference("person.id", primary_key=True)
    sealed: str = words(255)
    last_step: int = 0
    confirmed_at: datetime | None = moment(nullable=True)


class RecoveryCode(Table, table=True):
    """A code for the day the authenticator app is lost: its keyed digest, and whether it was used."""

    __tablename__ = "recovery_code"

    id: UUID = key()
    person_id: UUID = reference("person.id")
    digest: str = words(64)
    used_at: datetime | None = moment(nullable=True)


class LinkedIdentity(Table, table=True):
    """An account at an identity provider, and the person it was found to be."""

    __tablename__ = "linked_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: UUID = key()
    person_id: UUID = reference("person.id")
    issuer: str = words(255)
    subject: str = words(255)
    linked_at: datetime = moment()
