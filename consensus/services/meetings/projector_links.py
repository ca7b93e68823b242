"""The projector link of a meeting: it opens screens that show the meeting, may do nothing, and end with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from consensus.domain.errors import NotFoundError, SignedOutError, SignInError
from consensus.domain.lifecycle import ProcessState
from consensus.domain.roles import Action
from consensus.persistence.database import Database
from consensus.persistence.tables import Meeting, Process, ProjectorLink, ProjectorScreen
from consensus.services.access import Standing, require
from consensus.services.audit import note, record
from consensus.services.context import Context
from consensus.services.sign_in import attempts, secrets
from consensus.services.sign_in.identity import token_digest
from consensus.settings import get_settings

# More than a hall, its overflow room and a control desk need; a link that went astray opens no more than that.
MOST_SCREENS = 10
_NOT_VALID = "This projector link is not valid. Ask the facilitator for the newest one."
_TOO_MANY = f"This link has opened {MOST_SCREENS} screens, and opens no more. Ask the facilitator for a new link."


@dataclass(frozen=True, slots=True)
class ProjectorLinkView:
    """Whether there is a link, since when, and on how many screens it was opened."""

    meeting_id: UUID
    issued_at: datetime | None
    n_screens: int


@dataclass(frozen=True, slots=True)
class Screen:
    """What a screen gets: the token for its cookie, and until when it holds."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Watched:
    """What a screen shows: a meeting of a process."""

    meeting_id: UUID
    process_id: UUID


def get_projector_link(ctx: Context, meeting_id: UUID) -> ProjectorLinkView:
    """The projector link as whoever runs the meeting sees it; its secret is kept nowhere."""
    with ctx.db.reading() as session:
        meeting = session.get(Meeting, meeting_id)
        require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None)
        link = session.get(ProjectorLink, meeting_id)
        return ProjectorLinkView(meeting_id, link.issued_at if link else None, _n_screens(session, meeting_id))


def issue_projector_link(ctx: Context, meeting_id: UUID) -> str:
    """The secret of a new link, to be shown once; the one before it ends, with every screen it opened."""
    with ctx.db.transaction() as session:
        standing = _hold(ctx, session, meeting_id)
        _end(session, meeting_id)
        secret = secrets.new_token()
        now = ctx.db.now(session)
        session.add(ProjectorLink(meeting_id=meeting_id, secret_sha256=token_digest(secret), issued_at=now))
        note(session, standing, "projector.issued", meeting_id)
        return secret


def revoke_projector_link(ctx: Context, meeting_id: UUID) -> None:
    """End the link and every screen it opened."""
    with ctx.db.transaction() as session:
        standing = _hold(ctx, session, meeting_id)
        if session.get(ProjectorLink, meeting_id) is not None:
            _end(session, meeting_id)
            note(session, standing, "projector.revoked", meeting_id)


def open_screen(db: Database, secret: str, *, address: str, agent: str = "") -> Screen:
    """Turn the secret of a projector link into a screen; `agent`: the device in words. At most `MOST_SCREENS`."""
    key = attempts.address_key(address)
    attempts.check(db, key)
    with db.transaction() as session:
        link = session.exec(
            select(ProjectorLink).where(ProjectorLink.secret_sha256 == token_digest(secret))
        ).one_or_none()
        process = db.lock_process(session, _process_id(session, link)) if link is not None else None
        # Read again: until the process was held, the link could still be replaced.
        if link is not None and process is not None and _still_holds(session, link):
            return _open(db, session, process, link, agent)
    attempts.count_failure(db, key)
    raise SignInError(_NOT_VALID)


def meeting_of_screen(db: Database, session: Session, token: str | None) -> Watched:
    """The meeting that the holder of this cookie may look at; nothing else follows from it."""
    found = session.exec(
        select(ProjectorScreen, Process)
        .join(Meeting, col(Meeting.id) == col(ProjectorScreen.meeting_id))
        .join(Process, col(Process.id) == col(Meeting.process_id))
        .where(ProjectorScreen.token_sha256 == token_digest(token or ""))
    ).one_or_none()
    if found is None:
        raise SignedOutError
    screen, process = found
    if db.now(session) >= screen.expires_at or process.state is ProcessState.ARCHIVED:
        raise SignedOutError
    return Watched(screen.meeting_id, process.id)


def is_screen(db: Database, token: str | None) -> bool:
    """Whether this cookie belongs to a screen that holds."""
    with db.reading() as session:
        try:
            meeting_of_screen(db, session, token)
        except SignedOutError:
            return False
        return True


def _open(db: Database, session: Session, process: Process, link: ProjectorLink, agent: str) -> Screen:
    if _n_screens(session, link.meeting_id) >= MOST_SCREENS:
        raise SignInError(_TOO_MANY)
    now, token = db.now(session), secrets.new_token()
    expires_at = now + timedelta(days=get_settings().session_absolute_days)
    session.add(
        ProjectorScreen(
            meeting_id=link.meeting_id,
            token_sha256=token_digest(token),
            agent=agent[:80],
            opened_at=now,
            expires_at=expires_at,
        )
    )
    record(session, process, "projector.opened", link.meeting_id, actor_id=None, agent=agent[:80] or "unknown device")
    return Screen(token, expires_at)


def _n_screens(session: Session, meeting_id: UUID) -> int:
    return session.exec(select(func.count()).where(ProjectorScreen.meeting_id == meeting_id)).one()


def _hold(ctx: Context, session: Session, meeting_id: UUID) -> Standing:
    meeting = session.get(Meeting, meeting_id)
    standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
    if meeting is None:
        raise NotFoundError
    return standing


def _end(session: Session, meeting_id: UUID) -> None:
    session.exec(delete(ProjectorScreen).where(col(ProjectorScreen.meeting_id) == meeting_id))
    session.exec(delete(ProjectorLink).where(col(ProjectorLink.meeting_id) == meeting_id))


def _process_id(session: Session, link: ProjectorLink) -> UUID:
    return session.get_one(Meeting, link.meeting_id).process_id


def _still_holds(session: Session, link: ProjectorLink) -> bool:
    found = session.exec(
        select(ProjectorLink.meeting_id).where(ProjectorLink.secret_sha256 == link.secret_sha256)
    ).one_or_none()
    return found is not None
