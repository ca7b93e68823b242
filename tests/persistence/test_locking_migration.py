"""Migration 0002 on a database with data: what was there stays, and a process that has voted counts as locked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlmodel import Session, select

from consensus.persistence.engines import WRITE, open_engine
from consensus.persistence.migrate import migrate
from consensus.persistence.tables import Deviation, Process, Topic, metadata

FIRST, SECOND = datetime(2012, 9, 7, 13, tzinfo=UTC), datetime(2012, 9, 7, 15, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path) -> Iterator[object]:
    made = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(made, "0001")
    yield made
    made.dispose()


def insert(connection: Connection, table: str, **values: object) -> None:
    columns, names = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"insert into {table} ({columns}) values ({names})"), values)


def insert_process(connection: Connection, slug: str) -> str:
    process_id = uuid4().hex
    insert(
        connection,
        "process",
        id=process_id,
        slug=slug,
        title=slug,
        question="",
        scope="",
        state="running",
        anonymity="open",
        definition='{"threshold": "4/5"}',
        time_zone="UTC",
        source="",
        is_simulated=False,
        is_example=False,
        revision=3,
        n_events=0,
        chain_head="",
        created_at="2012-09-07 09:00:00",
    )
    insert(
        connection,
        "topic",
        id=uuid4().hex,
        process_id=process_id,
        slug="t",
        position=1,
        title="T",
        summary="",
        minutes=5,
    )
    return process_id


def insert_round(connection: Connection, process_id: str, number: int, opened_at: datetime, sha256: str) -> None:
    insert(
        connection,
        "round",
        id=uuid4().hex,
        process_id=process_id,
        number=number,
        kind="vote",
        state="revealed",
        anonymity="open",
        tally_mode="live",
        definition="{}",
        definition_sha256=sha256,
        opened_at=f"{opened_at:%Y-%m-%d %H:%M:%S}",
    )


def test_a_process_that_has_voted_is_locked_by_its_first_round_and_loses_nothing(engine):
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        voted, planned = insert_process(connection, "voted"), insert_process(connection, "planned")
        insert_round(connection, voted, 2, SECOND, "b" * 64)
        insert_round(connection, voted, 1, FIRST, "a" * 64)

    migrate(engine)

    with Session(engine) as session:
        by_slug = {process.slug: process for process in session.exec(select(Process))}
        assert (by_slug["voted"].locked_at, by_slug["voted"].locked_sha256) == (FIRST, "a" * 64)
        assert (by_slug["planned"].locked_at, by_slug["planned"].locked_sha256) == (None, "")
        assert {process.id.hex for process in by_slug.values()} == {voted, planned}
        assert len(session.exec(select(Topic)).all()) == 2
        assert session.exec(select(Deviation)).all() == []


def test_the_migrations_make_the_tables_the_code_expects(engine):
    migrate(engine)

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    assert differences == []
