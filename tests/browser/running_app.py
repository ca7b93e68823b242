"""The real server in a process of its own, over a database in a temporary folder that the caller shares."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from consensus.persistence.database import Database
from consensus.services.context import Context
from consensus.services.opening import open_database
from consensus.services.sign_in.credentials import issue_link
from consensus.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "data" / "examples" / "haip"
STARTS_WITHIN = 60.0


@dataclass(slots=True)
class RunningApp:
    """Where the server listens, and the database it serves; `settings` and `server` are what it was started with."""

    url: str
    db: Database
    settings: Settings
    server: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """End the server as a power cut would."""
        self.server.kill()
        self.server.wait()

    def end(self) -> None:
        """End the server in good order, as an update does."""
        _stop(self.server)

    def start_again(self) -> None:
        """Start the server anew, at the same address and over the same data."""
        self.server = _start(self.settings)
        _wait_for(self.server, self.url, self.settings.data_dir / "server.log")

    def link(self, facilitator: Context, member_id: UUID, *, reusable: bool = False) -> str:
        """The address of a new personal link for a member."""
        return f"{self.url}/join#{issue_link(facilitator, member_id, reusable=reusable)}"


@contextmanager
def run_app(folder: Path, database_url: str = "") -> Iterator[RunningApp]:
    """Start a server with its data in `folder` unless told where, wait until it answers, and stop it at the end."""
    url = f"http://localhost:{_free_port()}"
    settings = Settings(data_dir=folder, database_url=database_url, public_url=url, example=True)
    db = open_database(settings)
    running = RunningApp(url, db, settings, _start(settings))
    try:
        _wait_for(running.server, url, folder / "server.log")
        yield running
    finally:
        _stop(running.server)
        db.close()


def _start(settings: Settings) -> "subprocess.Popen[bytes]":
    with (settings.data_dir / "server.log").open("ab") as output:
        return subprocess.Popen(
            _command(settings.public_url), cwd=ROOT, env=_environment(settings), stdout=output, stderr=output
        )


def _command(url: str) -> list[str]:
    port = url.rpartition(":")[2]
    return [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", f"--browser.serverPort={port}"]


def _environment(settings: Settings) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ASSENT_", "STREAMLIT_"))}
    own = {
        "ASSENT_DATA_DIR": str(settings.data_dir),
        "ASSENT_DATABASE_URL": settings.database_url,
        "ASSENT_PUBLIC_URL": settings.public_url,
        "ASSENT_EXAMPLE": "true",
    }
    return inherited | own


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server ended with code {server.returncode}:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{url}/sign-in", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer within {STARTS_WITHIN:.0f} s:\n{log.read_text()[-2000:]}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
