"""The rounds: rules under their fingerprints, ballots against tallies, and every verdict counted again."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from .findings import Findings
from .recount_grid import recount_grade_grid, scores
from .recount_ratings import recount_appropriateness, recount_core_outcome
from .recount_share import recount_share

RECOUNTS: dict[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    "share": recount_share,
    "appropriateness": recount_appropriateness,
    "core_outcome": recount_core_outcome,
    "grade_grid": recount_grade_grid,
}

PAPERS = re.compile(r"(\d+) ballots? (?:was|were) entered from paper")


def check_rounds(rounds: list[dict[str, Any]], findings: Findings) -> None:
    """Recount every revealed round from its ballots."""
    n_items = 0
    for round_ in rounds:
        is_check = round_["kind"] == "objection"
        place = f"rounds.json, {'objection check' if is_check else 'round'} {abs(round_['number'])}"
        _check_rule(round_, place, findings)
        if round_["state"] != "revealed":
            findings.unchecked.append(f"{place}: it is {round_['state']}, so there is no verdict to recount")
            continue
        tallies = [_check_ballots(round_, item, place, findings) for item in round_["items"]]
        if is_check:
            _leave_unjudged(round_, place, findings)
            continue
        n_items += len(tallies)
        for item in round_["items"]:
            _check_papers(item, place, findings)
        if round_["definition"].get("kind") == "ranking":
            _check_ranking(round_, tallies, place, findings)
        else:
            for item, tally in zip(round_["items"], tallies, strict=True):
                _check_verdict(round_, item, tally, place, findings)
    if not any(line.startswith("rounds.json") for line in findings.wrong):
        findings.holds.append(f"the ballots of {n_items} items were counted again and give the verdicts on record")


def _leave_unjudged(round_: dict[str, Any], place: str, findings: Findings) -> None:
    has_verdict = any(item["verdict"] for item in round_["items"])
    findings.expect(not has_verdict, place, "it carries a verdict, and no rule decides the question for objections")
    findings.unchecked.append(f"{place}: no rule decides it, so there is no verdict to recount")


def rule_hash(rule: dict[str, Any]) -> str:
    """SHA-256 over the rule as JSON with sorted names and no spaces."""
    text = json.dumps(rule, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _check_rule(round_: dict[str, Any], place: str, findings: Findings) -> None:
    is_same = rule_hash(round_["definition"]) == round_["definition_sha256"]
    findings.expect(is_same, place, "the rule does not agree with its fingerprint")
    if "protocol" not in round_:
        return
    is_same = rule_hash(round_["protocol"]) == round_["protocol_sha256"]
    findings.expect(is_same, place, "the protocol does not agree with its fingerprint")
    rules = [dimension["rule"] for dimension in round_["protocol"]["dimensions"]]
    for item in round_["items"]:
        is_asked = item["definition"] in rules
        findings.expect(is_asked, f"{place}, item {item['position']}", "its rule is not one of the protocol")


def _check_ballots(round_: dict[str, Any], item: dict[str, Any], place: str, findings: Findings) -> dict[str, Any]:
    """The tally as the ballots give it; what does not agree with the electorate is noted."""
    place = f"{place}, item {item['position']}"
    ballots = item["ballots"]
    counts = Counter(ballot["choice"] for ballot in ballots) + Counter(item.get("show_of_hands", {}))
    n_cast = sum(counts.values())
    findings.expect(n_cast <= item["eligible"], place, f"{n_cast} ballots of {item['eligible']} people who could vote")
    voters = [ballot["voter"] for ballot in ballots if "voter" in ballot]
    if round_["secrecy"] == "open":
        findings.expect(len(set(voters)) == len(voters), place, "somebody voted twice")
        names = set(round_.get("electors", []))
        findings.expect(set(voters) <= names, place, "somebody voted who was not entitled")
    else:
        findings.expect(not voters, place, "a ballot carries a name although voting was not open")
    groups = {
        name: {
            "eligible": size,
            "counts": dict(Counter(ballot["choice"] for ballot in ballots if ballot.get("group") == name)),
            "groups": {},
        }
        for name, size in item.get("groups", {}).items()
    }
    return {"eligible": item["eligible"], "counts": dict(counts), "groups": groups}


def _check_verdict(
    round_: dict[str, Any], item: dict[str, Any], tally: dict[str, Any], place: str, findings: Findings
) -> None:
    place = f"{place}, item {item['position']}"
    rule, stored = item.get("definition", round_["definition"]), item["verdict"]
    recount = RECOUNTS.get(rule.get("kind", "share"))
    if recount is None:
        findings.unchecked.append(f"{place}: this verifier knows no rule of the kind {rule.get('kind')!r}")
        return
    for name, value in recount(rule, tally).items():
        if name in stored:
            findings.expect(
                stored[name] == value, place, f"the verdict says {name} {stored[name]!r}, the ballots say {value!r}"
            )
    on_record = stored.get("tally") or {}
    for name in ("eligible", "counts"):
        if name in on_record:
            findings.expect(on_record[name] == tally[name], place, f"the tally on record differs in its {name}")


def _check_papers(item: dict[str, Any], place: str, findings: Findings) -> None:
    """A verdict says how many of its ballots came on paper; as many are marked."""
    told = PAPERS.search((item["verdict"] or {}).get("sentence", ""))
    n_told = int(told[1]) if told else 0
    n_marked = sum("entered" in ballot for ballot in item["ballots"])
    text = f"the verdict says {n_told} ballots from paper, and {n_marked} are marked so"
    findings.expect(n_told == n_marked, f"{place}, item {item['position']}", text)


def _check_ranking(round_: dict[str, Any], tallies: list[dict[str, Any]], place: str, findings: Findings) -> None:
    found = scores(round_["definition"]["picks"], [tally["counts"] for tally in tallies])
    for item, (score, n_voters, rank) in zip(round_["items"], found, strict=True):
        stored = item["verdict"].get("standing") or {}
        for name, value in (("score", score), ("n_voters", n_voters), ("rank", rank)):
            if name in stored:
                findings.expect(
                    stored[name] == value,
                    f"{place}, item {item['position']}",
                    f"the ranking says {name} {stored[name]!r}, the ballots say {value!r}",
                )
