"""How far answers lie apart, and where their middle is."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Location:
    """Median, quartiles (Hyndman and Fan 1996, type 7) and both ends."""

    median: float
    lower_quartile: float
    upper_quartile: float
    lowest: float
    highest: float


def locate(values: Sequence[float]) -> Location | None:
    """Where the values lie, None where there are none; of one value everything is that value."""
    if not values:
        return None
    if len(values) == 1:
        return Location(*tuple(values) * 5)
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Location(median, lower, upper, min(values), max(values))


def contestedness_of_counts(counts: Sequence[int]) -> float:
    """How far a choice among k options is from unanimous: (1 - top share) / (1 - 1/k), from 0 to 1.

    0 when all chose the same option, 1 when every option was chosen equally often; 0 without answers.
    """
    n, k = sum(counts), len(counts)
    if n == 0 or k < 2:
        return 0.0
    return float((1 - Fraction(max(counts), n)) / (1 - Fraction(1, k)))


def contestedness_of_ratings(ratings: Sequence[int], low: int, high: int) -> float:
    """How far ratings lie apart: their variance over the largest possible, ((high - low) / 2)^2, from 0 to 1.

    0 when all are equal, 1 when one half stands at each end; 0 without ratings.
    """
    if not ratings or low == high:
        return 0.0
    n, total = len(ratings), sum(ratings)
    variance = Fraction(sum(rating * rating for rating in ratings), n) - Fraction(total, n) ** 2
    return float(variance / Fraction(high - low, 2) ** 2)


def contestedness_of_shares(counts: Sequence[int], n: int) -> float:
    """The mean of 4p(1 - p) over options that n people could each choose or leave, p being an option's share."""
    if n == 0 or not counts:
        return 0.0
    return float(sum((4 * Fraction(c, n) * (1 - Fraction(c, n)) for c in counts), Fraction(0)) / len(counts))
