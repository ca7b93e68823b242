"""What was sent to a member, how they came in, and how their invitation moved: nothing overwrites what was before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.lifecycle import MessageState
from consensus.domain.roles import Action
from consensus.persistence.tables import Event, Member, Message
from consensus.services.access import require
from consensus.services.audit import sentence_of
from consensus.services.context import Context
from consensus.services.mail.mail_texts import shown

_BECAME = {
    MessageState.WAITING: "waits in the outbox",
    MessageState.SENDING: "is being sent",
    MessageState.SENT: "was sent",
    MessageState.BOUNCED: "came back",
    MessageState.FAILED: "could not be sent",
    MessageState.UNCLEAR: "may have been sent",
    MessageState.DROPPED: "was not needed any more",
    MessageState.CANCELLED: "was cancelled",
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened; of a mail also its subject, its text without the link, and what the server said."""

    at: datetime
    sentence: str
    subject: str = ""
    body: str = ""
    detail: str = ""


def get_history(ctx: Context, member_id: UUID) -> tuple[HistoryEntry, ...]:
    """The history of a member, the newest first."""
    with ctx.db.reading() as session:
        member = session.get(Member, member_id)
        process_id = require(ctx, session, Action.VIEW_PANEL, member.process_id if member else None).process.id
        entries = [*_events(session, process_id, member_id), *_mails(session, member_id)]
        return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _events(session: Session, process_id: UUID, member_id: UUID) -> list[HistoryEntry]:
    events = session.exec(select(Event).where(Event.process_id == process_id, Event.object_id == str(member_id)))
    return [HistoryEntry(event.at, sentence_of(event)) for event in events]


def _mails(session: Session, member_id: UUID) -> list[HistoryEntry]:
    mails = session.exec(select(Message).where(col(Message.member_id) == member_id))
    return [
        HistoryEntry(
            at=mail.sent_at or (mail.not_before if mail.state is MessageState.WAITING else mail.created_at),
            sentence=f"The {mail.kind.words} to {mail.to_address} {_BECAME[mail.state]}.",
            subject=mail.subject,
            body=shown(mail.body),
            detail=mail.error,
        )
        for mail in mails
    ]
