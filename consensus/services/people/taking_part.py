"""Accepting or declining an invitation, by the person who was invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import InvalidInputError, NotFoundError
from consensus.domain.lifecycle import InvitationState, MeetingState, SurveyState, check_move
from consensus.domain.roles import Action, Role
from consensus.domain.taking_part import (
    LONGEST_REASON,
    UNANSWERED,
    DeclineReason,
    check_takes_part,
)
from consensus.persistence.database import database_of
from consensus.persistence.signals import Audience
from consensus.persistence.tables import (
    Attendance,
    Ballot,
    Invitation,
    Meeting,
    Member,
    Participation,
    Person,
    Response,
    Survey,
)
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.participation import ON_THE_PANEL


@dataclass(frozen=True, slots=True)
class MyInvitation:
    """The invitation as the person who was invited sees it.

    asked_by: who runs the process. asks: what is asked, one short sentence each. has_given: whether answers or
    votes of this person are recorded, which stay if they decline now. may_answer: whether it is theirs to answer.
    """

    state: InvitationState
    decline_reason: DeclineReason | None
    reason: str
    changed_at: datetime
    asked_by: tuple[str, ...]
    asks: tuple[str, ...]
    reply_by: date | None
    has_given: bool
    may_answer: bool

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is asked for."""
        return self.may_answer and self.state in UNANSWERED


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """What a member answered to the invitation, for the staff."""

    state: InvitationState
    decline_reason: DeclineReason | None
    reason: str
    changed_at: datetime


def get_my_invitation(ctx: Context, process_id: UUID) -> MyInvitation:
    """What the actor was invited to, and what they answered."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PROCESS, process_id)
        invitation = session.get_one(Invitation, standing.member.id)
        return MyInvitation(
            state=invitation.state,
            decline_reason=invitation.decline_reason,
            reason=invitation.reason,
            changed_at=invitation.changed_at,
            asked_by=_facilitators(session, process_id),
            asks=_asks(session, standing),
            reply_by=standing.process.reply_by,
            has_given=_has_given(session, standing.member.id),
            may_answer=standing.may(Action.ANSWER_INVITATION),
        )


def get_member_answer(ctx: Context, member_id: UUID) -> MemberAnswer:
    """What a member answered, with the reason they gave."""
    with ctx.db.reading() as session:
        member = session.get(Member, member_id)
        require(ctx, session, Action.VIEW_PANEL, member.process_id if member else None)
        if member is None:
            raise NotFoundError
        invitation = session.get_one(Invitation, member_id)
        return MemberAnswer(invitation.state, invitation.decline_reason, invitation.reason, invitation.changed_at)


def accept(ctx: Context, process_id: UUID) -> None:
    """Say that one takes part."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.ANSWER_INVITATION, process_id, changes=True)
        accept_within(session, standing)


def decline(ctx: Context, process_id: UUID, reason: DeclineReason, text: str = "") -> None:
    """Say that one does not take part, and why; said again it changes the reason. What was given stays."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.ANSWER_INVITATION, process_id, changes=True)
        decline_within(session, standing, reason, text)


def set_reply_by(ctx: Context, process_id: UUID, day: date | None) -> None:
    """Ask the invited to answer by this day, or by none."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        standing.process.reply_by = day
        words = f"{day.day} {day:%B %Y}" if day else "no particular day"
        note(session, standing, "reply_by.set", process_id, day=words)


def accept_within(session: Session, standing: Standing) -> None:
    """Accept in the caller's transaction; nothing where it is accepted already."""
    invitation = session.get_one(Invitation, standing.member.id)
    if invitation.state is InvitationState.ACCEPTED:
        return
    _move(session, standing, invitation, InvitationState.ACCEPTED)
    invitation.decline_reason, invitation.reason = None, ""
    note(
        session,
        standing,
        "invitation.accepted",
        standing.member.id,
        audience=Audience.STAFF,
        name=_name(session, standing),
    )


def decline_within(session: Session, standing: Standing, reason: DeclineReason, text: str = "") -> None:
    """Decline in the caller's transaction; whoever is in the room leaves it with that."""
    if len(text.strip()) > LONGEST_REASON:
        raise InvalidInputError(f"Say it in at most {LONGEST_REASON} characters.")
    invitation = session.get_one(Invitation, standing.member.id)
    was_declined = invitation.state is InvitationState.DECLINED
    if not was_declined:
        _move(session, standing, invitation, InvitationState.DECLINED)
        note(
            session,
            standing,
            "invitation.declined",
            standing.member.id,
            audience=Audience.STAFF,
            name=_name(session, standing),
        )
        _leave_the_room(session, standing)
    invitation.decline_reason, invitation.reason = reason, text.strip()


def accept_by_acting(session: Session, standing: Standing) -> None:
    """Let what somebody does be their acceptance."""
    state = check_not_declined(session, standing)
    if standing.member.role in ON_THE_PANEL and state in (InvitationState.SENT, InvitationState.OPENED):
        accept_within(session, standing)


def check_not_declined(session: Session, standing: Standing) -> InvitationState:
    """Refuse what is open only to those who take part; how far the invitation has come."""
    state = session.get_one(Invitation, standing.member.id).state
    check_takes_part(state)
    return state


def note_sent(session: Session, standing: Standing, member: Member, invitation: Invitation) -> None:
    """Note that an invitation reached somebody by another way than was known, if nobody had noted that it went out."""
    if invitation.state not in (InvitationState.DRAFTED, InvitationState.BOUNCED):
        return
    check_move("invitation", invitation.state, InvitationState.SENT)
    invitation.state, invitation.changed_at = InvitationState.SENT, database_of(session).now(session)
    name = session.get_one(Person, member.person_id).name
    note(session, standing, "invitation.moved", member.id, name=name, state=InvitationState.SENT.value)


def _move(session: Session, standing: Standing, invitation: Invitation, target: InvitationState) -> None:
    """Whoever came in was reached, though nobody had noted it: the steps in between are taken and told."""
    note_sent(session, standing, standing.member, invitation)
    check_move("invitation", invitation.state, target)
    invitation.state, invitation.changed_at = target, database_of(session).now(session)


def _leave_the_room(session: Session, standing: Standing) -> None:
    here = session.exec(
        select(Attendance)
        .join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
        .where(
            Attendance.member_id == standing.member.id,
            col(Attendance.left_at).is_(None),
            Meeting.state != MeetingState.ENDED,
        )
    ).all()
    for attendance in here:
        attendance.left_at = database_of(session).now(session)
        note(session, standing, "presence.out", standing.member.id, name=_name(session, standing))


def _asks(session: Session, standing: Standing) -> tuple[str, ...]:
    asks = []
    survey = session.exec(select(Survey).where(Survey.process_id == standing.process.id)).first()
    if survey is not None and survey.state is not SurveyState.CLOSED:
        minutes = survey.instrument.get("minutes")
        asks.append(f"Answer a survey of about {minutes} minutes." if minutes else "Answer a survey.")
    meeting = session.exec(select(Meeting).where(Meeting.process_id == standing.process.id)).first()
    if meeting is not None and meeting.state is not MeetingState.ENDED:
        day = f" on {meeting.held_on.day} {meeting.held_on:%B %Y}" if meeting.held_on else ""
        asks.append(f"Come to the meeting{day}{' and vote' if standing.member.votes else ''}.")
    if not asks:
        asks.append("Read the statements of the panel" + (", and vote on them." if standing.member.votes else "."))
    return tuple(asks)


def _facilitators(session: Session, process_id: UUID) -> tuple[str, ...]:
    names: Sequence[str] = session.exec(
        select(Person.name)
        .join(Member, col(Member.person_id) == col(Person.id))
        .where(Member.process_id == process_id, Member.role == Role.FACILITATOR)
        .order_by(col(Person.name))
    ).all()
    return tuple(names)


def _has_given(session: Session, member_id: UUID) -> bool:
    return any(
        session.exec(select(table.member_id).where(table.member_id == member_id).limit(1)).first() is not None
        for table in (Response, Ballot, Participation)
    )


def _name(session: Session, standing: Standing) -> str:
    return session.get_one(Person, standing.member.person_id).name
