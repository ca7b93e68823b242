"""Why panelists rated away from the panel, and why they ask for an item again: without names, never of too few."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.ordering import comments_in_order
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import DelphiProtocol, ItemRecusal, Petition, RatingReason, Statement, Topic
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.delphi.delphi_results import labels_of
from consensus.services.delphi.delphi_rounds import find_delphi
from consensus.services.delphi.round_ratings import asked_items


@dataclass(frozen=True, slots=True)
class ItemReasons:
    """The reasons tapped about one item, most frequent first; hidden where fewer than the smallest group gave any.

    n: how many gave a reason; 0 where that is not told.
    """

    label: str
    dimension: str
    n: int
    reasons: tuple[tuple[str, int], ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """What is said for rating a statement again, in an order that tells nothing; hidden while too few ask."""

    label: str
    n: int
    texts: tuple[str, ...]
    is_hidden: bool


def list_reasons(ctx: Context, round_id: UUID) -> tuple[ItemReasons, ...]:
    """Item by item of a revealed round what was tapped, to the staff; items about which nobody did are left out."""
    with ctx.db.reading() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.VIEW_ANALYSES, round_id, changes=False)
        if round_.state is not RoundState.REVEALED:
            raise ConflictError("This round is not revealed yet.")
        items = asked_items(session, round_id)
        tapped = _tapped(session, [item.id for item in items])
        labels = labels_of(session, items)
        several = len(protocol_from_dict(delphi.protocol).dimensions) > 1
        smallest = standing.process.smallest_group
        return tuple(
            _reasons(labels[item.statement_id], item.dimension if several else "", tapped[item.id], smallest)
            for item in items
            if item.id in tapped
        )


def list_asked_again(ctx: Context, process_id: UUID) -> tuple[AskedAgain, ...]:
    """Statement by statement what petitions say, to the staff; read once enough ask to reopen it, three at least."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_ANALYSES, process_id)
        row = session.get(DelphiProtocol, process_id)
        if row is None:
            return ()
        fewest = max(FEWEST_CONFIDENTIAL, protocol_from_dict(row.document).petition)
        rows = session.exec(
            select(Petition, Topic.position, Statement.position)
            .join(Statement, col(Statement.id) == col(Petition.statement_id))
            .join(Topic, col(Topic.id) == col(Statement.topic_id))
            .where(Topic.process_id == process_id)
            .order_by(col(Topic.position), col(Statement.position))
        )
        asked: dict[tuple[UUID, str], list[str]] = {}
        for petition, topic, place in rows:
            asked.setdefault((petition.statement_id, f"{topic}.{place}"), []).append(petition.reason)
        return tuple(
            AskedAgain(
                label,
                len(texts),
                comments_in_order(filter(None, texts), row.seed, statement_id) if len(texts) >= fewest else (),
                is_hidden=len(texts) < fewest and any(texts),
            )
            for (statement_id, label), texts in asked.items()
        )


def _tapped(session: Session, ids: list[UUID]) -> dict[UUID, list[list[str]]]:
    """By item what each who gave a reason tapped, without those who were recused."""
    recused = select(ItemRecusal.item_id, ItemRecusal.member_id).where(col(ItemRecusal.item_id).in_(ids))
    out = set(session.exec(recused).all())
    found: dict[UUID, list[list[str]]] = {}
    for row in session.exec(select(RatingReason).where(col(RatingReason.item_id).in_(ids))):
        chosen = row.reasons.get("tapped", [])
        if chosen and (row.item_id, row.member_id) not in out:
            found.setdefault(row.item_id, []).append(chosen)
    return found


def _reasons(label: str, dimension: str, tapped: list[list[str]], smallest: int) -> ItemReasons:
    if len(tapped) < smallest:
        return ItemReasons(label, dimension, 0, (), is_hidden=True)
    counts = Counter(reason for chosen in tapped for reason in chosen)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ItemReasons(label, dimension, len(tapped), tuple(ordered), is_hidden=False)
