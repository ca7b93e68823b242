"""Gathers ballots that arrive together and lets one thread commit them together, then answers each one."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from consensus.services.rounds.casting import AnyRequest, Outcome

logger = logging.getLogger(__name__)

# Seconds between two batches when several ballots came together; a ballot that comes alone never waits.
GATHERING = 0.001


class BallotBox:
    """One per server. Ballots wait while the batch before them is being committed, and a moment more in a rush.

    `cast` stores a batch in one transaction and answers in its order; it is called in one thread, never twice at
    a time. Started and stopped on the event loop that casts.
    """

    def __init__(
        self,
        cast: Callable[[Sequence[AnyRequest]], Sequence[Outcome]],
        *,
        most_waiting: int = 10_000,
        batch: int = 256,
    ) -> None:
        self._cast = cast
        self._most_waiting = most_waiting
        self._batch = batch
        self._waiting: list[tuple[AnyRequest, asyncio.Future[Outcome | None]]] = []
        self._arrived = asyncio.Event()
        self._closing = False
        self._writer: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ballot-box")

    def start(self) -> None:
        """Begin to commit what arrives."""
        self._writer = asyncio.create_task(self._write(), name="ballot box")

    async def stop(self) -> None:
        """Commit what is waiting, refuse what still comes, and end."""
        self._closing = True
        self._arrived.set()
        if self._writer is not None:
            await self._writer
        self._thread.shutdown(wait=False)

    async def cast(self, request: AnyRequest) -> Outcome | None:
        """Wait until a ballot is committed or refused; None if it was not stored and should come again."""
        return await self.put(request)

    def put(self, request: AnyRequest) -> asyncio.Future[Outcome | None]:
        """What `cast` waits for, for whoever has no task to wait in."""
        answer: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()
        if self._closing or len(self._waiting) >= self._most_waiting:
            answer.set_result(None)
            return answer
        self._waiting.append((request, answer))
        self._arrived.set()
        return answer

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while not (self._closing and not self._waiting):
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[: self._batch], self._waiting[self._batch :]
                requests = [request for request, _ in batch]
                outcomes = await loop.run_in_executor(self._thread, self._store, requests)
                for (_, answer), outcome in zip(batch, outcomes, strict=True):
                    if not answer.done():
                        answer.set_result(outcome)
                if len(batch) > 1:
                    # Whoever was just answered may have more to send: half the commits for a moment's wait.
                    await asyncio.sleep(GATHERING)

    def _store(self, requests: Sequence[AnyRequest]) -> Sequence[Outcome | None]:
        """Commit a batch. One that fails is halved: a ballot that cannot be stored must not hold up the others."""
        outcomes = self._attempt(requests)
        if outcomes is not None:
            return outcomes
        if len(requests) == 1:
            return [None]
        middle = len(requests) // 2
        halves = requests[:middle], requests[middle:]
        stored = [self._attempt(half) for half in halves]
        if stored == [None, None]:
            return [None] * len(requests)
        return [outcome for half, done in zip(halves, stored, strict=True) for outcome in done or self._store(half)]

    def _attempt(self, requests: Sequence[AnyRequest]) -> Sequence[Outcome] | None:
        try:
            outcomes = self._cast(requests)
            if len(outcomes) != len(requests):
                raise RuntimeError(f"{len(outcomes)} answers to {len(requests)} ballots")
        except Exception:
            logger.exception("a batch of %d ballots was not stored", len(requests))
            return None
        return outcomes
