"""Voters on WebSockets: as fast as the acknowledgements return, or at a pace of their own.

Each voter has one page open, and never more than one ballot under way.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from benchmarks.figures import Figures
from benchmarks.machine import Server
from benchmarks.socket_client import SocketClient, connect

CHOICES = ("agree", "disagree", "abstain", "cannot_judge")
_OPENING_TOGETHER = 20


@dataclass(frozen=True, slots=True)
class Address:
    """Where ballots go: the socket's path, and for each voter the cookie they send (empty for none)."""

    server: Server
    path: str
    cookies: Sequence[str]
    items: Sequence[tuple[UUID, str]]


@dataclass
class Voter:
    """Casts a ballot on the items in turn; `waits` are the seconds from when it was due to its acknowledgement."""

    number: int
    items: Sequence[tuple[UUID, str]]
    waits: list[float] = field(default_factory=list)
    acknowledged_at: list[float] = field(default_factory=list)
    refusals: list[bytes] = field(default_factory=list)
    never_waits: bool = False
    due: float = 0.0
    key: bytes = b""

    def __post_init__(self) -> None:
        self._serial = count()
        self._socket: SocketClient | None = None

    async def open(self, address: Address) -> None:
        """Open this voter's page."""
        cookie = address.cookies[self.number]
        headers = {"Cookie": cookie} if cookie else {}
        self._socket = await connect(address.server.port, address.path, self._heard, headers)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def cast(self, due: float | None = None) -> None:
        """Send a ballot that changes the one before it."""
        serial = next(self._serial)
        item, version = self.items[serial % len(self.items)]
        choice = CHOICES[(self.number + serial // len(self.items)) % len(CHOICES)]
        key = f"{self.number:08}-{serial:012}"
        self.key = key.encode()
        self.due = time.perf_counter() if due is None else due
        message = (
            f'{{"type":"ballot","key":"{key}","item":"{item}","version":"{version}","choice":"{choice}","comment":""}}'
        )
        if self._socket is not None:
            self._socket.send(message.encode())

    def _heard(self, text: bytes) -> None:
        if text.startswith(b'{"type":"signal"'):
            return
        if not text.startswith(b'{"type":"ack"') or self.key not in text:
            self.refusals.append(text)
            return
        now = time.perf_counter()
        self.waits.append(now - self.due)
        self.acknowledged_at.append(now)
        if self.never_waits:
            self.cast()


async def gather(address: Address) -> list[Voter]:
    """Every voter with their page open."""
    voters = [Voter(number, address.items) for number in range(len(address.cookies))]
    turn = asyncio.Semaphore(_OPENING_TOGETHER)

    async def arrive(voter: Voter) -> None:
        async with turn:
            await voter.open(address)

    await asyncio.gather(*(arrive(voter) for voter in voters))
    return voters


async def vote_without_pause(voters: Sequence[Voter], server: Server, *, seconds: float) -> Figures:
    """Everybody votes again as soon as the last vote is acknowledged."""
    for voter in voters:
        voter.never_waits = True
        voter.cast()
    await asyncio.sleep(0.5)
    for voter in voters:
        voter.waits.clear()
    began, cpu = time.perf_counter(), server.cpu_seconds()
    await asyncio.sleep(seconds)
    figures = _figures(voters, server, began, cpu)
    for voter in voters:
        voter.never_waits = False
    await asyncio.sleep(0.3)
    _check(voters)
    return figures


async def vote_at_pace(voters: Sequence[Voter], server: Server, *, every: float, seconds: float) -> Figures:
    """Everybody votes once in `every` seconds, at a moment of their own, whether or not the last one was quick."""
    began, cpu = time.perf_counter(), server.cpu_seconds()

    async def one(voter: Voter) -> None:
        due = began + random.random() * every
        while due < began + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            voter.cast(due)
            due += every

    for voter in voters:
        voter.waits.clear()
    await asyncio.gather(*(one(voter) for voter in voters))
    await asyncio.sleep(0.3)
    _check(voters)
    return _figures(voters, server, began, cpu)


def _figures(voters: Sequence[Voter], server: Server, began: float, cpu: float) -> Figures:
    waits = tuple(wait for voter in voters for wait in voter.waits)
    return Figures(time.perf_counter() - began, server.cpu_seconds() - cpu, waits)


def _check(voters: Sequence[Voter]) -> None:
    refusals = [refusal for voter in voters for refusal in voter.refusals]
    if refusals:
        raise RuntimeError(f"{len(refusals)} ballots were not acknowledged: {refusals[0].decode()}")
