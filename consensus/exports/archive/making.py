"""Packing an archive: the data, the program that recounts them, and the list of every file with its hash."""

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata, resources
from io import BytesIO
from typing import Any
from uuid import UUID

from consensus.exports.archive import verifier
from consensus.exports.archive.verifier.check_files import FINGERPRINT
from consensus.exports.archive.verifier.opened import MANIFEST
from consensus.exports.archive.verifier.program import FORMAT, VERSION

# A zip begins its calendar here; one moment for all files makes equal archives equal byte by byte.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_README = """\
{title}

This is the record of a consensus process, made {made_at} by {software}.

  python3 verify.py    recounts every verdict, checks every wording and the record of events, and says what it
                       could not check. It needs Python 3.10 or newer and nothing else.

statements.json   every statement with all its wordings and their hashes
rounds.json       every round with its rule, its ballots and its verdicts
events.jsonl      what happened, one event a line
process.json      the process as data, to be imported by another server
manifest.json     every file with its SHA-256; FINGERPRINT is the SHA-256 of this list

{withheld}"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into an archive. `withheld`: sentences on what the promises of secrecy leave out."""

    process_id: UUID
    title: str
    made_at: datetime
    files: Mapping[str, bytes]
    withheld: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Archive:
    """The zip, and the fingerprint that stands for all of it."""

    content: bytes
    fingerprint: str


def pack(contents: Contents) -> Archive:
    """Pack an archive; equal contents give equal bytes."""
    software = f"Assent {metadata.version('assent')}"
    made_at = contents.made_at.astimezone(UTC).isoformat(timespec="seconds")
    files = {**contents.files, **_program(), "README.txt": _readme(contents, made_at, software)}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "software": software,
        "made_at": made_at,
        "process": {"id": str(contents.process_id), "title": contents.title},
        "withheld": list(contents.withheld),
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(files.items())
        },
    }
    listed = to_json(manifest)
    fingerprint = hashlib.sha256(listed).hexdigest()
    return Archive(_zip({**files, MANIFEST: listed, FINGERPRINT: f"{fingerprint}\n".encode()}), fingerprint)


def to_json(data: Any) -> bytes:
    """Data as a file that people can read too."""
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def to_json_lines(rows: Sequence[Any]) -> bytes:
    """One row a line."""
    return b"".join(json.dumps(row, ensure_ascii=False, allow_nan=False).encode() + b"\n" for row in rows)


def _program() -> dict[str, bytes]:
    """The verifier as it runs here, module by module."""
    modules = (file for file in resources.files(verifier).iterdir() if file.name.endswith(".py"))
    entry = resources.files("consensus.exports.archive") / "verify_entry.txt"
    return {"verify.py": entry.read_bytes(), **{f"verifier/{file.name}": file.read_bytes() for file in modules}}


def _readme(contents: Contents, made_at: str, software: str) -> bytes:
    withheld = "\n".join(["Left out of it:", *(f"- {sentence}" for sentence in contents.withheld)])
    text = _README.format(
        title=contents.title, made_at=made_at, software=software, withheld=f"{withheld}\n" if contents.withheld else ""
    )
    return text.encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(info, content)
    return buffer.getvalue()
