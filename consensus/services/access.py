"""Permission, decided inside the transaction from the role in the database."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from consensus.domain.errors import NotAllowedError, NotFoundError, SignedOutError
from consensus.domain.roles import Action, Role, may
from consensus.persistence.database import database_of
from consensus.persistence.tables import Member, Process, WebSession
from consensus.services.context import Actor, Context


@dataclass(frozen=True, slots=True)
class Standing:
    """The process acted in, and the member who acts."""

    process: Process
    member: Member
    actor: Actor

    def may(self, action: Action) -> bool:
        """Whether this member may also do that, now."""
        return may(self.member.role, action, self.process.state)


def signed_in(ctx: Context, session: Session) -> Actor:
    """The actor, if their session still holds; it may have been revoked since the page was drawn."""
    if ctx.actor is None:
        raise SignedOutError
    if ctx.actor.session_id is not None:
        web_session = session.get(WebSession, ctx.actor.session_id)
        if web_session is None or web_session.revoked_at is not None:
            raise SignedOutError
    return ctx.actor


def require(
    ctx: Context, session: Session, action: Action, process_id: UUID | None, *, changes: bool = False
) -> Standing:
    """The standing of the actor in this process, or a refusal.

    With `changes`, the row of the process is held until the end of the transaction. Whoever is not a member, or
    came in by a link to another process, gets the answer for a process that does not exist.
    """
    actor = signed_in(ctx, session)
    if process_id is None or (actor.process_id is not None and actor.process_id != process_id):
        raise NotFoundError
    db = database_of(session)
    process = db.lock_process(session, process_id) if changes else session.get(Process, process_id)
    member = session.exec(
        select(Member).where(Member.process_id == process_id, Member.person_id == actor.person_id)
    ).one_or_none()
    if process is None or member is None:
        raise NotFoundError
    if not may(member.role, action, process.state):
        raise NotAllowedError(_refusal(member.role, action, process))
    return Standing(process, member, actor)


def _refusal(role: Role, action: Action, process: Process) -> str:
    does_it_ever = any(may(role, action, state) for state in type(process.state))
    if does_it_ever:
        return f"This cannot be done while the process is {process.state.value}."
    return f"As {_article(role)} you cannot do this."


def _article(role: Role) -> str:
    return f"an {role.value}" if role.value[0] in "aeiou" else f"a {role.value}"
