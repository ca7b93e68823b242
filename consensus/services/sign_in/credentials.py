"""Handing out links and codes. A new one revokes the one before it, and is shown once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from consensus.domain.errors import NotFoundError
from consensus.domain.roles import Action
from consensus.persistence.database import Database, database_of
from consensus.persistence.tables import AccessLink, Member, Person, PersonalCode, WebSession
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Actor, Context
from consensus.services.sign_in import secrets
from consensus.services.sign_in.identity import token_digest


@dataclass(frozen=True, slots=True)
class PreparedAccess:
    """A link and a code that nobody can use yet: hashing many codes takes long, and no transaction waits for it."""

    link_secret: str
    lookup: str
    code_secret: str
    code_argon2: str


def issue_link(ctx: Context, member_id: UUID, *, reusable: bool = False) -> str:
    """A new personal link's secret for a member. Older links and the sessions begun by them end."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.HAND_OUT_ACCESS, member_id)
        secret = _new_link(ctx.db, session, member.person_id, member.process_id, reusable=reusable)
        note(session, standing, "link.issued", member.id, name=session.get_one(Person, member.person_id).name)
    return secret


def issue_code(ctx: Context, member_id: UUID) -> str:
    """A new personal code for a member, as people read it. The older code no longer works."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.HAND_OUT_ACCESS, member_id)
        lookup, secret = _free_code(session, member.process_id)
        _put_code(session, member, lookup, secrets.hash_code(secret), ctx.db.now(session))
        note(session, standing, "code.issued", member.id, name=session.get_one(Person, member.person_id).name)
    return secrets.show_code(lookup, secret)


def put_access(session: Session, standing: Standing, member: Member, access: PreparedAccess) -> None:
    """Put a link and a code in force that were made beforehand; older ones end, and both are on the record."""
    db = database_of(session)
    now, name = db.now(session), session.get_one(Person, member.person_id).name
    _end_links(session, member.person_id, member.process_id, now)
    _add_link(session, member.person_id, member.process_id, now, secret=access.link_secret)
    _put_code(session, member, access.lookup, access.code_argon2, now)
    for verb in ("link.issued", "code.issued"):
        note(session, standing, verb, member.id, name=name)


def issue_administrator_link(db: Database, name: str) -> str:
    """A one-time link for the administrator, for whoever has the console."""
    actor = command_line_actor(db, name)
    with db.transaction() as session:
        return new_staff_link(db, session, actor.person_id)


def new_staff_link(db: Database, session: Session, person_id: UUID) -> str:
    """The secret of a one-time link bound to no process, in the caller's transaction."""
    return _new_link(db, session, person_id, None, reusable=False)


def command_line_actor(db: Database, name: str = "Administrator") -> Actor:
    """The administrator as whoever has the console; made when there is none."""
    with db.transaction() as session:
        person = session.exec(select(Person).where(col(Person.is_administrator)).limit(1)).one_or_none()
        if person is None:
            person = Person(name=name, is_administrator=True, created_at=db.now(session))
            session.add(person)
        return Actor(person.id, person.name, is_administrator=True)


def find_member(ctx: Context, session: Session, action: Action, member_id: UUID) -> tuple[Member, Standing]:
    """The member, if the actor may do this in their process; the process is held until the end."""
    member = session.get(Member, member_id)
    standing = require(ctx, session, action, member.process_id if member else None, changes=True)
    # Read again: until the process was held, another could still change or remove the member.
    member = session.get(Member, member_id, populate_existing=True)
    if member is None:
        raise NotFoundError
    return member, standing


def revoke_access(db: Database, session: Session, person_id: UUID, process_id: UUID) -> None:
    """End every link, code and sign-in of a person that belongs to one process."""
    now = db.now(session)
    for table in (AccessLink, PersonalCode, WebSession):
        session.exec(
            update(table)
            .where(
                col(table.person_id) == person_id, col(table.process_id) == process_id, col(table.revoked_at).is_(None)
            )
            .values(revoked_at=now)
            .execution_options(synchronize_session=False)
        )


def mail_link(db: Database, session: Session, person_id: UUID, process_id: UUID) -> str:
    """The secret of a link for a mail. Links of the person that nobody used end; sign-ins go on.

    A reminder must not sign out somebody in the middle of an answer.
    """
    now = db.now(session)
    unused = select(AccessLink.id).where(
        AccessLink.person_id == person_id,
        AccessLink.process_id == process_id,
        col(AccessLink.used_at).is_(None),
        col(AccessLink.reusable).is_(False),
    )
    _revoke_links(session, unused, now)
    return _add_link(session, person_id, process_id, now)


def _new_link(db: Database, session: Session, person_id: UUID, process_id: UUID | None, *, reusable: bool) -> str:
    now = db.now(session)
    _end_links(session, person_id, process_id, now)
    return _add_link(session, person_id, process_id, now, reusable=reusable)


def _end_links(session: Session, person_id: UUID, process_id: UUID | None, now: datetime) -> None:
    older = select(AccessLink.id).where(AccessLink.person_id == person_id, AccessLink.process_id == process_id)
    session.exec(
        update(WebSession)
        .where(col(WebSession.link_id).in_(older), col(WebSession.revoked_at).is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    _revoke_links(session, older, now)


def _put_code(session: Session, member: Member, lookup: str, secret_argon2: str, now: datetime) -> None:
    session.exec(
        update(PersonalCode)
        .where(
            col(PersonalCode.person_id) == member.person_id,
            col(PersonalCode.process_id) == member.process_id,
            col(PersonalCode.revoked_at).is_(None),
        )
        .values(revoked_at=now)
    )
    session.add(
        PersonalCode(
            process_id=member.process_id,
            person_id=member.person_id,
            lookup=lookup,
            secret_argon2=secret_argon2,
            created_at=now,
        )
    )


def _revoke_links(session: Session, ids: SelectOfScalar[UUID], now: datetime) -> None:
    session.exec(
        update(AccessLink)
        .where(col(AccessLink.id).in_(ids), col(AccessLink.revoked_at).is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )


def _add_link(
    session: Session,
    person_id: UUID,
    process_id: UUID | None,
    now: datetime,
    *,
    reusable: bool = False,
    secret: str = "",
) -> str:
    secret = secret or secrets.new_token()
    session.add(
        AccessLink(
            person_id=person_id,
            process_id=process_id,
            secret_sha256=token_digest(secret),
            reusable=reusable,
            created_at=now,
        )
    )
    return secret


def _free_code(session: Session, process_id: UUID) -> tuple[str, str]:
    while True:
        lookup, secret = secrets.new_code()
        taken = session.exec(
            select(PersonalCode).where(PersonalCode.process_id == process_id, PersonalCode.lookup == lookup)
        ).one_or_none()
        if taken is None:
            return lookup, secret
