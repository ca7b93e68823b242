"""Whether an outcome belongs in a core outcome set, by the shares of high and of low scores on the scale 1-9."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consensus.domain.core_outcome_rule import CoreOutcomeRule, Variant
from consensus.domain.errors import InvalidInputError
from consensus.tally.rating_counts import Counts, check_counts

SCALE_POINTS = 9


class CoreOutcome(StrEnum):
    """What the scores say of an outcome."""

    IN = "in"
    OUT = "out"
    NO_CONSENSUS = "no_consensus"


@dataclass(frozen=True, slots=True)
class GroupScores:
    """One group, or the pool: people who scored, those at 7-9, those at 1-3; `outcome` is None where n is 0."""

    n: int
    n_high: int
    n_low: int
    outcome: CoreOutcome | None


@dataclass(frozen=True, slots=True)
class CoreOutcomeVerdict:
    """outcome: None where nobody scored at all; groups: each by name; pooled: all groups together."""

    outcome: CoreOutcome | None
    groups: Mapping[str, GroupScores]
    pooled: GroupScores


def core_outcome(
    groups: Mapping[str, Sequence[int] | Counts], rule: CoreOutcomeRule | None = None
) -> CoreOutcomeVerdict:
    """Judge one outcome from the counts (points 1..9) of each stakeholder group; one group for an undivided panel.

    The bounds are 70% inclusive and 15% strict unless the rule says otherwise, decided on whole numbers. A group
    without scores cannot meet an each-group rule. Where any group is enough and one says in while another says out,
    there is no consensus. Raises InvalidInputError without groups and on any scale but 1-9.
    Source: Williamson et al. (2012; 2017, COMET Handbook), definition of consensus by 70 and 15 per cent.
    """
    rule = rule or CoreOutcomeRule()
    if not groups:
        raise InvalidInputError("Give the scores of at least one group.")
    rows = {name: check_counts(counts) for name, counts in groups.items()}
    if any(len(row) != SCALE_POINTS for row in rows.values()):
        raise InvalidInputError("Core outcomes are scored on the scale from 1 to 9 only.")
    scores = {name: _scores(row, rule) for name, row in rows.items()}
    pooled = _scores(np.sum(list(rows.values()), axis=0), rule)
    if pooled.n == 0:
        return CoreOutcomeVerdict(None, scores, pooled)
    return CoreOutcomeVerdict(_combined(scores, pooled, rule.variant), scores, pooled)


def core_outcome_column(
    groups: Sequence[Counts], rule: CoreOutcomeRule | None = None
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The same for many items: 1 for in, -1 for out, 0 for no consensus; and where it is defined at all.

    groups: the counts of each group, shape (items, 9).
    """
    rule = rule or CoreOutcomeRule()
    pooled = np.sum(groups, axis=0)
    defined: NDArray[np.bool_] = pooled.sum(axis=1) > 0
    parts = [pooled] if rule.variant is Variant.POOLED else groups
    codes = np.array([_code(part, rule) for part in parts])
    highest, lowest = codes.max(axis=0), codes.min(axis=0)
    if rule.variant is Variant.EACH_GROUP:
        return np.where(highest == lowest, highest, 0), defined
    return np.sign(highest + lowest), defined


def judge_scores(n: int, n_high: int, n_low: int, rule: CoreOutcomeRule) -> CoreOutcome:
    """The verdict on the counts of one group of n > 0 people."""
    if _is_most(n_high, n, rule.supported_at_least) and _is_few(n_low, n, rule.opposed_below):
        return CoreOutcome.IN
    if _is_most(n_low, n, rule.supported_at_least) and _is_few(n_high, n, rule.opposed_below):
        return CoreOutcome.OUT
    return CoreOutcome.NO_CONSENSUS


def _code(counts: Counts, rule: CoreOutcomeRule) -> NDArray[np.int64]:
    """1, -1 or 0 as above for one group; 0 where nobody of it scored."""
    n, n_high, n_low = counts.sum(axis=1), counts[:, 6:].sum(axis=1), counts[:, :3].sum(axis=1)
    is_in = _is_most(n_high, n, rule.supported_at_least) & _is_few(n_low, n, rule.opposed_below)
    is_out = _is_most(n_low, n, rule.supported_at_least) & _is_few(n_high, n, rule.opposed_below)
    code: NDArray[np.int64] = is_in.astype(np.int64) - is_out
    return code


def _scores(row: Counts, rule: CoreOutcomeRule) -> GroupScores:
    n, n_high, n_low = int(row.sum()), int(row[6:].sum()), int(row[:3].sum())
    return GroupScores(n, n_high, n_low, judge_scores(n, n_high, n_low, rule) if n else None)


def _combined(scores: Mapping[str, GroupScores], pooled: GroupScores, variant: Variant) -> CoreOutcome:
    if variant is Variant.POOLED:
        return pooled.outcome or CoreOutcome.NO_CONSENSUS
    outcomes = {group.outcome for group in scores.values()}
    decided = {outcome for outcome in outcomes if outcome is not None and outcome is not CoreOutcome.NO_CONSENSUS}
    if len(decided) == 1 and (len(outcomes) == 1 or variant is Variant.ANY_GROUP):
        return decided.pop()
    return CoreOutcome.NO_CONSENSUS


def _is_most(k: Any, n: Any, share: Fraction) -> Any:
    """For whole numbers or arrays of them."""
    return k * share.denominator >= share.numerator * n


def _is_few(k: Any, n: Any, share: Fraction) -> Any:
    """For whole numbers or arrays of them; never true of nobody."""
    return k * share.denominator < share.numerator * n
