"""Facilitators write to the panel: what goes into the outbox, when, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select, update

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import InvitationState, MessageState, check_move
from consensus.domain.mail_receivers import why_closed
from consensus.domain.mail_text import MessageKind, fill, places_in
from consensus.domain.quiet_hours import QuietHours, quiet_hours
from consensus.domain.roles import Action
from consensus.persistence.tables import Message, Process
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.mail.mail_receivers import Receiver, course_of, judge_members
from consensus.services.mail.mail_texts import check_filled, text_of, values_of
from consensus.services.mail.outbox import held_in_order, move_invitation, new_message_id
from consensus.services.mail.round_receivers import closes_at
from consensus.settings import get_settings

NOT_SET_UP = "No mail server is set up. Hand out links and codes on the page Panel instead."

# Mails that are on their way, or may be: nobody gets a second one of the kind beside them.
_UNDER_WAY = (MessageState.WAITING, MessageState.SENDING, MessageState.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Due:
    """Who would get a mail of one kind now.

    `closed` says why nobody does; `found` are the first of those whose name or institution was searched for; a mail
    written now goes at `goes_at`, which is later than now in the quiet hours. `asks_deadline` says whether the text has
    a place for a date.
    """

    closed: str
    n_due: int
    n_under_way: int
    n_without_address: int
    found: tuple[Receiver, ...]
    goes_at: datetime
    is_quiet: bool
    asks_deadline: bool


@dataclass(frozen=True, slots=True)
class Queued:
    """How many mails were put into the outbox, and when they go; later than wished where that is in the night."""

    n: int
    goes_at: datetime
    is_moved: bool


def list_due(ctx: Context, process_id: UUID, kind: MessageKind, search: str = "", limit: int = 50) -> Due:
    """Who would get a mail of this kind now."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.VIEW_PANEL, process_id).process
        judged = judge_members(session, process, kind)
        wanted = [one.receiver for one in judged if not one.why_not]
        under_way = _under_way(session, process_id, kind)
        due = [receiver for receiver in wanted if receiver.member_id not in under_way]
        words = search.casefold().split()
        found = [one for one in due if all(word in f"{one.name} {one.institution}".casefold() for word in words)]
        now = ctx.db.now(session)
        goes_at = _quiet_hours(process).earliest(now)
        return Due(
            closed=why_closed(kind, course_of(session, process)),
            n_due=len(due),
            n_under_way=len(wanted) - len(due),
            n_without_address=sum(not one.receiver.email for one in judged if "address" in one.why_not),
            found=tuple(found[:limit]),
            goes_at=goes_at,
            is_quiet=goes_at > now,
            asks_deadline=kind is not MessageKind.ROUND_REMINDER
            and "deadline" in places_in(text_of(session, process_id, kind)),
        )


def send(
    ctx: Context,
    process_id: UUID,
    kind: MessageKind,
    *,
    member_ids: Sequence[UUID] | None = None,
    at: datetime | None = None,
    deadline: date | None = None,
) -> Queued:
    """Put a mail to everybody who is due, or to those of these, into the outbox; it goes now or at a moment.

    deadline: a date to answer by; of a Delphi round it is that of the round.
    """
    settings = get_settings()
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        process = standing.process
        receivers = _receivers(session, standing, kind, member_ids)
        _check_open(session, standing, kind)
        now = ctx.db.now(session)
        wished = at or now
        if wished < now:
            raise InvalidInputError("This moment is over. Choose a later one, or send now.")
        goes_at = _quiet_hours(process).earliest(wished)
        text = text_of(session, process_id, kind)
        until = closes_at(session, process_id) if kind is MessageKind.ROUND_REMINDER else None
        day = until.astimezone(ZoneInfo(process.time_zone or "UTC")).date() if until else deadline
        values = values_of(session, process, sender=standing.actor.name, deadline=day)
        check_filled(text, values)
        if not receivers:
            raise ConflictError("Nobody is due for this mail now.")
        for receiver in receivers:
            filled = fill(text, {**values, "name": receiver.name})
            session.add(
                Message(
                    kind=kind,
                    process_id=process_id,
                    member_id=receiver.member_id,
                    person_id=receiver.person_id,
                    to_name=receiver.name,
                    to_address=receiver.email,
                    subject=filled.subject,
                    body=filled.body,
                    not_before=goes_at,
                    created_at=now,
                    created_by=standing.actor.person_id,
                    message_id=new_message_id(settings),
                )
            )
        note(session, standing, "mail.queued", process_id, n=len(receivers), kind=kind.words)
        return Queued(len(receivers), goes_at, goes_at > wished)


def cancel(ctx: Context, message_id: UUID) -> None:
    """Let a mail that waits, or that failed, not go out."""
    with ctx.db.transaction() as session:
        message, standing = _find(ctx, session, message_id)
        check_move("mail", message.state, MessageState.CANCELLED)
        message.state = MessageState.CANCELLED
        _note(session, standing, "mail.cancelled", message)


def cancel_waiting(ctx: Context, process_id: UUID) -> int:
    """Let no mail that waits go out; how many they were."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        done = session.exec(
            update(Message)
            .where(col(Message.process_id) == process_id, col(Message.state) == MessageState.WAITING)
            .values(state=MessageState.CANCELLED)
            .execution_options(synchronize_session=False)
        )
        note(session, standing, "mail.all_cancelled", process_id, n=int(done.rowcount))
        return int(done.rowcount)


def try_again(ctx: Context, message_id: UUID) -> None:
    """Put a mail that failed, came back or is unclear into the outbox again, as it was written."""
    with ctx.db.transaction() as session:
        message, standing = _find(ctx, session, message_id)
        check_move("mail", message.state, MessageState.WAITING)
        message.state, message.attempts, message.error = MessageState.WAITING, 0, ""
        message.claimed_at = message.handed_at = None
        message.not_before = ctx.db.now(session)
        _note(session, standing, "mail.tried_again", message)


def mark_arrived(ctx: Context, message_id: UUID) -> None:
    """Note of a mail of which it was unclear that it did go out."""
    with ctx.db.transaction() as session:
        message, standing = _find(ctx, session, message_id)
        check_move("mail", message.state, MessageState.SENT)
        message.state, message.sent_at = MessageState.SENT, message.handed_at
        move_invitation(ctx.db, session, message, InvitationState.SENT)
        _note(session, standing, "mail.arrived", message)


def set_quiet_hours(ctx: Context, process_id: UUID, begin: str, end: str, time_zone: str) -> None:
    """Say when no mail goes out, and by which clock the process runs."""
    hours = quiet_hours(begin, end, time_zone.strip())
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        process = standing.process
        process.quiet_from, process.quiet_to = f"{hours.begin:%H:%M}", f"{hours.end:%H:%M}"
        process.time_zone = hours.zone.key
        note(
            session,
            standing,
            "quiet_hours.set",
            process_id,
            begin=process.quiet_from,
            end=process.quiet_to,
            zone=process.time_zone,
        )


def _quiet_hours(process: Process) -> QuietHours:
    return quiet_hours(process.quiet_from, process.quiet_to, process.time_zone or "UTC")


def _check_open(session: Session, standing: Standing, kind: MessageKind) -> None:
    if kind is MessageKind.LINK:
        raise InvalidInputError("Links on request are sent when somebody asks for one.")
    if not get_settings().sends_mail:
        raise ConflictError(NOT_SET_UP)
    closed = why_closed(kind, course_of(session, standing.process))
    if closed:
        raise ConflictError(closed)


def _receivers(
    session: Session, standing: Standing, kind: MessageKind, member_ids: Sequence[UUID] | None
) -> list[Receiver]:
    judged = judge_members(session, standing.process, kind, member_ids)
    if member_ids is not None and len(judged) != len(set(member_ids)):
        raise NotFoundError
    under_way = _under_way(session, standing.process.id, kind)
    return [one.receiver for one in judged if not one.why_not and one.receiver.member_id not in under_way]


def _under_way(session: Session, process_id: UUID, kind: MessageKind) -> set[UUID | None]:
    return set(
        session.exec(
            select(Message.member_id).where(
                Message.process_id == process_id, Message.kind == kind, col(Message.state).in_(_UNDER_WAY)
            )
        )
    )


def _find(ctx: Context, session: Session, message_id: UUID) -> tuple[Message, Standing]:
    process_id = session.exec(select(Message.process_id).where(Message.id == message_id)).one_or_none()
    standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
    message = held_in_order(ctx.db, session, message_id)
    if message is None:
        raise NotFoundError
    return message, standing


def _note(session: Session, standing: Standing, verb: str, message: Message) -> None:
    note(
        session,
        standing,
        verb,
        message.member_id or message.id,
        kind=message.kind.words,
        name=message.to_name,
    )
