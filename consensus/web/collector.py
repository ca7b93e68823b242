"""Collects the oldest generation of garbage at a quiet moment: with 1,000 pages that stops the server for a second."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress

from consensus.services.rounds.rush import seconds_since_ballots

# Seconds between two looks, and without a ballot before a moment is quiet; so often a moment that is not is let pass.
EVERY, QUIET, MOST_PUT_OFF = 30.0, 5.0, 20
# Collections of the middle generation since the last whole one that make another worth it: Python's own measure.
WORTH = 10
_NEVER = 2**31 - 1


class Collector:
    """One per server. While it runs Python does not choose the moment itself."""

    def __init__(self, *, every: float = EVERY) -> None:
        self._every = every
        self._thresholds = gc.get_threshold()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to wait for quiet moments."""
        young, middle, _ = self._thresholds = gc.get_threshold()
        gc.set_threshold(young, middle, _NEVER)
        self._task = asyncio.create_task(self._run(), name="collector")

    async def stop(self) -> None:
        """Leave the choice to Python again."""
        gc.set_threshold(*self._thresholds)
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        put_off = 0
        while True:
            await asyncio.sleep(self._every)
            if gc.get_count()[2] < WORTH:
                continue
            if seconds_since_ballots() < QUIET and put_off < MOST_PUT_OFF:
                put_off += 1
                continue
            gc.collect()
            put_off = 0
