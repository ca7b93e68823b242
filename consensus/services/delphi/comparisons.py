"""Who came to agree and who left off, and whether stakeholder groups differ: tests that describe and decide nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.reasons import third_of
from consensus.domain.scales import RatingScale
from consensus.services.delphi.round_ratings import MISSING, AskedItem, RoundRatings
from consensus.tally.feedback import GroupFeedback, ItemFeedback
from consensus.tally.group_comparison import GroupChiSquare, group_chi_square
from consensus.tally.multiplicity import holm
from consensus.tally.paired_tests import CochranQ, McNemar, cochran_q, mcnemar


@dataclass(frozen=True, slots=True)
class GroupDifference:
    """How the groups that may be told apart chose on one item; holm_p is adjusted over the items of the round."""

    label: str
    dimension: str
    groups: tuple[GroupFeedback, ...]
    found: GroupChiSquare
    holm_p: float | None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Of n_items with the same wording in two rounds, by label those that gained or lost consensus."""

    n_items: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    found: McNemar


def agreeing_places(protocol: Protocol, dimension: str, places: Sequence[str]) -> frozenset[int]:
    """The places of a scale that agree: as the rule declares them, else the upper third; none where neither is.

    Places count from 1.
    """
    asked = protocol.dimension(dimension)
    rule = asked.rule
    if isinstance(rule, ConsensusDefinition) and rule.agreeing & set(places):
        return frozenset(place for place, choice in enumerate(places, start=1) if choice in rule.agreeing)
    if asked.answers != "rating":
        return frozenset()
    scale = RatingScale(1, len(places))
    return frozenset(place for place in range(1, len(places) + 1) if third_of(scale, place) == 2)


def turned(before: NDArray[np.int8], after: NDArray[np.int8], agreeing: frozenset[int]) -> McNemar | None:
    """Of the same people, who came to agree and who left off; None where nothing counts as agreeing."""
    if not agreeing:
        return None
    both = (before > 0) & (after > 0)
    first, second = (np.isin(side[both], list(agreeing)) for side in (before, after))
    return mcnemar(int((~first & second).sum()), int((first & ~second).sum()))


def over_rounds(
    item: AskedItem, ratings: RoundRatings, earlier: Sequence[RoundRatings], agreeing: frozenset[int]
) -> CochranQ | None:
    """Cochran's Q of agreeing over all rounds that asked this wording; None of fewer than three."""
    columns = [column for of in earlier if (column := _column(item, of, ratings.members)) is not None]
    if not agreeing or len(columns) < 2:
        return None
    columns.append(ratings.row(item.id))
    codes = np.array(columns).T
    return cochran_q(np.where(codes > 0, np.isin(codes, list(agreeing)), MISSING))


def group_differences(
    ratings: RoundRatings, panel: Mapping[UUID, ItemFeedback], labels: Mapping[UUID, str]
) -> tuple[GroupDifference, ...]:
    """Item by item the groups as they were fed back, none too small, by thirds of the scale; of votes by choice."""
    told = [(item, panel[item.id].groups) for item in ratings.items if len(panel[item.id].groups) > 1]
    tests = [group_chi_square(_by_third(groups)) for _, groups in told]
    adjusted = holm([found.p for found in tests])
    return tuple(
        GroupDifference(labels[item.statement_id], item.dimension, groups, found, p)
        for (item, groups), found, p in zip(told, tests, adjusted, strict=True)
    )


def verdict_change(
    ratings: RoundRatings,
    reached: Mapping[UUID, bool],
    before: Mapping[UUID, bool],
    labels: Mapping[UUID, str],
) -> VerdictChange | None:
    """Consensus before and now, item by item; None where nothing can be compared.

    reached: by item of this round; before: by item of this round, what the same wording had a round earlier.
    """
    both = [item for item in ratings.items if item.id in before and item.is_deciding]
    if not both:
        return None
    gained = tuple(labels[item.statement_id] for item in both if reached[item.id] and not before[item.id])
    lost = tuple(labels[item.statement_id] for item in both if before[item.id] and not reached[item.id])
    return VerdictChange(len(both), gained, lost, mcnemar(len(gained), len(lost)))


def _column(item: AskedItem, of: RoundRatings, members: Sequence[UUID]) -> NDArray[np.int8] | None:
    """What these people said of the same wording in another round; None where it was not asked there."""
    same = (item.statement_id, item.dimension, item.version_sha256)
    then = next((one for one in of.items if (one.statement_id, one.dimension, one.version_sha256) == same), None)
    if then is None:
        return None
    code = dict(zip(of.members, of.row(then.id).tolist(), strict=True))
    return np.array([code.get(member, MISSING) for member in members], dtype=np.int8)


def _by_third(groups: Sequence[GroupFeedback]) -> NDArray[np.int64]:
    counts = np.array([group.counts for group in groups], dtype=np.int64)
    points = counts.shape[1]
    if points < 3:
        return counts
    scale = RatingScale(1, points)
    thirds = np.array([third_of(scale, place) for place in range(1, points + 1)])
    return np.array([counts[:, thirds == third].sum(axis=1) for third in range(3)]).T
