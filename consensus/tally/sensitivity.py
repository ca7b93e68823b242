"""How firmly a verdict stands: people who would have to vote differently, and what the missing could change."""

from typing import NamedTuple

from consensus.domain.definitions import ConsensusDefinition, GroupMode, needed
from consensus.tally.counts import ItemTally
from consensus.tally.rules import (
    Clause,
    GroupResult,
    Outcome,
    counted_choices,
    failing_clauses,
    group_results,
    outcome_from,
    share_of,
)
from consensus.tally.spread_bounds import may_hold, must_hold
from consensus.tally.spread_fragility import to_unmake_spread


class Bounds(NamedTuple):
    """The outcome if everybody missing had agreed, and if everybody missing had not.

    However those who did not answer split between for and against, the outcome lies between the two. With a clause
    on median and spread the first is consensus only if each bound could still have been met, and the second only if
    all of them hold whatever the missing had rated.
    """

    if_missing_agree: Outcome
    if_missing_disagree: Outcome


def bounds(tally: ItemTally, definition: ConsensusDefinition) -> Bounds:
    """Non-response bounds; on a rating scale "no" is the choice that harms most, a dissenting one if there is any."""
    yes = min(definition.agreeing)
    no = min(definition.disagreeing & definition.dissent_choices or definition.disagreeing)
    best = _outcome_besides_spread(tally.with_missing(yes), definition)
    worst = _outcome_besides_spread(tally.with_missing(no), definition)
    if best.reached and not may_hold(tally, definition):
        best = Outcome.NO_CONSENSUS
    if worst.reached and not must_hold(tally, definition):
        worst = Outcome.NO_CONSENSUS
    return Bounds(best, worst)


def fragility(tally: ItemTally, definition: ConsensusDefinition) -> int | None:
    """The smallest number of people who would have to vote the other way to make or to unmake consensus.

    Only people who voted and stand in the deciding denominator switch: after consensus from agreeing to not
    agreeing, otherwise from whatever they chose to agreeing. So the denominator stays what it is. None when no
    such change is enough (nobody voted, no quorum, too few votes, too much dissent outside the denominator).

    With a clause on median and spread people who rated may move to any point to unmake consensus. What it would
    take to make it is not defined then (None): every clause would have to be met by the same new ratings.
    """
    failing = failing_clauses(tally, definition)
    if not failing:
        return _to_unmake(tally, definition)
    if definition.spread is not None or Clause.QUORUM in failing or Clause.MINIMUM_N in failing:
        return None
    return _to_make(tally, definition)


def _outcome_besides_spread(tally: ItemTally, definition: ConsensusDefinition) -> Outcome:
    failing = failing_clauses(tally, definition)
    return outcome_from(tuple(clause for clause in failing if clause not in (Clause.MEDIAN, Clause.SPREAD)))


def _to_unmake(tally: ItemTally, definition: ConsensusDefinition) -> int | None:
    """Consensus ends as soon as one clause fails: the cheapest one. A share always can, at latest with no yes."""
    y, d = share_of(tally, definition)
    costs = [] if definition.threshold is None else [y - needed(definition, d) + 1]
    if (of_spread := to_unmake_spread(tally, definition)) is not None:
        costs.append(of_spread)
    if definition.require_majority_of_eligible:
        costs.append(y - (tally.eligible + 1) // 2 + 1)
    if definition.max_dissent is not None and definition.disagreeing & definition.dissent_choices:
        spare = definition.max_dissent - tally.n_of(definition.dissent_choices)
        movable = tally.n_of((definition.agreeing | definition.disagreeing) - definition.dissent_choices)
        costs += [spare + 1] if spare < movable else []
    if definition.group_rule is not None:
        met = [g for g in group_results(tally, definition) if g.decides and g.met]
        each = [g.numerator - g.needed + 1 for g in met]
        costs.append(sum(each) if definition.group_rule.mode is GroupMode.ANY else min(each))
    return min(costs, default=None)


def _to_make(tally: ItemTally, definition: ConsensusDefinition) -> int | None:
    """Consensus needs every clause at once: what the groups lack, topped up by what the whole still lacks."""
    if share_of(tally, definition)[1] == 0:
        return None
    candidates = [_cost_with_groups(tally, definition, names) for names in _groups_to_satisfy(tally, definition)]
    return min((cost for cost in candidates if cost is not None), default=None)


def _groups_to_satisfy(tally: ItemTally, definition: ConsensusDefinition) -> list[list[GroupResult]]:
    """Alternative sets of groups, one of which has to reach the share; no alternative when the clause cannot hold."""
    rule = definition.group_rule
    if rule is None:
        return [[]]
    deciding = [result for result in group_results(tally, definition) if result.decides]
    if rule.mode is GroupMode.ANY:
        return [[result] for result in deciding]
    complete = rule.mode is not GroupMode.NAMED or {result.name for result in deciding} == rule.names
    return [deciding] if deciding and complete else []


def _cost_with_groups(tally: ItemTally, definition: ConsensusDefinition, groups: list[GroupResult]) -> int | None:
    """Fewest switches to agreeing with these groups satisfied; within a group dissenters switch first.

    Exact because every switch adds one to the agreeing and leaves each denominator alone: the groups' deficits
    add up (nobody is in two groups), dissent beyond what they absorb has to switch elsewhere, and all those
    switches count towards the whole as well.
    """
    movable = counted_choices(definition, definition.denominator) - definition.agreeing
    dissenting = movable & definition.dissent_choices if definition.max_dissent is not None else frozenset[str]()
    in_groups = absorbed = 0
    for result in groups:
        lack = max(0, result.needed - result.numerator)
        if result.denominator == 0 or lack > tally.groups[result.name].n_of(movable):
            return None
        in_groups += lack
        absorbed += min(lack, tally.groups[result.name].n_of(dissenting))
    excess = 0
    if definition.max_dissent is not None:
        excess = max(0, tally.n_of(definition.dissent_choices) - definition.max_dissent)
        if excess > tally.n_of(dissenting):
            return None
    y, d = share_of(tally, definition)
    lacks = [in_groups + max(0, excess - absorbed), needed(definition, d) - y]
    if definition.require_majority_of_eligible:
        lacks.append((tally.eligible + 1) // 2 - y)
    cost = max(lacks)
    return cost if cost <= tally.n_of(movable) else None
