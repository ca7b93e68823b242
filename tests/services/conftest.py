"""A process of named people in each state the services are tested in."""

import os

import pytest

from consensus.settings import get_settings
from tests.services.builders import Built, Vote, begin_meeting, open_vote, plan_process


@pytest.fixture(autouse=True)
def _default_settings(monkeypatch):
    for name in [name for name in os.environ if name.startswith("ASSENT_")]:
        monkeypatch.delenv(name)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def planned(db) -> Built:
    """A process in draft."""
    return plan_process(db)


@pytest.fixture
def running(planned) -> Built:
    """A running process whose meeting is on, everybody present, two candidates presented."""
    return begin_meeting(planned)


@pytest.fixture
def vote(running) -> Vote:
    """An open round with a live tally."""
    return open_vote(running)
