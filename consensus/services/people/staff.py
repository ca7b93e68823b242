"""Who may sign in with more than a link or a code: administrators, and facilitators and chairs of any process."""

from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import NotAllowedError
from consensus.domain.roles import STAFF
from consensus.persistence.tables import LinkedIdentity, Member, Person, StaffPassword
from consensus.services.access import signed_in
from consensus.services.context import Actor, Context

NOT_BOUND = (
    "This sign-in is for one process. A password opens all processes of a person, so it takes a sign-in by one-time "
    "link: ask an administrator for one."
)
ONLY_ADMINISTRATORS = "Only an administrator can do this."
NO_ADDRESS = "You have no e-mail address here, and would sign in with it. An administrator enters it under People."
NOT_STAFF = "Passwords are for facilitators, chairs and administrators. You come in by personal link or code."


def is_staff(session: Session, person: Person) -> bool:
    """Whether a person runs this server or one of its processes."""
    if person.is_administrator:
        return True
    runs = select(Member.id).where(Member.person_id == person.id, col(Member.role).in_(STAFF)).limit(1)
    return session.exec(runs).first() is not None


def runs_process(session: Session, person_id: UUID, process_id: UUID) -> bool:
    """Whether a person runs this process."""
    query = select(Member.id).where(Member.person_id == person_id, Member.process_id == process_id)
    return session.exec(query.where(col(Member.role).in_(STAFF))).first() is not None


def has_account(session: Session, person_id: UUID) -> bool:
    """Whether a person has a password or a linked account, which open all of their processes."""
    return any(
        session.exec(select(table.person_id).where(table.person_id == person_id).limit(1)).first() is not None
        for table in (StaffPassword, LinkedIdentity)
    )


def people_with_accounts(session: Session, process_id: UUID) -> set[UUID]:
    """Those in a process of whom `has_account` holds."""
    here = select(Member.person_id).where(Member.process_id == process_id)
    tables = (StaffPassword, LinkedIdentity)
    return {
        person_id
        for table in tables
        for person_id in session.exec(select(table.person_id).where(col(table.person_id).in_(here)))
    }


def why_no_password(ctx: Context, session: Session, person: Person) -> str:
    """Why the actor may not have a password now; "" where they may.

    Whoever hands out the links of one process could come in as one of its people. What they set there must not open
    the other processes of that person.
    """
    if not is_staff(session, person):
        return NOT_STAFF
    if signed_in(ctx, session).process_id is not None:
        return NOT_BOUND
    return "" if person.email else NO_ADDRESS


def acting_staff(ctx: Context, session: Session) -> Person:
    """The person who acts, if they may have a password."""
    person = session.get_one(Person, signed_in(ctx, session).person_id)
    reason = why_no_password(ctx, session, person)
    if reason:
        raise NotAllowedError(reason)
    return person


def acting_administrator(ctx: Context, session: Session) -> Actor:
    """The actor, if they are an administrator now, by a sign-in that is bound to no process."""
    actor = signed_in(ctx, session)
    person = session.get(Person, actor.person_id)
    if not actor.is_administrator or person is None or not person.is_administrator:
        raise NotAllowedError(ONLY_ADMINISTRATORS)
    return actor
