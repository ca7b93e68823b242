"""How a panel is made up: who is on it, responded and attended, by group, institution, country and discipline."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, case, col, func

from consensus.domain.roles import Action
from consensus.persistence.tables import Member
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.people.participation import attended_in, on_the_panel, responded_in

_FACTS = {
    "Stakeholder group": Member.stakeholder_group,
    "Institution": Member.institution,
    "Country": Member.country,
    "Discipline": Member.discipline,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a panel; the stages count people. `name` is empty for those of whom nothing is said."""

    name: str
    on_panel: int
    responded: int
    attended: int


def get_balance(ctx: Context, process_id: UUID) -> Mapping[str, tuple[Part, ...]]:
    """For each fact that is said of anybody its parts, the largest first, those without it last.

    Counted are panelists and chairs, with a vote or without; parts are one however their letters are written.
    """
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_PANEL, process_id)
        parts = {label: _parts(session, process_id, column) for label, column in _FACTS.items()}
        return {label: found for label, found in parts.items() if any(part.name for part in found)}


def _parts(session: Session, process_id: UUID, column: str) -> tuple[Part, ...]:
    """The parts by this column, counted by the database as they are written, then put together."""
    responded = case((col(Member.id).in_(responded_in(process_id)), 1), else_=0)
    attended = case((col(Member.id).in_(attended_in(process_id)), 1), else_=0)
    rows = session.execute(
        select_columns(col(column), func.count(), func.sum(responded), func.sum(attended))
        .where(*on_the_panel(process_id))
        .group_by(col(column))
    ).all()
    spellings: dict[str, Counter[str]] = {}
    stages: dict[str, list[int]] = {}
    for written, n, *counts in rows:
        key = written.casefold()
        spellings.setdefault(key, Counter())[written] += n
        sums = stages.setdefault(key, [0, 0, 0])
        stages[key] = [total + count for total, count in zip(sums, (n, *counts), strict=True)]
    parts = [Part(_commonest(spellings[key]), *stages[key]) for key in stages]
    return tuple(sorted(parts, key=lambda part: (not part.name, -part.on_panel, -part.attended, part.name.casefold())))


def _commonest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
