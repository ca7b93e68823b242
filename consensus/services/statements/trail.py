"""Reading the trail of a statement, from the answers over themes and earlier wordings to the vote and the adoption."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.ballots import RoundKind
from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.objections import Answer
from consensus.domain.roles import Action
from consensus.domain.trail import Step, StepKind, by_time
from consensus.domain.wording import counted
from consensus.persistence.tables import (
    ItemCount,
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
from consensus.services.statements.statement_sources import SourceView
from consensus.services.statements.statement_views import StatementView, statements_of_process
from consensus.tally.round_verdicts import verdict_from_dict
from consensus.tally.verdict_wording import full_consensus_sentence


def get_trail(ctx: Context, statement_id: UUID) -> tuple[Step, ...]:
    """Everything that led to a statement, in the order of the journey; what it was made from comes first."""
    with ctx.db.reading() as session:
        found = session.exec(
            select(Topic.process_id)
            .join(Statement, col(Statement.topic_id) == col(Topic.id))
            .where(Statement.id == statement_id)
        ).one_or_none()
        standing = require(ctx, session, Action.VIEW_STATEMENTS, found)
        views = statements_of_process(session, standing)
        trails = trails_of(session, standing.process.id, views, {statement_id})
        if statement_id not in trails:
            raise NotFoundError
        return trails[statement_id]


def trails_of(
    session: Session, process_id: UUID, views: Sequence[StatementView], wanted: Collection[UUID]
) -> Mapping[UUID, tuple[Step, ...]]:
    """The trails of the wanted ones among these statements of a process, in a fixed number of queries.

    `views` are all its statements as the reader sees them: what stands in a view is all that the trail tells of it.
    """
    versions = _versions(session, process_id)
    parents = _parents(session, process_id)
    checks, rounds = _checks(session, process_id), _rounds(session, process_id)
    labels = {view.id: view.label for view in views}
    return {
        view.id: (
            *map(_source, view.sources),
            *_ancestors(view, versions, parents, labels),
            *_wordings(view, versions[view.id]),
            *by_time((*checks[view.id], *rounds[view.id])),
            *_undone(view),
            *_adoption(view),
        )
        for view in views
        if view.id in wanted
    }


_Written = tuple[StatementVersion, str]


def _versions(session: Session, process_id: UUID) -> Mapping[UUID, Sequence[_Written]]:
    """The wordings of each statement with the names of their authors, the oldest first."""
    rows = session.exec(
        select(StatementVersion, Person.name)
        .join(Statement, col(Statement.id) == col(StatementVersion.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .outerjoin(Person, col(Person.id) == col(StatementVersion.author_id))
        .where(Topic.process_id == process_id)
        .order_by(col(StatementVersion.number))
    )
    found: defaultdict[UUID, list[_Written]] = defaultdict(list)
    for version, author in rows:
        found[version.statement_id].append((version, author or ""))
    return found


def _parents(session: Session, process_id: UUID) -> Mapping[UUID, Sequence[UUID]]:
    """For each wording those it was made from."""
    rows = session.exec(
        select(VersionParent)
        .join(StatementVersion, col(StatementVersion.id) == col(VersionParent.version_id))
        .join(Statement, col(Statement.id) == col(StatementVersion.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == process_id)
    )
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        found[row.version_id].append(row.parent_id)
    return found


def _rounds(session: Session, process_id: UUID) -> Mapping[UUID, Sequence[Step]]:
    rows = session.exec(
        select(Round, RoundItem.statement_id, StatementVersion.number, StoredVerdict)
        .join(RoundItem, col(RoundItem.round_id) == col(Round.id))
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .outerjoin(StoredVerdict, col(StoredVerdict.item_id) == col(RoundItem.id))
        .where(Round.process_id == process_id, Round.kind != RoundKind.OBJECTION)
        .order_by(col(Round.number))
    )
    found: defaultdict[UUID, list[Step]] = defaultdict(list)
    for round_, statement_id, number, stored in rows:
        said = verdict_from_dict(stored.verdict).sentence if stored else _unjudged(round_)
        heading = f"Round {round_.number} on version {number}"
        found[statement_id].append(Step(StepKind.ROUND, heading, said, at=round_.opened_at))
    return found


def _unjudged(round_: Round) -> str:
    """What is told of a round without a verdict."""
    return f"Declared void: {round_.void_reason}" if round_.state is RoundState.VOID else "Not revealed yet."


def _checks(session: Session, process_id: UUID) -> Mapping[UUID, Sequence[Step]]:
    """Of every ended check: how many answered and how many objected."""
    rows = session.exec(
        select(Round, RoundItem, StatementVersion.number)
        .join(RoundItem, col(RoundItem.round_id) == col(Round.id))
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .where(Round.process_id == process_id, Round.kind == RoundKind.OBJECTION, Round.state == RoundState.REVEALED)
        .order_by(col(Round.number).desc())
    ).all()
    said: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for count in session.exec(select(ItemCount).where(col(ItemCount.item_id).in_([item.id for _, item, _ in rows]))):
        said[count.item_id][count.choice] = count.n
    found: defaultdict[UUID, list[Step]] = defaultdict(list)
    for check, item, version in rows:
        heading = f"Check {-check.number} for objections to version {version}"
        objected = counted(said[item.id][Answer.OBJECT], "objection")
        text = f"{said[item.id].total()} answered on their phones, {objected}."
        found[item.statement_id].append(Step(StepKind.CHECK, heading, text, at=check.opened_at))
    return found


def _source(source: SourceView) -> Step:
    if source.quote:
        heading, text, kind = f"Somebody wrote, under the theme {source.theme}", source.quote, StepKind.QUOTE
    elif source.theme:
        people = source.people[:1].upper() + source.people[1:]
        heading, text, kind = f"{people} wrote about a theme", source.theme, StepKind.THEME
    else:
        heading = f"{source.n} of {source.n_valid} answered {source.option_label or 'in favour'}"
        text, kind = source.question_text, StepKind.ANSWERS
    return Step(kind, heading, text, question_id=source.question_id, theme_id=source.theme_id)


def _ancestors(
    view: StatementView,
    versions: Mapping[UUID, Sequence[_Written]],
    parents: Mapping[UUID, Sequence[UUID]],
    labels: Mapping[UUID, str],
) -> list[Step]:
    """The wordings this statement was made from, and those they were made from; each once."""
    by_id = {version.id: (version, author) for written in versions.values() for version, author in written}
    steps: list[Step] = []
    seen: set[UUID] = set()
    waiting = [view.id]
    while waiting:
        for version, _ in versions[waiting.pop()]:
            for parent_id in parents[version.id]:
                if parent_id in seen or parent_id not in by_id:
                    continue
                seen.add(parent_id)
                parent, author = by_id[parent_id]
                waiting.append(parent.statement_id)
                heading = f"Made from statement {labels.get(parent.statement_id, '')}, version {parent.number}"
                steps.append(Step(StepKind.WORDING, heading, parent.text, by=author, at=parent.created_at))
    return sorted(steps, key=lambda step: (step.at is not None and step.at.timestamp(), step.heading))


def _wordings(view: StatementView, versions: Sequence[_Written]) -> list[Step]:
    steps, before = [], ""
    for version, author in versions:
        heading = f"Candidate {view.label}" if version.number == 1 else f"Version {version.number}"
        steps.append(Step(StepKind.WORDING, heading, version.text, before, version.reason, author, version.created_at))
        before = version.text
    return steps


def _undone(view: StatementView) -> list[Step]:
    """Adoptions by mistake: that they were recorded, and that they were undone."""
    steps = []
    for one in view.undone:
        said = full_consensus_sentence(one.n_present) if one.n_present else ""
        steps.append(Step(StepKind.ADOPTION, "Adopted by the panel, recorded by mistake", said, at=one.adopted_at))
        steps.append(Step(StepKind.ADOPTION, "The adoption was undone", reason=one.reason, at=one.undone_at))
    return steps


def _adoption(view: StatementView) -> Sequence[Step]:
    if view.adopted is None:
        return ()
    said = view.adopted.verdict_sentence
    if said is None:
        n_present = view.adopted.n_present
        said = full_consensus_sentence(n_present, view.adopted.hearing) if n_present else ""
    return (Step(StepKind.ADOPTION, "Adopted by the panel", said, at=view.adopted.adopted_at),)
