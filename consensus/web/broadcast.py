"""Hands the signals of committed changes to the pages that listen: a few a second each, the first at once."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable

    Subscribe = Callable[[Callable[[UUID, int, str], None]], Callable[[], None]]

INTERVAL = 0.25
# The few who watch a tally move are told sooner.
STAFF_INTERVAL = 0.15
# With many pages a signal is spread out, so that they do not all ask at once: a thousand within half a second.
SPREAD_PER_LISTENER = 0.0005
MOST_SPREAD = 2.0


@dataclass(eq=False, slots=True)
class Listener:
    """One page: `send` takes a revision on the event loop, only for changes that concern one of `audiences`."""

    process_id: UUID
    audiences: frozenset[str]
    send: Callable[[int], None]
    last_at: float = float("-inf")
    revision: int = 0
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    @property
    def interval(self) -> float:
        """Seconds that lie at least between two signals to this page."""
        return STAFF_INTERVAL if "staff" in self.audiences else INTERVAL


class Broadcast:
    """One per server; `start` connects it with the database's signals, which come in any thread."""

    def __init__(self) -> None:
        # By process and audience: ballots concern the few on the staff, and must not cost a look at every voter.
        self._listeners: dict[tuple[UUID, str], set[Listener]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unsubscribe: Callable[[], None] | None = None

    def start(self, subscribe: Subscribe) -> None:
        """Begin to listen; called on the event loop that serves the pages."""
        self._loop = asyncio.get_running_loop()
        self._unsubscribe = subscribe(self._heard)

    def stop(self) -> None:
        """Stop listening and forget what has not been sent."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        for listeners in self._listeners.values():
            for listener in listeners:
                if listener.timer is not None:
                    listener.timer.cancel()
        self._listeners.clear()

    @property
    def n_listeners(self) -> int:
        """How many pages are connected."""
        return len(set().union(*self._listeners.values()))

    def add(self, listener: Listener) -> None:
        """A page has come."""
        for audience in listener.audiences:
            self._listeners.setdefault((listener.process_id, audience), set()).add(listener)

    def remove(self, listener: Listener) -> None:
        """A page has gone."""
        if listener.timer is not None:
            listener.timer.cancel()
        for audience in listener.audiences:
            listeners = self._listeners.get((listener.process_id, audience), set())
            listeners.discard(listener)
            if not listeners:
                self._listeners.pop((listener.process_id, audience), None)

    def _heard(self, process_id: UUID, revision: int, audience: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._plan, process_id, revision, audience)

    def _plan(self, process_id: UUID, revision: int, audience: str) -> None:
        loop = asyncio.get_running_loop()
        listeners = self._listeners.get((process_id, audience), set())
        spread = min(MOST_SPREAD, SPREAD_PER_LISTENER * len(listeners))
        for listener in listeners:
            listener.revision = max(listener.revision, revision)
            if listener.timer is None:
                earliest = max(loop.time(), listener.last_at + listener.interval)
                listener.timer = loop.call_at(earliest + random.uniform(0, spread), self._send, listener)  # noqa: S311

    def _send(self, listener: Listener) -> None:
        listener.timer = None
        listener.last_at = asyncio.get_running_loop().time()
        listener.send(listener.revision)
