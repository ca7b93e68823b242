"""Median and range in a verdict's sentence: direction and concentration are two findings."""

from collections.abc import Sequence

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.spread_clause import point_text
from consensus.tally.counts import ItemTally
from consensus.tally.rules import Clause
from consensus.tally.spread import deciding_spread


def spread_against_rule(tally: ItemTally, definition: ConsensusDefinition) -> list[str]:
    """ "the median of 12 ratings is 8 (asked for: at least 7)" and the same of the range; nothing without a clause."""
    clause, spread = definition.spread, deciding_spread(tally, definition)
    if clause is None or spread is None:
        return []
    of = f"of {spread.n} ratings" if spread.n > 1 else "of 1 rating"
    parts = []
    if clause.asks_for_median:
        parts.append(f"the median {of} is {point_text(spread.median)} (asked for: {clause.median_phrase()})")
    if clause.iqr_at_most is not None:
        whose = "their interquartile range" if parts else f"the interquartile range {of}"
        parts.append(f"{whose} is {point_text(spread.iqr)} (asked for: at most {point_text(clause.iqr_at_most)})")
    return [" and ".join(parts)]


def spread_reasons(definition: ConsensusDefinition, failing: Sequence[Clause]) -> list[str]:
    """Why there is no consensus, as far as it is median and range; that only one of them fails is said as such."""
    clause = definition.spread
    sided, close = Clause.MEDIAN not in failing, Clause.SPREAD not in failing
    if clause is None or (sided and close):
        return []
    if not clause.asks_for_median:
        return ["with ratings that are not concentrated"]
    if clause.iqr_at_most is None:
        return ["with ratings that are not on the side asked for"]
    if sided:
        return ["with ratings on the side asked for, but not concentrated"]
    return [f"with ratings {'concentrated, but not' if close else 'neither concentrated nor'} on the side asked for"]
