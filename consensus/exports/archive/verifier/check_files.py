"""The files against the list in the manifest: what is missing, what is too much, what was changed."""

from __future__ import annotations

import hashlib
from typing import Any

from .findings import Findings
from .opened import MANIFEST, NotAnArchiveError, Opened

FINGERPRINT = "FINGERPRINT"


def check_files(opened: Opened, manifest: dict[str, Any], findings: Findings) -> None:
    """Compare every file with its SHA-256 in the manifest, and the manifest with the fingerprint beside it."""
    listed = manifest["files"]
    present = set(opened.names()) - {MANIFEST, FINGERPRINT}
    n_wrong = len(findings.wrong)
    for name in sorted(set(listed) - present):
        findings.wrong.append(f"{name}: it is listed and not there")
    for name in sorted(present - set(listed)):
        findings.wrong.append(f"{name}: it is there and not listed")
    for name in sorted(present & set(listed)):
        _check_file(opened, name, listed[name], findings)
    _check_fingerprint(opened, findings)
    if len(findings.wrong) == n_wrong:
        findings.holds.append(f"all {len(listed)} files are as the manifest lists them (SHA-256)")


def fingerprint_of(opened: Opened) -> str:
    """SHA-256 of the manifest: it stands for every byte, and is what to compare with what was published."""
    return hashlib.sha256(opened.read(MANIFEST)).hexdigest()


def _check_file(opened: Opened, name: str, listed: dict[str, Any], findings: Findings) -> None:
    try:
        content = opened.read(name)
    except NotAnArchiveError as error:
        findings.wrong.append(f"{name}: {error}")
        return
    is_same = hashlib.sha256(content).hexdigest() == listed["sha256"] and len(content) == listed["bytes"]
    findings.expect(is_same, name, "its content was changed after the archive was made")


def _check_fingerprint(opened: Opened, findings: Findings) -> None:
    try:
        beside = opened.read(FINGERPRINT).decode("ascii", "replace").strip()
    except NotAnArchiveError as error:
        findings.wrong.append(str(error))
        return
    findings.expect(beside == fingerprint_of(opened), MANIFEST, "it does not agree with the fingerprint beside it")
