"""Sign-ins that are under way: seen and ended by their owner, and by who hands out access to a process."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.domain.way_in import WayIn
from consensus.persistence.database import database_of
from consensus.persistence.tables import Member, Person, Process, Round, WebSession
from consensus.services.access import require, signed_in
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.sign_in.credentials import find_member
from consensus.settings import get_settings


@dataclass(frozen=True, slots=True)
class SignInView:
    """A sign-in that holds; `process_title` is "" where it is bound to none. `may_end`: whether the reader may.

    seen_at: None where the reader watches how votes fall, and would see whose they are.
    """

    id: UUID
    how: WayIn
    agent: str
    process_title: str
    began_at: datetime
    seen_at: datetime | None
    is_this: bool
    may_end: bool


def list_my_sign_ins(ctx: Context) -> tuple[SignInView, ...]:
    """The actor's live sign-ins, the newest first; one that is bound to a process sees those to that process."""
    with ctx.db.reading() as session:
        actor = signed_in(ctx, session)
        return tuple(
            _view(web_session, title, is_this=web_session.id == actor.session_id)
            for web_session, title in _list(session, actor.person_id)
            if actor.process_id in {None, web_session.process_id}
        )


def end_my_sign_in(ctx: Context, sign_in_id: UUID) -> None:
    """End one of the actor's sign-ins."""
    with ctx.db.transaction() as session:
        actor = signed_in(ctx, session)
        web_session = session.get(WebSession, sign_in_id)
        if web_session is None or web_session.person_id != actor.person_id:
            raise NotFoundError
        if actor.process_id not in {None, web_session.process_id}:
            raise NotFoundError
        web_session.revoked_at = web_session.revoked_at or ctx.db.now(session)


def end_my_other_sign_ins(ctx: Context) -> None:
    """End all of the actor's sign-ins but this one; of a sign-in bound to a process, those to that process."""
    with ctx.db.transaction() as session:
        actor = signed_in(ctx, session)
        end_sign_ins(session, actor.person_id, ctx.db.now(session), but=actor.session_id, process_id=actor.process_id)


def list_member_sign_ins(ctx: Context, member_id: UUID) -> tuple[SignInView, ...]:
    """A member's live sign-ins by which they may act in this process, the newest first.

    One that is bound to no process is their own: it is seen here, and ended by them or by an administrator.
    """
    with ctx.db.reading() as session:
        member = session.get(Member, member_id)
        standing = require(ctx, session, Action.HAND_OUT_ACCESS, member.process_id if member else None)
        if member is None:
            raise NotFoundError
        is_watching = _is_tally_watched(session, member.process_id)
        return tuple(
            _view(
                web_session,
                title,
                is_this=web_session.id == standing.actor.session_id,
                may_end=web_session.process_id is not None,
                shows_seen=not is_watching,
            )
            for web_session, title in _list(session, member.person_id)
            if web_session.process_id in {None, member.process_id}
        )


def end_member_sign_ins(ctx: Context, member_id: UUID) -> None:
    """End a member's sign-ins to this process; their link, if it was not used, and their code still hold."""
    with ctx.db.transaction() as session:
        member, standing = find_member(ctx, session, Action.HAND_OUT_ACCESS, member_id)
        end_sign_ins(session, member.person_id, ctx.db.now(session), process_id=member.process_id)
        note(session, standing, "sign_ins.ended", member.id, name=session.get_one(Person, member.person_id).name)


def end_sign_ins(
    session: Session, person_id: UUID, now: datetime, *, but: UUID | None = None, process_id: UUID | None = None
) -> None:
    """End the sign-ins of a person, of one process or all; in the caller's transaction."""
    query = update(WebSession).where(col(WebSession.person_id) == person_id, col(WebSession.revoked_at).is_(None))
    if but is not None:
        query = query.where(col(WebSession.id) != but)
    if process_id is not None:
        query = query.where(col(WebSession.process_id) == process_id)
    session.exec(query.values(revoked_at=now).execution_options(synchronize_session=False))


def is_live_now(session: Session) -> tuple[ColumnElement[bool], ...]:
    """What holds of a sign-in that may still act, as the database says it."""
    now = database_of(session).now(session)
    idle = timedelta(hours=get_settings().session_idle_hours)
    return (
        col(WebSession.revoked_at).is_(None),
        col(WebSession.expires_at) > now,
        col(WebSession.seen_at) >= now - idle,
    )


def _list(session: Session, person_id: UUID) -> list[tuple[WebSession, str | None]]:
    query = (
        select(WebSession, Process.title)
        .outerjoin(Process, col(Process.id) == col(WebSession.process_id))
        .where(
            WebSession.person_id == person_id,
            *is_live_now(session),
        )
        .order_by(col(WebSession.seen_at).desc(), col(WebSession.created_at).desc())
    )
    return [(web_session, title) for web_session, title in session.exec(query)]


def _is_tally_watched(session: Session, process_id: UUID) -> bool:
    """Whether a confidential round is open whose counts are seen as they come."""
    watched = select(Round.id).where(
        Round.process_id == process_id,
        Round.state == RoundState.OPEN,
        Round.tally_mode == TallyMode.LIVE,
        Round.anonymity == Anonymity.CONFIDENTIAL,
    )
    return session.exec(watched.limit(1)).first() is not None


def _view(
    web_session: WebSession, title: str | None, *, is_this: bool, may_end: bool = True, shows_seen: bool = True
) -> SignInView:
    return SignInView(
        web_session.id,
        web_session.how,
        web_session.agent,
        title or "",
        web_session.created_at,
        web_session.seen_at if shows_seen else None,
        is_this,
        may_end,
    )
