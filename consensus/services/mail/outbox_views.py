"""The outbox as facilitators see it, page by page, and how far the invitations are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.lifecycle import InvitationState, MessageState, may_move
from consensus.domain.mail_text import MessageKind
from consensus.domain.roles import Action, Role
from consensus.persistence.tables import Invitation, Member, Message, Process, Response, Survey
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.mail.mail_texts import shown
from consensus.settings import get_settings

# What a person has to decide on: the server does nothing more about these.
FOR_A_PERSON = (MessageState.UNCLEAR, MessageState.FAILED, MessageState.BOUNCED)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A mail in the list; `body` has words where the link went."""

    id: UUID
    kind: MessageKind
    state: MessageState
    to_name: str
    to_address: str
    subject: str
    body: str
    goes_at: datetime
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str
    may_cancel: bool
    may_try_again: bool
    may_mark_arrived: bool


@dataclass(frozen=True, slots=True)
class MailSetUp:
    """Whether mail can be sent, from whom, through which server, and when not."""

    is_set_up: bool
    server: str
    sender: str
    quiet_from: str
    quiet_to: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class MailOverview:
    """How far the invitations are, and the mails by their states."""

    invitations: Mapping[InvitationState, int]
    n_responded: int
    mails: Mapping[MessageState, int]
    next_at: datetime | None
    trouble: str
    set_up: MailSetUp
    may_send: bool


def get_mail_overview(ctx: Context, process_id: UUID) -> MailOverview:
    """Counts of invitations and mails; `trouble` is why the mails that wait were put off last."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PANEL, process_id)
        waiting = select(Message).where(Message.process_id == process_id, Message.state == MessageState.WAITING)
        next_at = session.exec(
            select(func.min(Message.not_before)).where(
                Message.process_id == process_id, Message.state == MessageState.WAITING
            )
        ).one()
        troubled = session.exec(waiting.where(Message.error != "").limit(1)).first()
        return MailOverview(
            invitations=_invitations(session, process_id),
            n_responded=_n_responded(session, process_id),
            mails=_mails(session, process_id),
            next_at=next_at,
            trouble=troubled.error if troubled else "",
            set_up=_set_up(standing.process),
            may_send=standing.may(Action.MANAGE_PANEL),
        )


def list_messages(
    ctx: Context,
    process_id: UUID,
    states: tuple[MessageState, ...] = (),
    *,
    skip: int = 0,
    limit: int = 25,
) -> tuple[MessageRow, ...]:
    """The mails in these states, or in any, the newest first."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PANEL, process_id)
        newest = func.coalesce(Message.sent_at, Message.not_before).desc()
        query = select(Message).where(Message.process_id == process_id)
        if states:
            query = query.where(col(Message.state).in_(states))
        rows = session.exec(query.order_by(newest, col(Message.to_name), col(Message.id)).offset(skip).limit(limit))
        return tuple(_row(message, standing) for message in rows)


def _row(message: Message, standing: Standing) -> MessageRow:
    may_change = standing.may(Action.MANAGE_PANEL)
    return MessageRow(
        id=message.id,
        kind=message.kind,
        state=message.state,
        to_name=message.to_name,
        to_address=message.to_address,
        subject=message.subject,
        body=shown(message.body),
        goes_at=message.not_before,
        created_at=message.created_at,
        sent_at=message.sent_at,
        attempts=message.attempts,
        error=message.error,
        may_cancel=may_change and may_move(message.state, MessageState.CANCELLED),
        may_try_again=may_change and message.state in FOR_A_PERSON,
        may_mark_arrived=may_change and message.state is MessageState.UNCLEAR,
    )


def _invitations(session: Session, process_id: UUID) -> dict[InvitationState, int]:
    rows = session.exec(
        select(Invitation.state, func.count())
        .join(Member, col(Member.id) == col(Invitation.member_id))
        .where(Member.process_id == process_id, Member.role != Role.FACILITATOR)
        .group_by(col(Invitation.state))
    )
    counts = {InvitationState(state): n for state, n in rows}
    return {state: counts.get(state, 0) for state in InvitationState}


def _n_responded(session: Session, process_id: UUID) -> int:
    return session.exec(
        select(func.count())
        .select_from(Response)
        .join(Survey, col(Survey.id) == col(Response.survey_id))
        .where(Survey.process_id == process_id, col(Response.finished_at).is_not(None))
    ).one()


def _mails(session: Session, process_id: UUID) -> dict[MessageState, int]:
    rows = session.exec(
        select(Message.state, func.count()).where(Message.process_id == process_id).group_by(col(Message.state))
    )
    counts = {MessageState(state): n for state, n in rows}
    return {state: counts.get(state, 0) for state in MessageState}


def _set_up(process: Process) -> MailSetUp:
    settings = get_settings()
    return MailSetUp(
        is_set_up=settings.sends_mail,
        server=f"{settings.smtp_host}:{settings.effective_smtp_port}" if settings.sends_mail else "",
        sender=settings.smtp_sender,
        quiet_from=process.quiet_from,
        quiet_to=process.quiet_to,
        time_zone=process.time_zone or "UTC",
    )
