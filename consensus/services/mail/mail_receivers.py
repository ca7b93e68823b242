"""Who gets a mail, read from the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.lifecycle import ProcessState
from consensus.domain.mail_receivers import Course, Seat, why_closed, why_unwanted
from consensus.domain.mail_text import MessageKind
from consensus.persistence.tables import Invitation, Meeting, Member, Message, Person, Process, Response, Survey
from consensus.services.mail.round_receivers import (
    members_with_news,
    owing_members,
    why_no_feedback,
    why_no_reminder,
)

# The processes that mails lead to; anybody may try the people of the example, so nothing goes out in its name.
_AT_WORK = (col(Process.state) == ProcessState.RUNNING, col(Process.is_example).is_(False))


@dataclass(frozen=True, slots=True)
class Unwanted:
    """That a mail is not to go out, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a mail goes to; `member_id` is None where it concerns no single process."""

    person_id: UUID
    name: str
    email: str
    member_id: UUID | None = None
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A member, and why they do not get a mail; "" if they do."""

    receiver: Receiver
    why_not: str


def judge_receiver(session: Session, message: Message) -> Receiver | Unwanted:
    """Whom this mail goes to as things are now, or why to nobody."""
    if message.kind is MessageKind.LINK:
        return _who_asked(session, message)
    process = session.get(Process, message.process_id) if message.process_id else None
    if process is None or message.member_id is None:
        return Unwanted("The member is not in the process any more.")
    closed = why_closed(message.kind, course_of(session, process))
    if closed:
        return Unwanted(closed)
    judged = judge_members(session, process, message.kind, [message.member_id])
    if not judged:
        return Unwanted("The member is not in the process any more.")
    return Unwanted(judged[0].why_not) if judged[0].why_not else judged[0].receiver


def judge_members(
    session: Session, process: Process, kind: MessageKind, member_ids: Sequence[UUID] | None = None
) -> list[Judged]:
    """Every member by name, or these alone, with why they do not get a mail of this kind."""
    responded = (
        select(Response.member_id)
        .join(Survey, col(Survey.id) == col(Response.survey_id))
        .where(Survey.process_id == process.id, col(Response.finished_at).is_not(None))
    )
    rows = (
        select(Member, Person, Invitation, col(Member.id).in_(responded))
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(Member.process_id == process.id)
        .order_by(func.lower(Person.name), col(Member.id))
    )
    if member_ids is not None:
        rows = rows.where(col(Member.id).in_(member_ids))
    owing = owing_members(session, process.id) if kind is MessageKind.ROUND_REMINDER else frozenset()
    news = members_with_news(session, process.id) if kind is MessageKind.FEEDBACK_NOTICE else frozenset()
    return [
        Judged(
            Receiver(person.id, person.name, person.email, member.id, member.institution),
            why_unwanted(
                kind,
                Seat(
                    member.role,
                    invitation.state,
                    bool(person.email),
                    bool(has_responded),
                    owes_ratings=member.id in owing,
                    has_news=member.id in news,
                ),
            ),
        )
        for member, person, invitation, has_responded in session.exec(rows)
    ]


def course_of(session: Session, process: Process) -> Course:
    """How far the process is."""
    survey = session.exec(select(Survey).where(Survey.process_id == process.id)).first()
    meeting = session.exec(select(Meeting).where(Meeting.process_id == process.id)).first()
    return Course(
        process=process.state,
        survey=survey.state if survey else None,
        meeting=meeting.state if meeting else None,
        is_example=process.is_example,
        why_no_reminder=why_no_reminder(session, process.id),
        why_no_feedback=why_no_feedback(session, process.id),
    )


def seats_of(session: Session, message: Message) -> list[tuple[Process, UUID]]:
    """The processes a mail has links to, with the receiver's member there; always in the same order."""
    seats = (
        select(Process, Member.id)
        .join(Member, col(Member.process_id) == col(Process.id))
        .where(Member.person_id == message.person_id, *_AT_WORK)
        .order_by(col(Process.id))
    )
    if message.process_id is not None:
        seats = seats.where(Process.id == message.process_id)
    return [(process, member_id) for process, member_id in session.exec(seats)]


def _who_asked(session: Session, message: Message) -> Receiver | Unwanted:
    """Whose address this is, if it is one of somebody in a running process."""
    person = session.exec(
        select(Person)
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Process, col(Process.id) == col(Member.process_id))
        .where(func.lower(Person.email) == message.to_address.lower(), *_AT_WORK)
    ).first()
    if person is None:
        return Unwanted("Nobody in a running process has this address.")
    return Receiver(person.id, person.name, person.email)
