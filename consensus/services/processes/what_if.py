"""Secondary analyses of what was voted on: other rules and smaller panels, computed anew and never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.presets import Preset, load_presets
from consensus.domain.roles import Action
from consensus.domain.round_kinds import scale_of
from consensus.domain.rules import Rule
from consensus.persistence.tables import Round, RoundItem, Statement, StatementVersion, StoredVerdict, Topic
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.processes.with_and_without import with_and_without_of
from consensus.tally.round_verdicts import rule_of, verdict_from_dict
from consensus.tally.what_if import WhatIf, applicable, what_if
from consensus.tally.with_and_without import WithAndWithout


@dataclass(frozen=True, slots=True)
class AnalysedItem:
    """A statement that was voted on: round, number in the agenda, wording, what if, and without conflicts."""

    round_number: int
    label: str
    text: str
    analysis: WhatIf
    without_conflicts: WithAndWithout | None = None


def list_analyses(ctx: Context, process_id: UUID) -> tuple[AnalysedItem, ...]:
    """Every item of every revealed round, in the order in which they were voted on.

    All of it follows from the tallies that were published: how many removals would change an outcome is said, never
    whose; groups are told apart only where the rule asked for them and each has as many eligible people as the
    process asks of a group.
    """
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.VIEW_ANALYSES, process_id).process
        without = with_and_without_of(session, process_id)
        return tuple(_analyse(*row, without, process.smallest_group) for row in _revealed_items(session, process_id))


def _others(rule: Rule) -> tuple[Preset, ...]:
    """The ready-made rules that could have judged the same ballots; cells of a grid and places have none."""
    scale = scale_of(rule)
    if scale is None and not isinstance(rule, ConsensusDefinition):
        return ()
    return applicable(load_presets().values(), rule, scale)


def _revealed_items(session: Session, process_id: UUID) -> list[tuple[int, str, str, StoredVerdict]]:
    """Round, number in the agenda, wording and verdict of each item; there is no verdict before the reveal."""
    rounds = dict(session.exec(select(Round.id, Round.number).where(Round.process_id == process_id)).all())
    rows = session.exec(
        select(StoredVerdict, RoundItem, Statement, Topic)
        .join(RoundItem, col(RoundItem.id) == col(StoredVerdict.item_id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(col(RoundItem.round_id).in_(rounds))
        .order_by(col(RoundItem.position))
    ).all()
    version_ids = [item.version_id for _, item, _, _ in rows]
    texts = dict(
        session.exec(
            select(StatementVersion.id, StatementVersion.text).where(col(StatementVersion.id).in_(version_ids))
        ).all()
    )
    found = [
        (rounds[item.round_id], f"{topic.position}.{statement.position}", texts[item.version_id], stored)
        for stored, item, statement, topic in rows
    ]
    return sorted(found, key=lambda row: row[0])


def _analyse(
    number: int, place: str, text: str, stored: StoredVerdict, without: Mapping[UUID, WithAndWithout], smallest: int
) -> AnalysedItem:
    verdict = verdict_from_dict(stored.verdict)
    rule = rule_of(verdict)
    if verdict.tally is None or rule is None:
        raise ValueError("A verdict on votes is stored with its inputs.")
    presets = _others(rule)
    label = f"{place}, round {number}"
    analysis = what_if(label, verdict.tally, rule, presets, verdict, smallest=smallest)
    return AnalysedItem(number, label, text, analysis, without.get(stored.item_id))
