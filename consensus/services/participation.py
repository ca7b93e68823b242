"""Who takes part and how far each has come: the members of a process and the counts of every stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.lifecycle import InvitationState
from consensus.domain.results import ParticipationFlow
from consensus.domain.roles import Role
from consensus.persistence.tables import (
    Attendance,
    Ballot,
    Invitation,
    Meeting,
    Member,
    Person,
    Response,
    Round,
    RoundItem,
    Survey,
)

PATIENT_REPRESENTATIVE = "patient representative"
# Facilitators and observers are members, and are not on the panel.
ON_THE_PANEL = (Role.PANELIST, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in the list of the panel."""

    id: UUID
    name: str
    email: str
    role: Role
    votes: bool
    stakeholder_group: str
    institution: str
    country: str
    discipline: str
    invitation: InvitationState
    has_responded: bool
    has_attended: bool


@dataclass(frozen=True, slots=True)
class PanelCounts:
    """How many came how far.

    Counted are panelists and chairs entitled to vote; patient representatives without a vote are counted apart.
    `waiting` counts everybody on the panel, with a vote or without, whose invitation is still a draft.
    """

    waiting: int
    invited: int
    accepted: int
    declined: int
    responded: int
    attended: int
    institutions: int
    institutions_attended: int
    patient_representatives: int
    patient_representatives_attended: int
    voting: int


def list_members(session: Session, process_id: UUID) -> tuple[MemberRow, ...]:
    """Every member by name, in three queries."""
    responded = set(
        session.exec(
            select(Response.member_id)
            .join(Survey, col(Survey.id) == col(Response.survey_id))
            .where(Survey.process_id == process_id, col(Response.finished_at).is_not(None))
        )
    )
    attended = set(
        session.exec(
            select(Attendance.member_id)
            .join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
            .where(Meeting.process_id == process_id)
        )
    )
    rows = session.exec(
        select(Member, Person, Invitation)
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(Member.process_id == process_id)
        .order_by(func.lower(Person.name), col(Member.id))
    )
    return tuple(
        MemberRow(
            id=member.id,
            name=person.name,
            email=person.email,
            role=member.role,
            votes=member.votes,
            stakeholder_group=member.stakeholder_group,
            institution=member.institution,
            country=member.country,
            discipline=member.discipline,
            invitation=invitation.state,
            has_responded=member.id in responded,
            has_attended=member.id in attended,
        )
        for member, person, invitation in rows
    )


def count_panel(members: Iterable[MemberRow]) -> PanelCounts:
    """The counts of a panel: those entitled to vote, and patient representatives without a vote apart."""
    panel = [member for member in members if member.role in ON_THE_PANEL]
    voting = [member for member in panel if member.votes]
    invited = [member for member in voting if member.invitation is not InvitationState.DRAFTED]
    attended = [member for member in voting if member.has_attended]
    return PanelCounts(
        waiting=sum(member.invitation is InvitationState.DRAFTED for member in panel),
        invited=len(invited),
        accepted=sum(member.invitation is InvitationState.ACCEPTED for member in invited),
        declined=sum(member.invitation is InvitationState.DECLINED for member in invited),
        responded=sum(member.has_responded for member in voting),
        attended=len(attended),
        institutions=_institutions(invited),
        institutions_attended=_institutions(attended),
        patient_representatives=sum(is_patient(member) for member in panel),
        patient_representatives_attended=sum(is_patient(member) and member.has_attended for member in panel),
        voting=len(voting),
    )


def participation_flow(session: Session, process_id: UUID) -> ParticipationFlow:
    """The flow of participation, from the invited to those who voted."""
    counts = count_panel(list_members(session, process_id))
    voted = session.exec(
        select(func.count(col(Ballot.member_id).distinct()))
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(Round.process_id == process_id)
    ).one()
    return ParticipationFlow(
        invited=counts.invited,
        responded=counts.responded,
        attended=counts.attended,
        voted=voted,
        institutions=counts.institutions_attended,
        patient_representatives=counts.patient_representatives_attended,
    )


def is_patient(member: MemberRow) -> bool:
    """Whether a member speaks for patients, without a vote of their own."""
    return not member.votes and member.stakeholder_group.casefold() == PATIENT_REPRESENTATIVE


def _institutions(members: Iterable[MemberRow]) -> int:
    return len({member.institution.casefold() for member in members if member.institution})
