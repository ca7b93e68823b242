"""Taking deleted rows out of the files of a database, where they lie until something else is written over them.

What no statement can reach remains: backups, the write-ahead log of PostgreSQL with its archives and replicas, and the
blocks that a file system has given back and not used again (docs/secrecy.md).
"""

import logging
import time
from collections.abc import Sequence
from typing import Final

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

# Seconds: whoever closes a vote waits for it.
_PATIENCE: Final = 3.0
_PAUSE: Final = 0.05

logger = logging.getLogger(__name__)


def forget_deleted(engine: Engine, tables: Sequence[str]) -> bool:
    """Write these tables (on SQLite the whole file) anew; False where somebody still reads what was before."""
    try:
        if engine.dialect.name == "sqlite":
            return _rewrite_file(engine)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return _rewrite_tables(connection, tables)
    except (DBAPIError, sqlite.OperationalError) as error:
        logger.warning("deleted rows still lie in the files of the database: %s", type(error).__name__)
        return False


def _rewrite_file(engine: Engine) -> bool:
    """Copy the file page by page in the order of keys, then empty the write-ahead log.

    Past SQLAlchemy, which would begin a transaction.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            return True
        is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy
    finally:
        connection.close()


def _rewrite_tables(connection: Connection, tables: Sequence[str]) -> bool:
    """Into new files, once nobody is left who may still see the deleted rows: those would be copied along.

    A plain VACUUM marks the room as free and leaves the bytes where they are.
    """
    if not _everybody_moved_on(connection):
        return False
    connection.execute(text(f"set lock_timeout = {int(_PATIENCE * 1000)}"))
    try:
        for table in tables:
            connection.execute(text(f"vacuum full {table}"))
    finally:
        connection.execute(text("reset lock_timeout"))
    return True


def _everybody_moved_on(connection: Connection) -> bool:
    began_before = text(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
        "and xact_start < :moment and (backend_xmin is not null or backend_xid is not null)"
    )
    moment = connection.execute(text("select clock_timestamp()")).scalar_one()
    ends = time.monotonic() + _PATIENCE
    while connection.execute(began_before, {"moment": moment}).scalar_one():
        if time.monotonic() > ends:
            return False
        time.sleep(_PAUSE)
    return True
