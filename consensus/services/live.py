"""Who may listen to the signals of a process, to which, and how long."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from consensus.domain.errors import SignedOutError
from consensus.domain.roles import STAFF, Action
from consensus.persistence.database import Database
from consensus.persistence.signals import Audience
from consensus.persistence.tables import WebSession
from consensus.services.access import require
from consensus.services.batches import batches
from consensus.services.context import Context
from consensus.services.sign_in.identity import actor_for_token, token_digest
from consensus.services.sign_in.sign_ins import is_live_now


@dataclass(frozen=True, slots=True)
class Watch:
    """The audiences a connection belongs to, whose it is, and the revision it starts from."""

    audiences: frozenset[str]
    person_id: UUID
    revision: int


def watch(db: Database, token: str | None, process_id: UUID) -> Watch:
    """Let the holder of this cookie listen to a process."""
    actor = actor_for_token(db, token)
    if actor is None:
        raise SignedOutError
    with db.reading() as session:
        standing = require(Context(db, actor), session, Action.VIEW_PROCESS, process_id)
        audiences = {Audience.EVERYONE, Audience.STAFF} if standing.member.role in STAFF else {Audience.EVERYONE}
        values = frozenset(audience.value for audience in audiences)
        return Watch(values, actor.person_id, standing.process.revision)


def still_signed_in(db: Database, tokens: Collection[str]) -> frozenset[str]:
    """Those of these cookies whose sign-ins hold, asked for together; looking does not count as using them."""
    digests = {token_digest(token): token for token in tokens}
    found: set[str] = set()
    with db.reading() as session:
        for some in batches(list(digests)):
            query = select(WebSession.token_sha256).where(col(WebSession.token_sha256).in_(some), *is_live_now(session))
            found.update(session.exec(query))
    return frozenset(digests[digest] for digest in found)
