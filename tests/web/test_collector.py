"""The oldest generation is collected at a quiet moment, and in a rush only after it was put off often enough."""

import asyncio
import gc

import pytest

from consensus.services.rounds import rush
from consensus.web import collector
from consensus.web.collector import Collector


@pytest.fixture
def collected(monkeypatch) -> list[int]:
    """How often everything was collected; there is always garbage enough."""
    done: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: done.append(1))
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, collector.WORTH))
    return done


async def run_for(seconds: float) -> None:
    running = Collector(every=0.005)
    running.start()
    assert gc.get_threshold()[2] > 10**9
    await asyncio.sleep(seconds)
    await running.stop()


def test_a_quiet_moment_is_taken(collected, monkeypatch):
    before = gc.get_threshold()
    monkeypatch.setattr(rush, "_last_at", float("-inf"))

    asyncio.run(run_for(0.1))

    assert collected
    assert gc.get_threshold() == before


def test_while_ballots_come_in_it_is_put_off(collected):
    rush.note_ballots()

    asyncio.run(run_for(0.05))

    assert not collected


def test_it_is_not_put_off_for_ever(collected, monkeypatch):
    monkeypatch.setattr(collector, "MOST_PUT_OFF", 2)
    rush.note_ballots()

    asyncio.run(run_for(0.2))

    assert collected


def test_where_little_was_made_nothing_is_collected(collected, monkeypatch):
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, collector.WORTH - 1))
    monkeypatch.setattr(rush, "_last_at", float("-inf"))

    asyncio.run(run_for(0.05))

    assert not collected
