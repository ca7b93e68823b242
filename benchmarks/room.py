"""A meeting of 60 and of 1,000: how soon a vote is on the phones and the tally on the screen, and what each costs.

`python -m benchmarks.room` prints the tables of docs/benchmarks.md; `--only` runs one part. The server keeps to one
core, phones and browser to the other; all listen on the loopback interface alone.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvloop
from sqlmodel import select

from benchmarks.figures import quantile
from benchmarks.machine import GENERATOR_CORE, Server, describe_machine, keep_to, serving
from benchmarks.phones import Phone, bring, vote_within
from benchmarks.screens import ballot_drawn_at, chromium, note_ballot, note_turnout, open_meeting, turnout_shown_at
from benchmarks.stage import Stage, fresh_folder, set_stage
from benchmarks.streamlit_client import Tab
from consensus.persistence.tables import Round
from consensus.services.opening import open_database
from consensus.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
HEAD = "| what | n | p50 ms | p95 ms | max ms | load |\n|---|--:|--:|--:|--:|--:|"
VOTING_SECONDS = 10.0
PATIENCE = 120.0


@contextmanager
def serve(stage: Stage, port: int) -> Iterator[Server]:
    """The app as shipped, on this stage."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    health, environment = "/_stcore/health", stage.environment(port)
    with serving(command, port=port, health=health, folder=stage.folder, environment=environment, cwd=ROOT) as server:
        yield server


def row(what: str, seconds: Sequence[float]) -> str:
    """A line of the table, with the load at the moment it is printed."""
    shown = " | ".join(f"{quantile(seconds, share) * 1000:.0f}" for share in (0.5, 0.95, 1.0))
    return f"| {what} | {len(seconds)} | {shown} | {os.getloadavg()[0]:.1f} |"


def opened_at(stage: Stage) -> float:
    """When the vote was opened, by the clock of the database, which is the machine's."""
    db = open_database(Settings(data_dir=stage.folder, database_url=stage.database_url))
    with db.reading() as session:
        moment = session.exec(select(Round.opened_at).where(Round.process_id == stage.process_id)).one()
    db.close()
    return moment.timestamp() if moment else float("nan")


async def open_vote(server: Server, stage: Stage) -> Tab:
    """The facilitator presses the button."""
    tab = await Tab.open(server.port, f"assent={stage.facilitator}", page="meeting")
    await asyncio.sleep(1)
    await tab.rerun(click=tab.find_button("Open the vote").id)
    return tab


async def until(holds: Callable[[], bool]) -> None:
    """Wait for it, and say so if it does not come."""
    end = time.perf_counter() + PATIENCE
    while not holds():
        if time.perf_counter() > end:
            raise RuntimeError("some phones were not reached")
        await asyncio.sleep(0.05)


async def opening(stage: Stage, server: Server, *, n: int, pages: bool) -> list[str]:
    """Opening reaches everybody, everybody votes within ten seconds; and what each of them holds in memory."""
    desk = await Tab.open(server.port, f"assent={stage.facilitator}", page="meeting")
    before = server.memory()
    began = time.perf_counter()
    phones = await bring(server, stage.process_id, stage.voters[:n], pages=pages)
    came = time.perf_counter() - began
    await asyncio.sleep(2)
    each = (server.memory() - before) / n / 1024
    facilitator = asyncio.create_task(open_vote(server, stage))
    await until(lambda: all(phone.asked_at for phone in phones))
    at = opened_at(stage)
    cpu = server.cpu_seconds()
    waits = await vote_within(phones, VOTING_SECONDS)
    cpu = server.cpu_seconds() - cpu
    after = (server.memory() - before) / n / 1024
    who = f"{n:,} with a page each" if pages else f"{n:,} channels"
    lines = [
        row(f"{who}: the vote is opened until it is asked", [phone.asked_at - at for phone in phones]),
        row(f"{who}: a vote until it is acknowledged, all within {VOTING_SECONDS:.0f} s", waits),
    ]
    if pages:
        await until(lambda: all(phone.followed_at for phone in phones))
        lines.append(row(f"{who}: until the page around the ballot has followed", [p.followed_at - at for p in phones]))
    lines.append(
        f"\n{who}: {each:.0f} KiB of the server each once connected, {after:.0f} KiB after the vote; "
        f"came in {came:.0f} s; processor busy {cpu / VOTING_SECONDS:.0%} of one core while they voted.\n"
    )
    await asyncio.gather(*(phone.close() for phone in phones))
    await desk.close()
    await (await facilitator).close()
    return lines


async def screen(stage: Stage, server: Server) -> list[str]:
    """With sixty connected: from an acknowledgement to the tally a facilitator sees, and from opening to a ballot."""
    async with chromium() as browser:
        phones = await bring(server, stage.process_id, stage.voters[1:], pages=False)
        phone = await open_meeting(browser, server, stage.voters[0])
        await note_ballot(phone)
        await asyncio.sleep(3)
        facilitator = await open_vote(server, stage)
        await until(lambda: all(phone.asked_at for phone in phones))
        at = opened_at(stage)
        desk = await open_meeting(browser, server, stage.facilitator)
        await desk.get_by_text("have voted").first.wait_for(timeout=60_000)
        await note_turnout(desk)
        drawn = await ballot_drawn_at(phone)
        alone, stream = phones[:25], phones[25:]
        moments = await cast_apart(alone, 0.7, 1.3)
        moments += await cast_apart(stream, 0.1, 0.3)
        await asyncio.sleep(2)
        shown = await turnout_shown_at(desk)
        await asyncio.gather(*(phone.close() for phone in phones), facilitator.close())
    delays = delays_of(moments, shown)
    return [
        row("one vote a second: acknowledged until the facilitator's screen counts it", delays[: len(alone)]),
        row("five votes a second: the same", delays[len(alone) :]),
        row("opened until a phone in Chromium can vote", [drawn["ballot"] - at]),
        row("opened until the page around it has followed", [drawn["page"] - at]),
    ]


async def cast_apart(phones: Sequence[Phone], least: float, most: float) -> list[float]:
    """Votes one after another; when each was acknowledged, by the clock of the machine."""
    began_clock, began = time.time(), time.perf_counter()
    for phone in phones:
        phone.vote()
        await asyncio.sleep(random.uniform(least, most))
    await until(lambda: all(phone.wait for phone in phones))
    return sorted(began_clock + phone.due + phone.wait - began for phone in phones)


def delays_of(acknowledged: Sequence[float], shown: Mapping[int, float]) -> list[float]:
    """The k-th acknowledgement is on the screen that says at least k."""
    return [
        max(0.0, min(at for n, at in shown.items() if n >= place) - moment)
        for place, moment in enumerate(acknowledged, start=1)
    ]


class Run:
    """One run: where data go, and the port."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port

    def screen(self) -> None:
        """Sixty phones, one of them and the facilitator in Chromium."""
        stage = self._stage(60)
        with serve(stage, self._port) as server:
            self._print(asyncio.run(screen(stage, server)))

    def opening(self, n: int, *, pages: bool) -> None:
        """So many phones, with or without a page each."""
        stage = self._stage(n)
        with serve(stage, self._port) as server:
            self._print(uvloop.run(opening(stage, server, n=n, pages=pages)))

    def _stage(self, n: int) -> Stage:
        return set_stage(fresh_folder(self._folder, "room"), n_voters=n, n_statements=3, opens=False)

    def _print(self, lines: Sequence[str]) -> None:
        print(f"\n{datetime.now(UTC):%H:%M} UTC\n\n{HEAD}", *lines, sep="\n", flush=True)


def main() -> None:
    """Run the parts and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=18501, help="free port on the loopback interface")
    parser.add_argument("--only", choices=("screen", "60", "60-pages", "1000", "1000-pages"), help="one part alone")
    parser.add_argument("--pages", type=int, default=1000, help="how many pages the last part opens")
    options = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {describe_machine()}.", flush=True)
    keep_to(GENERATOR_CORE)
    with tempfile.TemporaryDirectory(prefix="assent-benchmark-") as folder:
        run = Run(Path(folder), options.port)
        parts = {
            "screen": run.screen,
            "60": lambda: run.opening(60, pages=False),
            "60-pages": lambda: run.opening(60, pages=True),
            "1000": lambda: run.opening(1000, pages=False),
            "1000-pages": lambda: run.opening(options.pages, pages=True),
        }
        for name, part in parts.items():
            if options.only in (None, name):
                part()


if __name__ == "__main__":
    main()
