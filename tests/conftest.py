"""Shared by all tests: a database whose clock stands still at noon, and people who act in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from consensus.persistence.database import Database
from consensus.persistence.tables import Person
from consensus.services.context import Actor, Context
from tests.services.builders import KEY, Clock


@pytest.fixture
def clock() -> Clock:
    """Noon, until a test moves it."""
    return Clock()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """A SQLite file with all tables and no rows: copying it is faster than migrating anew."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    Database(f"sqlite:///{path}", key=KEY).close()
    return path


@pytest.fixture
def db(tmp_path, empty_database, clock) -> Iterator[Database]:
    """A real SQLite database in a temporary folder."""
    shutil.copy(empty_database, tmp_path / "assent.db")
    database = Database(f"sqlite:///{tmp_path / 'assent.db'}", key=KEY, clock=clock)
    yield database
    database.close()


@pytest.fixture
def acting(db) -> Callable[[str], Context]:
    """A named person as the actor of a call, without a session of their own."""

    def acting_(name: str) -> Context:
        with db.reading() as session:
            person = session.exec(select(Person).where(Person.name == name)).one()
            return Context(db, Actor(person.id, person.name))

    return acting_
