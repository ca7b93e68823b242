"""Who asks, and of which database: every service call carries a context."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consensus.persistence.database import Database


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person. A session begun by a personal link is bound to that link's process.

    `credential_at` is when the link or code of the session was issued; None where nobody issued one.
    """

    person_id: UUID
    name: str
    session_id: UUID | None = None
    process_id: UUID | None = None
    is_administrator: bool = False
    credential_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The database and the actor; nobody where no one is signed in."""

    db: Database
    actor: Actor | None
