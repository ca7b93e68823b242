"""The machine a figure was taken on, the cores the two sides keep to, and what a server costs."""

import os
import platform
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

SERVER_CORE, GENERATOR_CORE = 0, 1
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 40.0


def describe_processor() -> str:
    """Processor, cores, and how busy they are with other things."""
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), "")
    return f"{model or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the run"


def describe_machine() -> str:
    """Processor, cores, versions of what the figures depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "uvicorn", "uvloop", "SQLAlchemy"))
    return f"{describe_processor()}; Python {platform.python_version()}, SQLite {sqlite.sqlite_version}, {packages}"


def keep_to(core: int) -> None:
    """Let this process run on one core; a machine with one core alone is refused, since both sides would share it."""
    if (os.cpu_count() or 1) < 2:
        raise SystemExit("Two cores are needed: one for the server and one for those who vote.")
    os.sched_setaffinity(0, {core})


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on a loopback port."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """Processor time used by all its threads so far, in steps of 10 ms."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> int:
        """Bytes it holds in memory now."""
        fields = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def serving(
    command: Sequence[str], *, port: int, health: str, folder: Path, environment: Mapping[str, str], cwd: Path
) -> Iterator[Server]:
    """Start a server on its own core, wait until `health` answers, and end it with its log beside its data."""
    with (folder / "server.log").open("ab") as log:
        os.sched_setaffinity(0, {SERVER_CORE})
        try:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, env={**os.environ, **environment}, cwd=cwd, start_new_session=True
            )
        finally:
            os.sched_setaffinity(0, {GENERATOR_CORE})
        try:
            _await(f"http://127.0.0.1:{port}{health}", process, folder / "server.log")
            yield Server(process.pid, port)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no server at {url}:\n{log.read_text()[-2000:]}")
