"""The database keeps its promises: what is committed is there, what is not is gone, and signals tell the truth."""

import re
import sqlite3
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import select

from consensus.domain.errors import InvalidInputError
from consensus.persistence.database import Database, database_of
from consensus.persistence.engines import SAFE_WAL, open_engine
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Member, Person, Process
from tests.services.builders import KEY, NOON

LATER = NOON + timedelta(hours=1)


class Interruption(Exception):  # noqa: N818
    """Something went wrong inside a transaction."""


def person(name="Ann Alder", created_at=NOON):
    return Person(name=name, created_at=created_at)


def process(slug="hand"):
    return Process(slug=slug, title="Hand surgery", time_zone="UTC", chain_head="", created_at=NOON)


def names(db):
    with db.reading() as session:
        return sorted(session.exec(select(Person.name)))


def pragma(connection, name):
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_the_loaded_sqlite_does_not_lose_commits_in_its_log():
    assert sqlite.sqlite_version_info >= SAFE_WAL, "locked pysqlite3 is too old for WAL"


def test_every_connection_is_durable_and_holds_to_foreign_keys(db):
    with db.engine.connect() as one, db.engine.connect() as other:
        for connection in (one, other):
            assert pragma(connection, "journal_mode") == "wal"
            assert pragma(connection, "synchronous") == 2, "FULL"
            assert pragma(connection, "foreign_keys") == 1
            assert pragma(connection, "busy_timeout") == 10_000


def test_a_sqlite_that_could_lose_commits_writes_without_a_log_and_says_so(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(sqlite, "sqlite_version_info", (3, 45, 1))
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")

    with engine.connect() as connection:
        assert pragma(connection, "journal_mode") == "delete"
        assert pragma(connection, "synchronous") == 3, "EXTRA"
    engine.dispose()
    assert "older than 3.51.3" in caplog.text


@pytest.mark.parametrize("url", ["mysql://host/db", "oracle://host/db"], ids=["mysql", "oracle"])
def test_another_kind_of_database_is_refused(url):
    with pytest.raises(ValueError, match="must be sqlite or postgresql"):
        open_engine(url)


def test_the_folder_of_the_database_is_made(tmp_path):
    db = Database(f"sqlite:///{tmp_path / 'not' / 'there' / 'assent.db'}", key=KEY)
    db.close()

    assert (tmp_path / "not" / "there" / "assent.db").exists()


def test_a_transaction_is_kept_whole_or_not_at_all(db):
    with db.transaction() as session:
        session.add(person("Ann Alder"))

    def interrupted():
        with db.transaction() as session:
            session.add(person("Ben Birch"))
            session.flush()
            raise Interruption

    with pytest.raises(Interruption):
        interrupted()

    assert names(db) == ["Ann Alder"]


def test_reading_changes_nothing(db):
    with db.reading() as session:
        session.add(person())
        session.flush()

    assert names(db) == []


def test_a_foreign_key_to_nothing_is_refused(db):
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(Member(process_id=process().id, person_id=person().id))


def test_what_belongs_to_a_process_goes_with_it(db):
    with db.transaction() as session:
        ann, hand = person(), process()
        session.add_all((ann, hand))
        session.flush()
        session.add(Member(process_id=hand.id, person_id=ann.id))
    with db.transaction() as session:
        session.delete(session.exec(select(Process)).one())

    with db.reading() as session:
        assert session.exec(select(Member)).all() == []
    assert names(db) == ["Ann Alder"]


def test_signals_follow_the_commit_with_the_last_revision(db):
    heard = []

    def listen(process_id, revision, audience):
        with db.reading() as session:
            heard.append((session.get_one(Process, process_id).revision, revision, audience))

    db.signals.subscribe(listen)
    with db.transaction() as session:
        hand = process()
        session.add(hand)
        session.flush()
        db.touch(session, hand)
        db.touch(session, hand)
        db.touch(session, hand, Audience.STAFF)
        assert heard == []

    assert sorted(heard) == [(3, 2, "everyone"), (3, 3, "staff")]


def interrupt(session, _hand):
    raise Interruption


def break_a_foreign_key(session, hand):
    session.add(Member(process_id=hand.id, person_id=hand.id))


@pytest.mark.parametrize(
    ("spoil", "error"),
    [(interrupt, Interruption), (break_a_foreign_key, IntegrityError)],
    ids=["an exception inside", "a commit that fails"],
)
def test_no_signal_follows_a_rollback(db, spoil, error):
    heard = []
    db.signals.subscribe(lambda *signal: heard.append(signal))

    def spoiled():
        with db.transaction() as session:
            hand = process()
            session.add(hand)
            session.flush()
            db.touch(session, hand)
            spoil(session, hand)

    with pytest.raises(error):
        spoiled()

    assert heard == []


def test_whoever_unsubscribed_hears_no_more(db):
    heard, kept = [], []
    leave = db.signals.subscribe(lambda *signal: heard.append(signal))
    db.signals.subscribe(lambda *signal: kept.append(signal))
    leave()
    leave()

    with db.transaction() as session:
        hand = process()
        session.add(hand)
        session.flush()
        db.touch(session, hand)

    assert (len(heard), len(kept)) == (0, 1)


def test_a_session_knows_its_database(db):
    with db.reading() as session:
        assert database_of(session) is db


def test_a_moment_without_a_zone_is_refused(db):
    with pytest.raises(StatementError, match="A moment needs a time zone"), db.transaction() as session:
        session.add(person(created_at=datetime(2012, 9, 7, 12)))  # noqa: DTZ001


def test_a_moment_comes_back_in_utc_to_the_microsecond(db):
    in_toronto = datetime(2012, 9, 7, 8, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-4)))
    with db.transaction() as session:
        session.add(person(created_at=in_toronto))

    with db.reading() as session:
        read = session.exec(select(Person.created_at)).one()

    assert read == in_toronto
    assert read.tzinfo is UTC
    assert read.isoformat() == "2012-09-07T12:00:00.123456+00:00"


def test_an_enumeration_is_kept_by_its_value(db):
    with db.transaction() as session:
        session.add(process())

    with db.engine.connect() as connection:
        assert connection.execute(text("select state, anonymity from process")).one() == ("draft", "confidential")


def test_without_a_clock_of_its_own_it_is_the_databases_time_that_counts(tmp_path):
    db = Database(f"sqlite:///{tmp_path / 'assent.db'}", key=KEY)
    with db.reading() as session:
        now = db.now(session)
    db.close()

    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=10)


def test_the_file_is_a_sqlite_database_that_any_tool_opens(db, tmp_path):
    with db.transaction() as session:
        session.add(person())
    db.close()

    with sqlite3.connect(tmp_path / "assent.db") as plain:
        assert plain.execute("select name from person").fetchall() == [("Ann Alder",)]
        assert plain.execute("pragma integrity_check").fetchone() == ("ok",)
    assert re.fullmatch(r"assent\.db", next(tmp_path.glob("*.db")).name)


def test_what_was_to_be_stored_stands_in_no_error(db):
    with pytest.raises(IntegrityError) as refusal, db.transaction() as session:
        session.add_all([process("told-to-nobody"), process("told-to-nobody")])

    assert "told-to-nobody" not in str(refusal.value)


@pytest.mark.parametrize("name", ["half \ud800 a character", "zero \x00 character"])
def test_text_that_a_database_cannot_hold_is_refused_in_a_sentence(empty_url, name):
    database = Database(empty_url, key=KEY)
    is_kept = "\x00" in name and database.engine.dialect.name == "sqlite"

    refused = nullcontext() if is_kept else pytest.raises(InvalidInputError, match="cannot be stored")

    with refused, database.transaction() as session:
        session.add(person(name))
    with refused, database.reading() as session:
        session.exec(select(Person).where(Person.name == name)).all()

    assert names(database) == ([name] if is_kept else [])
    database.close()
