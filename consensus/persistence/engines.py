"""SQLite and PostgreSQL engines that keep the same promises: durable commits, one writer, foreign keys."""

import logging
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

WRITE = "assent_write"

# Before this release a WAL checkpoint racing with a commit could lose the commit: sqlite.org, "WAL-reset bug".
SAFE_WAL = (3, 51, 3)

_BUSY_MILLISECONDS = 10_000


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`; what was to be stored stands in no error, nor in a log."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, parsed.database)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
    raise ValueError(f"ASSENT_DATABASE_URL must be sqlite or postgresql, not {parsed.get_backend_name()}.")


def _open_sqlite(url: str, path: str | None) -> Engine:
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=sqlite, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if sqlite.sqlite_version_info < SAFE_WAL:
        logging.getLogger(__name__).warning(
            "SQLite %s is older than 3.51.3: journal mode DELETE is used, which is slower.", sqlite.sqlite_version
        )
    return engine


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` decides which kind.
    connection.isolation_level = None
    safe_wal = sqlite.sqlite_version_info >= SAFE_WAL
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "journal_mode=WAL" if safe_wal else "journal_mode=DELETE",
        "synchronous=FULL" if safe_wal else "synchronous=EXTRA",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
