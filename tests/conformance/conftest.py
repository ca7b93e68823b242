"""The same suite runs on SQLite and on PostgreSQL, by the database's own clock."""

from collections.abc import Iterator

import pytest

from consensus.persistence.database import Database
from tests.services.builders import KEY, Built, Vote, begin_meeting, open_vote, plan_process


@pytest.fixture
def replicas(tables_url) -> Iterator[tuple[Database, Database]]:
    """Two servers on one database."""
    first, second = Database(tables_url, key=KEY), Database(tables_url, key=KEY)
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def db(replicas) -> Database:
    return replicas[0]


@pytest.fixture
def running(db) -> Built:
    """A running process whose meeting is on, everybody present, two candidates presented."""
    return begin_meeting(plan_process(db))


@pytest.fixture
def vote(running) -> Vote:
    """An open round with a live tally."""
    return open_vote(running)
