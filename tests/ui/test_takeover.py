"""Two takeovers that Streamlit makes possible: they work on a server as it comes, and not on ours.

The same page is served twice. It is written as one would at first: it remembers who came, guards its first line and
trusts its callback.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen
from uuid import UUID

import pytest
from takeover.tab import Tab

from consensus.persistence.database import Database
from consensus.persistence.tables import Person
from consensus.services import opening
from consensus.services.sign_in import identity
from consensus.settings import Settings
from consensus.web.binding import SIGNED_OUT

ROOT = Path(__file__).parents[2]
BUTTON = "Close the vote"


@dataclass
class Servers:
    """The page on a server as Streamlit comes and on ours, over one database; deeds are what callbacks did."""

    db: Database
    people: dict[str, UUID]
    ports: dict[str, int]
    deeds_file: Path

    def token(self, name: str) -> str:
        with self.db.transaction() as session:
            return identity.begin_session(self.db, session, self.people[name], None).token

    def deeds(self) -> list[str]:
        return self.deeds_file.read_text().splitlines() if self.deeds_file.exists() else []


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("takeover")
    db = opening.open_database(Settings(data_dir=folder))
    with db.transaction() as session:
        people = {name: Person(name=name, email="", created_at=datetime.now(UTC)) for name in ("Fay", "Ann")}
        session.add_all(people.values())
    servers = Servers(db, {name: person.id for name, person in people.items()}, {}, folder / "deeds")
    processes = [_start(servers, how, folder) for how in ("plain", "bound")]
    try:
        for port in servers.ports.values():
            _wait_for(port)
        yield servers
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)
        db.close()


@pytest.fixture
def servers(running) -> Servers:
    running.deeds_file.unlink(missing_ok=True)
    return running


@pytest.mark.parametrize("attacker", ["Ann", None], ids=["with a panelist's cookie", "without a cookie"])
@pytest.mark.parametrize(("how", "is_taken_over"), [("plain", True), ("bound", False)])
def test_presenting_the_id_of_another_persons_session(servers, how, is_taken_over, attacker):
    with Tab(servers.ports[how], token=servers.token("Fay")).run() as fay:
        assert fay.texts == ["You are Fay"]
        cookie = servers.token(attacker) if attacker else None
        with Tab(servers.ports[how], token=cookie, session_id=fay.session_id).run() as tab:
            assert (tab.session_id == fay.session_id) is is_taken_over
            assert (tab.texts == ["You are Fay"]) is is_taken_over


@pytest.mark.parametrize(("how", "is_taken_over"), [("plain", True), ("bound", False)])
def test_presenting_the_id_after_the_owner_has_left(servers, how, is_taken_over):
    with Tab(servers.ports[how], token=servers.token("Fay")).run() as fay:
        pass
    with Tab(servers.ports[how], token=servers.token("Ann"), session_id=fay.session_id).run() as tab:
        assert (tab.texts == ["You are Fay"]) is is_taken_over


@pytest.mark.parametrize(("how", "is_taken_over"), [("plain", True), ("bound", False)])
def test_clicking_a_button_of_the_facilitators_page_with_a_panelists_cookie(servers, how, is_taken_over):
    with Tab(servers.ports[how], token=servers.token("Fay")).run() as fay:
        pass
    with Tab(servers.ports[how], token=servers.token("Ann"), session_id=fay.session_id) as tab:
        tab.run(click=fay.buttons[BUTTON])

    assert servers.deeds() == (["closed by Fay"] if is_taken_over else [])


@pytest.mark.parametrize(("how", "is_taken_over"), [("plain", True), ("bound", False)])
def test_clicking_after_the_session_was_revoked(servers, how, is_taken_over):
    token = servers.token("Fay")
    with Tab(servers.ports[how], token=token).run() as fay:
        identity.sign_out(servers.db, token)
        fay.run(click=fay.buttons[BUTTON])

    assert servers.deeds() == (["closed by Fay"] if is_taken_over else [])
    assert fay.closed_with == (None if is_taken_over else SIGNED_OUT)


def test_a_revoked_session_cannot_be_resumed_with_its_own_cookie(servers):
    token = servers.token("Fay")
    with Tab(servers.ports["bound"], token=token).run() as fay:
        identity.sign_out(servers.db, token)
    with Tab(servers.ports["bound"], token=token, session_id=fay.session_id).run() as tab:
        assert tab.texts == ["You are nobody"]


def test_a_callback_that_asks_who_is_here_does_nothing_even_on_a_server_as_it_comes(servers):
    token = servers.token("Fay")
    with Tab(servers.ports["plain"], token=token, query="careful=1").run() as fay:
        fay.run(click=fay.buttons[BUTTON])
        identity.sign_out(servers.db, token)
        fay.run(click=fay.buttons[BUTTON])

    assert servers.deeds() == ["closed by Fay"]


def test_the_owner_finds_the_session_again(servers):
    token = servers.token("Fay")
    with Tab(servers.ports["bound"], token=token).run() as fay:
        pass
    with Tab(servers.ports["bound"], token=token, session_id=fay.session_id).run() as again:
        assert again.session_id == fay.session_id


def test_sending_the_binding_of_another_person_changes_nothing(servers):
    port, fays = servers.ports["bound"], servers.token("Fay")
    with (
        Tab(port, token=fays).run() as fay,
        Tab(port, token=servers.token("Ann"), session_id=fay.session_id, forged=fays).run() as tab,
    ):
        assert tab.texts == ["You are Ann"]


def _start(servers: Servers, how: str, folder: Path) -> subprocess.Popen[bytes]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        servers.ports[how] = port = free.getsockname()[1]
    environment = {
        **os.environ,
        "ASSENT_DATA_DIR": str(folder),
        "ASSENT_PUBLIC_URL": f"http://localhost:{port}",
        "DEEDS": str(servers.deeds_file),
    }
    command = [sys.executable, str(ROOT / "tests" / "ui" / "takeover" / "serve.py"), how, str(port)]
    with (folder / f"{how}.log").open("wb") as log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            with urlopen(f"http://localhost:{port}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no server on port {port}")
