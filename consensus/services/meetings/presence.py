"""Who is in the room: coming and going, and the list of those who may come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import InvitationState, MeetingState
from consensus.domain.people import searchable
from consensus.domain.roles import Action, Role
from consensus.persistence.database import database_of
from consensus.persistence.tables import Attendance, Invitation, Meeting, Member, Person, PersonalCode
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.consent import without_consent
from consensus.services.sign_in import secrets

# A longer list is searched instead: nobody finds a name among hundreds of buttons.
LONGEST_LIST = 60
MOST_FOUND = 12
_NOT_COMING = (InvitationState.DECLINED, InvitationState.BOUNCED)


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """A member, whether they are in the room, and when they came and left."""

    member_id: UUID
    name: str
    institution: str
    role: Role
    votes: bool
    is_present: bool
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    lacks_consent: bool = False


def arrive(session: Session, standing: Standing, meeting: Meeting, member: Member) -> None:
    """Note that a member is in the room, in the caller's transaction."""
    db = database_of(session)
    attendance = session.get(Attendance, (meeting.id, member.id))
    if attendance is not None and attendance.left_at is None:
        return
    if attendance is None:
        attendance = Attendance(meeting_id=meeting.id, member_id=member.id, arrived_at=db.now(session))
    attendance.left_at = None
    session.add(attendance)
    note(session, standing, "presence.in", member.id, name=_name(session, member))


def leave(session: Session, standing: Standing, meeting: Meeting, member: Member) -> None:
    """Note that a member has left the room, in the caller's transaction."""
    attendance = session.get(Attendance, (meeting.id, member.id))
    if attendance is None or attendance.left_at is not None:
        return
    attendance.left_at = database_of(session).now(session)
    note(session, standing, "presence.out", member.id, name=_name(session, member))


def search_people(ctx: Context, meeting_id: UUID, words: str) -> tuple[PresenceRow, ...]:
    """Those who may come and of whom these words are known, at most a dozen, by name."""
    with ctx.db.reading() as session:
        meeting = session.get(Meeting, meeting_id)
        require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None)
        if meeting is None:
            raise NotFoundError
        query = _who_may_come(meeting).limit(MOST_FOUND)
        for word in searchable(words).split():
            query = query.where(col(Member.search).contains(word, autoescape=True))
        return _read(session, meeting, query)


def is_like_a_code(typed: str) -> bool:
    """Whether what was typed at the door is a personal code rather than a name."""
    lookup, secret = secrets.split_code(typed)
    return len(lookup + secret) == secrets.LOOKUP_CHARACTERS + secrets.SECRET_CHARACTERS and any(
        character.isdigit() or character == "-" for character in typed
    )


def check_in_at_the_door(ctx: Context, meeting_id: UUID, code: str) -> str:
    """Check in whoever shows this personal code to the one who runs the meeting; their name."""
    lookup, secret = secrets.split_code(code)
    with ctx.db.reading() as session:
        meeting = session.get(Meeting, meeting_id)
        require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None)
        found = session.exec(
            select(PersonalCode.secret_argon2, PersonalCode.person_id).where(
                PersonalCode.process_id == (meeting.process_id if meeting else None),
                PersonalCode.lookup == lookup,
                col(PersonalCode.revoked_at).is_(None),
            )
        ).one_or_none()
    secret_argon2, person_id = found or (None, None)
    if not secrets.code_matches(secret_argon2, secret) or person_id is None:
        raise ConflictError("This is nobody's code here. Check it, or search by name.")
    with ctx.db.transaction() as session:
        meeting = session.get(Meeting, meeting_id)
        standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
        member = session.exec(
            select(Member).where(Member.process_id == standing.process.id, Member.person_id == person_id)
        ).one_or_none()
        if meeting is None or member is None:
            raise NotFoundError
        session.refresh(meeting)
        if meeting.state is MeetingState.ENDED:
            raise ConflictError("The meeting is over.")
        arrive(session, standing, meeting, member)
        return _name(session, member)


def list_presence(session: Session, meeting: Meeting) -> tuple[tuple[PresenceRow, ...], int]:
    """Those who may come and how many they are; of more than can be listed, those who came."""
    query = _who_may_come(meeting)
    n_may_come = session.exec(select(func.count()).select_from(query.order_by(None).subquery())).one()
    if n_may_come > LONGEST_LIST:
        query = query.where(col(Attendance.member_id).is_not(None))
    return _read(session, meeting, query), n_may_come


def _who_may_come(meeting: Meeting) -> "Select[Member, str, Attendance]":
    """Everybody who was not known to stay away, and whoever came all the same; by name."""
    return (
        select(Member, Person.name, Attendance)
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .outerjoin(
            Attendance,
            (col(Attendance.member_id) == col(Member.id)) & (col(Attendance.meeting_id) == meeting.id),
        )
        .where(
            Member.process_id == meeting.process_id,
            col(Invitation.state).not_in(_NOT_COMING) | col(Attendance.member_id).is_not(None),
        )
        .order_by(func.lower(Person.name), col(Member.id))
    )


def _read(session: Session, meeting: Meeting, query: "Select[Member, str, Attendance]") -> tuple[PresenceRow, ...]:
    without = without_consent(session, meeting.process_id)
    return tuple(
        PresenceRow(
            member_id=member.id,
            name=name,
            institution=member.institution,
            role=member.role,
            votes=member.votes,
            is_present=attendance is not None and attendance.left_at is None,
            arrived_at=attendance.arrived_at if attendance else None,
            left_at=attendance.left_at if attendance else None,
            lacks_consent=member.id in without,
        )
        for member, name, attendance in session.exec(query)
    )


def _name(session: Session, member: Member) -> str:
    return session.get_one(Person, member.person_id).name
