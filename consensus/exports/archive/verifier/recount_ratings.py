"""Rules on ratings from 1 to 9: appropriateness (Fitch 2001) and core outcomes (Williamson 2017)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .quartiles import quantile, ratings_of

Tally = dict[str, Any]


def recount_appropriateness(rule: dict[str, Any], tally: Tally) -> dict[str, Any]:
    """Appropriate, uncertain, inappropriate; or why there is no verdict."""
    ratings = ratings_of(tally["counts"])
    if len(ratings) < max(rule["minimum_n"], 1):
        return {"outcome": "inquorate" if ratings else "no_valid_votes"}
    if _disagree(rule, ratings):
        return {"outcome": "uncertain"}
    median = quantile(ratings, Fraction(1, 2))
    if median >= Fraction(13, 2):
        return {"outcome": "appropriate"}
    return {"outcome": "uncertain" if median >= Fraction(7, 2) else "inappropriate"}


def _disagree(rule: dict[str, Any], ratings: list[int]) -> bool:
    if rule["disagreement"] == "classic":
        bound = (len(ratings) + 1) // 3
        return sum(r <= 3 for r in ratings) >= bound and sum(r >= 7 for r in ratings) >= bound
    p30, p70 = quantile(ratings, Fraction(3, 10)), quantile(ratings, Fraction(7, 10))
    asymmetry = abs(5 - (p30 + p70) / 2)
    return p70 - p30 > Fraction(47, 20) + Fraction(3, 2) * asymmetry


def recount_core_outcome(rule: dict[str, Any], tally: Tally) -> dict[str, Any]:
    """In, out or no consensus, by the groups the rule asks for."""
    groups = tally["groups"] or {"": tally}
    verdicts = {name: _in_or_out(rule, ratings_of(group["counts"])) for name, group in groups.items()}
    everybody = [rating for group in groups.values() for rating in ratings_of(group["counts"])]
    if not everybody:
        return {"outcome": "no_valid_votes"}
    if rule["variant"] == "pooled":
        return {"outcome": _in_or_out(rule, everybody)}
    decided = {verdict for verdict in verdicts.values() if verdict in ("in", "out")}
    agree = len(set(verdicts.values())) == 1 or rule["variant"] == "any_group"
    return {"outcome": decided.pop() if len(decided) == 1 and agree else "no_consensus"}


def _in_or_out(rule: dict[str, Any], ratings: list[int]) -> str | None:
    if not ratings:
        return None
    most, few = Fraction(rule["supported_at_least"]), Fraction(rule["opposed_below"])
    high = Fraction(sum(r >= 7 for r in ratings), len(ratings))
    low = Fraction(sum(r <= 3 for r in ratings), len(ratings))
    if high >= most and low < few:
        return "in"
    return "out" if low >= most and high < few else "no_consensus"
