"""Ends the open channels of sign-ins that have ended, also of those that only listen: one question for all of them."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from consensus.services import live

if TYPE_CHECKING:
    from collections.abc import Callable

    from consensus.services.opening import Database

# Seconds until a channel ends whose person was signed out elsewhere.
EVERY = 3.0

_log = logging.getLogger(__name__)


class Channel(Protocol):
    """A connection that is open in the name of a sign-in."""

    token: str

    async def end(self) -> None:
        """Close it and say why."""


class EndedSignIns:
    """One per server; channels are added while they are open."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._channels: set[Channel] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def add(self, channel: Channel) -> None:
        """A channel has opened."""
        self._channels.add(channel)

    def remove(self, channel: Channel) -> None:
        """A channel has closed."""
        self._channels.discard(channel)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self._end_those_that_have_ended()
            except Exception:
                # A database that is away for a moment must not leave them open for good.
                _log.exception("The sign-ins of the open channels could not be looked up.")

    async def _end_those_that_have_ended(self) -> None:
        channels = tuple(self._channels)
        if not channels:
            return
        tokens = {channel.token for channel in channels}
        hold = await asyncio.to_thread(live.still_signed_in, self._database(), tokens)
        for channel in channels:
            if channel.token not in hold:
                self._channels.discard(channel)
                await channel.end()
