"""Who of a panel fits a question: searched, filtered and cut into pages by the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from consensus.domain.lifecycle import InvitationState
from consensus.domain.people import searchable
from consensus.domain.roles import Role
from consensus.persistence.tables import Invitation, Member
from consensus.services.people.consent import consented_in
from consensus.services.people.participation import (
    BY_NAME,
    ON_THE_PANEL,
    MemberRow,
    attended_in,
    members_of,
    read_members,
    responded_in,
)


class Stage(StrEnum):
    """How far a member has come, as far as it can be asked for."""

    RESPONDED = "responded"
    NOT_RESPONDED = "not responded"
    ATTENDED = "attended"
    NOT_ATTENDED = "not attended"
    CONSENTED = "agreed to the consent text"
    NOT_CONSENTED = "not agreed to the consent text"


@dataclass(frozen=True, slots=True)
class PanelQuestion:
    """Who is looked for. `words` have to stand somewhere in what is known of a member, each of them, in any order.

    page: counts from 1. size: members on a page; None for all of them on one.
    """

    words: str = ""
    role: Role | None = None
    group: str | None = None
    invitation: InvitationState | None = None
    stage: Stage | None = None
    page: int = 1
    size: int | None = None


EVERYBODY = PanelQuestion()


def find_members(session: Session, process_id: UUID, question: PanelQuestion) -> tuple[MemberRow, ...]:
    """The members on one page of the answer, by name."""
    query = members_of(process_id).where(*_conditions(process_id, question)).order_by(*BY_NAME)
    if question.size is not None:
        query = query.limit(question.size).offset(max(0, question.page - 1) * question.size)
    return read_members(session, query)


def count_members(session: Session, process_id: UUID, question: PanelQuestion) -> int:
    """How many members fit, on all pages together."""
    query = select(func.count()).select_from(Member).join(Invitation, col(Invitation.member_id) == col(Member.id))
    return session.exec(query.where(Member.process_id == process_id, *_conditions(process_id, question))).one()


def groups_of(session: Session, process_id: UUID) -> tuple[str, ...]:
    """The stakeholder groups of a process in order."""
    query = select(Member.stakeholder_group).where(Member.process_id == process_id, Member.stakeholder_group != "")
    return tuple(sorted(session.exec(query.distinct()), key=str.casefold))


def _conditions(process_id: UUID, question: PanelQuestion) -> Iterator[ColumnElement[bool]]:
    for word in searchable(question.words).split():
        yield col(Member.search).contains(word, autoescape=True)
    if question.role is not None:
        yield col(Member.role) == question.role
    if question.group is not None:
        yield col(Member.stakeholder_group) == question.group
    if question.invitation is not None:
        yield col(Invitation.state) == question.invitation
    if question.stage is not None:
        yield _has_come(process_id, question.stage)


def _has_come(process_id: UUID, stage: Stage) -> ColumnElement[bool]:
    responded = col(Member.id).in_(responded_in(process_id))
    attended = col(Member.id).in_(attended_in(process_id))
    consented = col(Member.id).in_(consented_in(process_id))
    return {
        Stage.RESPONDED: responded,
        Stage.NOT_RESPONDED: ~responded,
        Stage.ATTENDED: attended,
        Stage.NOT_ATTENDED: ~attended,
        Stage.CONSENTED: consented,
        Stage.NOT_CONSENTED: ~consented & col(Member.role).in_(ON_THE_PANEL),
    }[stage]
