"""Which items the next round asks, and who may rate in it, by the rule of the protocol."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.terms import Carry, Entry


class Why(StrEnum):
    """Why an item is or is not in the next round."""

    UNSETTLED = "unsettled"
    SETTLED_STAYS = "settled_stays"
    SETTLED_LEAVES = "settled_leaves"
    PETITIONED = "petitioned"
    NEW = "new"
    WITHDRAWN = "withdrawn"

    def phrase(self) -> str:
        """In words, after the item."""
        return {
            Why.UNSETTLED: "not settled yet",
            Why.SETTLED_STAYS: "settled, and rated again by the protocol",
            Why.SETTLED_LEAVES: "settled, and left out by the protocol",
            Why.PETITIONED: "settled, and reopened by petition",
            Why.NEW: "new",
            Why.WITHDRAWN: "withdrawn",
        }[self]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a statement stands after the rounds so far. n_petitioners: who ask for it to be rated again."""

    statement_id: UUID
    was_rated: bool
    is_settled: bool
    is_withdrawn: bool = False
    n_petitioners: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """What the rule says of one statement."""

    statement_id: UUID
    goes_on: bool
    why: Why


def items_for_next(protocol: Protocol, standings: Iterable[Standing]) -> tuple[Carried, ...]:
    """What the rule says of each statement, in the order given."""
    return tuple(_carry(protocol, standing) for standing in standings)


def may_enter(entry: Entry, *, number: int, rated_before: bool, rated_first: bool) -> bool:
    """Whether somebody who rated in these earlier rounds may rate in the round of this number."""
    if number == 1 or entry is Entry.ANYONE:
        return True
    return rated_before if entry is Entry.RATED_BEFORE else rated_first


def _carry(protocol: Protocol, standing: Standing) -> Carried:
    if standing.is_withdrawn:
        return Carried(standing.statement_id, False, Why.WITHDRAWN)
    if not standing.was_rated:
        return Carried(standing.statement_id, True, Why.NEW)
    if not standing.is_settled:
        return Carried(standing.statement_id, True, Why.UNSETTLED)
    if protocol.carry is Carry.ALL:
        return Carried(standing.statement_id, True, Why.SETTLED_STAYS)
    if protocol.petition and standing.n_petitioners >= protocol.petition:
        return Carried(standing.statement_id, True, Why.PETITIONED)
    return Carried(standing.statement_id, False, Why.SETTLED_LEAVES)
