"""Hands the signals of committed changes to the pages that listen, with what is asked of each where that may change."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from consensus.services.meetings.asked_now import AskedNow

    Subscribe = Callable[[Callable[[UUID, int, str], None]], Callable[[], None]]
    Ask = Callable[[UUID, Collection[str]], AskedNow]

INTERVAL = 0.25
# The few who watch a tally move are told sooner, and their pages follow at once.
STAFF_INTERVAL = 0.15
# Drawing a page takes about this long: asked for all at once, a thousand would hold up the votes meanwhile.
SECONDS_PER_PAGE = 0.02
MOST_SPREAD = 20.0
# Pages told in one turn of the event loop, before ballots that have arrived have theirs.
AT_ONCE = 50

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Signal:
    """What a page is told: the revision, the seconds within which to follow, and what is asked if that was read."""

    revision: int
    within: float = 0.0
    asked: AskedNow | None = None


@dataclass(eq=False, slots=True)
class Listener:
    """One page: `send` is called on the event loop, only for changes that concern one of `audiences`.

    `token` is the cookie of whoever looks at the page; without one nothing is asked of it.
    """

    process_id: UUID
    audiences: frozenset[str]
    send: Callable[[Signal], None]
    token: str = ""
    last_at: float = float("-inf")
    revision: int = 0
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    @property
    def is_staff(self) -> bool:
        """Whether votes that are cast concern this page."""
        return "staff" in self.audiences


class Broadcast:
    """One per server; `start` connects it with the database's signals, which come in any thread.

    What concerns the staff alone is sent by a timer of each page. What concerns everyone goes out in turns, at most
    one in `INTERVAL` for each process: `ask` is called once a turn, in a thread, for all pages together.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        # By process and audience: ballots concern the few on the staff, and must not cost a look at every voter.
        self._listeners: dict[tuple[UUID, str], set[Listener]] = {}
        self._waiting: dict[UUID, set[Listener]] = {}
        self._revisions: dict[UUID, int] = {}
        self._turns: dict[UUID, asyncio.Task[None]] = {}
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
        for turn in self._turns.values():
            turn.cancel()
        for listeners in self._listeners.values():
            for listener in listeners:
                _cancel(listener)
        self._listeners.clear()

    @property
    def n_listeners(self) -> int:
        """How many pages are connected."""
        return len(set().union(*self._listeners.values()))

    def add(self, listener: Listener) -> None:
        """A page has come; it is told what is asked of it, together with others that come just now."""
        for audience in listener.audiences:
            self._listeners.setdefault((listener.process_id, audience), set()).add(listener)
        if listener.token:
            self._tell(listener.process_id, (listener,))

    def remove(self, listener: Listener) -> None:
        """A page has gone."""
        _cancel(listener)
        self._waiting.get(listener.process_id, set()).discard(listener)
        for audience in listener.audiences:
            listeners = self._listeners.get((listener.process_id, audience), set())
            listeners.discard(listener)
            if not listeners:
                self._listeners.pop((listener.process_id, audience), None)

    def _heard(self, process_id: UUID, revision: int, audience: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._plan, process_id, revision, audience)

    def _plan(self, process_id: UUID, revision: int, audience: str) -> None:
        listeners = self._listeners.get((process_id, audience), set())
        if not listeners:
            return
        if audience == "everyone":
            self._revisions[process_id] = max(revision, self._revisions.get(process_id, 0))
            self._tell(process_id, listeners)
            return
        now = asyncio.get_running_loop().time()
        for listener in listeners:
            listener.revision = max(listener.revision, revision)
            if listener.timer is None:
                earliest = max(now, listener.last_at + STAFF_INTERVAL)
                listener.timer = asyncio.get_running_loop().call_at(earliest, self._send, listener, None)

    def _tell(self, process_id: UUID, listeners: Iterable[Listener]) -> None:
        self._waiting.setdefault(process_id, set()).update(listeners)
        if process_id not in self._turns:
            self._turns[process_id] = asyncio.create_task(self._take_turns(process_id))

    async def _take_turns(self, process_id: UUID) -> None:
        try:
            while told := self._waiting.pop(process_id, None):
                revision = self._revisions.pop(process_id, 0)
                asked = await self._read(process_id, told)
                for place, listener in enumerate(told):
                    if place % AT_ONCE == AT_ONCE - 1:
                        await asyncio.sleep(0)
                    listener.revision = max(listener.revision, revision, asked.revision if asked else 0)
                    self._send(listener, asked)
                await asyncio.sleep(INTERVAL)
        finally:
            del self._turns[process_id]

    async def _read(self, process_id: UUID, told: Collection[Listener]) -> AskedNow | None:
        tokens = {listener.token for listener in told if listener.token}
        try:
            return await asyncio.to_thread(self._ask, process_id, tokens) if tokens else None
        except Exception:
            # The pages find out by themselves when they follow the signal.
            _log.exception("What is asked now could not be read.")
            return None

    def _send(self, listener: Listener, asked: AskedNow | None) -> None:
        if listener not in self._listeners.get((listener.process_id, "everyone"), ()):
            return
        _cancel(listener)
        listener.last_at = asyncio.get_running_loop().time()
        listener.send(Signal(listener.revision, self._spread(listener), asked))

    def _spread(self, listener: Listener) -> float:
        if listener.is_staff:
            return 0.0
        n_pages = len(self._listeners[listener.process_id, "everyone"])
        return min(MOST_SPREAD, SECONDS_PER_PAGE * n_pages)


def _cancel(listener: Listener) -> None:
    if listener.timer is not None:
        listener.timer.cancel()
        listener.timer = None
