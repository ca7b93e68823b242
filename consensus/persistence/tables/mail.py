"""The outbox, and the texts of mails that a process has changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint

from consensus.domain.lifecycle import MessageState
from consensus.domain.mail_text import MessageKind
from consensus.persistence.tables.base import Table, choice, key, moment, reference, words


class Message(Table, table=True):
    """A mail that waits, or what became of it. Its text has a mark where the personal link goes, and no secret.

    `claimed_at` is when a server took it up, `handed_at` when its text went to the mail server: a mail found with the
    first alone never left, one with both may have. `not_before` is when it may go, `sent_at` when it was taken.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_state_not_before", "state", "not_before"),)

    id: UUID = key()
    kind: MessageKind = choice(MessageKind)
    state: MessageState = choice(MessageState, MessageState.WAITING)
    process_id: UUID | None = reference("process.id", nullable=True)
    member_id: UUID | None = reference("member.id", nullable=True)
    person_id: UUID | None = reference("person.id", nullable=True)
    to_name: str = words()
    to_address: str = words(320)
    subject: str = words()
    body: str = words()
    not_before: datetime = moment()
    created_at: datetime = moment()
    created_by: UUID | None = reference("person.id", nullable=True)
    attempts: int = 0
    claimed_at: datetime | None = moment(nullable=True)
    handed_at: datetime | None = moment(nullable=True)
    sent_at: datetime | None = moment(nullable=True)
    error: str = words()
    message_id: str = words(255, unique=True)


class MailTemplate(Table, table=True):
    """The text of one kind of mail in one process, where it is not the default."""

    __tablename__ = "mail_template"
    __table_args__ = (UniqueConstraint("process_id", "kind"),)

    id: UUID = key()
    process_id: UUID = reference("process.id", index=False)
    kind: MessageKind = choice(MessageKind)
    subject: str = words()
    body: str = words()
    changed_at: datetime = moment()
