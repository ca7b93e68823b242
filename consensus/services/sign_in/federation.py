"""Sign-in through an identity provider: the handshake a browser keeps, and who an account there is here."""

import json
import secrets as system
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from sqlmodel import Session, func, select

from consensus.domain.errors import SignInError, TooManyAttemptsError
from consensus.domain.way_in import WayIn
from consensus.persistence.database import Database
from consensus.persistence.tables import LinkedIdentity, Person
from consensus.services.people.staff import is_staff
from consensus.services.sign_in import attempts, sealing
from consensus.services.sign_in.identity import SignedIn, begin_session
from consensus.settings import get_settings

HANDSHAKE_MINUTES = 10
_PURPOSE = "identity provider"
_AGAIN = "This sign-in is not the one that was begun in this browser, or was used already. Begin again."
_UNKNOWN = "Nobody who may come in this way has the address of this account. Ask an administrator."
_UNVERIFIED = "The provider does not say that the address of this account was verified. Ask an administrator."
_AMBIGUOUS = "More than one person here has the address of this account. Ask an administrator."


@dataclass(frozen=True, slots=True)
class Handshake:
    """What ties the answer of the provider to this browser: `state`, `nonce` and the PKCE `verifier`."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account at a provider, as a checked token describes it."""

    issuer: str
    subject: str
    email: str
    is_verified: bool


def begin_handshake(db: Database) -> tuple[Handshake, str]:
    """A new handshake, and the same sealed, for the browser to keep."""
    handshake = Handshake(system.token_urlsafe(32), system.token_urlsafe(32), system.token_urlsafe(48))
    with db.reading() as session:
        begun_at = db.now(session).isoformat()
    facts = [handshake.state, handshake.nonce, handshake.verifier, begun_at]
    return handshake, sealing.seal(db, _PURPOSE, json.dumps(facts))


def take_handshake(db: Database, sealed: str, state: str) -> Handshake:
    """The handshake the browser kept, once, if the answer belongs to it and came in time."""
    opened = sealing.unseal(db, _PURPOSE, sealed)
    if opened is None:
        raise SignInError(_AGAIN)
    kept, nonce, verifier, begun_at = json.loads(opened)
    with db.reading() as session:
        is_late = db.now(session) - datetime.fromisoformat(begun_at) > timedelta(minutes=HANDSHAKE_MINUTES)
    if is_late or not compare_digest(kept.encode(), state.encode()):
        raise SignInError(_AGAIN)
    try:
        attempts.claim(db, f"once:{sha256(kept.encode()).hexdigest()}")
    except TooManyAttemptsError as error:
        raise SignInError(_AGAIN) from error
    return Handshake(kept, nonce, verifier)


def sign_in(db: Database, account: Account, *, agent: str = "") -> SignedIn:
    """A session for the person an account was linked to; the first time, for staff with its verified address."""
    with db.transaction() as session:
        db.hold(session, f"identity {account.issuer} {account.subject}")
        linked = session.exec(
            select(LinkedIdentity).where(
                LinkedIdentity.issuer == account.issuer, LinkedIdentity.subject == account.subject
            )
        ).one_or_none()
        if linked is None:
            linked = LinkedIdentity(
                person_id=_find_person(session, account).id,
                issuer=account.issuer,
                subject=account.subject,
                linked_at=db.now(session),
            )
            session.add(linked)
        if not _may_come_in(session, session.get_one(Person, linked.person_id)):
            raise SignInError(_UNKNOWN)
        return begin_session(
            db, session, linked.person_id, None, how=WayIn.PROVIDER, agent=agent, credential_at=linked.linked_at
        )


def _find_person(session: Session, account: Account) -> Person:
    if not account.email or not account.is_verified:
        raise SignInError(_UNVERIFIED)
    people = session.exec(select(Person).where(func.lower(Person.email) == account.email.strip().lower())).all()
    if len(people) > 1:
        raise SignInError(_AMBIGUOUS)
    if not people:
        raise SignInError(_UNKNOWN)
    other = select(LinkedIdentity).where(
        LinkedIdentity.person_id == people[0].id, LinkedIdentity.issuer == account.issuer
    )
    # An address that was given to somebody else at the provider must not hand over the person here.
    if session.exec(other).first() is not None:
        raise SignInError(_UNKNOWN)
    return people[0]


def _may_come_in(session: Session, person: Person) -> bool:
    return is_staff(session, person) or get_settings().oidc_panelists
