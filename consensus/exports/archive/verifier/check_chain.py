"""The record of events: unbroken, in order, and in agreement with the verdicts; with the server's key also unforged."""

from __future__ import annotations

import hashlib
import hmac
import json
from itertools import pairwise
from typing import Any

from .findings import Findings


def check_chain(
    process_id: str, events: list[dict[str, Any]], rounds: list[dict[str, Any]], key: bytes | None, findings: Findings
) -> None:
    """Sequence, times, outcomes; and each link under the key where it is given."""
    n_wrong = len(findings.wrong)
    for place, event in enumerate(events, start=1):
        findings.expect(
            event["sequence"] == place, f"events.jsonl, line {place}", "an event is missing or out of order"
        )
    for before, after in pairwise(events):
        is_later = before["at"] <= after["at"]
        findings.expect(is_later, f"events.jsonl, event {after['sequence']}", "it is earlier than the event before it")
    _check_outcomes(events, rounds, findings)
    if len(findings.wrong) == n_wrong:
        findings.holds.append(f"{len(events)} events follow each other without a gap and name the same outcomes")
    if key is None:
        findings.unchecked.append("the links between events: they are sealed with the key of the server (--key)")
    else:
        _check_links(process_id, events, key, findings)


def link(process_id: str, event: dict[str, Any], key: bytes, previous: str) -> str:
    """HMAC-SHA-256 over the event and the link before it."""
    names = ("sequence", "at", "actor_id", "verb", "object_type", "object_id", "detail")
    covered = json.dumps(
        [previous, process_id, *(event[name] for name in names)],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hmac.new(key, covered.encode("utf-8"), hashlib.sha256).hexdigest()


def _check_links(process_id: str, events: list[dict[str, Any]], key: bytes, findings: Findings) -> None:
    previous = ""
    n_withheld = sum(event.get("withheld", False) for event in events)
    for event in events:
        if event.get("withheld"):
            previous = event["digest"]
            continue
        is_linked = hmac.compare_digest(link(process_id, event, key, previous), event["digest"])
        place = f"events.jsonl, event {event['sequence']}"
        if not findings.expect(is_linked, place, "it was changed, or it was sealed with another key"):
            return
        previous = event["digest"]
    findings.holds.append(f"{len(events) - n_withheld} links of the record are sealed with this key")
    if n_withheld:
        findings.unchecked.append(f"{n_withheld} links of the record: what they seal was left out for publication")


def _check_outcomes(events: list[dict[str, Any]], rounds: list[dict[str, Any]], findings: Findings) -> None:
    revealed = {event["object_id"]: event for event in events if event["verb"].endswith(".revealed")}
    for round_ in rounds:
        if round_["state"] != "revealed":
            continue
        if round_["kind"] == "objection":
            _check_answers(events, round_, findings)
            continue
        event = revealed.get(round_["id"])
        place = f"rounds.json, round {round_['number']}"
        if not findings.expect(event is not None, place, "the record holds no event of its reveal") or event is None:
            continue
        _check_receipts(events, round_, findings)
        outcomes = event["detail"].get("outcomes", {})
        for item in round_["items"]:
            on_record = outcomes.get(item["id"])
            findings.expect(
                on_record == item["verdict"]["outcome"],
                f"events.jsonl, event {event['sequence']}",
                f"it names {on_record!r} for item {item['position']} of round {round_['number']}, "
                f"the verdict {item['verdict']['outcome']!r}",
            )


def _check_answers(events: list[dict[str, Any]], round_: dict[str, Any], findings: Findings) -> None:
    """The answers of an objection check against what the record says of them since its end."""
    ended = [event for event in events if event["verb"] == "check.ended" and event["object_id"] == round_["id"]]
    place = f"rounds.json, objection check {-round_['number']}"
    if not findings.expect(len(ended) == 1, place, "the record holds no event of its end"):
        return
    choices = [ballot["choice"] for item in round_["items"] for ballot in item["ballots"]]
    objections = choices.count("object")
    on_record = (ended[0]["detail"]["n_answered"], int(ended[0]["detail"]["n_objections"].split()[0]))
    findings.expect(
        on_record == (len(choices), objections),
        place,
        f"the record says {on_record[0]} answers and {on_record[1]} objections, "
        f"the answers are {len(choices)} with {objections}",
    )


def _check_receipts(events: list[dict[str, Any]], round_: dict[str, Any], findings: Findings) -> None:
    """The receipt codes of a secret round against what the record says of them since its close."""
    closed = [event for event in events if event["verb"] == "round.closed" and event["object_id"] == round_["id"]]
    on_record = closed[-1]["detail"].get("receipts_sha256") if closed else None
    if on_record is not None:
        codes = hashlib.sha256("\n".join(sorted(round_["receipts"])).encode("utf-8")).hexdigest()
        place = f"rounds.json, round {round_['number']}"
        findings.expect(codes == on_record, place, "the receipt codes are not those on record since the close")
