"""Passwords of staff: set, changed, and looked up at the sign-in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, func, select

from consensus.domain.errors import SignInError
from consensus.domain.passwords import check_password
from consensus.persistence.tables import Person, StaffPassword
from consensus.services.context import Context
from consensus.services.people.staff import acting_staff
from consensus.services.sign_in import attempts, secrets
from consensus.services.sign_in.sign_ins import end_sign_ins

_WRONG = "The present password is not right."


@dataclass(frozen=True, slots=True)
class Stored:
    """A password as it is kept; `set_at` is since when the person has one, `changed_at` since when this one."""

    person_id: UUID
    argon2: str
    set_at: datetime
    changed_at: datetime


def set_password(ctx: Context, new: str, *, present: str = "") -> None:
    """Set the actor's password, or change it, for which the present one is needed. All their other sign-ins end."""
    prove_password(ctx, present, only_if_any=True)
    with ctx.db.transaction() as session:
        person = acting_staff(ctx, session)
        check_password(new, name=person.name, email=person.email)
        now = ctx.db.now(session)
        stored = session.get(StaffPassword, person.id)
        if stored is None:
            stored = StaffPassword(person_id=person.id, set_at=now)
        stored.argon2, stored.changed_at = secrets.hash_password(new), now
        session.add(stored)
        end_sign_ins(session, person.id, now, but=ctx.actor.session_id if ctx.actor else None)


def prove_password(ctx: Context, typed: str, *, only_if_any: bool = False) -> None:
    """Refuse unless this is the actor's password, under the limit of sign-ins; those without one may pass."""
    with ctx.db.reading() as session:
        person = acting_staff(ctx, session)
        stored = session.get(StaffPassword, person.id)
    if stored is None and only_if_any:
        return
    claimed = attempts.claim(ctx.db, attempts.account_key(person.email))
    if not secrets.password_matches(stored.argon2 if stored else None, typed):
        raise SignInError(_WRONG)
    with ctx.db.transaction() as session:
        attempts.forgive(session, claimed)


def find_password(session: Session, email: str) -> Stored | None:
    """The password kept for an address; None where there is none, or where two people have the address."""
    found = session.exec(
        select(StaffPassword)
        .join(Person)
        .where(func.lower(Person.email) == email.strip().lower(), Person.email != "")
        .limit(2)
    ).all()
    if len(found) != 1:
        return None
    return Stored(found[0].person_id, found[0].argon2, found[0].set_at, found[0].changed_at)
