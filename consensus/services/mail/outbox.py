"""The outbox: of several servers exactly one takes a mail up, and a crash neither loses nor doubles one.

docs/decisions/outbox.md says what each state survives.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select, update

from consensus.domain.lifecycle import InvitationState, MessageState, check_move, may_move
from consensus.domain.mail_text import LINK_MARK, MessageKind
from consensus.domain.quiet_hours import quiet_hours
from consensus.exports.letter import Letter
from consensus.persistence.database import Database
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Invitation, Member, Message, Person, Process
from consensus.services import audit
from consensus.services.mail.mail_receivers import Unwanted, judge_receiver, seats_of
from consensus.services.mail.mail_server import Answer, Fate
from consensus.services.mail.mail_texts import write_link_mail
from consensus.services.sign_in import credentials
from consensus.settings import Settings

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
# With the pauses above some three days: as long as mail servers themselves go on trying, and a weekend.
MOST_ATTEMPTS = 40

_STOPPED = "The server stopped while it handed this mail over. The mail server may have it, or not."


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that this server has taken up; `at` tells it from a later taking up of the same mail."""

    id: UUID
    at: datetime
    to_address: str


def lease(settings: Settings) -> timedelta:
    """How long a server may be busy with one mail before it counts as stopped."""
    return timedelta(seconds=6 * settings.smtp_timeout + 30)


def new_message_id(settings: Settings) -> str:
    """A Message-ID of this server; a mail that is sent again keeps its own, so that it can be told to be the same."""
    domain = parseaddr(settings.smtp_sender)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid4()}@{domain}>"


def is_due(db: Database) -> bool:
    """Whether there is a mail to send now."""
    with db.reading() as session:
        due = select(Message.id).where(Message.state == MessageState.WAITING, Message.not_before <= db.now(session))
        return session.exec(due.limit(1)).first() is not None


def claim(db: Database) -> Claim | None:
    """Take up the next mail that is due and still wanted; what is not wanted any more is dropped on the way."""
    with db.transaction() as session:
        while (message := _next_due(db, session)) is not None:
            now = db.now(session)
            if _waits_for_the_morning(session, message, now) or _is_dropped(session, message):
                session.flush()
                continue
            check_move("mail", message.state, MessageState.SENDING)
            message.state, message.claimed_at, message.handed_at = MessageState.SENDING, now, None
            return Claim(message.id, now, message.to_address)
    return None


def hand_over(db: Database, claimed: Claim, settings: Settings) -> Letter | None:
    """The mail with its links, noted as handed over; None if it is not wanted any more, or not ours any more.

    Call it when the mail server waits for the text: from the commit on the mail may have been sent.
    """
    with db.transaction() as session:
        message = _hold(db, session, claimed)
        if message is None or _is_dropped(session, message):
            return None
        now = db.now(session)
        message.handed_at = now
        seats = seats_of(session, message)
        needs_link = message.kind is MessageKind.LINK or LINK_MARK in message.body
        links = [_link(db, session, message, process, seat, settings) for process, seat in seats if needs_link]
        if message.kind is MessageKind.LINK:
            n_places = write_link_mail(session, message, [process for process, _ in seats])
            links = [link for link, n in zip(links, n_places, strict=True) for _ in range(n)]
        return Letter(
            message_id=message.message_id,
            sender=settings.smtp_sender,
            reply_to=settings.smtp_reply_to or _address_of(session, message.created_by),
            to_name=message.to_name,
            to_address=message.to_address,
            subject=message.subject,
            body=message.body,
            links=tuple(links),
            at=now,
        )


def settle(db: Database, claimed: Claim, answer: Answer) -> None:
    """Note what became of a mail; nothing if somebody else has taken it up meanwhile."""
    with db.transaction() as session:
        message = _hold(db, session, claimed, or_unclear=True)
        if message is None:
            return
        now = db.now(session)
        match answer.fate:
            case Fate.TAKEN:
                _become(message, MessageState.SENT, "")
                message.sent_at = now
                move_invitation(db, session, message, InvitationState.SENT)
            case Fate.NO_SUCH_ADDRESS:
                come_back(db, session, message, answer.words, actor_id=None)
            case Fate.REFUSED:
                _become(message, MessageState.FAILED, answer.words)
            case Fate.UNKNOWN:
                _become(message, MessageState.UNCLEAR, answer.words)
            case Fate.LATER:
                _try_later(message, now, answer.words)


def postpone_due(db: Database, words: str, *, counts: bool = True) -> int:
    """Put everything that is due off for a while, growing with each try unless it does not count; how many."""
    with db.transaction() as session:
        now = db.now(session)
        due = col(Message.state) == MessageState.WAITING, col(Message.not_before) <= now
        most = session.exec(select(func.max(Message.attempts)).where(*due)).one() or 0
        later = now + (_pause(most + 1) if counts else FIRST_PAUSE)
        done = session.exec(
            update(Message)
            .where(*due)
            .values(not_before=later, error=words, attempts=Message.attempts + (1 if counts else 0))
            .execution_options(synchronize_session=False)
        )
        return int(done.rowcount)


def recover(db: Database, held_for: timedelta) -> int:
    """Take care of what a server left behind that stopped; how many mails.

    A mail that was not handed over waits again. One that was may have been sent: that is for a person to decide.
    """
    with db.transaction() as session:
        stopped = session.exec(
            select(Message)
            .where(Message.state == MessageState.SENDING, col(Message.claimed_at) <= db.now(session) - held_for)
            .with_for_update(skip_locked=True)
        ).all()
        for message in stopped:
            if message.handed_at is None:
                _become(message, MessageState.WAITING, message.error)
                message.claimed_at = None
            else:
                _become(message, MessageState.UNCLEAR, _STOPPED)
        return len(stopped)


def move_invitation(db: Database, session: Session, message: Message, state: InvitationState, reason: str = "") -> None:
    """Let the invitation of the receiver follow its mail, where that is a step; the process is held by the caller."""
    if message.member_id is None or message.process_id is None:
        return
    invitation = session.get(Invitation, message.member_id)
    is_first = message.kind is MessageKind.INVITATION or state is InvitationState.BOUNCED
    if invitation is None or not is_first or not may_move(invitation.state, state):
        return
    invitation.state, invitation.reason, invitation.changed_at = state, reason, db.now(session)
    process = session.get_one(Process, message.process_id)
    audit.record(
        session,
        process,
        "invitation.moved",
        message.member_id,
        actor_id=message.created_by,
        name=message.to_name,
        state=state.value,
    )


def come_back(db: Database, session: Session, message: Message, reason: str, *, actor_id: UUID | None) -> None:
    """Note that a mail did not arrive and never will; the process is held by the caller."""
    _become(message, MessageState.BOUNCED, reason)
    move_invitation(db, session, message, InvitationState.BOUNCED, reason)
    process = session.get(Process, message.process_id) if message.process_id else None
    if process is not None:
        audit.record(
            session,
            process,
            "mail.bounced",
            message.member_id or message.id,
            actor_id=actor_id,
            audience=Audience.STAFF,
            kind=message.kind.words,
            name=message.to_name,
            reason=reason,
        )


def held_in_order(db: Database, session: Session, message_id: UUID) -> Message | None:
    """A mail, held after its process, as everybody who holds both does."""
    process_id = session.exec(select(Message.process_id).where(Message.id == message_id)).one_or_none()
    if process_id is not None:
        db.lock_process(session, process_id)
    return session.get(Message, message_id, with_for_update=True, populate_existing=True)


def _next_due(db: Database, session: Session) -> Message | None:
    return session.exec(
        select(Message)
        .where(Message.state == MessageState.WAITING, Message.not_before <= db.now(session))
        .order_by(col(Message.not_before), col(Message.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def _waits_for_the_morning(session: Session, message: Message, now: datetime) -> bool:
    """Whether the process is asleep; whoever asked for a link is awake."""
    if message.process_id is None:
        return False
    process = session.get_one(Process, message.process_id)
    earliest = quiet_hours(process.quiet_from, process.quiet_to, process.time_zone or "UTC").earliest(now)
    if earliest <= now:
        return False
    message.not_before = earliest
    return True


def _is_dropped(session: Session, message: Message) -> bool:
    """Judge anew whether the mail is wanted, and address it as its receiver is entered now."""
    receiver = judge_receiver(session, message)
    if isinstance(receiver, Unwanted):
        if message.kind is MessageKind.LINK:
            # Nobody here has this address: nothing about it is kept.
            session.delete(message)
        else:
            _become(message, MessageState.DROPPED, receiver.why)
        return True
    message.person_id, message.to_name, message.to_address = receiver.person_id, receiver.name, receiver.email
    return False


def _hold(db: Database, session: Session, claimed: Claim, *, or_unclear: bool = False) -> Message | None:
    message = held_in_order(db, session, claimed.id)
    states = {MessageState.SENDING, MessageState.UNCLEAR} if or_unclear else {MessageState.SENDING}
    return message if message and message.state in states and message.claimed_at == claimed.at else None


def _become(message: Message, state: MessageState, words: str) -> None:
    if message.state is not state:
        check_move("mail", message.state, state)
    message.state, message.error = state, words


def _try_later(message: Message, now: datetime, words: str) -> None:
    message.attempts += 1
    gives_up = message.attempts >= MOST_ATTEMPTS
    _become(message, MessageState.FAILED if gives_up else MessageState.WAITING, words)
    message.claimed_at = message.handed_at = None
    message.not_before = now + _pause(message.attempts)


def _pause(attempts: int) -> timedelta:
    doublings: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def _link(
    db: Database, session: Session, message: Message, process: Process, member_id: UUID, settings: Settings
) -> str:
    person_id = session.get_one(Member, member_id).person_id
    held = db.lock_process(session, process.id) or process
    audit.record(
        session,
        held,
        "link.mailed",
        member_id,
        actor_id=message.created_by,
        audience=Audience.STAFF,
        name=message.to_name,
    )
    return f"{settings.public_url}/join#{credentials.mail_link(db, session, person_id, process.id)}"


def _address_of(session: Session, person_id: UUID | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.email if person else ""
