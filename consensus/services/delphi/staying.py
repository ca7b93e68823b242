"""Who stayed from one Delphi round to the next, whether those who left had rated otherwise, and what it changes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from consensus.domain.delphi.protocol import Protocol
from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.groups import groups_apart
from consensus.persistence.tables import RoundItem
from consensus.services.delphi.round_ratings import RoundRatings
from consensus.tally.attrition import GroupRetention, ItemAttrition, attrition_by_item
from consensus.tally.round_verdicts import counts_groups, decide_round

Earlier = Mapping[UUID, RoundRatings]


@dataclass(frozen=True, slots=True)
class Attrition:
    """How those who stayed and those who left had rated one item before; `found` is None where either are too few."""

    label: str
    dimension: str
    found: ItemAttrition | None


@dataclass(frozen=True, slots=True)
class Completers:
    """The verdicts on those alone who rated in every round; `changed` names the items they would change."""

    n: int
    changed: tuple[str, ...]


def raters(ratings: RoundRatings) -> frozenset[UUID]:
    """Who answered anything in a round."""
    return frozenset(member for said in ratings.said.values() for member in said)


def retention(earlier: Earlier, rated: frozenset[UUID], smallest: int) -> tuple[GroupRetention, ...]:
    """Who came back, by the groups that may be told apart; the whole panel as one where none may be."""
    group_of = {member: group for of in earlier.values() for member, group in zip(of.members, of.groups, strict=True)}
    came = [member for member in frozenset().union(*map(raters, earlier.values())) if member in group_of]
    if not came:
        return ()
    sizes = Counter(group_of[member] for member in came)
    blocks = groups_apart(sizes, smallest)
    if not blocks:
        return (GroupRetention("Everybody", len(came), sum(member in rated for member in came)),)
    return tuple(
        GroupRetention(
            " and ".join(name or "no group" for name in block),
            sum(group_of[member] in block for member in came),
            sum(group_of[member] in block for member in came if member in rated),
        )
        for block in blocks
    )


def attrition(
    ratings: RoundRatings,
    earlier: Earlier,
    before: Mapping[tuple[UUID, str], RoundItem],
    labels: Mapping[UUID, str],
) -> tuple[Attrition, ...]:
    """The earlier ratings of those who answered in this round and of those who did not, item by item."""
    rated = raters(ratings)
    rows = []
    for item in ratings.items:
        then = before.get((item.statement_id, item.dimension))
        if then is None:
            continue
        of = earlier[then.round_id]
        stayed = [member in rated for member in of.members]
        found = attrition_by_item(of.row(then.id)[None, :], stayed, len(of.places))[0]
        is_told = min(found.n_retained, found.n_lost) >= FEWEST_CONFIDENTIAL
        shift = int(of.places[0]) - 1 if of.places[0].isdecimal() else 0
        rows.append(Attrition(labels[item.statement_id], item.dimension, _on_scale(found, shift) if is_told else None))
    return tuple(rows)


def completers(
    protocol: Protocol,
    ratings: RoundRatings,
    earlier: Sequence[RoundRatings],
    outcomes: Mapping[UUID, str],
    labels: Mapping[UUID, str],
) -> Completers | None:
    """The verdicts on those who rated in every round; None without an earlier round, or where they are too few."""
    everywhere = raters(ratings).intersection(*map(raters, earlier))
    if not earlier or len(everywhere) < FEWEST_CONFIDENTIAL:
        return None
    kept = [place for place, member in enumerate(ratings.members) if member in everywhere]
    alone = replace(
        ratings,
        members=tuple(ratings.members[place] for place in kept),
        groups=tuple(ratings.groups[place] for place in kept),
        codes=ratings.codes[:, kept],
    )
    changed = []
    for dimension in protocol.dimensions:
        by_group = counts_groups(dimension.rule)
        items = [item for item in alone.items if item.dimension == dimension.slug]
        verdicts = decide_round({item.id: alone.tally(item.id, by_group=by_group) for item in items}, dimension.rule)
        changed += [labels[item.statement_id] for item in items if verdicts[item.id].outcome.value != outcomes[item.id]]
    return Completers(len(kept), tuple(changed))


def _on_scale(found: ItemAttrition, shift: int) -> ItemAttrition:
    stayed, left = (None if median is None else median + shift for median in (found.median_retained, found.median_lost))
    return replace(found, median_retained=stayed, median_lost=left)
