"""The items of a Delphi between two ratings: how the panel rated before, and after the discussion what became of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import Ballot, DelphiRound, Elector, ItemFeedback, Round, RoundItem, StoredVerdict
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.delphi.delphi_rounds import rounds_of
from consensus.services.delphi.form_items import FormRow, rows_of
from consensus.services.delphi.given import earlier_items
from consensus.tally.feedback import ItemFeedback as PanelFeedback
from consensus.tally.round_verdicts import verdict_from_dict


@dataclass(frozen=True, slots=True)
class Rated:
    """How the panel rated an item in a revealed round: what may be shown of it, and what the rule says."""

    panel: PanelFeedback
    outcome: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DiscussedItem:
    """One question about one statement; no name stands in it.

    before: the first rating, None where there was none. after: the one after the discussion, once it is revealed.
    is_reworded: that the two were not on the same wording. n_again: how many have rated in the round that is open.
    """

    id: UUID
    label: str
    topic: str
    text: str
    question: str
    before: Rated | None
    after: Rated | None
    is_reworded: bool
    n_again: int


@dataclass(frozen=True, slots=True)
class Discussion:
    """The newest round with the one before it; `number` is that of the rating after the discussion, open or not yet."""

    number: int
    state: RoundState | None
    n_electors: int
    items: tuple[DiscussedItem, ...]


def get_discussion(ctx: Context, process_id: UUID) -> Discussion | None:
    """The items of the newest round beside how they were rated before; None before a first reveal."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_ANALYSES, process_id)
        held = [pair for pair in rounds_of(session, process_id) if pair[0].state is not RoundState.DRAFT]
        if not any(round_.state is RoundState.REVEALED for round_, _ in held):
            return None
        round_, delphi = held[-1]
        items = tuple(_items(session, round_, delphi))
        if len(held) == 1:
            return Discussion(2, None, 0, items)
        n_electors = _count_electors(session, round_.id)
        return Discussion(delphi.number, round_.state, n_electors, items)


def _items(session: Session, round_: Round, delphi: DelphiRound) -> list[DiscussedItem]:
    rows = rows_of(session, round_.id)
    is_first = delphi.number == 1
    earlier = {} if is_first else earlier_items(session, round_.process_id, delphi.number)
    then = {row.item.id: earlier.get((row.item.statement_id, row.asked.dimension)) for row in rows}
    shown = {row.item.id for row in rows if round_.state is RoundState.REVEALED}
    rated = _rated(session, shown | {item.id for item in then.values() if item})
    again = _again(session, round_.id) if round_.state is RoundState.OPEN else {}
    protocol = protocol_from_dict(delphi.protocol)

    def item(row: FormRow) -> DiscussedItem:
        before = row.item if is_first else then[row.item.id]
        return DiscussedItem(
            id=row.item.id,
            label=row.label,
            topic=row.topic,
            text=row.version.text,
            question=protocol.dimension(row.asked.dimension).question,
            before=rated.get(before.id) if before else None,
            after=None if is_first else rated.get(row.item.id),
            is_reworded=before is not None and before.version_sha256 != row.item.version_sha256,
            n_again=again.get(row.item.id, 0),
        )

    return [item(row) for row in rows]


def _rated(session: Session, ids: set[UUID]) -> dict[UUID, Rated]:
    rows = session.exec(
        select(ItemFeedback, StoredVerdict)
        .join(StoredVerdict, col(StoredVerdict.item_id) == col(ItemFeedback.item_id))
        .where(col(ItemFeedback.item_id).in_(ids))
    )
    return {
        feedback.item_id: Rated(
            PanelFeedback.from_dict(feedback.document),
            verdict.outcome.replace("_", " "),
            verdict_from_dict(verdict.verdict).sentence,
        )
        for feedback, verdict in rows
    }


def _again(session: Session, round_id: UUID) -> dict[UUID, int]:
    rows = session.exec(
        select(Ballot.item_id, func.count())
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .where(RoundItem.round_id == round_id)
        .group_by(col(Ballot.item_id))
    )
    return dict(rows.all())


def _count_electors(session: Session, round_id: UUID) -> int:
    rows = select(func.count()).where(Elector.round_id == round_id, col(Elector.is_recused).is_(False))
    return session.exec(rows).one()
