"""Which statements came out of a question or a theme: the way from the answers forward."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.lifecycle import StatementState
from consensus.persistence.tables import Theme
from consensus.services.access import Standing
from consensus.services.statements.statement_views import StatementView, statements_of_process


@dataclass(frozen=True, slots=True)
class DerivedStatement:
    """A statement that rests on answers, as it stands now."""

    id: UUID
    label: str
    text: str
    state: StatementState


@dataclass(frozen=True, slots=True)
class DerivedStatements:
    """The statements by the question their answers were given to, and by the theme; each once."""

    by_question: Mapping[str, tuple[DerivedStatement, ...]]
    by_theme: Mapping[UUID, tuple[DerivedStatement, ...]]


def derived_statements(session: Session, standing: Standing) -> DerivedStatements:
    """All of a process, in the order of the agenda; those of a merged theme count with the one it went into."""
    merged = select(Theme.id, Theme.merged_into).where(
        Theme.process_id == standing.process.id, col(Theme.merged_into).is_not(None)
    )
    into = dict(session.exec(merged).all())
    by_question: defaultdict[str, dict[UUID, DerivedStatement]] = defaultdict(dict)
    by_theme: defaultdict[UUID, dict[UUID, DerivedStatement]] = defaultdict(dict)
    for view in statements_of_process(session, standing):
        derived = _derived(view)
        for source in view.sources:
            if source.theme_id is not None:
                by_theme[into.get(source.theme_id) or source.theme_id][view.id] = derived
            if source.question_id:
                by_question[source.question_id][view.id] = derived
    return DerivedStatements(
        {question_id: tuple(found.values()) for question_id, found in by_question.items()},
        {theme_id: tuple(found.values()) for theme_id, found in by_theme.items()},
    )


def _derived(view: StatementView) -> DerivedStatement:
    return DerivedStatement(view.id, view.label, view.text, view.state)
