"""The panel: people are entered, changed, invited and taken out."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import InvitationState, RoundState, check_move
from consensus.domain.members import MemberDraft, clean_draft, search_text
from consensus.domain.people import check_address, clean_name, likeness
from consensus.domain.roles import Action, Role, may
from consensus.persistence.tables import (
    Attendance,
    Elector,
    InterestDeclaration,
    Invitation,
    Member,
    Person,
    Process,
    Response,
    Round,
)
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.panel_search import EVERYBODY, PanelQuestion, count_members, find_members, groups_of
from consensus.services.people.participation import (
    BY_NAME,
    ON_THE_PANEL,
    MemberRow,
    PanelCounts,
    count_panel,
    members_of,
    read_members,
)
from consensus.services.people.staff import has_account
from consensus.services.sign_in.credentials import find_member, revoke_access


@dataclass(frozen=True, slots=True)
class PanelView:
    """A page of the panel, the counts of all of it, and its stakeholder groups.

    `n_found` members fit the question, of `n_members`.
    """

    members: tuple[MemberRow, ...]
    n_found: int
    n_members: int
    counts: PanelCounts
    groups: tuple[str, ...]
    may_manage: bool
    may_hand_out: bool


def get_panel(ctx: Context, process_id: UUID, question: PanelQuestion = EVERYBODY) -> PanelView:
    """Those in the process who fit the question, by name, with the counts of the whole panel."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PANEL, process_id)
        return PanelView(
            members=find_members(session, process_id, question),
            n_found=count_members(session, process_id, question),
            n_members=count_members(session, process_id, EVERYBODY),
            counts=count_panel(session, process_id),
            groups=groups_of(session, process_id),
            may_manage=standing.may(Action.MANAGE_PANEL),
            may_hand_out=standing.may(Action.HAND_OUT_ACCESS),
        )


def get_member(ctx: Context, member_id: UUID) -> MemberRow:
    """One member of the panel."""
    with ctx.db.reading() as session:
        member = session.get(Member, member_id)
        require(ctx, session, Action.VIEW_PANEL, member.process_id if member else None)
        if member is None:
            raise NotFoundError
        return read_members(session, members_of(member.process_id).where(col(Member.id) == member_id))[0]


def find_alike(ctx: Context, process_id: UUID, name: str, email: str = "") -> tuple[MemberRow, ...]:
    """Those in the process whose name or address looks like this one, itself included."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_PANEL, process_id)
        return read_members(session, members_of(process_id).where(_looks_like(name, email)).order_by(*BY_NAME))


def add_member(ctx: Context, process_id: UUID, draft: MemberDraft, *, is_other: bool = False) -> UUID:
    """Enter a person into the process; with `is_other` also one who looks like somebody in it, and is not."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        if not is_other:
            _check_unlike(session, process_id, draft)
        member = insert_member(session, standing.process, draft)
        note(session, standing, "member.added", member.id, name=_name(session, member), role=draft.role.value)
        return member.id


def edit_member(ctx: Context, member_id: UUID, draft: MemberDraft) -> None:
    """Change what is known of a member."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.MANAGE_PANEL, member_id)
        if member.role is Role.FACILITATOR and draft.role is not Role.FACILITATOR:
            _check_another_facilitator(session, member)
        person = session.get_one(Person, member.person_id)
        if not may(draft.role, Action.CAST_BALLOT, standing.process.state) and is_voting(session, member):
            raise ConflictError(f"{person.name} is voting now and stays among those who may until the reveal.")
        draft = clean_draft(draft)
        name, email = draft.name, draft.email
        if (name, email) != (person.name, person.email):
            _check_own_person(session, member, person, email)
            is_moved = email != person.email
            person.name, person.email = name, email
            if is_moved:
                note(session, standing, "address.changed", member.id, name=name)
        write_member(member, draft, person)
        note(session, standing, "member.changed", member.id, name=person.name)


def remove_member(ctx: Context, member_id: UUID) -> None:
    """Take a member out, as long as nothing they did is on the record."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.MANAGE_PANEL, member_id)
        if member.role is Role.FACILITATOR:
            _check_another_facilitator(session, member)
        name = session.get_one(Person, member.person_id).name
        if has_acted(session, member_id):
            raise ConflictError(f"{name} has taken part already and stays in the record.")
        revoke_access(ctx.db, session, member.person_id, member.process_id)
        session.delete(member)
        note(session, standing, "member.removed", member_id, name=name)


def record_invitation(ctx: Context, member_id: UUID, state: InvitationState, reason: str = "") -> None:
    """Note how far the invitation of a member has come."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.MANAGE_PANEL, member_id)
        invitation = session.get_one(Invitation, member_id)
        check_move("invitation", invitation.state, state)
        invitation.state, invitation.reason = state, reason.strip()
        invitation.changed_at = ctx.db.now(session)
        name = session.get_one(Person, member.person_id).name
        note(session, standing, "invitation.moved", member_id, name=name, state=state.value)


def mark_invited(ctx: Context, process_id: UUID) -> int:
    """Note of everybody on the panel whose invitation is a draft that it was sent; how many they were."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        now = ctx.db.now(session)
        drafted = session.exec(
            select(Invitation, Member, Person)
            .join(Member, col(Member.id) == col(Invitation.member_id))
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(
                Member.process_id == process_id,
                col(Member.role).in_(ON_THE_PANEL),
                Invitation.state == InvitationState.DRAFTED,
            )
        ).all()
        for invitation, member, person in drafted:
            invitation.state, invitation.changed_at = InvitationState.SENT, now
            state = InvitationState.SENT.value
            note(session, standing, "invitation.moved", member.id, name=person.name, state=state)
        return len(drafted)


def insert_member(session: Session, process: Process, draft: MemberDraft, *, person_id: UUID | None = None) -> Member:
    """Enter a person, known by id or not; somebody with the same e-mail address is the same person on this server."""
    draft = clean_draft(draft)
    person = session.get(Person, person_id) if person_id else None
    if draft.email and person is None:
        person = session.exec(select(Person).where(func.lower(Person.email) == draft.email.lower())).first()
    now = process.created_at
    if person is None:
        person = Person(name=draft.name, email=draft.email, created_at=now)
        session.add(person)
        session.flush()
    elif _is_in(session, process.id, person.id):
        raise ConflictError(f"{draft.email} is in this process already.")
    member = Member(process_id=process.id, person_id=person.id)
    write_member(member, draft, person)
    session.add(member)
    session.flush()
    session.add(Invitation(member_id=member.id, changed_at=now))
    return member


def write_member(member: Member, draft: MemberDraft, person: Person) -> None:
    """Write a clean draft into the row."""
    for name, value in member_values(draft, person.name, person.email).items():
        setattr(member, name, value)


def member_values(draft: MemberDraft, name: str, email: str) -> dict[str, Any]:
    """The columns of a clean draft; name and e-mail are the person's, of which the row keeps how they look."""
    return {
        "role": draft.role,
        "votes": draft.votes,
        "stakeholder_group": draft.stakeholder_group,
        "institution": draft.institution,
        "country": draft.country,
        "discipline": draft.discipline,
        "fields": dict(draft.fields),
        "search": search_text(replace(draft, name=name, email=email)),
        "name_likeness": likeness(name),
        "address_likeness": likeness(email),
    }


def draft_of(member: Member, person: Person) -> MemberDraft:
    """What is known of a member, as it would be entered."""
    return MemberDraft(
        name=person.name,
        email=person.email,
        role=member.role,
        votes=member.votes,
        stakeholder_group=member.stakeholder_group,
        institution=member.institution,
        country=member.country,
        discipline=member.discipline,
        fields=member.fields,
    )


def _looks_like(name: str, email: str) -> ColumnElement[bool]:
    alike = [col(Member.name_likeness) == likeness(name)]
    if email:
        alike.append(col(Member.address_likeness) == likeness(email))
    return or_(*alike)


def _check_unlike(session: Session, process_id: UUID, draft: MemberDraft) -> None:
    """Refuse somebody who may be in the process already; the same address is refused elsewhere, in other words."""
    name, email = clean_name(draft.name), check_address(draft.email)
    query = members_of(process_id).where(_looks_like(name, email)).limit(1)
    for row in read_members(session, query):
        if not email or row.email.casefold() != email.casefold():
            raise ConflictError(f"{name} looks like {row.name}, who is in the process already.")


def _name(session: Session, member: Member) -> str:
    return session.get_one(Person, member.person_id).name


def _is_in(session: Session, process_id: UUID, person_id: UUID) -> bool:
    member = select(Member).where(Member.process_id == process_id, Member.person_id == person_id)
    return session.exec(member).first() is not None


def _check_another_facilitator(session: Session, member: Member) -> None:
    others = select(Member).where(
        Member.process_id == member.process_id, Member.role == Role.FACILITATOR, Member.id != member.id
    )
    if session.exec(others).first() is None:
        raise ConflictError("A process keeps at least one facilitator.")


def is_voting(session: Session, member: Member) -> bool:
    """Whether a member is in the electorate of an unrevealed round, which nobody makes smaller."""
    of_member = select(Elector).join(Round, col(Round.id) == col(Elector.round_id))
    unrevealed = col(Round.state).in_((RoundState.OPEN, RoundState.CLOSED))
    return session.exec(of_member.where(Elector.member_id == member.id, unrevealed)).first() is not None


def _check_own_person(session: Session, member: Member, person: Person, email: str) -> None:
    """Refuse to rename somebody who is known on this server beyond this process, or to give two people one address.

    Whoever has a password or an account at the provider signs in by the address: with that of somebody else they would
    become that person in the next process that adds them.
    """
    elsewhere = select(Member).where(Member.person_id == person.id, Member.id != member.id)
    if person.is_administrator or has_account(session, person.id) or session.exec(elsewhere).first() is not None:
        raise ConflictError(f"{person.name} is known beyond this process; name and e-mail cannot be changed here.")
    holder = select(Person).where(func.lower(Person.email) == email.lower(), Person.id != person.id)
    if email and session.exec(holder).first() is not None:
        raise ConflictError(f"{email} belongs to somebody else.")


def has_acted(session: Session, member_id: UUID) -> bool:
    """Whether something a member did is on the record, so that they stay in it."""
    return any(
        session.exec(select(table).where(table.member_id == member_id)).first() is not None
        for table in (Response, Attendance, Elector, InterestDeclaration)
    )
