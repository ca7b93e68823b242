"""Migrations make the tables that the code expects, and take them away again, on both databases."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import Session, select

from consensus.persistence.database import Database
from consensus.persistence.engines import WRITE, open_engine
from consensus.persistence.migrate import alembic_config, migrate
from consensus.persistence.tables import Ballot, Event, Person, metadata
from consensus.services import audit
from consensus.services.context import Context
from tests.services.builders import ANN, FACILITATOR, KEY, begin_meeting, open_vote, plan_process


@pytest.fixture
def engine(empty_url):
    made = open_engine(empty_url)
    yield made
    made.dispose()


def downgrade(engine, revision):
    config = alembic_config()
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def tables_of(engine):
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_migrating_an_empty_database_makes_the_tables_of_the_code(engine):
    migrate(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert tables_of(engine) == set(metadata.tables)


def test_migrating_again_changes_nothing_and_keeps_what_is_there(engine, empty_url):
    db = Database(empty_url, key=KEY)
    vote = open_vote(begin_meeting(plan_process(db)))
    vote.cast(ANN, "agree")
    db.close()

    again = Database(empty_url, key=KEY)
    ctx = Context(again, vote.built.context(FACILITATOR).actor)
    with again.reading() as session:
        assert session.exec(select(Ballot.choice)).one() == "agree"
        assert len(session.exec(select(Event)).all()) > 20
    assert audit.verify_chain(ctx, vote.built.process_id).is_intact
    again.close()


def test_every_step_goes_back_and_forth_with_data_in_the_tables(engine, empty_url):
    db = Database(empty_url, key=KEY)
    open_vote(begin_meeting(plan_process(db))).cast(ANN, "agree")
    db.close()

    downgrade(engine, "base")
    assert tables_of(engine) == set()
    migrate(engine)

    assert tables_of(engine) == set(metadata.tables)
    with Session(engine) as session:
        assert session.exec(select(Person)).all() == []


def test_the_migrations_are_one_line_from_the_first_to_the_newest():
    script = ScriptDirectory.from_config(alembic_config())

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
