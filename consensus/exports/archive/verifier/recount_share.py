"""Rules on a share of agreeing votes, with every further clause: counted with exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import Any

from .quartiles import quantile, ratings_of

Tally = dict[str, Any]
ASIDE = ("abstain", "cannot_judge")


def recount_share(rule: dict[str, Any], tally: Tally) -> dict[str, Any]:
    """Outcome, share, votes needed, and the clauses that fail, in the order in which a verdict names them."""
    n_yes, n_of = _share(rule, tally)
    clauses = {
        "quorum": sum(tally["counts"].values()) >= Fraction(rule["quorum"]) * tally["eligible"],
        "valid_votes": _n(tally, rule["agreeing"]) + _n(tally, rule["disagreeing"]) > 0,
        "minimum_n": n_of >= rule["minimum_n"],
        "share": n_yes >= needed(rule, n_of),
        **_spread_clauses(rule, tally),
        "majority_of_eligible": not rule["require_majority_of_eligible"] or 2 * n_yes >= tally["eligible"],
        "dissent": rule["max_dissent"] is None or _n(tally, rule["dissent_choices"]) <= rule["max_dissent"],
        "groups": _groups_hold(rule, tally),
    }
    failing = [name for name, holds in clauses.items() if not holds]
    outcome = _outcome(failing)
    least = needed(rule, n_of)
    return {
        "outcome": outcome,
        "numerator": n_yes,
        "denominator": n_of,
        "needed": least,
        "margin": n_yes - least,
        "failing": failing,
        "band": _band(rule, n_yes, n_of) if outcome in ("consensus", "no_consensus") else None,
    }


def needed(rule: dict[str, Any], n_of: int) -> int:
    """The least number of agreeing votes of so many: tried one by one, from none upwards."""
    if rule["threshold"] is None:
        return 0
    bound = Fraction(rule["threshold"]) * n_of
    return next(k for k in count() if (k > bound if rule["operator"] == ">" else k >= bound))


def _share(rule: dict[str, Any], tally: Tally) -> tuple[int, int]:
    n_yes = _n(tally, rule["agreeing"])
    if rule["denominator"] == "eligible":
        return n_yes, tally["eligible"]
    n_of = n_yes + _n(tally, set(rule["disagreeing"]) - set(rule["agreeing"]))
    return n_yes, n_of + (_n(tally, ["abstain"]) if rule["denominator"] == "votes_cast" else 0)


def _n(tally: Tally, choices: Any) -> int:
    return sum(n for choice, n in tally["counts"].items() if choice in set(choices))


def _outcome(failing: list[str]) -> str:
    for clause, name in (("quorum", "inquorate"), ("valid_votes", "no_valid_votes"), ("minimum_n", "inquorate")):
        if clause in failing:
            return name
    return "no_consensus" if failing else "consensus"


def _spread_clauses(rule: dict[str, Any], tally: Tally) -> dict[str, bool]:
    clause = rule.get("spread")
    if not clause:
        return {}
    ratings = ratings_of(tally["counts"])
    low, high, width = (clause.get(name) for name in ("median_at_least", "median_at_most", "iqr_at_most"))
    if not ratings:
        return {"median": low is None and high is None, "spread": width is None}
    median = quantile(ratings, Fraction(1, 2))
    iqr = quantile(ratings, Fraction(3, 4)) - quantile(ratings, Fraction(1, 4))
    return {
        "median": (low is None or median >= Fraction(low)) and (high is None or median <= Fraction(high)),
        "spread": width is None or iqr <= Fraction(width),
    }


def _groups_hold(rule: dict[str, Any], tally: Tally) -> bool:
    asked = rule["group_rule"]
    if asked is None:
        return True
    reached = {}
    for name, group in tally["groups"].items():
        if group["eligible"] < asked["minimum_n"] or (asked["mode"] == "named" and name not in asked["names"]):
            continue
        n_yes, n_of = _share(rule, group)
        reached[name] = n_of > 0 and n_yes >= needed(rule, n_of)
    if asked["mode"] == "any":
        return any(reached.values())
    if asked["mode"] == "named" and set(reached) != set(asked["names"]):
        return False
    return bool(reached) and all(reached.values())


def _band(rule: dict[str, Any], n_yes: int, n_of: int) -> str | None:
    if not n_of:
        return None
    share = Fraction(n_yes, n_of)
    for band in rule["bands"]:
        lower, upper = Fraction(band["lower"]), Fraction(band["upper"])
        is_in = lower < share < upper
        if is_in or (share == lower and band["includes_lower"]) or (share == upper and band["includes_upper"]):
            return str(band["name"])
    return None
