"""Voters at the form: each submits again as soon as the page has said that the vote is recorded."""

import asyncio
import time
from collections.abc import Sequence

from benchmarks.figures import Figures
from benchmarks.machine import Server
from benchmarks.streamlit_client import Tab
from benchmarks.voters import CHOICES

_OPENING_TOGETHER = 8


async def vote_by_form(server: Server, cookies: Sequence[str], *, seconds: float) -> Figures:
    """Everybody votes at the form without a pause; what is under way after `seconds` is waited for and counted."""
    turn = asyncio.Semaphore(_OPENING_TOGETHER)

    async def open_tab(cookie: str) -> Tab:
        async with turn:
            return await Tab.open(server.port, cookie)

    tabs = await asyncio.gather(*(open_tab(cookie) for cookie in cookies))
    waits: list[float] = []
    began, cpu = time.perf_counter(), server.cpu_seconds()

    async def vote(number: int, tab: Tab) -> None:
        serial = number
        while time.perf_counter() < began + seconds:
            try:
                waits.append(await _submit(tab, CHOICES[serial % len(CHOICES)]))
            except ConnectionError:
                # A server that is too busy to answer pings loses its pages: such a voter has not voted.
                return
            serial += 1

    await asyncio.gather(*(vote(number, tab) for number, tab in enumerate(tabs)))
    figures = Figures(time.perf_counter() - began, server.cpu_seconds() - cpu, tuple(waits))
    await asyncio.gather(*(tab.close() for tab in tabs))
    return figures


async def _submit(tab: Tab, choice: str) -> float:
    """Seconds until the page says so."""
    radio, _ = tab.find("radio")
    button, _ = tab.find("button")
    tab.choose(radio.id, choice)
    sent = time.perf_counter()
    await tab.rerun(click=button.id)
    if f"Recorded {choice}" not in tab.text():
        raise RuntimeError(f"the form did not record the vote; it says: {tab.text()[:300]}")
    return time.perf_counter() - sent
