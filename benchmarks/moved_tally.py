"""From the acknowledgement of a vote to the facilitator's page that counts it, by way of the page's own live element.

The facilitator's tab is run without a browser: a signal on its `/live` socket raises the element's trigger, as
`live.js` does, and the fragment that comes back says how many agree. What a browser adds is drawing it.
"""

import asyncio
import json
import re
import time
from collections.abc import Sequence

from streamlit.components.v2.bidi_component.main import _make_trigger_id

from benchmarks.machine import Server
from benchmarks.socket_client import connect
from benchmarks.stage import Stage
from benchmarks.streamlit_client import Tab
from benchmarks.voters import Address, Voter, gather

_TURNOUT = re.compile(r">(\d+) of \d+ have voted")
_PATIENCE = 5.0


class Watcher:
    """The facilitator's meeting page; `shown_at[k]` is when it had drawn that more than k have voted."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._signalled = asyncio.Event()
        self._revision = 0
        self.shown_at: list[float] = []

    @classmethod
    async def open(cls, stage: Stage, server: Server) -> "Watcher":
        """Open the page and its live socket."""
        cookie = f"assent={stage.facilitator}"
        watcher = cls(await Tab.open(server.port, cookie, page="meeting"))
        await connect(server.port, f"/live/{stage.process_id}", watcher._heard, {"Cookie": cookie})
        return watcher

    async def watch(self) -> None:
        """Draw the fragment again whenever there is news; ended by cancelling it."""
        while True:
            await self._signalled.wait()
            self._signalled.clear()
            component, fragment = self._tab.find("bidi_component")
            if self._revision > json.loads(component.json)["revision"]:
                raised = json.dumps([{"event": "signal", "value": self._revision}])
                await self._tab.rerun(trigger={_make_trigger_id(component.id, "events"): raised}, fragment=fragment)
                self._note()
                self._signalled.set()

    def _heard(self, text: bytes) -> None:
        message = json.loads(text)
        if message["type"] == "signal":
            self._revision = max(self._revision, message["revision"])
            self._signalled.set()

    def _note(self) -> None:
        turnout = _TURNOUT.search(self._tab.text())
        if turnout is None:
            raise RuntimeError(f"the page shows no turnout: {self._tab.text()[:300]}")
        self.shown_at.extend([time.perf_counter()] * (int(turnout[1]) - len(self.shown_at)))


async def measure_moved_tally(stage: Stage, server: Server, *, every: Sequence[float]) -> list[float]:
    """Seconds from each acknowledgement to the page that counts it.

    Each voter votes for the first time, one after another, `every` seconds apart (taken in turn from the sequence).
    """
    watcher = await Watcher.open(stage, server)
    drawing = asyncio.create_task(watcher.watch())
    address = Address(server, f"/live/{stage.process_id}", [f"assent={token}" for token in stage.voters], stage.items)
    voters = await gather(address)
    for turn, voter in enumerate(voters):
        voter.cast()
        await asyncio.sleep(every[turn % len(every)])
    end = time.perf_counter() + _PATIENCE
    while len(watcher.shown_at) < len(voters) and time.perf_counter() < end:
        if drawing.done():
            drawing.result()
        await asyncio.sleep(0.05)
    drawing.cancel()
    return _delays(voters, watcher.shown_at)


def _delays(voters: Sequence[Voter], shown_at: Sequence[float]) -> list[float]:
    """The k-th acknowledgement is counted on the page that says at least k."""
    acknowledged = sorted(moment for voter in voters for moment in voter.acknowledged_at)
    if len(shown_at) < len(acknowledged):
        raise RuntimeError(f"the page counted {len(shown_at)} of {len(acknowledged)} votes")
    return [max(0.0, shown - moment) for moment, shown in zip(acknowledged, shown_at, strict=True)]
