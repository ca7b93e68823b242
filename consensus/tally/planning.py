"""How large a panel, which threshold: the exact chance that a statement passes, before anything is opened."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from consensus.domain.ballots import Choice
from consensus.domain.definitions import ConsensusDefinition, Denominator, Operator, needed
from consensus.domain.errors import InvalidInputError
from consensus.tally.rules import quorum_needed

LARGEST_PANEL = 500
_Whole = NDArray[np.int64]
_Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Voting:
    """How each person votes, independently of the others; every number is a probability from 0 to 1.

    agreement: somebody who votes for or against votes for: the "true agreement" with the statement.
    abstain, absent: somebody on the panel abstains (or cannot judge, which counts alike only where the rule says
        so: it is not modelled apart), or does not vote at all; together at most 1.
    dissent: somebody who does not agree makes a choice that the dissent clause counts; for a vote that is all of
        them (1), on a rating scale the share of the non-agreeing who rate in the dissenting points.
    """

    agreement: float
    abstain: float = 0.0
    absent: float = 0.0
    dissent: float = 1.0

    def __post_init__(self) -> None:
        for name in ("agreement", "abstain", "absent", "dissent"):
            if not 0 <= getattr(self, name) <= 1:
                raise InvalidInputError(f"The chance '{name}' must lie between 0 and 1, not at {getattr(self, name)}.")
        if self.abstain + self.absent > 1:
            raise InvalidInputError("The chances to abstain and to be absent add up to more than 1.")


class Smallest(NamedTuple):
    """Panel sizes that give the power asked for; None where no size up to the largest one tried does.

    first: the smallest of all. lasting: the smallest from which on every larger size gives it too. They differ
    because votes are whole: one more person can raise the number of votes that is needed.
    """

    first: int | None
    lasting: int | None


def pass_chance(definition: ConsensusDefinition, n: int, voting: Voting) -> float:
    """The probability of consensus for a panel of n eligible people: a sum over every way the votes can fall.

    Exact up to floating point: binomial, or multinomial where people may abstain or stay away. Clauses on stakeholder
    groups and on median and spread are left out (see `left_out`), so that with one the chance is an upper bound.

    Raises:
        InvalidInputError: n is not between 1 and 500, or the rule asks for no share.
    """
    if definition.threshold is None:
        raise InvalidInputError("This rule asks for no share, and only for a share can the chance to pass be computed.")
    if not 1 <= n <= LARGEST_PANEL:
        raise InvalidInputError(f"A panel to plan for has between 1 and {LARGEST_PANEL} people, not {n}.")
    valid, abstaining = _ways(n, voting)
    weights = _weights(n, valid, abstaining, voting)
    considered = (weights > 0) & _may_pass(definition, n, valid, abstaining)
    valid, abstaining, weights = valid[considered], abstaining[considered], weights[considered]
    least = _least_agreeing(definition, n, valid, abstaining)
    passing = _chance_given(definition, least, valid, abstaining, voting)
    return min(1.0, float(np.dot(weights, passing)))


def plan(
    definition: ConsensusDefinition, sizes: Iterable[int], voting: Voting, weak_agreement: float | None = None
) -> pd.DataFrame:
    """One row per panel size: `n`, `needed` (if everybody votes for or against), `chance`, `false_chance`.

    weak_agreement: the true agreement of a statement that should not pass; without it `false_chance` is left out.
    """
    numbers = sorted(set(sizes))
    columns: dict[str, list[int] | list[float]] = {
        "n": numbers,
        "needed": [needed(definition, n) for n in numbers],
        "chance": [pass_chance(definition, n, voting) for n in numbers],
    }
    if weak_agreement is not None:
        columns["false_chance"] = [false_pass_chance(definition, n, voting, weak_agreement) for n in numbers]
    return pd.DataFrame(columns)


def false_pass_chance(definition: ConsensusDefinition, n: int, voting: Voting, weak_agreement: float) -> float:
    """The chance that a statement passes with which only this share agrees, all else as in `voting`."""
    return pass_chance(definition, n, replace(voting, agreement=weak_agreement))


def smallest_panel(
    definition: ConsensusDefinition, voting: Voting, power: float, *, least: int = 1, largest: int = 100
) -> Smallest:
    """The smallest panel of `least` to `largest` people with at least this chance to pass; `power` lies in (0, 1]."""
    if not 0 < power <= 1:
        raise InvalidInputError(f"The chance asked for must lie above 0 and not above 1, not at {power}.")
    sizes = range(least, largest + 1)
    enough = [n for n in sizes if pass_chance(definition, n, voting) >= power]
    if not enough:
        return Smallest(None, None)
    last_miss = max(set(sizes) - set(enough), default=least - 1)
    return Smallest(enough[0], last_miss + 1 if last_miss < largest else None)


def left_out(definition: ConsensusDefinition) -> str:
    """What of the definition the chance does not take in, in a sentence; "" where it takes in everything."""
    clauses = {"stakeholder groups": definition.group_rule, "median and spread": definition.spread}
    names = [name for name, clause in clauses.items() if clause is not None]
    if not names:
        return ""
    return f"The clause on {' and that on '.join(names)} is left out, so the chance to pass is at most what is shown."


def _ways(n: int, voting: Voting) -> tuple[_Whole, _Whole]:
    """Every number of valid votes with every number of abstentions that can occur, as two equally long arrays."""
    if voting.abstain == 0 and voting.absent == 0:
        return np.array([n]), np.array([0])
    valid, abstaining = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    if voting.absent == 0:
        possible = valid + abstaining == n
    elif voting.abstain == 0:
        possible = abstaining == 0
    else:
        possible = valid + abstaining <= n
    return valid[possible], abstaining[possible]


def _weights(n: int, valid: _Whole, abstaining: _Whole, voting: Voting) -> _Real:
    """The multinomial probability of each way, as a product of two binomial ones."""
    cast = valid + abstaining
    present = 1 - voting.absent
    abstains = voting.abstain / present if present > 0 else 0.0
    weights: _Real = stats.binom.pmf(cast, n, present) * stats.binom.pmf(abstaining, cast, min(abstains, 1.0))
    return weights


def _denominators(definition: ConsensusDefinition, n: int, valid: _Whole, abstaining: _Whole) -> _Whole:
    if definition.denominator is Denominator.ELIGIBLE:
        return np.full_like(valid, n)
    return valid + abstaining if definition.denominator is Denominator.VOTES_CAST else valid


def _may_pass(definition: ConsensusDefinition, n: int, valid: _Whole, abstaining: _Whole) -> NDArray[np.bool_]:
    """Whether quorum, minimum and "somebody was for or against" hold."""
    allowed: NDArray[np.bool_] = (
        (valid > 0)
        & (valid + abstaining >= quorum_needed(n, definition.quorum))
        & (_denominators(definition, n, valid, abstaining) >= definition.minimum_n)
    )
    return allowed


def _least_agreeing(definition: ConsensusDefinition, n: int, valid: _Whole, abstaining: _Whole) -> _Whole:
    """The least number of agreeing votes that satisfies the share and the majority of the eligible."""
    threshold = definition.threshold or Fraction(0)
    p, q = threshold.numerator, threshold.denominator
    product = p * _denominators(definition, n, valid, abstaining)
    least = -(-product // q) if definition.operator is Operator.AT_LEAST else product // q + 1
    return np.maximum(least, (n + 1) // 2) if definition.require_majority_of_eligible else least


def _chance_given(
    definition: ConsensusDefinition, least: _Whole, valid: _Whole, abstaining: _Whole, voting: Voting
) -> _Real:
    """The chance that enough agree, and not too many dissent, given how many vote and abstain."""
    if definition.max_dissent is None:
        enough: _Real = stats.binom.sf(least - 1, valid, voting.agreement)
        return enough
    agreeing = np.arange(int(valid.max(initial=0)) + 1)
    chance: _Real = stats.binom.pmf(agreeing[None, :], valid[:, None], voting.agreement)
    chance[agreeing[None, :] < least[:, None]] = 0.0
    counts_abstaining = Choice.ABSTAIN in definition.dissent_choices
    spare = definition.max_dissent - (abstaining if counts_abstaining else np.zeros_like(abstaining))
    others = np.maximum(valid[:, None] - agreeing[None, :], 0)
    share = voting.dissent if definition.disagreeing & definition.dissent_choices else 0.0
    few_enough: _Real = stats.binom.cdf(spare[:, None], others, share)
    return np.asarray((chance * few_enough).sum(axis=1), dtype=np.float64)
