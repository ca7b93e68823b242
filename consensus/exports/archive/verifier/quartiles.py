"""Ratings one by one, and their quantiles of type 7 (Hyndman and Fan 1996), exact."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def ratings_of(counts: Mapping[str, int]) -> list[int]:
    """The ratings in ascending order; "cannot judge" and abstentions are none."""
    return sorted(int(choice) for choice, n in counts.items() if choice.isdigit() for _ in range(n))


def quantile(ratings: list[int], share: Fraction) -> Fraction:
    """Between the two ratings around position share * (n - 1), in proportion; of at least one rating."""
    place = share * (len(ratings) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ratings) - 1)
    return ratings[below] + (place - below) * (ratings[above] - ratings[below])
