"""Who may listen to the signals of a process, and to which."""

from dataclasses import dataclass
from uuid import UUID

from consensus.domain.errors import SignedOutError
from consensus.domain.roles import STAFF, Action
from consensus.persistence.database import Database
from consensus.persistence.signals import Audience
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.identity import actor_for_token


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
