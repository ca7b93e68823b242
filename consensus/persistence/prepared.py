"""Statements that are compiled once and go to the driver as text: for the one path where microseconds count.

SQLAlchemy's work for each call of a statement is several times that of the database. What a statement means is
still said with SQLAlchemy, and values still pass through the types of the columns.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, UpdateBase, Uuid
from sqlalchemy.types import TypeEngine

Process = Callable[[Any], Any] | None
_MOST_IDS = 4096


class Prepared:
    """A statement as one kind of database takes it."""

    def __init__(self, statement: Select[Any] | UpdateBase, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._text = str(compiled)
        self._is_positional = compiled.positional
        names = compiled.positiontup if self._is_positional else list(compiled.binds)
        self._takes = [(name, _binding(compiled.binds[name].type, dialect)) for name in names or ()]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._gives = [
            (place, process) for place, column in enumerate(columns) if (process := _reading(column.type, dialect))
        ]

    def read(self, connection: Connection, values: Mapping[str, Any]) -> list[list[Any]]:
        """The rows of a query, each with its values in the order of the columns."""
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._text, self._bound(values))
            rows = [list(row) for row in cursor.fetchall()]
        finally:
            cursor.close()
        for place, process in self._gives:
            for row in rows:
                row[place] = process(row[place])
        return rows

    def write(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a statement that changes something, once for each of the rows of values."""
        bound = [self._bound(row) for row in rows]
        if not bound:
            return
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(self._text, bound)
        finally:
            cursor.close()

    def _bound(self, values: Mapping[str, Any]) -> Any:
        if self._is_positional:
            return tuple([values[name] if process is None else process(values[name]) for name, process in self._takes])
        return {name: values[name] if process is None else process(values[name]) for name, process in self._takes}


def _binding(type_: TypeEngine[Any], dialect: Dialect) -> Process:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _reading(type_: TypeEngine[Any], dialect: Dialect) -> Process:
    process = type_.dialect_impl(dialect).result_processor(dialect, None)
    # The same people, rounds and ballots come again and again; to read an id costs more than to find it.
    return lru_cache(_MOST_IDS)(process) if process is not None and isinstance(type_, Uuid) else process
