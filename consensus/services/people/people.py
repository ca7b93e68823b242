"""The people of this server, for its administrators: who is where, who administers, and how staff gets in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.people import check_address, clean_name
from consensus.domain.roles import Role
from consensus.persistence.tables import Member, Person, Process, StaffPassword, WebSession
from consensus.services import audit
from consensus.services.context import Actor, Context
from consensus.services.people.panel import draft_of, write_member
from consensus.services.people.staff import acting_administrator, is_staff
from consensus.services.sign_in.arrivals import processes_of
from consensus.services.sign_in.credentials import new_staff_link
from consensus.services.sign_in.second_factor import forget_factor, has_factor
from consensus.services.sign_in.sign_ins import end_sign_ins, is_live_now

PAGE = 25


@dataclass(frozen=True, slots=True)
class Belonging:
    """A process somebody is in, and as what."""

    title: str
    role: Role


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody known on this server. `is_self` is the reader."""

    id: UUID
    name: str
    email: str
    is_administrator: bool
    is_self: bool
    belongings: tuple[Belonging, ...]
    has_password: bool
    has_factor: bool
    n_sign_ins: int

    @property
    def is_staff(self) -> bool:
        """Whether they run this server or a process, or nothing yet: then they may be about to."""
        runs = any(belonging.role in {Role.FACILITATOR, Role.CHAIR} for belonging in self.belongings)
        return self.is_administrator or runs or not self.belongings


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of those found, of `n_found`; pages count from 0."""

    people: tuple[PersonRow, ...]
    n_found: int
    page: int

    @property
    def n_pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.n_found // PAGE))


def search_people(ctx: Context, text: str = "", page: int = 0) -> PeoplePage:
    """Those whose name or address contains each word of the text, by name."""
    with ctx.db.reading() as session:
        actor = acting_administrator(ctx, session)
        wanted = [_contains(word) for word in text.split()[:5]]
        n_found = session.exec(select(func.count()).select_from(Person).where(*wanted)).one()
        page = max(0, min(page, (n_found - 1) // PAGE))
        query = select(Person).where(*wanted).order_by(func.lower(Person.name), col(Person.id))
        found = session.exec(query.offset(page * PAGE).limit(PAGE)).all()
        return PeoplePage(_rows(session, found, actor), n_found, page)


def add_person(ctx: Context, name: str, email: str) -> UUID:
    """Enter somebody who will run this server or a process; the address must be nobody else's."""
    with ctx.db.transaction() as session:
        acting_administrator(ctx, session)
        person = Person(name=clean_name(name), email=_free_address(session, email), created_at=ctx.db.now(session))
        session.add(person)
        return person.id


def edit_person(ctx: Context, person_id: UUID, name: str, email: str) -> None:
    """Correct somebody's name and address, wherever they are a member."""
    with ctx.db.transaction() as session:
        acting_administrator(ctx, session)
        person = _find(session, person_id)
        person.name, person.email = clean_name(name), _free_address(session, email, but=person_id)
        session.add(person)
        for member in session.exec(select(Member).where(Member.person_id == person_id)):
            write_member(member, draft_of(member, person), person)
            session.add(member)


def set_administrator(ctx: Context, person_id: UUID, *, is_administrator: bool) -> None:
    """Make somebody an administrator or no longer one; the last one stays."""
    with ctx.db.transaction() as session:
        ctx.db.hold(session, "administrators")
        acting_administrator(ctx, session)
        person = _find(session, person_id)
        others = select(Person.id).where(col(Person.is_administrator), Person.id != person_id).limit(1)
        if not is_administrator and session.exec(others).first() is None:
            raise ConflictError("A server keeps at least one administrator.")
        person.is_administrator = is_administrator
        session.add(person)


def end_sign_ins_of(ctx: Context, person_id: UUID) -> None:
    """End every sign-in of somebody, to whatever process; on the record of each of their processes."""
    with ctx.db.transaction() as session:
        actor = acting_administrator(ctx, session)
        person = _find(session, person_id)
        _note_everywhere(ctx, session, actor, person, "sign_ins.ended")
        end_sign_ins(session, person_id, ctx.db.now(session))


def reset_factor(ctx: Context, person_id: UUID) -> None:
    """Switch off the authenticator app of somebody who lost it, and end their sign-ins."""
    with ctx.db.transaction() as session:
        actor = acting_administrator(ctx, session)
        person = _find(session, person_id)
        _note_everywhere(ctx, session, actor, person, "factor.reset")
        forget_factor(session, person_id)
        end_sign_ins(session, person_id, ctx.db.now(session))


def issue_staff_link(ctx: Context, person_id: UUID) -> str:
    """The secret of a one-time link that signs staff in to all their processes; on the record of each of them."""
    with ctx.db.transaction() as session:
        actor = acting_administrator(ctx, session)
        person = _find(session, person_id)
        if not is_staff(session, person) and processes_of(session, person_id):
            raise ConflictError(f"{person.name} runs no process; their facilitators hand out their links.")
        _note_everywhere(ctx, session, actor, person, "staff_link.issued")
        return new_staff_link(ctx.db, session, person_id)


def _note_everywhere(ctx: Context, session: Session, actor: Actor, person: Person, verb: str) -> None:
    for process_id in processes_of(session, person.id):
        process = ctx.db.lock_process(session, process_id)
        member = session.exec(
            select(Member.id).where(Member.process_id == process_id, Member.person_id == person.id)
        ).first()
        if process is not None and member is not None:
            audit.record(session, process, verb, member, actor_id=actor.person_id, name=person.name)


def _rows(session: Session, people: Sequence[Person], actor: Actor) -> tuple[PersonRow, ...]:
    ids = [person.id for person in people]
    belongings: dict[UUID, list[Belonging]] = defaultdict(list)
    members = select(Member.person_id, Process.title, Member.role).join(Process)
    for person_id, title, role in session.exec(members.where(col(Member.person_id).in_(ids)).order_by(Process.title)):
        belongings[person_id].append(Belonging(title, Role(role)))
    live = select(WebSession.person_id, func.count()).where(col(WebSession.person_id).in_(ids), *is_live_now(session))
    n_sign_ins = dict(session.exec(live.group_by(col(WebSession.person_id))).all())
    with_password = set(session.exec(select(StaffPassword.person_id).where(col(StaffPassword.person_id).in_(ids))))
    return tuple(
        PersonRow(
            id=person.id,
            name=person.name,
            email=person.email,
            is_administrator=person.is_administrator,
            is_self=person.id == actor.person_id,
            belongings=tuple(belongings[person.id]),
            has_password=person.id in with_password,
            has_factor=has_factor(session, person.id),
            n_sign_ins=n_sign_ins.get(person.id, 0),
        )
        for person in people
    )


def _contains(word: str) -> ColumnElement[bool]:
    return or_(
        func.lower(Person.name).contains(word.lower(), autoescape=True),
        func.lower(Person.email).contains(word.lower(), autoescape=True),
    )


def _find(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFoundError
    return person


def _free_address(session: Session, email: str, but: UUID | None = None) -> str:
    address = check_address(email)
    if address:
        holder = select(Person.id).where(func.lower(Person.email) == address.lower(), Person.id != but)
        if session.exec(holder).first() is not None:
            raise InvalidInputError(f"{address} belongs to somebody else.")
    return address
