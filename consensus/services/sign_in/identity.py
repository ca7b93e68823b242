"""How a person comes in: links and codes are exchanged for a session, and a session names the actor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import NotFoundError, SignInError
from consensus.domain.roles import Role
from consensus.domain.way_in import WayIn
from consensus.persistence.database import Database
from consensus.persistence.tables import AccessLink, Member, Person, PersonalCode, Process, WebSession
from consensus.services.context import Actor
from consensus.services.sign_in import attempts, secrets
from consensus.services.sign_in.arrivals import note_arrival, note_arrival_everywhere, note_refusal, processes_of
from consensus.settings import get_settings

_SEEN_EVERY = timedelta(minutes=5)

_NOT_VALID = "This link is not valid. Ask the facilitator for a new one."
_REVOKED = "This link was replaced by a newer one. Open the newest link you were sent."
_USED = "This link was already used in another browser. Ask the facilitator for a new one, or use your personal code."
_WRONG_CODE = "Process and code do not match. Check both; letters and digits are on your invitation."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser gets: the token for its cookie, and where to go: a page of the process, "" for the first."""

    token: str
    process_slug: str | None
    expires_at: datetime
    page: str = ""


@dataclass(frozen=True, slots=True)
class ExamplePerson:
    """Somebody of the example whom a visitor may try."""

    member_id: UUID
    name: str
    role: Role
    note: str
    process_title: str


def actor_for_token(db: Database, token: str | None) -> Actor | None:
    """Who holds this cookie: nobody if it is unknown, revoked, too old or too long unused."""
    if not token:
        return None
    with db.reading() as session:
        found = session.exec(
            select(WebSession, Person)
            .join(Person, col(Person.id) == col(WebSession.person_id))
            .where(WebSession.token_sha256 == token_digest(token))
        ).one_or_none()
        if found is None:
            return None
        web_session, person = found
        seen_at = web_session.seen_at
        now = db.now(session)
        if not is_live(web_session, now):
            return None
        actor = Actor(
            person_id=person.id,
            name=person.name,
            session_id=web_session.id,
            process_id=web_session.process_id,
            is_administrator=_is_administrator(person, web_session),
            credential_at=web_session.credential_at,
        )
    if now - seen_at > _SEEN_EVERY:
        with db.transaction() as session:
            seen = session.get_one(WebSession, actor.session_id)
            seen.seen_at = now
    return actor


class SessionTimes(Protocol):
    """What decides whether a session still holds."""

    @property
    def seen_at(self) -> datetime:
        """When the session last acted."""

    @property
    def expires_at(self) -> datetime:
        """When it ends in any case."""

    @property
    def revoked_at(self) -> datetime | None:
        """When it was revoked, if it was."""


def is_live(web_session: SessionTimes, now: datetime) -> bool:
    """Whether a session may still act."""
    idle = timedelta(hours=get_settings().session_idle_hours)
    return web_session.revoked_at is None and now < web_session.expires_at and now - web_session.seen_at <= idle


def token_digest(token: str) -> str:
    """What the database keeps of a token or link secret: its SHA-256."""
    return sha256(token.encode()).hexdigest()


def exchange_link(
    db: Database, secret: str, *, address: str, agent: str = "", current_token: str | None = None
) -> SignedIn:
    """Turn a personal link into a session. A second browser is refused, which is noted; `agent`: device in words.

    A browser that is signed in already as the person of the link, to its process, simply goes on as it was.
    """
    key = attempts.address_key(address)
    attempts.check(db, key)
    with db.transaction() as session:
        link = _hold_link(db, session, token_digest(secret))
        refusal = _link_refusal(link)
        held = _held_session(db, session, link, current_token)
        if link is not None and held is not None and current_token:
            return _go_on(db, session, link, held, current_token)
        if link is not None and refusal is None:
            return _use_link(db, session, link, agent)
        if link is not None and refusal == _USED:
            note_refusal(db, session, link, agent)
    if refusal == _NOT_VALID:
        attempts.count_failure(db, key)
    raise SignInError(refusal or _NOT_VALID)


def exchange_code(db: Database, process_slug: str, code: str, *, address: str, agent: str = "") -> SignedIn:
    """Turn a personal code, which belongs to one process, into a session. `agent`: the device in words.

    The attempt is counted before the code is looked at: guesses that come at once are not more than one by one.
    """
    lookup, secret = secrets.split_code(code)
    slug = process_slug.strip()
    claimed = attempts.claim(db, attempts.address_key(address), f"code:{slug}:{lookup}", f"process:{slug}")
    with db.reading() as session:
        found = session.exec(
            select(PersonalCode.secret_argon2, PersonalCode.person_id, PersonalCode.process_id, PersonalCode.created_at)
            .join(Process, col(Process.id) == col(PersonalCode.process_id))
            .where(
                Process.slug == slug,
                PersonalCode.lookup == lookup,
                col(PersonalCode.revoked_at).is_(None),
            )
        ).one_or_none()
    secret_argon2, person_id, process_id, issued_at = found or (None, None, None, None)
    if not secrets.code_matches(secret_argon2, secret) or person_id is None or process_id is None:
        raise SignInError(_WRONG_CODE)
    with db.transaction() as session:
        attempts.forgive(session, claimed)
        note_arrival(db, session, process_id, person_id, "code.used")
        return begin_session(db, session, person_id, process_id, how=WayIn.CODE, agent=agent, credential_at=issued_at)


def sign_out(db: Database, token: str | None) -> None:
    """Revoke the session of this cookie, if there is one."""
    if not token:
        return
    with db.transaction() as session:
        web_session = session.exec(
            select(WebSession).where(WebSession.token_sha256 == token_digest(token))
        ).one_or_none()
        if web_session is not None and web_session.revoked_at is None:
            web_session.revoked_at = db.now(session)


def list_example_people(db: Database) -> tuple[ExamplePerson, ...]:
    """The people of the example whom visitors may try; nobody unless the example mode is on."""
    if not get_settings().example:
        return ()
    with db.reading() as session:
        rows = session.exec(
            select(Member, Person, Process)
            .join(Person, col(Person.id) == col(Member.person_id))
            .join(Process, col(Process.id) == col(Member.process_id))
            .where(col(Process.is_example), col(Member.is_tryable))
            .order_by(col(Process.created_at).desc(), col(Person.name))
        ).all()
        people = [
            ExamplePerson(member.id, person.name, member.role, member.institution, process.title)
            for member, person, process in rows
        ]
    return tuple(sorted(people, key=lambda person: person.role is not Role.FACILITATOR))


def try_example(db: Database, member_id: UUID, *, address: str, agent: str = "") -> SignedIn:
    """A session as one of the example's people; refused outside the example mode."""
    attempts.check(db, attempts.address_key(address))
    if member_id not in {person.member_id for person in list_example_people(db)}:
        raise NotFoundError
    with db.transaction() as session:
        member = session.get_one(Member, member_id)
        return begin_session(db, session, member.person_id, member.process_id, how=WayIn.EXAMPLE, agent=agent)


def begin_session(
    db: Database,
    session: Session,
    person_id: UUID,
    process_id: UUID | None,
    *,
    how: WayIn = WayIn.LINK,
    agent: str = "",
    link_id: UUID | None = None,
    credential_at: datetime | None = None,
) -> SignedIn:
    """A new session in the caller's transaction; bound to one process unless `process_id` is None.

    `agent` is the device in words; `credential_at` is when the link or code was issued that it begins with.
    """
    now = db.now(session)
    token = secrets.new_token()
    expires_at = now + timedelta(days=get_settings().session_absolute_days)
    session.add(
        WebSession(
            token_sha256=token_digest(token),
            person_id=person_id,
            process_id=process_id,
            link_id=link_id,
            how=how,
            agent=agent[:80],
            credential_at=credential_at,
            created_at=now,
            seen_at=now,
            expires_at=expires_at,
        )
    )
    return SignedIn(token, _slug(session, process_id), expires_at)


def _hold_link(db: Database, session: Session, digest: str) -> AccessLink | None:
    """The link, held so that two browsers cannot use it at once; the process first, as whoever issues links does."""
    link = session.exec(select(AccessLink).where(AccessLink.secret_sha256 == digest)).one_or_none()
    if link is not None:
        for process_id in processes_of(session, link.person_id) if link.process_id is None else [link.process_id]:
            db.lock_process(session, process_id)
        session.refresh(link, with_for_update=True)
    return link


def _link_refusal(link: AccessLink | None) -> str | None:
    if link is None:
        return _NOT_VALID
    if link.revoked_at is not None:
        return _REVOKED
    if link.used_at is not None and not link.reusable:
        return _USED
    return None


def _use_link(db: Database, session: Session, link: AccessLink, agent: str) -> SignedIn:
    _mark_used(db, session, link)
    return begin_session(
        db, session, link.person_id, link.process_id, agent=agent, link_id=link.id, credential_at=link.created_at
    )


def _mark_used(db: Database, session: Session, link: AccessLink) -> None:
    link.used_at = db.now(session)
    session.add(link)
    if link.process_id is not None:
        note_arrival(db, session, link.process_id, link.person_id, "link.used")
    else:
        note_arrival_everywhere(db, session, link.person_id, "staff_link.used")


def _held_session(db: Database, session: Session, link: AccessLink | None, token: str | None) -> WebSession | None:
    """The live session of this browser, if it is one of the person and the process of the link."""
    if link is None or not token:
        return None
    held = session.exec(
        select(WebSession).where(
            WebSession.token_sha256 == token_digest(token),
            WebSession.person_id == link.person_id,
            WebSession.process_id == link.process_id,
        )
    ).one_or_none()
    return held if held is not None and is_live(held, db.now(session)) else None


def _go_on(db: Database, session: Session, link: AccessLink, held: WebSession, token: str) -> SignedIn:
    """The session as it was: it keeps what it may see, and the link is used up."""
    if _link_refusal(link) is None:
        _mark_used(db, session, link)
    return SignedIn(token, _slug(session, link.process_id), held.expires_at)


def _slug(session: Session, process_id: UUID | None) -> str | None:
    return session.get_one(Process, process_id).slug if process_id is not None else None


def _is_administrator(person: Person, web_session: WebSession) -> bool:
    """A session that a process handed out carries no more than that process."""
    return person.is_administrator and web_session.process_id is None
