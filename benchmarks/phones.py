"""Phones in a meeting: each holds the live channel, notes when a vote is asked of it, and votes once.

With a page each also has a Streamlit session, which follows the signals as `live.js` lets it.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from uuid import UUID

from streamlit.components.v2.bidi_component.main import _make_trigger_id

from benchmarks.machine import Server
from benchmarks.socket_client import SocketClient, connect
from benchmarks.streamlit_client import Tab

_OPENING_TOGETHER = 20
_PAGES_TOGETHER = 4
_ASKED = b'"asked":{"round"'


@dataclass
class Phone:
    """One panelist's phone. `asked_at` is by the clock of the machine, waits are in seconds."""

    number: int
    token: str
    asked_at: float = 0.0
    followed_at: float = 0.0
    wait: float = 0.0
    due: float = 0.0
    refusals: list[bytes] = field(default_factory=list)
    tab: Tab | None = None

    def __post_init__(self) -> None:
        self._said = b""
        self._socket: SocketClient | None = None
        self._following: asyncio.Task[None] | None = None
        self._moved = asyncio.Event()

    async def connect(self, server: Server, process_id: UUID) -> None:
        """Open the live channel."""
        path = f"/live/{process_id}"
        self._socket = await connect(server.port, path, self._heard, {"Cookie": f"assent={self.token}"})

    async def open_page(self, server: Server) -> None:
        """Open the page, and let it follow the signals from now on."""
        self.tab = await Tab.open(server.port, f"assent={self.token}", page="meeting")
        self._following = asyncio.create_task(self._follow(self.tab))

    def vote(self) -> None:
        """Vote on the first item that was asked."""
        item = json.loads(self._said)["asked"]["items"][0]
        ballot = {"type": "ballot", "key": f"key-of-phone-{self.number:06}", "item": item["id"], "comment": ""}
        choice = random.choice(("agree", "agree", "agree", "disagree"))
        self.due = time.perf_counter()
        if self._socket is not None:
            self._socket.send(json.dumps({**ballot, "version": item["version"], "choice": choice}).encode())

    async def close(self) -> None:
        """Put the phone away."""
        if self._following is not None:
            self._following.cancel()
        if self.tab is not None:
            await self.tab.close()
        if self._socket is not None:
            self._socket.close()

    def _heard(self, text: bytes) -> None:
        if text.startswith(b'{"type":"ack"'):
            self.wait = time.perf_counter() - self.due
        elif text.startswith(b'{"type":"signal"'):
            if _ASKED in text and not self.asked_at:
                self.asked_at, self._said = time.time(), text
            self._latest = text
            self._moved.set()
        else:
            self.refusals.append(text)

    async def _follow(self, tab: Tab) -> None:
        while True:
            await self._moved.wait()
            self._moved.clear()
            message = json.loads(self._latest)
            component, fragment = tab.find("bidi_component")
            if message["revision"] <= json.loads(component.json)["revision"]:
                continue
            within = message["within"] * (2 if message.get("asked") else 1)
            await asyncio.sleep(random.random() * within)
            raised = json.dumps([{"event": "signal", "value": message["revision"]}])
            await tab.rerun(trigger={_make_trigger_id(component.id, "events"): raised}, fragment=fragment)
            if "The vote is open" in tab.text() and not self.followed_at:
                self.followed_at = time.time()


async def bring(server: Server, process_id: UUID, tokens: tuple[str, ...], *, pages: bool) -> list[Phone]:
    """Everybody with their channel open, and their page if they have one."""
    phones = [Phone(number, token) for number, token in enumerate(tokens)]
    turn = asyncio.Semaphore(_PAGES_TOGETHER if pages else _OPENING_TOGETHER)

    async def come(phone: Phone) -> None:
        async with turn:
            if pages:
                await phone.open_page(server)
            await phone.connect(server, process_id)

    await asyncio.gather(*map(come, phones))
    return phones


async def vote_within(phones: list[Phone], seconds: float) -> list[float]:
    """Everybody votes once, each at a moment of their own; seconds until each is acknowledged."""

    async def one(phone: Phone) -> None:
        await asyncio.sleep(random.random() * seconds)
        phone.vote()

    await asyncio.gather(*map(one, phones))
    end = time.perf_counter() + 10
    while not all(phone.wait or phone.refusals for phone in phones) and time.perf_counter() < end:
        await asyncio.sleep(0.05)
    failed = [phone for phone in phones if not phone.wait]
    if failed:
        raise RuntimeError(f"{len(failed)} votes were not acknowledged: {failed[0].refusals[:1]}")
    return [phone.wait for phone in phones]
