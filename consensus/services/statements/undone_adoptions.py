"""Adoptions that were recorded by mistake and undone: they stay on record with the statement they were about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.statements import Route
from consensus.persistence.tables import Statement, Topic, UndoneAdoption


@dataclass(frozen=True, slots=True)
class UndoneView:
    """An adoption that was undone; n_present and the names of those present only for full consensus."""

    route: Route
    adopted_at: datetime
    undone_at: datetime
    reason: str
    n_present: int | None = None
    present: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Both halves in one sentence, without the times."""
        by = self.route.value.replace("_", " ")
        people = f" of {self.n_present} present" if self.n_present else ""
        return f"Its adoption by {by}{people} was recorded by mistake and undone: {self.reason}"


def undone_by_statement(session: Session, process_id: UUID) -> Mapping[UUID, tuple[UndoneView, ...]]:
    """By statement: its adoptions that were undone, in order."""
    rows = session.exec(
        select(UndoneAdoption)
        .join(Statement, col(Statement.id) == col(UndoneAdoption.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == process_id)
        .order_by(col(UndoneAdoption.undone_at))
    )
    found: dict[UUID, tuple[UndoneView, ...]] = {}
    for row in rows:
        found[row.statement_id] = (*found.get(row.statement_id, ()), _view(row))
    return found


def _view(row: UndoneAdoption) -> UndoneView:
    route = Route(row.content["route"])
    # An archive without people has no names; a recused person was there and did not decide.
    decided = [one for one in row.content.get("present", ()) if not one["is_recused"]]
    return UndoneView(
        route=route,
        adopted_at=row.adopted_at,
        undone_at=row.undone_at,
        reason=row.reason,
        n_present=len(decided) if route is Route.FULL_CONSENSUS else None,
        present=tuple(one["name"] for one in decided),
    )
