"""Runs migrations on the connection that the caller opened."""

from typing import Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from consensus.persistence.tables import metadata
from consensus.persistence.tables.base import UtcDateTime


def render_plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types into a migration as the ones they are kept in, so that it needs none of our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_plainly,
)
with context.begin_transaction():
    context.run_migrations()
