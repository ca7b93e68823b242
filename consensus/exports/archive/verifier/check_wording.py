"""The wordings: each version under its hash, and each vote on a version that is there."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from .findings import Findings


def check_wording(statements: list[dict[str, Any]], rounds: list[dict[str, Any]], findings: Findings) -> None:
    """Hash every wording again, and look up what was voted on and adopted."""
    n_wrong = len(findings.wrong)
    hashes: dict[str, str] = {}
    for statement in statements:
        for version in statement["versions"]:
            place = f"statements.json, statement {statement['label']}, version {version['number']}"
            is_same = wording_hash(version["text"], version["plain_text"]) == version["sha256"]
            findings.expect(is_same, place, "the wording does not agree with its hash")
            hashes[version["id"]] = version["sha256"]
    for round_ in rounds:
        for item in round_["items"]:
            place = f"rounds.json, round {round_['number']}, item {item['position']}"
            is_same = hashes.get(item["version_id"]) == item["version_sha256"]
            findings.expect(is_same, place, "the wording that was voted on is not among the wordings of the statements")
    for statement in statements:
        _check_adopted(statement, findings)
    if len(findings.wrong) == n_wrong:
        findings.holds.append(f"all {len(hashes)} wordings agree with their hashes, and every vote was on one of them")


def wording_hash(text: str, plain_text: str) -> str:
    """SHA-256 over the JSON list of the wording and its plain-language twin."""
    pair = json.dumps([text, plain_text], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(pair.encode("utf-8")).hexdigest()


def _check_adopted(statement: dict[str, Any], findings: Findings) -> None:
    adopted = statement.get("adopted")
    if adopted is not None:
        is_there = any(version["id"] == adopted["version_id"] for version in statement["versions"])
        place = f"statements.json, statement {statement['label']}"
        findings.expect(is_there, place, "the adopted wording is not one of its versions")
