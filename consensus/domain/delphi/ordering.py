"""The order in which a panelist meets the items: fixed, or drawn from a seed so that it can be drawn again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from consensus.domain.delphi.terms import ItemOrder


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in the fixed order; items of one statement stay together, by `position`."""

    item_id: UUID
    statement_id: UUID
    section: int
    position: int


def items_in_order(places: Iterable[Place], order: ItemOrder, seed: str, member_id: UUID) -> tuple[UUID, ...]:
    """The items as this panelist meets them.

    Statements are sorted by SHA-256 of seed, member and statement, so that whoever has the seed can draw the order
    again without this program. The dimensions of a statement keep their order.
    """

    def key(place: Place) -> tuple[int, str, int]:
        drawn = "" if order is ItemOrder.FIXED else _draw(seed, member_id, place.statement_id)
        return (0 if order is ItemOrder.RANDOM else place.section, drawn, place.position)

    return tuple(place.item_id for place in sorted(places, key=key))


def _draw(seed: str, member_id: UUID, statement_id: UUID) -> str:
    return hashlib.sha256(f"{seed}|{member_id}|{statement_id}".encode()).hexdigest()


def comments_in_order(texts: Iterable[str], seed: str, item_id: UUID) -> tuple[str, ...]:
    """The comments on an item in an order that tells nothing: drawn anew for each, so that no two can be lined up."""
    return tuple(sorted(texts, key=lambda text: hashlib.sha256(f"{seed}|{item_id}|{text}".encode()).hexdigest()))
