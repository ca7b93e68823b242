"""The database as the services see it: a transaction that writes, one that reads, a clock, and signals after commit."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import DataError
from sqlmodel import Session

from consensus.domain.errors import InvalidInputError
from consensus.persistence.engines import WRITE, open_engine
from consensus.persistence.forgetting import forget_deleted
from consensus.persistence.migrate import migrate
from consensus.persistence.notifications import Notifications
from consensus.persistence.signals import Audience, Signals
from consensus.persistence.tables import Process

Clock = Callable[[], datetime]
_TOUCHED = "touched"


class Database:
    """One open database. `key` signs the event chains; `clock` replaces the database's own clock (in tests)."""

    def __init__(self, url: str, *, key: bytes, clock: Clock | None = None) -> None:
        self.engine: Engine = open_engine(url)
        self.signals = Signals()
        self.key = key
        self._clock = clock
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        self._writing = self.engine.execution_options(**{WRITE: True})
        # SQLite reads a snapshot anyway; PostgreSQL would show each statement what was committed before it.
        isolation = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reading = self.engine.execution_options(**isolation)
        # SQLite admits one writer and makes the others poll; a lock lets them queue.
        self._writer = threading.Lock()
        # SQLite is served by one server: there is nobody else to tell.
        self._others = None if self._is_sqlite else Notifications(self.engine, self.signals)
        migrate(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are committed at the end, or not at all; signals follow the commit."""
        turn = self._writer if self._is_sqlite else nullcontext()
        with turn, Session(self._writing, expire_on_commit=False) as session:
            session.info["database"] = self
            touched: dict[tuple[UUID, Audience], int] = session.info.setdefault(_TOUCHED, {})
            with _refusing_what_is_no_text(), session.begin():
                yield session
                if touched and self._others is not None:
                    self._others.say(session, touched)
        for (process_id, audience), revision in touched.items():
            self.signals.publish(process_id, revision, audience)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment and changes nothing."""
        with Session(self._reading, expire_on_commit=False) as session:
            session.info["database"] = self
            with _refusing_what_is_no_text():
                yield session

    def lock_process(self, session: Session, process_id: UUID) -> Process | None:
        """The row of a process, held until the end of the transaction: casting and closing take turns on it."""
        return session.get(Process, process_id, with_for_update=True, populate_existing=True)

    def hold(self, session: Session, name: str) -> None:
        """Let whoever holds the same name wait until the end of the transaction; no row need exist for it.

        SQLite admits one writer anyway.
        """
        if not self._is_sqlite:
            session.connection().execute(
                text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
            )

    def now(self, session: Session) -> datetime:
        """This moment by the database's clock, in UTC: deadlines are judged by no other."""
        if self._clock is not None:
            return self._clock()
        if self._is_sqlite:
            moment = session.connection().execute(text("select strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
            return datetime.fromisoformat(moment).replace(tzinfo=UTC)
        return cast(datetime, session.connection().execute(text("select clock_timestamp()")).scalar_one()).astimezone(
            UTC
        )

    def touch(self, session: Session, process: Process, audience: Audience = Audience.EVERYONE) -> None:
        """Raise the revision of a locked process; those it concerns are told after the commit."""
        process.revision += 1
        session.add(process)
        self.announce(session, process.id, process.revision, audience)

    def announce(self, session: Session, process_id: UUID, revision: int, audience: Audience) -> None:
        """Tell those it concerns of this revision, once the transaction is committed."""
        session.info[_TOUCHED][process_id, audience] = revision

    def listen(self) -> None:
        """Signal from now on what other servers of the same database commit, too."""
        if self._others is not None:
            self._others.start()

    def forget_deleted(self, tables: Sequence[str]) -> bool:
        """Take deleted rows of these tables out of the files; False where it has to be tried again."""
        with self._writer if self._is_sqlite else nullcontext():
            return forget_deleted(self.engine, tables)

    def close(self) -> None:
        """Give the connections back."""
        if self._others is not None:
            self._others.stop()
        self.engine.dispose()


@contextmanager
def _refusing_what_is_no_text() -> Iterator[None]:
    """Half a character of two can be stored nowhere, and PostgreSQL takes no zero character: nobody types either."""
    try:
        yield
    except (UnicodeEncodeError, DataError) as error:
        if isinstance(error, DataError) and "NUL" not in str(error.orig):
            raise
        raise InvalidInputError("The text holds characters that cannot be stored. Type it anew.") from None


def database_of(session: Session) -> Database:
    """The database a session belongs to."""
    return cast(Database, session.info["database"])
