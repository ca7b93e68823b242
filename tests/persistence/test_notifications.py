"""Servers of one PostgreSQL database hear of each other's commits, and of all they may have missed."""

import time
from uuid import uuid4

import pytest
from sqlalchemy import text

from consensus.persistence.database import Database
from consensus.persistence.notifications import CHANNEL
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Process
from tests.services.builders import KEY, NOON


@pytest.fixture
def url(postgres):
    """An empty PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    postgres.psql(f"create database {name}")
    yield postgres.get_uri(name)
    postgres.psql(f"drop database {name} with (force)")


@pytest.fixture
def here(url):
    """The server that is looked at; it hears the others."""
    with_signals = Database(url, key=KEY)
    with_signals.listen()
    yield with_signals
    with_signals.close()


@pytest.fixture
def elsewhere(url, here):
    """Another server of the same database."""
    other = Database(url, key=KEY)
    yield other
    other.close()


@pytest.fixture
def heard(here):
    """What is signalled here: (process, revision, audience)."""
    signals = []
    here.signals.subscribe(lambda *signal: signals.append(signal))
    eventually(lambda: n_listening(here) == 1)
    return signals


def eventually(holds, within=10.0):
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def add_process(db, audience=Audience.EVERYONE):
    with db.transaction() as session:
        process = Process(slug=uuid4().hex, title="Hand surgery", time_zone="UTC", chain_head="", created_at=NOON)
        session.add(process)
        session.flush()
        db.touch(session, process, audience)
    return process.id


def raise_revision(db, process_id, audience=Audience.EVERYONE):
    with db.transaction() as session:
        db.touch(session, db.lock_process(session, process_id), audience)


def fail_after_a_change(db, process_id):
    with db.transaction() as session:
        db.touch(session, db.lock_process(session, process_id))
        raise ZeroDivisionError


# What the connection that listens has said last.
LISTENING = "from pg_stat_activity where query = 'select id, revision from process' and datname = current_database()"


def n_listening(db):
    with db.reading() as session:
        return session.connection().execute(text(f"select count(*) {LISTENING}")).scalar_one()


def test_what_another_server_commits_is_signalled_here(heard, elsewhere):
    process_id = add_process(elsewhere)
    raise_revision(elsewhere, process_id, Audience.STAFF)

    eventually(lambda: len(heard) == 2)
    assert heard == [(process_id, 1, "everyone"), (process_id, 2, "staff")]


def test_what_is_committed_here_is_signalled_once(heard, here, elsewhere):
    own = add_process(here)
    other = add_process(elsewhere)

    eventually(lambda: len(heard) == 2)
    assert heard == [(own, 1, "everyone"), (other, 1, "everyone")]


def test_nothing_is_signalled_before_the_commit_nor_after_one_that_fails(heard, elsewhere):
    process_id = add_process(elsewhere)
    with pytest.raises(ZeroDivisionError):
        fail_after_a_change(elsewhere, process_id)
    with elsewhere.transaction() as session:
        elsewhere.touch(session, elsewhere.lock_process(session, process_id))
        session.flush()
        time.sleep(0.1)
        before_the_commit = list(heard)

    eventually(lambda: len(heard) == 2)
    assert before_the_commit == [(process_id, 1, "everyone")]
    assert heard[1] == (process_id, 2, "everyone")


def test_a_server_whose_connection_was_cut_hears_what_it_missed_and_goes_on(heard, here, elsewhere):
    process_id = add_process(elsewhere)
    eventually(lambda: len(heard) == 1)
    with elsewhere.transaction() as session:
        session.connection().execute(text(f"select pg_terminate_backend(pid) {LISTENING}"))
        elsewhere.touch(session, elsewhere.lock_process(session, process_id))

    eventually(lambda: (process_id, 2, "everyone") in heard)
    raise_revision(elsewhere, process_id, Audience.STAFF)
    eventually(lambda: heard[-1] == (process_id, 3, "staff"))


def test_what_somebody_else_says_on_the_channel_is_ignored(heard, elsewhere):
    with elsewhere.transaction() as session:
        for nonsense in ("", "hello", "a b c d", f"x {uuid4()} 1 nobody"):
            session.connection().execute(text("select pg_notify(:c, :n)"), {"c": CHANNEL, "n": nonsense})

    process_id = add_process(elsewhere)
    eventually(lambda: heard == [(process_id, 1, "everyone")])


def test_the_longest_notification_is_far_below_what_postgresql_takes():
    longest = f"{'0' * 16} {uuid4()} {2**63} {max(Audience, key=len)}"

    assert len(longest) < 8_000 // 50
