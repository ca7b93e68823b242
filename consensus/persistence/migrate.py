"""Bring a database to the newest schema."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from consensus.persistence.engines import WRITE

# Any number that nothing else locks: servers that start together on PostgreSQL migrate one after the other.
_MIGRATING = 0x_A55E_4701


def alembic_config() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@cache
def newest_revision() -> str | None:
    """The revision this code was written for; reading all migrations for it takes a while."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade to `revision`, in one transaction."""
    config = alembic_config()
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
        is_newest = MigrationContext.configure(connection).get_current_revision() == newest_revision()
        if revision == "head" and is_newest:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
