"""The GRADE grid (Jaeschke 2008) and the nominal group ranking (Delbecq 1975)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Tally = dict[str, Any]


def recount_grade_grid(rule: dict[str, Any], tally: Tally) -> dict[str, Any]:
    """A recommendation, strong or weak, for or against; or none."""
    cells = {
        name: tally["counts"].get(name, 0) for name in ("strong_for", "weak_for", "weak_against", "strong_against")
    }
    n = sum(cells.values()) + tally["counts"].get("neutral", 0)
    if n == 0:
        return {"outcome": "no_valid_votes"}
    sides = {side: cells[f"strong_{side}"] + cells[f"weak_{side}"] for side in ("for", "against")}
    for side, other in (("for", "against"), ("against", "for")):
        leads = Fraction(sides[side], n) >= Fraction(rule["direction_at_least"])
        if leads and Fraction(sides[other], n) < Fraction(rule["opposed_below"]):
            base = sides[side] if rule["strength_base"] == "direction" else n
            is_strong = Fraction(cells[f"strong_{side}"], base) >= Fraction(rule["strong_at_least"])
            return {"outcome": f"{'strong' if is_strong else 'weak'}_{side}"}
    return {"outcome": "none"}


def scores(picks: int, items: list[dict[str, int]]) -> list[tuple[int, int, int]]:
    """For each item, from its counts by place: the score, the people who picked it, and its rank among the items."""
    sums = [sum((picks + 1 - int(place)) * n for place, n in _places(item)) for item in items]
    voters = [sum(n for _, n in _places(item)) for item in items]
    return [(score, n, 1 + sum(other > score for other in sums)) for score, n in zip(sums, voters, strict=True)]


def _places(item: dict[str, int]) -> list[tuple[str, int]]:
    return [(place, n) for place, n in item.items() if place.isdigit()]
