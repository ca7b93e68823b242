"""Who takes part and how far each has come: the members of a process and the counts of every stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, union
from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, case, col, func, select

from consensus.domain.ballots import RoundKind
from consensus.domain.lifecycle import InvitationState, ProcessState, RoundState
from consensus.domain.members import PATIENT_GROUPS
from consensus.domain.results import ParticipationFlow
from consensus.domain.roles import Action, Role, may
from consensus.persistence.tables import (
    Attendance,
    Ballot,
    HandCount,
    Invitation,
    Meeting,
    Member,
    Participation,
    Person,
    Process,
    Response,
    Round,
    RoundItem,
    Survey,
)

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
    fields: Mapping[str, str]
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
    """Every member by name; for those who truly need everybody, since a panel may have thousands."""
    return read_members(session, members_of(process_id).order_by(*BY_NAME))


def members_of(process_id: UUID) -> Select[*tuple[Any, ...]]:
    """The columns of a `MemberRow` for the members of a process, to be narrowed, ordered and cut as is needed."""
    return (
        select_columns(
            col(Member.id),
            col(Person.name),
            col(Person.email),
            col(Member.role),
            col(Member.votes),
            col(Member.stakeholder_group),
            col(Member.institution),
            col(Member.country),
            col(Member.discipline),
            col(Member.fields),
            col(Invitation.state),
            col(Member.id).in_(responded_in(process_id)),
            col(Member.id).in_(attended_in(process_id)),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(col(Member.process_id) == process_id)
    )


BY_NAME = (func.lower(Person.name), col(Member.id))


def read_members(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[MemberRow, ...]:
    """The rows of a query begun with `members_of`."""
    return tuple(MemberRow(*row) for row in session.execute(query))


def responded_in(process_id: UUID) -> Any:
    """The members who sent a survey of the process in."""
    return (
        select(Response.member_id)
        .join(Survey, col(Survey.id) == col(Response.survey_id))
        .where(Survey.process_id == process_id, col(Response.finished_at).is_not(None))
    )


def attended_in(process_id: UUID) -> Any:
    """The members who were at a meeting of the process, even if they left early."""
    return (
        select(Attendance.member_id)
        .join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
        .where(Meeting.process_id == process_id)
    )


def count_panel(session: Session, process_id: UUID) -> PanelCounts:
    """The counts of a panel: those entitled to vote, and patient representatives without a vote apart."""
    voting = col(Member.votes)
    patient = and_(~voting, func.lower(Member.stakeholder_group).in_(PATIENT_GROUPS))
    drafted = col(Invitation.state) == InvitationState.DRAFTED
    invited = and_(voting, ~drafted)
    responded = col(Member.id).in_(responded_in(process_id))
    attended = col(Member.id).in_(attended_in(process_id))
    row = session.execute(
        select_columns(
            _how_many(drafted),
            _how_many(invited),
            _how_many(and_(voting, col(Invitation.state) == InvitationState.ACCEPTED)),
            _how_many(and_(voting, col(Invitation.state) == InvitationState.DECLINED)),
            _how_many(and_(voting, responded)),
            _how_many(and_(voting, attended)),
            _how_many(patient),
            _how_many(and_(patient, attended)),
            _how_many(voting),
        )
        .select_from(Member)
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(*on_the_panel(process_id))
    ).one()
    return PanelCounts(
        waiting=row[0],
        invited=row[1],
        accepted=row[2],
        declined=row[3],
        responded=row[4],
        attended=row[5],
        institutions=_institutions(session, process_id, invited),
        institutions_attended=_institutions(session, process_id, and_(voting, attended)),
        patient_representatives=row[6],
        patient_representatives_attended=row[7],
        voting=row[8],
    )


def on_the_panel(process_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """The condition that a member is a panelist or a chair of the process."""
    return (col(Member.process_id) == process_id, col(Member.role).in_(ON_THE_PANEL))


def is_asked() -> ColumnElement[bool]:
    """The condition that a member is asked to answer: everybody invited to the panel who did not decline."""
    answering = [role for role in Role if may(role, Action.ANSWER_SURVEY, ProcessState.RUNNING)]
    unasked = (InvitationState.DRAFTED, InvitationState.DECLINED)
    return and_(col(Member.role).in_(answering), col(Invitation.state).not_in(unasked))


def count_asked(session: Session, process_id: UUID) -> int:
    """How many are asked to answer a survey."""
    query = (
        select(func.count())
        .select_from(Member)
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(Member.process_id == process_id, is_asked())
    )
    return session.exec(query).one()


def participation_flow(session: Session, process_id: UUID) -> ParticipationFlow:
    """The flow of participation, from the invited to those who voted."""
    counts = count_panel(session, process_id)
    by_name = (
        select(col(Ballot.member_id))
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(Round.process_id == process_id, Round.kind != RoundKind.OBJECTION)
    )
    in_secret = (
        select(col(Participation.member_id))
        .join(Round, col(Round.id) == col(Participation.round_id))
        .where(Round.process_id == process_id, col(Round.state) != RoundState.VOID)
    )
    brought = session.exec(select(Process.n_voted).where(Process.id == process_id)).one()
    voted = session.exec(select(func.count()).select_from(union(by_name, in_secret).subquery())).one()
    return ParticipationFlow(
        invited=counts.invited,
        responded=counts.responded,
        attended=counts.attended,
        voted=max(voted, _most_hands(session, process_id)) if brought is None else brought,
        institutions=counts.institutions_attended,
        patient_representatives=counts.patient_representatives_attended,
    )


def _most_hands(session: Session, process_id: UUID) -> int:
    """How many hands were raised where most were: that many people voted, whoever they are."""
    query = (
        select(func.sum(HandCount.n))
        .join(RoundItem, col(RoundItem.id) == col(HandCount.item_id))
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(Round.process_id == process_id, col(Round.state) != RoundState.VOID)
        .group_by(col(HandCount.item_id))
    )
    return max(session.exec(query).all(), default=0)


def count_institutions(institutions: Iterable[str]) -> int:
    """How many institutions there are, however their letters are written."""
    return len({institution.casefold() for institution in institutions if institution})


def _how_many(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _institutions(session: Session, process_id: UUID, condition: ColumnElement[bool]) -> int:
    query = (
        select(Member.institution)
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(*on_the_panel(process_id), condition)
        .distinct()
    )
    return count_institutions(session.exec(query))
