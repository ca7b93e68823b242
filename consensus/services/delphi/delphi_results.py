"""What came of a revealed Delphi round, item by item; and how the panel moved, answered and stayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import (
    DelphiRound,
    ItemFeedback,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
    Topic,
)
from consensus.services.context import Context
from consensus.services.delphi.comparisons import (
    GroupDifference,
    VerdictChange,
    group_differences,
    verdict_change,
)
from consensus.services.delphi.delphi_rounds import find_delphi, rounds_of
from consensus.services.delphi.given import earlier_items
from consensus.services.delphi.movements import Movement, since_before, since_first
from consensus.services.delphi.round_ratings import AskedItem, RoundRatings, read_ratings
from consensus.services.delphi.staying import Attrition, Completers, attrition, completers, raters, retention
from consensus.tally.attrition import GroupRetention
from consensus.tally.feedback import ItemFeedback as PanelFeedback
from consensus.tally.round_verdicts import AnyVerdict, verdict_from_dict


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item of a revealed round. `panel` is what was fed back of it.

    dimension: the title of its question where there are several; slug: the question's own name.
    is_stable_disagreement: no consensus, and fewer changed than the protocol says; that is a result.
    """

    item_id: UUID
    label: str
    text: str
    dimension: str
    slug: str
    verdict: AnyVerdict
    panel: PanelFeedback
    is_stable_disagreement: bool = False


@dataclass(frozen=True, slots=True)
class RoundAnalysis:
    """n_rated of n_electors answered something. retention: who of those before came back, by group; empty at first.

    groups: how stakeholder groups differ; verdicts: which items gained or lost consensus since they were rated before.
    attrition: how those who left had rated; completers: the verdicts on those who rated in every round alone.
    """

    n_electors: int
    n_rated: int
    n_answers: int
    n_possible: int
    movements: tuple[Movement, ...]
    retention: tuple[GroupRetention, ...]
    attrition: tuple[Attrition, ...]
    completers: Completers | None
    groups: tuple[GroupDifference, ...] = ()
    verdicts: VerdictChange | None = None
    is_real_time: bool = False


def list_results(ctx: Context, round_id: UUID) -> tuple[ItemResult, ...]:
    """The items of a revealed round with their verdicts, to everybody in the process."""
    with ctx.db.reading() as session:
        round_, delphi, _ = find_delphi(ctx, session, Action.VIEW_RESULTS, round_id, changes=False)
        _check_revealed(round_)
        return read_results(session, round_, delphi)


def read_results(session: Session, round_: Round, delphi: DelphiRound) -> tuple[ItemResult, ...]:
    """The items of a revealed round with their verdicts."""
    protocol = protocol_from_dict(delphi.protocol)
    ratings = read_ratings(session, round_)
    ids = [item.id for item in ratings.items]
    decided = session.exec(select(StoredVerdict).where(col(StoredVerdict.item_id).in_(ids)))
    verdicts = {row.item_id: row.verdict for row in decided}
    panel = _panel(session, ratings)
    labels = labels_of(session, ratings.items)
    texts = _texts(session, ratings.items)
    stable = set(delphi.stop["stable_disagreement"])
    return tuple(
        ItemResult(
            item.id,
            labels[item.statement_id],
            texts[item.version_id],
            protocol.dimension(item.dimension).title if len(protocol.dimensions) > 1 else "",
            item.dimension,
            verdict_from_dict(verdicts[item.id]),
            panel[item.id],
            item.is_deciding and labels[item.statement_id] in stable,
        )
        for item in ratings.items
    )


def get_analysis(ctx: Context, round_id: UUID) -> RoundAnalysis:
    """Response, movement and attrition of a revealed round, to the staff."""
    with ctx.db.reading() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.VIEW_ANALYSES, round_id, changes=False)
        _check_revealed(round_)
        ratings = read_ratings(session, round_)
        rated = raters(ratings)
        before = earlier_items(session, standing.process.id, delphi.number)
        earlier_rounds = {item.round_id for item in before.values()}
        rows = session.exec(select(Round).where(col(Round.id).in_(earlier_rounds))).all()
        earlier = {row.id: read_ratings(session, row) for row in rows}
        labels = labels_of(session, ratings.items)
        protocol = protocol_from_dict(delphi.protocol)
        held = _all_before(session, standing.process.id, delphi.number)
        if protocol.is_real_time:
            movements = since_first(session, protocol, ratings, labels)
        else:
            movements = since_before(protocol, ratings, before, earlier, labels, held)
        n_out = sum(len(members) for members in ratings.recused.values())
        return RoundAnalysis(
            n_electors=len(ratings.members),
            n_rated=len(rated),
            n_answers=sum(len(said) for said in ratings.said.values()),
            n_possible=len(ratings.items) * len(ratings.members) - n_out,
            movements=movements,
            groups=group_differences(ratings, _panel(session, ratings), labels),
            verdicts=_verdict_change(session, ratings, before, labels),
            is_real_time=protocol.is_real_time,
            retention=retention(earlier, rated, standing.process.smallest_group),
            attrition=attrition(ratings, earlier, before, labels),
            completers=completers(
                protocol,
                ratings,
                held,
                _outcomes(session, ratings),
                labels,
            ),
        )


def labels_of(session: Session, items: tuple[AskedItem, ...]) -> dict[UUID, str]:
    """The numbers of the statements of these items, such as "1.2"."""
    rows = session.exec(
        select(Statement.id, Topic.position, Statement.position)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(col(Statement.id).in_({item.statement_id for item in items}))
    )
    return {statement_id: f"{topic}.{place}" for statement_id, topic, place in rows}


def _panel(session: Session, ratings: RoundRatings) -> dict[UUID, PanelFeedback]:
    ids = [item.id for item in ratings.items]
    rows = session.exec(select(ItemFeedback).where(col(ItemFeedback.item_id).in_(ids)))
    return {row.item_id: PanelFeedback.from_dict(row.document) for row in rows}


def _verdict_change(
    session: Session,
    ratings: RoundRatings,
    before: Mapping[tuple[UUID, str], RoundItem],
    labels: Mapping[UUID, str],
) -> VerdictChange | None:
    then = {item.id: before.get((item.statement_id, item.dimension)) for item in ratings.items}
    same = {
        item.id: earlier.id
        for item in ratings.items
        if (earlier := then[item.id]) is not None and earlier.version_sha256 == item.version_sha256
    }
    ids = [*(item.id for item in ratings.items), *same.values()]
    rows = session.exec(select(StoredVerdict).where(col(StoredVerdict.item_id).in_(ids)))
    reached = {row.item_id: verdict_from_dict(row.verdict).reached for row in rows}
    return verdict_change(ratings, reached, {item: reached[earlier] for item, earlier in same.items()}, labels)


def _all_before(session: Session, process_id: UUID, number: int) -> list[RoundRatings]:
    held = rounds_of(session, process_id)
    return [read_ratings(session, round_) for round_, delphi in held if delphi.number < number]


def _outcomes(session: Session, ratings: RoundRatings) -> dict[UUID, str]:
    ids = [item.id for item in ratings.items]
    rows = session.exec(select(StoredVerdict).where(col(StoredVerdict.item_id).in_(ids)))
    return {row.item_id: row.outcome for row in rows}


def _check_revealed(round_: Round) -> None:
    if round_.state is not RoundState.REVEALED:
        raise ConflictError("This round is not revealed yet.")


def _texts(session: Session, items: tuple[AskedItem, ...]) -> dict[UUID, str]:
    rows = session.exec(
        select(StatementVersion.id, StatementVersion.text).where(
            col(StatementVersion.id).in_({item.version_id for item in items})
        )
    )
    return dict(rows.all())
