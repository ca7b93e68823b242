"""Pages give way to a room that votes at once, and not for ever."""

import pytest

from consensus.services.rounds import rush
from consensus.services.rounds.casting import cast_together


class SlowClock:
    """Seconds that pass only while somebody sleeps; a ballot comes in after each of so many sleeps."""

    def __init__(self, ballots: int) -> None:
        self.now, self.ballots = 100.0, ballots

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.ballots:
            self.ballots -= 1
            rush.note_ballots()


@pytest.mark.parametrize(("ballots", "waited"), [(0, 0.05), (5, 0.10), (1000, 0.50)])
def test_a_page_waits_for_a_lull_but_no_longer_than_it_says(monkeypatch, db, ballots, waited):
    clock = SlowClock(ballots)
    monkeypatch.setattr(rush, "time", clock)
    cast_together(db, [])

    rush.wait_for_a_lull(0.5)

    assert clock.now - 100.0 == pytest.approx(waited, abs=0.011)


def test_where_nobody_votes_nothing_waits(monkeypatch):
    clock = SlowClock(0)
    monkeypatch.setattr(rush, "time", clock)
    monkeypatch.setattr(rush, "_last_at", float("-inf"))

    rush.wait_for_a_lull(0.5)

    assert clock.now == 100.0
