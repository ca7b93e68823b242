"""Opens and closes rounds at their time, and ends the countdowns of votes, in a thread of its own."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from consensus.services.delphi.clockwork import turn_rounds
from consensus.services.rounds.countdowns import end_countdowns

if TYPE_CHECKING:
    from collections.abc import Callable

    from consensus.services.opening import Database

logger = logging.getLogger(__name__)

# Seconds between two looks at the clock, and until a server that stops leaves a round to the next.
EVERY, PATIENCE = 1.0, 10.0


class Timekeeper:
    """One per server; of several servers on one database whichever looks first moves a round, and the others see it."""

    def __init__(self, database: Callable[[], Database], *, every: float = EVERY) -> None:
        self._database = database
        self._every = every
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look at the clock."""
        self._thread = threading.Thread(target=self._run, name="timekeeper", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Finish the round that is being moved, and end."""
        self._stopping.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, PATIENCE)

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            for turn in (end_countdowns, turn_rounds):
                try:
                    turn(self._database())
                except Exception:
                    logger.exception("what is due could not be done by the clock")
