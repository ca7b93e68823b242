"""The reference case, carried through once, and its archives; and a server that knows nothing of it."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest

from consensus.exports.archive.verifier.opened import Zip
from consensus.exports.archive.verifier.program import verify
from consensus.persistence.database import Database
from consensus.services.archive.archiving import make_archive
from consensus.services.context import Context
from consensus.services.examples.replay import replay
from consensus.services.processes.results import get_results
from consensus.services.sign_in.credentials import issue_administrator_link
from consensus.services.sign_in.identity import actor_for_token, exchange_link
from surveys.folder import load_process_folder
from tests.services.builders import KEY, Clock

HAIP = Path(__file__).parents[3] / "data" / "examples" / "haip"


@dataclass(frozen=True)
class Archived:
    """A process as it was, and what was packed of it."""

    process_id: UUID
    facilitator: Context
    plain: bytes
    with_people: bytes
    fingerprint: str
    results: object


@pytest.fixture(scope="module")
def archived(tmp_path_factory) -> Iterator[Archived]:
    db = Database(f"sqlite:///{tmp_path_factory.mktemp('archived') / 'a.db'}", key=KEY, clock=Clock())
    replayed = replay(db, load_process_folder(HAIP))
    ctx = replayed.cast.facilitator
    results = get_results(ctx, replayed.process_id)
    packed = make_archive(ctx, replayed.process_id)
    people = make_archive(ctx, replayed.process_id, with_people=True)
    yield Archived(replayed.process_id, ctx, packed.content, people.content, packed.fingerprint, results)
    db.close()


def opened(content: bytes) -> Zip:
    return Zip(BytesIO(content))


@pytest.fixture
def elsewhere(tmp_path) -> Iterator[Context]:
    """The administrator of another server, with another key."""
    db = Database(f"sqlite:///{tmp_path / 'b.db'}", key=b"k" * 32, clock=Clock())
    token = exchange_link(db, issue_administrator_link(db, "Ada Admin"), address="192.0.2.1").token
    yield Context(db, actor_for_token(db, token))
    db.close()


def files_of(content):
    packed = opened(content)
    return {name: packed.read(name) for name in packed.names()}


def packed(files):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def forged(content, name, change):
    """The archive after somebody changed a file and made the list of files and the fingerprint fit again."""
    files = files_of(content)
    data = (
        json.loads(files[name]) if name.endswith(".json") else [json.loads(line) for line in files[name].splitlines()]
    )
    change(data)
    files[name] = (json.dumps(data) if name.endswith(".json") else "\n".join(json.dumps(row) for row in data)).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"][name] = {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["FINGERPRINT"] = hashlib.sha256(files["manifest.json"]).hexdigest().encode()
    return packed(files)


def wrong(content):
    return verify(opened(content))[0].wrong
