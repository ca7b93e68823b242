"""The reference case, carried through once, and its archives; and a server that knows nothing of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

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


@pytest.fixture
def elsewhere(tmp_path) -> Iterator[Context]:
    """The administrator of another server, with another key."""
    db = Database(f"sqlite:///{tmp_path / 'b.db'}", key=b"k" * 32, clock=Clock())
    token = exchange_link(db, issue_administrator_link(db, "Ada Admin"), address="192.0.2.1").token
    yield Context(db, actor_for_token(db, token))
    db.close()
