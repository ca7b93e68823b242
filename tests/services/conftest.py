"""A process of named people in each state the services are tested in."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from consensus.persistence.database import Database
from consensus.settings import get_settings
from tests.services.builders import KEY, Built, Clock, Vote, begin_meeting, open_vote, plan_process, restore, save


@pytest.fixture(autouse=True)
def _default_settings(monkeypatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("ASSENT_")]:
        monkeypatch.delenv(name)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@dataclass(frozen=True)
class Stages:
    """The same process, kept in three states; made once and copied for each test."""

    folder: Path
    vote: Vote

    def put_into(self, db: Database, stage: str) -> Vote:
        """The process in this state, in another database."""
        restore(db, self.folder / f"{stage}.db")
        # A dict of their own: what one test enters into it is nobody's in the next.
        built = replace(self.vote.built, db=db, members=dict(self.vote.built.members))
        return replace(self.vote, built=built)


@pytest.fixture(scope="session")
def stages(tmp_path_factory) -> Stages:
    folder = tmp_path_factory.mktemp("stages")
    db = Database(f"sqlite:///{folder / 'made.db'}", key=KEY, clock=Clock())
    built = plan_process(db)
    save(db, folder / "planned.db")
    begin_meeting(built)
    save(db, folder / "running.db")
    vote = open_vote(built)
    save(db, folder / "vote.db")
    db.close()
    return Stages(folder, vote)


@pytest.fixture
def planned(db, stages) -> Built:
    """A process in draft."""
    return stages.put_into(db, "planned").built


@pytest.fixture
def running(db, stages) -> Built:
    """A running process whose meeting is on, everybody present, two candidates presented."""
    return stages.put_into(db, "running").built


@pytest.fixture
def vote(db, stages) -> Vote:
    """An open round with a live tally."""
    return stages.put_into(db, "vote")
