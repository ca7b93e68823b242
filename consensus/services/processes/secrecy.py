"""What a process promises about its votes: chosen before anybody is asked, because people answer on it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError
from consensus.domain.roles import Action
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.processes.small_groups import what_was_opened


@dataclass(frozen=True, slots=True)
class Secrecy:
    """The promise in force; `why_locked` says why it cannot be changed any more, "" where it can."""

    anonymity: Anonymity
    why_locked: str


def get_secrecy(ctx: Context, process_id: UUID) -> Secrecy:
    """The promise of this process, and whether it may still be changed."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.EDIT_PROCESS, process_id).process
        return Secrecy(process.anonymity, _why_locked(session, process_id))


def set_secrecy(ctx: Context, process_id: UUID, anonymity: Anonymity) -> None:
    """Choose the promise; refused once a survey or a vote was opened. A single vote may still promise more."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        if why := _why_locked(session, process_id):
            raise ConflictError(why)
        if standing.process.anonymity is not anonymity:
            standing.process.anonymity = anonymity
            note(session, standing, "secrecy.set", process_id, mode=anonymity.value)


def _why_locked(session: Session, process_id: UUID) -> str:
    opened = what_was_opened(session, process_id)
    return f"{opened} was opened under this promise, and people answer on it." if opened else ""
