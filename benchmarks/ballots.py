"""How fast a vote is: the real path beside a bare route and a Streamlit form, and how soon the tally moves.

`python -m benchmarks.ballots` prints Markdown tables for docs/benchmarks.md. Every figure of a run is taken on one
machine within minutes, so the ratios say more than the rates. Servers listen on the loopback interface alone.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import uvloop

from benchmarks import report
from benchmarks.figures import Figures, middle
from benchmarks.forms import vote_by_form
from benchmarks.machine import GENERATOR_CORE, Server, describe_machine, keep_to, serving
from benchmarks.moved_tally import measure_moved_tally
from benchmarks.stage import Stage, fresh_folder, set_stage
from benchmarks.voters import Address, gather, vote_at_pace, vote_without_pause

ROOT = Path(__file__).resolve().parent.parent
FORM = Path(__file__).with_name("form_page.py")
PANELS = (15, 300)
N_STATEMENTS = 20
PACE = 0.5
N_MOVED = 100


class Benchmark:
    """One run: where data go, how long and how often each measurement lasts."""

    def __init__(self, folder: Path, *, port: int, seconds: float, repeats: int) -> None:
        self._folder = folder
        self._port = port
        self._seconds = seconds
        self._repeats = repeats

    def compare(self, n_voters: int) -> tuple[Figures, Figures]:
        """The bare route and the real path in turn, each with the median of the repeats."""
        pairs = [(self._bare(n_voters), self._real(n_voters)) for _ in range(self._repeats)]
        return middle([bare for bare, _ in pairs]), middle([real for _, real in pairs])

    def pace(self, n_voters: int) -> Figures:
        """The real path while everybody votes every half second."""
        stage = self._set_stage(n_voters, N_STATEMENTS)
        with self._app(stage) as server:
            return uvloop.run(_at_pace(stage, server, seconds=max(10.0, self._seconds)))

    def form(self, n_voters: int, *, collects: bool) -> Figures:
        """The same vote by a form; `collects` is Streamlit's way to collect garbage after every run of the script."""
        stage = self._set_stage(n_voters, 1)
        item_id, version = stage.items[0]
        environment = {
            **stage.environment(self._port),
            "BENCHMARK_ITEM": json.dumps([str(item_id), version]),
            "STREAMLIT_RUNNER_POST_SCRIPT_GC": str(collects).lower(),
            "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
            "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
            "STREAMLIT_SERVER_HEADLESS": "true",
        }
        with self._streamlit(FORM, stage.folder, environment) as server:
            return uvloop.run(vote_by_form(server, _cookies(stage), seconds=2 * self._seconds))

    def moved(self, n_voters: int, *, alone: bool) -> list[float]:
        """Delays of the facilitator's tally: votes one at a time, or a stream of twenty a second."""
        stage = self._set_stage(n_voters, 2)
        every = [0.5 + random.random() * 0.25 for _ in range(40)] if alone else [0.05]
        with self._app(stage) as server:
            return uvloop.run(measure_moved_tally(stage, server, every=every))

    def _real(self, n_voters: int) -> Figures:
        stage = self._set_stage(n_voters, N_STATEMENTS)
        with self._app(stage) as server:
            address = Address(server, f"/live/{stage.process_id}", _cookies(stage), stage.items)
            return uvloop.run(_without_pause(address, self._seconds))

    def _bare(self, n_voters: int) -> Figures:
        folder = fresh_folder(self._folder, "bare")
        folder.mkdir()
        command = [sys.executable, "-m", "benchmarks.bare", str(self._port), str(folder / "bare.db")]
        with serving(command, port=self._port, health="/health", folder=folder, environment={}, cwd=ROOT) as server:
            items = [(uuid4(), "0" * 64) for _ in range(N_STATEMENTS)]
            return uvloop.run(_without_pause(Address(server, "/ballot", [""] * n_voters, items), self._seconds))

    def _set_stage(self, n_voters: int, n_statements: int) -> Stage:
        return set_stage(fresh_folder(self._folder, "app"), n_voters=n_voters, n_statements=n_statements)

    def _app(self, stage: Stage) -> AbstractContextManager[Server]:
        return self._streamlit(ROOT / "app.py", stage.folder, stage.environment(self._port), cwd=ROOT)

    @contextmanager
    def _streamlit(
        self, script: Path, folder: Path, environment: dict[str, str], cwd: Path | None = None
    ) -> Iterator[Server]:
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        command += [f"--server.port={self._port}", "--server.address=127.0.0.1"]
        with serving(
            command,
            port=self._port,
            health="/_stcore/health",
            folder=folder,
            environment=environment,
            cwd=cwd or folder,
        ) as server:
            yield server


async def _without_pause(address: Address, seconds: float) -> Figures:
    voters = await gather(address)
    return await vote_without_pause(voters, address.server, seconds=seconds)


async def _at_pace(stage: Stage, server: Server, *, seconds: float) -> Figures:
    address = Address(server, f"/live/{stage.process_id}", _cookies(stage), stage.items)
    voters = await gather(address)
    await asyncio.sleep(1)
    return await vote_at_pace(voters, server, every=PACE, seconds=seconds)


def _cookies(stage: Stage) -> list[str]:
    return [f"assent={token}" for token in stage.voters]


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=18501, help="free port on the loopback interface")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one measurement")
    parser.add_argument("--repeats", type=int, default=3, help="repeats of the real path and the bare route")
    options = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {describe_machine()}.")
    keep_to(GENERATOR_CORE)
    with tempfile.TemporaryDirectory(prefix="assent-benchmark-") as folder:
        run = Benchmark(Path(folder), port=options.port, seconds=options.seconds, repeats=options.repeats)
        for n_voters in PANELS:
            bare, real = run.compare(n_voters)
            forms = [run.form(n_voters, collects=collects) for collects in (True, False)]
            print(report.rates(n_voters, bare, real, *forms), flush=True)
        print(report.pace(PANELS[0], PACE, run.pace(PANELS[0])), flush=True)
        print(report.moved(run.moved(40, alone=True), run.moved(N_MOVED, alone=False)))


if __name__ == "__main__":
    main()
