"""The one database of this server."""

import os
import secrets
from functools import cache
from pathlib import Path

from consensus.persistence.database import Database
from consensus.settings import Settings, get_settings

__all__ = ["Database", "open_database", "the_database"]

_KEY_BYTES = 32


def open_database(settings: Settings) -> Database:
    """Open the database the settings name, make it current, and read (or make) the key that signs events."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Database(settings.effective_database_url, key=_read_key(settings.data_dir / "event.key"))


@cache
def the_database() -> Database:
    """The database of this server, opened at the first call."""
    return open_database(get_settings())


def _read_key(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_bytes(_KEY_BYTES)
        file.write(key.hex())
    return key
