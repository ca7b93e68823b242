"""The items of a round for one reader: their order, their ratings, and of the panel what they may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import Session, col, select

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import Option
from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.ordering import Place, comments_in_order, items_in_order
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.delphi.reasons import asks_reason
from consensus.domain.delphi.terms import ReasonTrigger
from consensus.domain.lifecycle import RoundState
from consensus.domain.round_kinds import options_of
from consensus.domain.word_diff import word_diff
from consensus.persistence.tables import (
    Ballot,
    DelphiItem,
    DelphiRound,
    Elector,
    GivenFeedback,
    ItemFeedback,
    ItemRecusal,
    RatingReason,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    Topic,
)
from consensus.services.access import Standing
from consensus.services.delphi.form_views import FormItem, MyRating
from consensus.services.delphi.live_items import BEFORE_THE_LINK, LivePanel, live_panel, live_parts
from consensus.services.delphi.protocols import protocol_of
from consensus.services.rounds.round_rules import frozen_scale
from consensus.tally.feedback import ItemFeedback as PanelFeedback
from consensus.tally.feedback_shown import ShownFeedback, shown_to

# Written out rather than bound, so that the index of ballots with a comment is taken.
_NOTHING: ColumnElement[str] = literal_column("''")


@dataclass(frozen=True, slots=True)
class FormRow:
    """An item of a round with its wording and place."""

    item: RoundItem
    asked: DelphiItem
    version: StatementVersion
    label: str
    section: int
    topic: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which round, with all that belongs to them alone; `live` while they answer without rounds."""

    standing: Standing
    round_: Round
    protocol: Protocol
    seed: str
    arm: FeedbackPlan
    group: str
    earlier: Mapping[UUID, UUID]
    mine: Mapping[UUID, Ballot]
    reasons: Mapping[UUID, tuple[str, ...]]
    live: LivePanel | None = None

    def knows(self, ballot: Ballot) -> bool:
        """Whether this sign-in may be shown the ballot: whoever issued its link could be the reader."""
        issued_at = self.standing.actor.credential_at
        return issued_at is None or ballot.cast_at >= issued_at


def rows_of(session: Session, round_id: UUID, item_id: UUID | None = None) -> list[FormRow]:
    """The items of a round with their wording, in the fixed order; or one of them."""
    which = RoundItem.round_id == round_id if item_id is None else RoundItem.id == item_id
    asked = {
        row.item_id: row
        for row in session.exec(
            select(DelphiItem).join(RoundItem, col(RoundItem.id) == col(DelphiItem.item_id)).where(which)
        )
    }
    rows = session.exec(
        select(RoundItem, StatementVersion, Statement, Topic)
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(which)
        .order_by(col(RoundItem.position))
    ).all()
    return [
        FormRow(item, asked[item.id], version, f"{topic.position}.{statement.position}", topic.position, topic.title)
        for item, version, statement, topic in rows
    ]


def reader_of(
    session: Session,
    standing: Standing,
    round_: Round,
    delphi: DelphiRound,
    elector: Elector | None,
    rows: Sequence[FormRow],
) -> Reader:
    """All that belongs to one reader alone."""
    protocol = protocol_from_dict(delphi.protocol)
    given = session.get(GivenFeedback, (round_.id, standing.member.id))
    known = given.document if given else {}
    earlier = {row.item.id: UUID(known[str(row.item.id)]["earlier"]) for row in rows if str(row.item.id) in known}
    ids = [*(row.item.id for row in rows), *earlier.values()]
    ballots = session.exec(
        select(Ballot).where(col(Ballot.item_id).in_(ids), Ballot.member_id == standing.member.id)
    ).all()
    tapped = session.exec(
        select(RatingReason).where(col(RatingReason.item_id).in_(ids), RatingReason.member_id == standing.member.id)
    ).all()
    return Reader(
        standing=standing,
        round_=round_,
        protocol=protocol,
        seed=protocol_of(session, round_.process_id).seed,
        arm=protocol.arms[given.arm if given else 0],
        group=elector.stakeholder_group if elector else "",
        earlier=earlier,
        mine={ballot.item_id: ballot for ballot in ballots},
        reasons={row.item_id: tuple(row.reasons.get("tapped", ())) for row in tapped},
        live=_live(session, standing, round_, protocol, rows),
    )


def _live(
    session: Session, standing: Standing, round_: Round, protocol: Protocol, rows: Sequence[FormRow]
) -> LivePanel | None:
    if not protocol.is_real_time or round_.state is not RoundState.OPEN:
        return None
    ids = [row.item.id for row in rows]
    return live_panel(session, standing.process, protocol, round_.id, standing.member.id, ids)


def items_of(session: Session, reader: Reader, rows: Sequence[FormRow]) -> tuple[FormItem, ...]:
    """The items as this reader meets them."""
    places = [Place(row.item.id, row.item.statement_id, row.section, row.item.position) for row in rows]
    order = items_in_order(places, reader.protocol.order, reader.seed, reader.standing.member.id)
    by_id = {row.item.id: row for row in rows}
    panel = {
        row.item_id: PanelFeedback.from_dict(row.document)
        for row in session.exec(select(ItemFeedback).where(col(ItemFeedback.item_id).in_(reader.earlier.values())))
    }
    comments = _comments(session, reader)
    versions = _versions(session, reader)
    out = set(
        session.exec(
            select(ItemRecusal.item_id).where(
                col(ItemRecusal.item_id).in_(by_id), ItemRecusal.member_id == reader.standing.member.id
            )
        )
    )
    scale = frozen_scale(reader.round_)
    options = options_of(reader.round_.kind, scale)
    return tuple(
        _item(reader, by_id[item_id], panel, comments, versions, options, scale, is_recused=item_id in out)
        for item_id in order
    )


def _item(
    reader: Reader,
    row: FormRow,
    panel: Mapping[UUID, PanelFeedback],
    comments: Mapping[UUID, tuple[str, ...]],
    versions: Mapping[UUID, StatementVersion],
    options: tuple[Option, ...],
    scale: BallotScale | None,
    *,
    is_recused: bool,
) -> FormItem:
    earlier = reader.earlier.get(row.item.id)
    before = reader.mine.get(earlier) if earlier else None
    now = reader.mine.get(row.item.id)
    shown, band = None, None
    if earlier is not None and earlier in panel and not is_recused:
        shown = _shown(reader, panel[earlier], before, now)
        band = panel[earlier].band
    answered = before is not None or now is not None
    version = versions.get(earlier) if earlier else None
    is_same = version is None or version.id == row.version.id
    dimension = reader.protocol.dimension(row.asked.dimension)
    item = FormItem(
        id=row.item.id,
        label=row.label,
        section=row.topic,
        text=row.version.text,
        plain_text=row.version.plain_text,
        version_sha256=row.item.version_sha256,
        title=dimension.title,
        question=dimension.question,
        options=options,
        rating=_rating(reader, now) if now else None,
        is_recused=is_recused,
        feedback=shown,
        comments=comments.get(earlier, ()) if earlier and answered and reader.arm.comments else (),
        change=() if is_same or version is None else word_diff(version.text, row.version.text),
        asks=_asks(reader, scale, before if is_same else None, now, band if is_same else None),
    )
    if reader.live is None or is_recused:
        return item
    parts = live_parts(
        reader.live, reader.arm, reader.protocol.reasons_when, scale, now, reader.standing.actor.credential_at
    )
    return replace(item, feedback=parts.feedback, comments=parts.comments, asks=parts.asks, live=parts.live)


def _rating(reader: Reader, ballot: Ballot) -> MyRating:
    if not reader.knows(ballot):
        return MyRating(None, "", ballot.cast_at, ())
    return MyRating(ballot.choice, ballot.comment, ballot.cast_at, reader.reasons.get(ballot.item_id, ()))


def _shown(reader: Reader, panel: PanelFeedback, before: Ballot | None, now: Ballot | None) -> ShownFeedback:
    """Beside an earlier rating, or beside the first one in this round where there was none earlier."""
    own = before or now
    if own is None:
        return shown_to(panel, reader.arm, None, reader.group)
    if not reader.knows(own):
        hidden = shown_to(panel, reader.arm, None, reader.group, could_not_judge=True)
        return ShownFeedback(
            None, hidden.n, hidden.counts, hidden.median, hidden.quartiles, hidden.groups, BEFORE_THE_LINK
        )
    number = _number(own.choice)
    return shown_to(panel, reader.arm, number, reader.group, could_not_judge=number is None)


def _number(choice: str) -> int | None:
    return int(choice) if choice.isdecimal() else None


def _asks(
    reader: Reader,
    scale: BallotScale | None,
    before: Ballot | None,
    now: Ballot | None,
    band: tuple[float, float] | None,
) -> frozenset[ReasonTrigger]:
    if scale is None or now is None or before is None or not reader.knows(now) or not reader.knows(before):
        return frozenset()
    rating = _number(now.choice)
    if rating is None:
        return frozenset()
    return asks_reason(reader.protocol.reasons_when, scale.points, rating, before=_number(before.choice), band=band)


def _comments(session: Session, reader: Reader) -> dict[UUID, tuple[str, ...]]:
    rows = session.exec(
        select(Ballot.item_id, Ballot.comment).where(
            col(Ballot.item_id).in_(reader.earlier.values()), col(Ballot.comment) != _NOTHING
        )
    )
    found: dict[UUID, list[str]] = {}
    for item_id, comment in rows:
        found.setdefault(item_id, []).append(comment)
    return {item_id: comments_in_order(texts, reader.seed, item_id) for item_id, texts in found.items()}


def _versions(session: Session, reader: Reader) -> dict[UUID, StatementVersion]:
    rows = session.exec(
        select(RoundItem.id, StatementVersion)
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .where(col(RoundItem.id).in_(reader.earlier.values()))
    )
    return dict(rows.all())
