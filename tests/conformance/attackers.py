"""What an attacker can do who holds the database, its files and its logs, and what each trick needs to work.

Each returns what it believes every person said on the first item, or nothing where it finds no way.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from consensus.persistence.database import Database

Guess = Mapping[UUID, str]


def rows_in_order(db: Database, order: str, item_id: UUID) -> tuple[Sequence[UUID], Sequence[str]]:
    """Members and choices, each in the order that the database gives or is asked for."""
    value = item_id.hex if db.engine.dialect.name == "sqlite" else str(item_id)
    by = f" order by {order}" if order else ""
    with db.engine.connect() as connection:
        members = connection.execute(text(f"select member_id from participation{by}")).scalars().all()
        choices = connection.execute(
            text(f"select choice from sealed_ballot where item_id = :item{by}"),
            {"item": value},
        ).scalars()
        return [member if isinstance(member, UUID) else UUID(member) for member in members], list(choices)


def by_order(db: Database, item_id: UUID, order: str = "") -> Guess:
    """The first who is listed cast the first ballot that is listed, and so on."""
    members, choices = rows_in_order(db, order, item_id)
    return dict(zip(members, choices, strict=False))


def by_transaction(db: Database, item_id: UUID) -> Guess:
    """PostgreSQL keeps with every row which transaction wrote it."""
    query = text(
        "select p.member_id, min(b.choice) from participation p join sealed_ballot b on b.xmin::text = p.xmin::text "
        "where b.item_id = :item group by p.member_id having count(*) = 1"
    )
    with db.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query, {"item": str(item_id)})}


def transactions(db: Database, table: str) -> set[str]:
    """The transactions that wrote the rows of a table."""
    with db.engine.connect() as connection:
        return set(connection.execute(text(f"select distinct xmin::text from {table}")).scalars())


def files_of_sqlite(db: Database) -> dict[str, bytes]:
    """The database and what lies beside it."""
    path = Path(str(db.engine.url.database))
    return {file.name: file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*"))}


def files_of_tables(db: Database, folder: Path, tables: Sequence[str]) -> dict[str, bytes]:
    """The heap and index files of these tables, as they lie in the folder of the server."""
    names: dict[str, str] = {}
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("checkpoint"))
        for table in tables:
            query = text(
                "select relname, pg_relation_filepath(oid) from pg_class where oid = cast(:table as regclass) "
                "or oid in (select indexrelid from pg_index where indrelid = cast(:table as regclass))"
            )
            names.update({row[0]: row[1] for row in connection.execute(query, {"table": table})})
    return {name: (folder / path).read_bytes() for name, path in names.items()}


def places(files: Mapping[str, bytes], ids: Sequence[UUID], *, as_text: bool) -> list[int]:
    """Where each id lies in the files, one after the other in the order given; an id that is nowhere is left out."""
    found = []
    for one in ids:
        needle = one.hex.encode() if as_text else one.bytes
        found.extend(start for content in files.values() if (start := content.rfind(needle)) >= 0)
    return found
