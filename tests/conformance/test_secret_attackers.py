"""The attacker with database, files and logs in hand, on both databases; beside each a careless twin that is caught.

The people vote one after the other in an order that the attacker knows: each trick that finds the order of the
ballots finds everybody's vote.
"""

import itertools
import logging
import random
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from consensus.persistence import forgetting
from consensus.persistence.tables import Event, Participation, Process, Receipt, SealedBallot
from consensus.services.rounds import rounds, secret_casting, secret_closing, sweeping
from consensus.services.rounds.ballots import Refused
from tests.conformance import attackers
from tests.services.builders import ANN, FACILITATOR
from tests.services.secret_people import SAID, SECRET_VOTERS, open_secret, plan_secret, receipt_of

TABLES = ("participation", "sealed_ballot", "receipt")
# What only one of the two databases has is tried on that one alone.
SQLITE_ALONE = pytest.mark.parametrize("tables_url", ["sqlite"], indirect=True)
POSTGRESQL_ALONE = pytest.mark.parametrize("tables_url", ["postgresql"], indirect=True)
# In this order they vote, and as the ids are made one after the other each is the larger.
ORDER = tuple(SAID)


@pytest.fixture
def secret(db):
    return open_secret(plan_secret(db))


@pytest.fixture
def is_sqlite(db):
    return db.engine.dialect.name == "sqlite"


def truth(vote):
    """What everybody said on the first item, by member."""
    return {vote.built.members[name]: said[0] for name, said in SAID.items()}


def finds(guess, vote):
    """Whether a trick has everybody's vote, or at least more of them than one who guesses from the public list."""
    return guess == truth(vote)


def cast_all(vote):
    for name in ORDER:
        vote.cast(name, *SAID[name])


@pytest.fixture
def careless_ids(monkeypatch):
    """A twin whose ballots get ids that rise with time, as a counter or a UUID of version 7 does."""
    numbers = itertools.count(1)
    monkeypatch.setattr(secret_casting, "random_id", lambda: secret_casting.UUID(int=next(numbers) << 64))


@pytest.fixture
def careless_close(monkeypatch):
    """A twin that leaves the rows as they were cast when it closes."""
    monkeypatch.setattr(secret_closing, "_mix", lambda session, round_id: None)


@pytest.fixture
def no_sweep(monkeypatch):
    """A twin that leaves deleted rows where they lie in the files."""
    monkeypatch.setattr(rounds, "sweep", lambda db: True)


def number_rows(db):
    """A twin whose tables have hidden row numbers, on SQLite; PostgreSQL's are there anyway."""
    with db.engine.begin() as connection:
        for table in TABLES:
            sql = connection.execute(
                text("select sql from sqlite_master where name = :name"), {"name": table}
            ).scalar_one()
            connection.execute(text(f"drop table {table}"))
            connection.exec_driver_sql(sql.replace("WITHOUT ROWID", ""))


# Row order, row ids, row numbers


def row_orders(is_sqlite):
    return ["", "1"] if is_sqlite else ["", "1", "ctid"]


def test_neither_the_order_of_rows_nor_that_of_ids_tells_who_cast_what_after_the_close(secret, is_sqlite, db):
    cast_all(secret)
    secret.close()

    members, choices = attackers.rows_in_order(db, "" if is_sqlite else "ctid", secret.items[0].id)
    assert members == sorted(members)
    ids = [row.id for row in all_rows(db, SealedBallot)]
    assert ids == sorted(ids)
    assert sorted(choices) == sorted(truth(secret).values())


def all_rows(db, table):
    with db.reading() as session:
        return session.exec(select(table)).all()


# PostgreSQL's hidden columns link the rows until the close, as docs/secrecy.md says.
@SQLITE_ALONE
def test_while_it_is_open_the_rows_of_sqlite_lie_in_the_order_of_random_ids_and_have_no_number(secret, db):
    cast_all(secret)

    members, _ = attackers.rows_in_order(db, "", secret.items[0].id)
    assert members == sorted(members)
    with db.engine.connect() as connection, pytest.raises(Exception, match="no such column: rowid"):
        connection.execute(text("select rowid from sealed_ballot"))


@SQLITE_ALONE
def test_the_twin_with_hidden_row_numbers_is_caught_by_them(db):
    number_rows(db)
    secret = open_secret(plan_secret(db))
    cast_all(secret)

    assert finds(attackers.by_order(db, secret.items[0].id, "rowid"), secret)


def test_the_twin_that_numbers_its_ballots_and_does_not_mix_them_is_caught_after_the_close(
    secret, db, careless_ids, careless_close
):
    cast_all(secret)
    secret.close()

    with db.reading() as session:
        choices = session.exec(
            select(SealedBallot.choice).where(SealedBallot.item_id == secret.items[0].id).order_by(SealedBallot.id)
        ).all()
    # That the ids rise with time tells the order; when each person voted, others in the room have seen.
    assert dict(zip((secret.built.members[name] for name in ORDER), choices, strict=True)) == truth(secret)


def test_ids_that_rose_with_time_while_it_was_open_tell_nothing_after_the_close(secret, db, careless_ids):
    cast_all(secret)
    before = {row.id for row in all_rows(db, SealedBallot)}
    secret.close()

    assert not before & {row.id for row in all_rows(db, SealedBallot)}


def pairs_by_id(db, secret):
    """What one believes of both items who puts the first ballot of the one beside the first of the other, by id."""
    rows = sorted(all_rows(db, SealedBallot), key=lambda row: row.id)
    return list(zip(*([row.choice for row in rows if row.item_id == item.id] for item in secret.items), strict=True))


def test_the_twin_whose_ids_rise_gives_away_what_one_person_said_on_two_items(secret, db, careless_ids, careless_close):
    cast_all(secret)
    secret.close()

    assert pairs_by_id(db, secret) == [SAID[name] for name in ORDER]


def test_ballots_of_one_person_on_two_items_have_nothing_in_common(secret, db, monkeypatch):
    """The close draws every id for itself: what the draw says, and nothing else, is how the two lists lie."""
    cast_all(secret)
    drawn = [secret_casting.UUID(int=number << 64) for number in random.Random(5).sample(range(10**6), 14)]
    ids = iter(drawn)
    monkeypatch.setattr(secret_closing, "random_id", lambda: next(ids))
    before = [row.id for row in all_rows(db, SealedBallot)]

    secret.close()

    rows = all_rows(db, SealedBallot)
    assert {row.id for row in rows} == set(drawn)
    assert not {row.id for row in rows} & set(before)
    assert pairs_by_id(db, secret) != [SAID[name] for name in ORDER]


# PostgreSQL's hidden transaction ids


@POSTGRESQL_ALONE
def test_the_transactions_that_wrote_the_rows_tell_nothing_after_the_close(secret, db):
    cast_all(secret)
    assert finds(attackers.by_transaction(db, secret.items[0].id), secret), "the trick has to work while it is open"

    secret.close()

    assert attackers.by_transaction(db, secret.items[0].id) == {}
    written_by = [attackers.transactions(db, table) for table in TABLES]
    assert written_by[0] == written_by[1] == written_by[2]
    assert len(written_by[0]) == 1


@POSTGRESQL_ALONE
def test_the_twin_that_does_not_write_its_rows_anew_is_caught_by_their_transactions(secret, db, careless_close):
    cast_all(secret)
    secret.close()

    assert finds(attackers.by_transaction(db, secret.items[0].id), secret)


# Files: what was deleted, and where what is left lies


def read_files(db, is_sqlite, request):
    if is_sqlite:
        return attackers.files_of_sqlite(db)
    folder = Path(request.getfixturevalue("postgres").pgdata)
    return attackers.files_of_tables(db, folder, TABLES)


def lies_in(files, one, is_sqlite):
    """How often an id lies in the files; SQLite keeps ids as text, PostgreSQL as bytes."""
    needle = one.hex.encode() if is_sqlite else one.bytes
    return sum(content.count(needle) for content in files.values())


def test_no_ballot_as_it_was_cast_lies_in_any_file_after_the_close(secret, db, is_sqlite, request):
    cast_all(secret)
    cast = [row.id for row in all_rows(db, SealedBallot)]
    open_files = read_files(db, is_sqlite, request)
    assert all(lies_in(open_files, one, is_sqlite) for one in cast), "the search has to find what is there"

    secret.close()

    closed_files = read_files(db, is_sqlite, request)
    assert [one for one in cast if lies_in(closed_files, one, is_sqlite)] == []
    kept = [row.id for row in all_rows(db, SealedBallot)]
    assert {lies_in(closed_files, one, is_sqlite) for one in kept} == ({1} if is_sqlite else {2})


def test_the_twin_that_does_not_sweep_still_has_every_ballot_in_its_files(secret, db, is_sqlite, request, no_sweep):
    cast_all(secret)
    cast = [row.id for row in all_rows(db, SealedBallot)]

    secret.close()

    files = read_files(db, is_sqlite, request)
    assert all(lies_in(files, one, is_sqlite) for one in cast)


def test_where_things_lie_in_the_files_is_the_order_of_their_keys(secret, db, is_sqlite, request):
    cast_all(secret)
    secret.close()

    files = read_files(db, is_sqlite, request)
    for table, ids in (
        ("participation", sorted(row.member_id for row in all_rows(db, Participation))),
        ("sealed_ballot", sorted(row.id for row in all_rows(db, SealedBallot))),
    ):
        heap = files if is_sqlite else {table: files[table]}
        if table == "participation" and is_sqlite:
            continue  # The ids of members lie in many tables of the one file.
        found = attackers.places(heap, ids, as_text=is_sqlite)
        assert len(found) == len(ids)
        # Cells are laid from the end of a page to its beginning.
        assert found == sorted(found, reverse=True)


def test_the_twin_that_does_not_mix_lies_in_the_order_of_casting(
    secret, db, is_sqlite, request, careless_close, no_sweep
):
    cast_all(secret)
    secret.close()
    rows = [row for row in all_rows(db, SealedBallot) if row.item_id == secret.items[0].id]
    files = read_files(db, is_sqlite, request)
    heap = {"all": b"".join(files.values())} if is_sqlite else {"sealed_ballot": files["sealed_ballot"]}

    # Both fill a page from its end: what lies furthest back was written first.
    placed = sorted(rows, key=lambda row: attackers.places(heap, [row.id], as_text=is_sqlite)[0], reverse=True)

    assert [row.choice for row in placed] == [SAID[name][0] for name in ORDER]


# That of PostgreSQL is the server's: docs/secrecy.md says what remains in it.
@SQLITE_ALONE
def test_the_write_ahead_log_of_sqlite_is_empty_after_the_close(secret, db):
    cast_all(secret)
    before = attackers.files_of_sqlite(db)
    assert any(name.endswith("-wal") and content for name, content in before.items())
    codes = [receipt_of(name).encode() for name in SAID]

    secret.close()

    log = next((content for name, content in attackers.files_of_sqlite(db).items() if name.endswith("-wal")), b"")
    # Only that the sweep is done was written since, and pages that hold the list of codes are not part of it.
    assert not any(code in log for code in codes)
    assert not [name for name in attackers.files_of_sqlite(db) if name.endswith("-journal")]


def test_a_sweep_that_somebody_holds_up_is_finished_at_the_next_occasion(secret, db, monkeypatch):
    cast_all(secret)
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_rewrite_file", lambda engine: False)
        patch.setattr(forgetting, "_everybody_moved_on", lambda connection: False)
        secret.close()
        assert not secret.view().secret.is_swept

    assert sweeping.sweep(db)
    assert secret.view().secret.is_swept


@POSTGRESQL_ALONE
def test_one_who_still_reads_on_postgresql_holds_up_the_sweep_and_not_the_close(secret, db, monkeypatch):
    monkeypatch.setattr(forgetting, "_PATIENCE", 0.2)
    cast_all(secret)
    with db.reading() as reader:
        assert len(reader.exec(select(SealedBallot)).all()) == 14
        secret.close()
        assert not secret.view().secret.is_swept

    assert sweeping.sweep(db)
    assert secret.view().secret.is_swept


# Times, events, logs


def test_no_column_of_the_three_tables_is_a_time_or_a_number_and_none_leads_from_one_to_another():
    columns = {
        table.__tablename__: {column.name: type(column.type).__name__ for column in table.__table__.columns}
        for table in (Participation, SealedBallot, Receipt)
    }

    assert columns == {
        "participation": {"round_id": "Uuid", "member_id": "Uuid"},
        "sealed_ballot": {"id": "Uuid", "item_id": "Uuid", "choice": "String", "counted_group": "String"},
        "receipt": {"round_id": "Uuid", "code": "AutoString"},
    }


def test_casting_writes_no_event_and_changes_of_other_tables_only_the_revision_of_the_process(secret, db):
    def everything():
        with db.engine.connect() as connection:
            tables = set(Process.metadata.tables) - set(TABLES)
            return {table: sorted(map(str, connection.execute(text(f"select * from {table}")))) for table in tables}

    request = secret.request(ANN, "agree")
    before = everything()
    assert not isinstance(secret_casting.cast_secret_ballots(db, [request])[0], Refused)
    after = everything()

    assert {table for table in before if before[table] != after[table]} == {"process"}


def test_the_chain_tells_how_many_and_digests_that_nobody_can_guess(secret, db):
    cast_all(secret)
    secret.close()
    secret.reveal()

    told = [event for event in all_rows(db, Event) if event.verb.startswith(("round", "ballot"))]
    assert [event.verb for event in told] == ["round.opened", "round.closed", "round.revealed"]
    texts = str([event.detail for event in told])
    assert not any(receipt_of(name) in texts or str(secret.built.members[name]) in texts for name in SAID)


def test_neither_a_log_nor_a_refusal_nor_a_broken_database_tells_a_choice_or_a_code(secret, db, caplog):
    caplog.set_level(logging.DEBUG)
    cast_all(secret)
    for spoilt in (secret.request(ANN, "disagree", receipt="X" * 16), secret.request(ANN, "maybe")):
        answer = secret_casting.cast_secret_ballots(db, [spoilt])[0]
        assert "disagree" not in str(answer)
        assert "maybe" not in str(answer)
    with pytest.raises(Exception) as broken, db.transaction() as session:  # noqa: PT011
        session.connection().execute(
            SealedBallot.__table__.insert(),
            [{"id": secret.items[0].id, "item_id": secret.items[0].id, "choice": "disagree", "counted_group": ""}] * 2,
        )
    secret.close()

    said = f"{caplog.text} {broken.value}"
    assert not any(receipt_of(name) in said for name in SAID)
    assert "disagree" not in said


def test_a_voter_is_told_nothing_of_an_other_by_the_answer_to_a_cast(secret, db):
    cast_all(secret)
    shuffled = random.Random(7).sample(SECRET_VOTERS, len(SECRET_VOTERS))

    answers = secret_casting.cast_secret_ballots(db, [secret.request(name, *SAID[name]) for name in shuffled])

    assert {type(answer).__name__ for answer in answers} == {"Sealed"}
    assert {tuple(vars_of(answer)) for answer in answers} == {("key", "round_id")}
    assert secret.view(FACILITATOR).n_cast == 7


def vars_of(answer):
    return sorted(answer.__dataclass_fields__)
