"""Signals between the servers of one PostgreSQL database: each says what it commits, and hears the others."""

import logging
import random
import secrets
import threading
from collections.abc import Mapping
from uuid import UUID

import psycopg
from sqlalchemy import Engine, text
from sqlmodel import Session

from consensus.persistence.signals import Audience, Signals

CHANNEL = "assent_moved"
# PostgreSQL holds notifications back until the commit, and drops them with a transaction that fails.
_NOTIFY = text("select pg_notify(:channel, said) from unnest(cast(:said as text[])) as said")
FIRST_WAIT, LONGEST_WAIT = 0.25, 5.0
# Seconds between two looks at whether the server is ending.
_LOOK_EVERY = 0.5
# A connection that a network has dropped without a word is noticed within half a minute.
_KEEP_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 10}

_log = logging.getLogger(__name__)


class Notifications:
    """One per server: a thread with a connection of its own hands what other servers committed to the signals.

    What was said while that connection was away is unknown, so once it is back every process counts as moved on.
    """

    def __init__(self, engine: Engine, signals: Signals) -> None:
        self._engine = engine
        self._signals = signals
        # A server has told its own pages already when the database tells it.
        self._server = secrets.token_hex(8)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def say(self, session: Session, moved: Mapping[tuple[UUID, Audience], int]) -> None:
        """Let the other servers hear of these revisions once this transaction is committed."""
        said = [f"{self._server} {process} {revision} {audience}" for (process, audience), revision in moved.items()]
        session.connection().execute(_NOTIFY, {"channel": CHANNEL, "said": said})

    def start(self) -> None:
        """Begin to hear the others."""
        self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing more."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(4 * _LOOK_EVERY)

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._ended.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"listen {CHANNEL}")
                    self._catch_up(connection)
                    wait = FIRST_WAIT
                    self._hear(connection)
            except psycopg.Error as error:
                _log.warning("The signals of other servers are not heard (%s); trying again.", type(error).__name__)
                self._ended.wait(wait * random.uniform(0.5, 1.0))  # noqa: S311
                wait = min(LONGEST_WAIT, wait * 2)

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        dialect, url = self._engine.dialect, self._engine.url
        arguments, named = dialect.create_connect_args(url)
        return psycopg.connect(*arguments, **{**_KEEP_ALIVE, **named}, autocommit=True)

    def _catch_up(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        for process_id, revision in connection.execute("select id, revision from process").fetchall():
            self._signals.publish(UUID(str(process_id)), int(str(revision)), Audience.EVERYONE)

    def _hear(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        while not self._ended.is_set():
            for heard in connection.notifies(timeout=_LOOK_EVERY):
                self._take(heard.payload)

    def _take(self, said: str) -> None:
        try:
            server, process_id, revision, audience = said.split(" ")
            moved = UUID(process_id), int(revision), Audience(audience)
        except ValueError:
            _log.warning("A notification that is not of this application was ignored.")
            return
        if server != self._server:
            self._signals.publish(*moved)
