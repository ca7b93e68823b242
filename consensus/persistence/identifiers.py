"""Reading ids by the hundred thousand: each is made an UUID once, however often a result repeats it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, type_coerce
from sqlalchemy.types import NullType


def as_stored(column: Any) -> ColumnElement[Any]:
    """A column of ids as the database gives them, to be read by an `Identifiers`."""
    return type_coerce(column, NullType())


class Identifiers(dict[Any, UUID]):
    """The UUID of each stored id, made when it is first met: SQLite stores text, PostgreSQL the id itself."""

    def __missing__(self, stored: Any) -> UUID:
        """Make it and remember it."""
        self[stored] = found = stored if isinstance(stored, UUID) else UUID(hex=stored)
        return found
