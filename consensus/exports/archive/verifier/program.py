"""`python3 verify.py [ARCHIVE] [--key FILE]`: says what holds, what does not, and what could not be checked."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from .check_chain import check_chain
from .check_files import check_files, fingerprint_of
from .check_rounds import check_rounds
from .check_wording import check_wording
from .findings import Findings
from .opened import MANIFEST, NotAnArchiveError, Opened, open_archive, read_json

FORMAT = "assent-archive"
VERSION = 1


def verify(opened: Opened, key: bytes | None = None) -> tuple[Findings, dict[str, Any]]:
    """Check an archive; what was found, and its manifest. Raises NotAnArchiveError where nothing can be read."""
    manifest = read_manifest(opened)
    findings = Findings()
    check_files(opened, manifest, findings)
    try:
        _check_contents(opened, manifest, key, findings)
    except NotAnArchiveError as error:
        findings.wrong.append(str(error))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as error:
        findings.wrong.append(f"The data do not have the form of an archive ({type(error).__name__}: {error}).")
    findings.unchecked.extend(manifest.get("withheld", []))
    return findings, manifest


def read_manifest(opened: Opened) -> dict[str, Any]:
    """The manifest of an archive of a version this program knows."""
    manifest = read_json(opened, MANIFEST)
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != FORMAT
        or not isinstance(manifest.get("files"), dict)
    ):
        raise NotAnArchiveError("This is not an archive of a consensus process.")
    version = manifest.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise NotAnArchiveError(f"This archive is of the newer version {version}; this program reads up to {VERSION}.")
    return manifest


def _check_contents(opened: Opened, manifest: dict[str, Any], key: bytes | None, findings: Findings) -> None:
    statements, rounds = read_json(opened, "statements.json"), read_json(opened, "rounds.json")
    events = [json.loads(line) for line in opened.read("events.jsonl").decode("utf-8").splitlines()]
    check_wording(statements, rounds, findings)
    check_rounds(rounds, findings)
    check_chain(manifest["process"]["id"], events, rounds, key, findings)


def main(arguments: list[str] | None = None, beside: Path | None = None) -> int:
    """0: nothing wrong; 1: something is; 2: it could not be read."""
    parser = argparse.ArgumentParser(prog="verify.py", description=__doc__)
    parser.add_argument(
        "archive", nargs="?", type=Path, default=beside, help="the zip, or the folder it was unpacked to"
    )
    parser.add_argument("--key", type=Path, help="the file event.key of the server, to check the links of the record")
    options = parser.parse_args(arguments)
    try:
        key = options.key.read_bytes() if options.key else None
        opened = open_archive(options.archive)
        findings, manifest = verify(opened, key)
        fingerprint = fingerprint_of(opened)
    except (NotAnArchiveError, OSError) as error:
        print(f"Not checked: {error}")
        return 2
    print(f"{manifest['process']['title']}, archived {manifest['made_at']} by {manifest['software']}")
    print(*findings.lines(), sep="\n")
    print(f"Fingerprint {fingerprint}: compare it with the one that was published.")
    print("Something is WRONG." if findings.wrong else "Nothing wrong was found.")
    return 1 if findings.wrong else 0
