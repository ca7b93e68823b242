"""How many people a stakeholder group needs to be counted apart: chosen for a process before anybody is asked."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError
from consensus.domain.groups import check_smallest_group
from consensus.domain.lifecycle import RoundState, SurveyState
from consensus.domain.roles import Action
from consensus.persistence.tables import Process, Round, Survey
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context


@dataclass(frozen=True, slots=True)
class SmallestGroup:
    """The number in force; `why_locked` says why it cannot be changed any more, "" where it can."""

    n_people: int
    why_locked: str


def get_smallest_group(ctx: Context, process_id: UUID) -> SmallestGroup:
    """The number of this process, and whether it may still be changed."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.EDIT_PROCESS, process_id).process
        return SmallestGroup(process.smallest_group, _why_locked(session, process_id))


def set_smallest_group(ctx: Context, process_id: UUID, n_people: int) -> None:
    """Choose the number; refused once a survey or a vote was opened, because people answered on that promise."""
    check_smallest_group(n_people)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        if why := _why_locked(session, process_id):
            raise ConflictError(why)
        if standing.process.smallest_group != n_people:
            standing.process.smallest_group = n_people
            note(session, standing, "smallest_group.set", process_id, n=n_people)


def smallest_group_of(process: Process) -> int:
    """People a group needs to be counted apart: in a confidential process as many as it promised, else anybody."""
    return process.smallest_group if process.anonymity.hides_names else 1


def _why_locked(session: Session, process_id: UUID) -> str:
    opened = what_was_opened(session, process_id)
    answer = "vote" if opened == "A vote" else "answer"
    return f"{opened} was opened with this number: people {answer} on the promise it makes." if opened else ""


def what_was_opened(session: Session, process_id: UUID) -> str:
    """What people have begun to answer on what the process promises: "The survey", "A vote", or nothing yet."""
    asked = select(Survey.id).where(Survey.process_id == process_id, Survey.state != SurveyState.DRAFT)
    if session.exec(asked.limit(1)).first() is not None:
        return "The survey"
    voted = select(Round.id).where(Round.process_id == process_id, col(Round.state) != RoundState.DRAFT)
    return "A vote" if session.exec(voted.limit(1)).first() is not None else ""
