"""The trail of a statement: from the answers over themes and earlier wordings to the vote and the adoption."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import NotFoundError
from consensus.domain.roles import Action
from consensus.persistence.tables import (
    Person,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
    Topic,
    VersionParent,
)
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.statement_views import StatementView, statements_of_process
from consensus.tally.verdict_wording import full_consensus_sentence
from consensus.tally.verdicts import Verdict


class StepKind(StrEnum):
    """What a step of the trail is."""

    ANSWERS = "answers"
    THEME = "theme"
    QUOTE = "quote"
    WORDING = "wording"
    ROUND = "round"
    ADOPTION = "adoption"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a heading of ours, text as somebody wrote it, and what it followed from.

    before: of a wording, the one it replaced, to show what changed. by, at: who did it and when, where that is known.
    """

    kind: StepKind
    heading: str
    text: str = ""
    before: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None


def get_trail(ctx: Context, statement_id: UUID) -> tuple[Step, ...]:
    """Everything that led to a statement, in the order of the journey; what it was made from comes first."""
    with ctx.db.reading() as session:
        found = session.exec(
            select(Topic.process_id)
            .join(Statement, col(Statement.topic_id) == col(Topic.id))
            .where(Statement.id == statement_id)
        ).one_or_none()
        standing = require(ctx, session, Action.VIEW_STATEMENTS, found)
        views = {view.id: view for view in statements_of_process(session, standing)}
        if statement_id not in views:
            raise NotFoundError
        view = views[statement_id]
        return (
            *_sources(view),
            *_ancestors(session, view, views),
            *_wordings(session, view),
            *_rounds(session, statement_id),
            *_adoption(view),
        )


def _sources(view: StatementView) -> list[Step]:
    steps = []
    for source in view.sources:
        if source.quote:
            steps.append(Step(StepKind.QUOTE, f"Somebody wrote, under the theme {source.theme}", source.quote))
        elif source.theme:
            people = source.people[:1].upper() + source.people[1:]
            steps.append(Step(StepKind.THEME, f"{people} wrote about a theme", source.theme))
        else:
            answer = source.option_label or "in favour"
            steps.append(
                Step(StepKind.ANSWERS, f"{source.n} of {source.n_valid} answered {answer}", source.question_text)
            )
    return steps


def _ancestors(session: Session, view: StatementView, views: dict[UUID, StatementView]) -> list[Step]:
    """The wordings this statement was made from, and those they were made from; each once."""
    steps: list[Step] = []
    seen: set[UUID] = set()
    waiting = [view.id]
    while waiting:
        rows = session.exec(
            select(StatementVersion, Person.name)
            .join(VersionParent, col(VersionParent.parent_id) == col(StatementVersion.id))
            .where(
                col(VersionParent.version_id).in_(
                    select(StatementVersion.id).where(StatementVersion.statement_id == waiting.pop())
                )
            )
            .outerjoin(Person, col(Person.id) == col(StatementVersion.author_id))
        )
        for version, author in rows:
            if version.id in seen:
                continue
            seen.add(version.id)
            waiting.append(version.statement_id)
            label = views[version.statement_id].label if version.statement_id in views else ""
            heading = f"Made from statement {label}, version {version.number}"
            steps.append(Step(StepKind.WORDING, heading, version.text, by=author or "", at=version.created_at))
    return sorted(steps, key=lambda step: (step.at is not None and step.at.timestamp(), step.heading))


def _wordings(session: Session, view: StatementView) -> list[Step]:
    rows = session.exec(
        select(StatementVersion, Person.name)
        .outerjoin(Person, col(Person.id) == col(StatementVersion.author_id))
        .where(StatementVersion.statement_id == view.id)
        .order_by(col(StatementVersion.number))
    ).all()
    steps, before = [], ""
    for version, author in rows:
        heading = f"Candidate {view.label}" if version.number == 1 else f"Version {version.number}"
        steps.append(
            Step(StepKind.WORDING, heading, version.text, before, version.reason, author or "", version.created_at)
        )
        before = version.text
    return steps


def _rounds(session: Session, statement_id: UUID) -> list[Step]:
    rows = session.exec(
        select(Round, StatementVersion.number, StoredVerdict)
        .join(RoundItem, col(RoundItem.round_id) == col(Round.id))
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .outerjoin(StoredVerdict, col(StoredVerdict.item_id) == col(RoundItem.id))
        .where(RoundItem.statement_id == statement_id)
        .order_by(col(Round.number))
    )
    return [
        Step(
            StepKind.ROUND,
            f"Round {round_.number} on version {number}",
            Verdict.from_dict(stored.verdict).sentence if stored else "Not revealed yet.",
            at=round_.opened_at,
        )
        for round_, number, stored in rows
    ]


def _adoption(view: StatementView) -> Sequence[Step]:
    if view.adopted is None:
        return ()
    said = view.adopted.verdict_sentence
    if said is None:
        said = full_consensus_sentence(view.adopted.n_present) if view.adopted.n_present else ""
    return (Step(StepKind.ADOPTION, "Adopted by the panel", said, at=view.adopted.adopted_at),)
