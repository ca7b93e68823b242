"""The one database of this server."""

import os
import secrets
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from consensus.persistence.database import Database
from consensus.services.event_key import WRONG_KEY, signs_with_its_key
from consensus.services.rounds.sweeping import sweep
from consensus.settings import Settings, get_settings

__all__ = ["Database", "open_database", "the_database"]

_KEY_BYTES = 32


def open_database(settings: Settings) -> Database:
    """Open the database the settings name, make it current, and read (or make) the key that signs events.

    Refuses a key that does not fit the events of the database: a second server with a key of its own would break the
    chain of every process.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.effective_database_url, key=_read_key(settings.data_dir / "event.key"))
    if not signs_with_its_key(database):
        database.close()
        raise RuntimeError(WRONG_KEY.format(path=settings.data_dir / "event.key"))
    sweep(database)
    return database


@cache
def the_database() -> Database:
    """The database of this server, opened at the first call."""
    return open_database(get_settings())


def _read_key(path: Path) -> bytes:
    if not path.exists():
        _make_key(path)
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != _KEY_BYTES:
        raise RuntimeError(f"{path} does not hold the key of {_KEY_BYTES} bytes that signs events.")
    return key


def _make_key(path: Path) -> None:
    """Write the key whole under another name first: a server that starts at the same time never reads half of it."""
    descriptor, written = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_bytes(_KEY_BYTES).hex())
            file.flush()
            os.fsync(file.fileno())
        # Of two servers that make a key, the first one's holds.
        with suppress(FileExistsError):
            os.link(written, path)
    finally:
        os.unlink(written)
