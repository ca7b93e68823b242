"""Staff come in by e-mail address and password, then by a code of their app where they have one."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from consensus.domain.errors import SignInError
from consensus.domain.way_in import WayIn
from consensus.persistence.database import Database
from consensus.persistence.tables import Person, StaffPassword
from consensus.services.people.staff import is_staff
from consensus.services.sign_in import attempts, sealing, secrets
from consensus.services.sign_in.identity import SignedIn, begin_session
from consensus.services.sign_in.passwords import find_password
from consensus.services.sign_in.second_factor import has_factor, use_factor

STEP_MINUTES = 5
_PURPOSE = "second step"
_WRONG = "Address and password do not match."
_TOO_LATE = "That took too long. Begin again with your password."


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The password was right, and a code is asked for: what the browser keeps until then, sealed."""

    ticket: str
    expires_at: datetime


def begin(db: Database, email: str, password: str, *, address: str, agent: str = "") -> SignedIn | SecondStep:
    """Take address and password. Whoever has no account is refused with the same work and in the same words."""
    claimed = attempts.claim(db, attempts.account_key(email), attempts.address_key(address))
    with db.reading() as session:
        stored = find_password(session, email)
        holds = stored is not None and is_staff(session, session.get_one(Person, stored.person_id))
    if not secrets.password_matches(stored.argon2 if stored else None, password) or stored is None or not holds:
        raise SignInError(_WRONG)
    with db.transaction() as session:
        attempts.forgive(session, claimed)
        now = db.now(session)
        if has_factor(session, stored.person_id):
            facts = [str(stored.person_id), stored.changed_at.isoformat(), now.isoformat()]
            ticket = sealing.seal(db, _PURPOSE, json.dumps(facts))
            return SecondStep(ticket, now + timedelta(minutes=STEP_MINUTES))
        return _come_in(db, session, stored.person_id, stored.set_at, agent)


def finish(db: Database, ticket: str, code: str, *, address: str, agent: str = "") -> SignedIn:
    """Take the code of the second step; the ticket is this browser's, for a password that was not changed since."""
    opened = sealing.unseal(db, _PURPOSE, ticket)
    if opened is None:
        raise SignInError(_TOO_LATE)
    person, changed_at, begun_at = json.loads(opened)
    person_id = UUID(person)
    claimed = attempts.claim(db, f"factor:{person_id}", attempts.address_key(address))
    with db.transaction() as session:
        stored = session.get(StaffPassword, person_id)
        is_late = db.now(session) - datetime.fromisoformat(begun_at) > timedelta(minutes=STEP_MINUTES)
        if is_late or stored is None or stored.changed_at != datetime.fromisoformat(changed_at):
            raise SignInError(_TOO_LATE)
        if not is_staff(session, session.get_one(Person, person_id)):
            raise SignInError(_WRONG)
        use_factor(session, person_id, code)
        attempts.forgive(session, claimed)
        return _come_in(db, session, person_id, stored.set_at, agent)


def _come_in(db: Database, session: Session, person_id: UUID, set_at: datetime, agent: str) -> SignedIn:
    """A session for all processes of the person; it shows no vote from before there was a password."""
    return begin_session(db, session, person_id, None, how=WayIn.PASSWORD, agent=agent, credential_at=set_at)
