"""What was said in a Delphi round, read at once: by item and member, as choices and as a table of numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import Choice, RoundKind
from consensus.domain.round_kinds import options_of
from consensus.persistence.identifiers import Identifiers, as_stored
from consensus.persistence.tables import Ballot, DelphiItem, Elector, ItemRecusal, Round, RoundItem
from consensus.services.rounds.round_rules import frozen_scale
from consensus.tally.counts import ItemTally

MISSING = -1
_NO_PLACE = frozenset[str]({Choice.CANNOT_JUDGE, Choice.ABSTAIN, "unranked"})


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item of a round with the question it asks."""

    id: UUID
    position: int
    statement_id: UUID
    version_id: UUID
    version_sha256: str
    dimension: str
    is_deciding: bool


@dataclass(frozen=True, slots=True)
class RoundRatings:
    """A round in numbers.

    members, groups: the electors without those recused from all of it, and their stakeholder groups.
    places: the choices that have a number, from the lowest; codes: items x members, 1 for the first place, -1 for
    nothing, "cannot judge" and the recused. said: by item, what each member chose. recused: by item, who may not rate.
    n_out: how many are recused from the whole round.
    """

    round_id: UUID
    items: tuple[AskedItem, ...]
    members: tuple[UUID, ...]
    groups: tuple[str, ...]
    places: tuple[str, ...]
    codes: NDArray[np.int8]
    said: Mapping[UUID, Mapping[UUID, str]]
    recused: Mapping[UUID, frozenset[UUID]]
    n_out: int

    def tally(self, item_id: UUID, *, by_group: bool) -> ItemTally:
        """The counts of one item, apart by stakeholder group where the rule asks for them."""
        entitled = [member for member in self.members if member not in self.recused[item_id]]
        said = self.said[item_id]
        counts = Counter(said[member] for member in entitled if member in said)
        n_recused = self.n_out + len(self.recused[item_id])
        if not by_group:
            return ItemTally(len(entitled), counts, n_recused)
        group_of = dict(zip(self.members, self.groups, strict=True))
        groups: dict[str, list[UUID]] = {}
        for member in entitled:
            groups.setdefault(group_of[member], []).append(member)
        apart = {
            name: ItemTally(len(of), Counter(said[member] for member in of if member in said))
            for name, of in groups.items()
        }
        return ItemTally(len(entitled), counts, n_recused, apart)

    def row(self, item_id: UUID) -> NDArray[np.int8]:
        """The numbers of one item."""
        place = next(place for place, item in enumerate(self.items) if item.id == item_id)
        row: NDArray[np.int8] = self.codes[place]
        return row


def asked_items(session: Session, round_id: UUID) -> tuple[AskedItem, ...]:
    """The items of a round in their fixed order."""
    rows = session.exec(
        select(RoundItem, DelphiItem)
        .join(DelphiItem, col(DelphiItem.item_id) == col(RoundItem.id))
        .where(RoundItem.round_id == round_id)
        .order_by(col(RoundItem.position))
    )
    return tuple(
        AskedItem(
            item.id,
            item.position,
            item.statement_id,
            item.version_id,
            item.version_sha256,
            asked.dimension,
            asked.is_deciding,
        )
        for item, asked in rows
    )


def places_of(kind: RoundKind, scale: BallotScale | None) -> tuple[str, ...]:
    """The choices that have a number, from the lowest; "cannot judge" and abstaining have none."""
    return tuple(option.value for option in options_of(kind, scale) if option.value not in _NO_PLACE)


def read_ratings(session: Session, round_: Round) -> RoundRatings:
    """A round in numbers: three queries, however many people and items."""
    items = asked_items(session, round_.id)
    electors = session.exec(select(Elector).where(Elector.round_id == round_.id)).all()
    rating = [elector for elector in electors if not elector.is_recused]
    members = tuple(elector.member_id for elector in rating)
    recused = _recused(session, items)
    said: dict[UUID, dict[UUID, str]] = {item.id: {} for item in items}
    ids = Identifiers()
    ballots = session.execute(
        select(as_stored(Ballot.item_id), as_stored(Ballot.member_id), col(Ballot.choice))
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .where(col(RoundItem.round_id) == round_.id)
    )
    for item_id, member_id, choice in ballots:
        said[ids[item_id]][ids[member_id]] = choice
    places = places_of(round_.kind, frozen_scale(round_))
    return RoundRatings(
        round_id=round_.id,
        items=items,
        members=members,
        groups=tuple(elector.stakeholder_group for elector in rating),
        places=places,
        codes=_codes(items, members, places, said, recused),
        said=said,
        recused=recused,
        n_out=len(electors) - len(rating),
    )


def _recused(session: Session, items: Sequence[AskedItem]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {item.id: set() for item in items}
    rows = session.exec(select(ItemRecusal).where(col(ItemRecusal.item_id).in_([item.id for item in items])))
    for row in rows:
        found[row.item_id].add(row.member_id)
    return {item_id: frozenset(members) for item_id, members in found.items()}


def _codes(
    items: Sequence[AskedItem],
    members: Sequence[UUID],
    places: Sequence[str],
    said: Mapping[UUID, Mapping[UUID, str]],
    recused: Mapping[UUID, frozenset[UUID]],
) -> NDArray[np.int8]:
    column = {member: place for place, member in enumerate(members)}
    number = {choice: place for place, choice in enumerate(places, start=1)}
    codes = np.full((len(items), len(members)), MISSING, dtype=np.int8)
    for line, item in enumerate(items):
        out, of = recused[item.id], said[item.id]
        codes[line] = [number.get(of.get(member, ""), MISSING) for member in members]
        for member in out & column.keys():
            codes[line, column[member]] = MISSING
    return codes
