"""Bounces: a mail that came back is known again by its Message-ID, and its receiver counts as not reached."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.bounce import Bounce, read_bounce
from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import MessageState, may_move
from consensus.domain.roles import Action
from consensus.persistence.database import Database
from consensus.persistence.tables import Message
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.mail.outbox import come_back, held_in_order

_UNKNOWN = "The bounce is not about a mail that was sent from here."


@dataclass(frozen=True, slots=True)
class BounceNoted:
    """Whose mail came back, and whether for good."""

    name: str
    reason: str
    is_final: bool


def record_bounce(db: Database, content: bytes) -> BounceNoted:
    """Note a bounce that the mail server passes on, whatever process the mail belongs to."""
    bounce = read_bounce(content)
    with db.transaction() as session:
        return _note_bounce(db, session, _find(session, bounce, None), bounce, actor_id=None)


def report_bounce(ctx: Context, process_id: UUID, content: bytes) -> BounceNoted:
    """Note a bounce that a facilitator received."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        bounce = read_bounce(content)
        message_id = _find(session, bounce, process_id)
        return _note_bounce(ctx.db, session, message_id, bounce, actor_id=standing.actor.person_id)


def _find(session: Session, bounce: Bounce, process_id: UUID | None) -> UUID:
    query = select(Message.id).where(col(Message.message_id).in_(bounce.message_ids))
    if process_id is not None:
        query = query.where(Message.process_id == process_id)
    found = session.exec(query.limit(1)).one_or_none()
    if found is None:
        raise NotFoundError(_UNKNOWN)
    return found


def _note_bounce(
    db: Database, session: Session, message_id: UUID, bounce: Bounce, *, actor_id: UUID | None
) -> BounceNoted:
    message = held_in_order(db, session, message_id)
    if message is None:
        raise NotFoundError(_UNKNOWN)
    reason = f"{bounce.status} {bounce.reason}"
    if not bounce.is_final:
        message.error = f"Delayed: {reason}"
        return BounceNoted(message.to_name, reason, False)
    if may_move(message.state, MessageState.BOUNCED):
        come_back(db, session, message, reason, actor_id=actor_id)
    return BounceNoted(message.to_name, reason, True)
