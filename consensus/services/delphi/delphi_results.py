"""What came of a revealed Delphi round, item by item; and how the panel moved, answered and stayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import (
    ItemFeedback,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
    Topic,
)
from consensus.services.context import Context
from consensus.services.delphi.delphi_rounds import find_delphi, rounds_of
from consensus.services.delphi.given import earlier_items
from consensus.services.delphi.pictures import first_answers, shown_by_item
from consensus.services.delphi.round_ratings import MISSING, AskedItem, RoundRatings, read_ratings
from consensus.services.delphi.staying import Attrition, Completers, attrition, completers, raters, retention
from consensus.tally.attrition import GroupRetention
from consensus.tally.feedback import ItemFeedback as PanelFeedback
from consensus.tally.paired_tests import bowker, quadratic_weighted_kappa, wilcoxon_signed_rank
from consensus.tally.round_verdicts import AnyVerdict, verdict_from_dict
from consensus.tally.stability import RoundComparison, change_table, compare_rounds


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item of a revealed round. `panel` is what was fed back of it."""

    item_id: UUID
    label: str
    text: str
    dimension: str
    verdict: AnyVerdict
    panel: PanelFeedback


@dataclass(frozen=True, slots=True)
class Movement:
    """How one item moved since the round before; `comparison` is None where it is not shown, and `why` says why.

    median_before, median_after: those of everybody who rated then and now. wilcoxon_p: signed ranks, those who did
    not change dropped; bowker_p: symmetry of changes; weighted_kappa: quadratic.
    """

    label: str
    dimension: str
    comparison: RoundComparison | None
    median_before: float | None
    median_after: float | None
    why: str
    wilcoxon_p: float | None = None
    bowker_p: float | None = None
    weighted_kappa: float | None = None


@dataclass(frozen=True, slots=True)
class RoundAnalysis:
    """n_rated of n_electors answered something. retention: who of those before came back, by group; empty at first.

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
    is_real_time: bool = False


def list_results(ctx: Context, round_id: UUID) -> tuple[ItemResult, ...]:
    """The items of a revealed round with their verdicts, to everybody in the process."""
    with ctx.db.reading() as session:
        round_, delphi, _ = find_delphi(ctx, session, Action.VIEW_RESULTS, round_id, changes=False)
        _check_revealed(round_)
        protocol = protocol_from_dict(delphi.protocol)
        ratings = read_ratings(session, round_)
        ids = [item.id for item in ratings.items]
        decided = session.exec(select(StoredVerdict).where(col(StoredVerdict.item_id).in_(ids)))
        verdicts = {row.item_id: row.verdict for row in decided}
        frozen = session.exec(select(ItemFeedback).where(col(ItemFeedback.item_id).in_(ids)))
        panel = {row.item_id: row.document for row in frozen}
        labels = labels_of(session, ratings.items)
        texts = _texts(session, ratings.items)
        return tuple(
            ItemResult(
                item.id,
                labels[item.statement_id],
                texts[item.version_id],
                protocol.dimension(item.dimension).title if len(protocol.dimensions) > 1 else "",
                verdict_from_dict(verdicts[item.id]),
                PanelFeedback.from_dict(panel[item.id]),
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
        if protocol.is_real_time:
            movements = _since_first(session, ratings, labels)
        else:
            movements = _since_before(ratings, before, earlier, labels)
        n_out = sum(len(members) for members in ratings.recused.values())
        return RoundAnalysis(
            n_electors=len(ratings.members),
            n_rated=len(rated),
            n_answers=sum(len(said) for said in ratings.said.values()),
            n_possible=len(ratings.items) * len(ratings.members) - n_out,
            movements=movements,
            is_real_time=protocol.is_real_time,
            retention=retention(earlier, rated, standing.process.smallest_group),
            attrition=attrition(ratings, earlier, before, labels),
            completers=completers(
                protocol,
                ratings,
                _all_before(session, standing.process.id, delphi.number),
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


def _since_before(
    ratings: RoundRatings,
    before: Mapping[tuple[UUID, str], RoundItem],
    earlier: Mapping[UUID, RoundRatings],
    labels: Mapping[UUID, str],
) -> tuple[Movement, ...]:
    """Each item against the newest round before that asked it."""
    found = []
    for item in ratings.items:
        then, label = before.get((item.statement_id, item.dimension)), labels[item.statement_id]
        if then is None:
            continue
        if then.version_sha256 != item.version_sha256:
            why = "Reworded since; no stability is computed."
            found.append(Movement(label, item.dimension, None, None, None, why))
            continue
        of = earlier[then.round_id]
        code = dict(zip(of.members, of.row(then.id).tolist(), strict=True))
        first = [code.get(member, MISSING) for member in ratings.members]
        found.append(_movement(label, item, ratings, first, list(code.values())))
    return tuple(found)


def _since_first(session: Session, ratings: RoundRatings, labels: Mapping[UUID, str]) -> tuple[Movement, ...]:
    """Without rounds: the last answer to each item against the first, of those who were shown the panel in between."""
    number = {choice: place for place, choice in enumerate(ratings.places, start=1)}
    shown = shown_by_item(session, ratings.round_id)
    firsts = first_answers(session, ratings.round_id)
    found = []
    for item in ratings.items:
        of, saw = firsts.get(item.id, {}), shown.get(item.id, frozenset())
        everybody = [number.get(of[one].choice, MISSING) if one in of else MISSING for one in ratings.members]
        first = [code if one in saw else MISSING for one, code in zip(ratings.members, everybody, strict=True)]
        found.append(_movement(labels[item.statement_id], item, ratings, first, everybody))
    return tuple(found)


def _movement(
    label: str, item: AskedItem, ratings: RoundRatings, before: Sequence[int], everybody: Sequence[int]
) -> Movement:
    """Numbers of the same people on the same wording; of few people they would tell who changed."""
    first = np.array(before, dtype=np.int8)
    found = compare_rounds(first, ratings.row(item.id), len(ratings.places))
    if found.n_pairs < FEWEST_CONFIDENTIAL:
        return Movement(label, item.dimension, None, None, None, "Too few people rated it in both rounds.")
    shift = int(ratings.places[0]) - 1 if ratings.places[0].isdecimal() else 0
    medians = [_median(part, shift) for part in (everybody, ratings.row(item.id))]
    table = change_table(first, ratings.row(item.id), len(ratings.places))
    return Movement(
        label,
        item.dimension,
        found,
        medians[0],
        medians[1],
        "",
        wilcoxon_signed_rank(table).p,
        bowker(table).p,
        quadratic_weighted_kappa(table),
    )


def _median(row: object, shift: int) -> float | None:
    codes = np.asarray(row)
    rated = codes[codes > 0]
    return float(np.median(rated)) + shift if len(rated) >= FEWEST_CONFIDENTIAL else None


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
