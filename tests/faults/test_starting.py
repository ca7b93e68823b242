"""Servers that start at the same moment, or with a damaged key, never sign events with the wrong one."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from consensus.services.opening import open_database
from consensus.settings import Settings
from tests.services.builders import plan_process


def test_servers_that_start_together_sign_with_one_key(tmp_path):
    settings = Settings(data_dir=tmp_path / "var", database_url="")

    with ThreadPoolExecutor(6) as threads:
        opened = list(threads.map(lambda _: open_database(settings), range(6)))

    keys = {db.key for db in opened}
    for db in opened:
        db.close()
    assert [len(key) for key in keys] == [32]


def test_the_key_outlives_a_restart_and_nobody_else_may_read_it(tmp_path):
    settings = Settings(data_dir=tmp_path, database_url="")
    first = open_database(settings)
    first.close()

    second = open_database(settings)
    second.close()

    assert second.key == first.key
    assert (tmp_path / "event.key").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["assent.db", "event.key"]


@pytest.mark.parametrize("content", ["", "00ff", "00" * 33], ids=["empty", "short", "long"])
def test_a_damaged_key_is_not_taken_for_one(tmp_path, content):
    (tmp_path / "event.key").write_text(content)

    with pytest.raises(RuntimeError, match="does not hold the key"):
        open_database(Settings(data_dir=tmp_path, database_url=""))


def test_a_second_server_with_a_key_of_its_own_is_refused_before_it_signs_anything(tmp_path):
    first = Settings(data_dir=tmp_path / "first", database_url="")
    db = open_database(first)
    plan_process(db)
    db.close()
    second = Settings(data_dir=tmp_path / "second", database_url=first.effective_database_url)

    with pytest.raises(RuntimeError, match="signed with another key") as refusal:
        open_database(second)
    assert str(tmp_path / "second" / "event.key") in str(refusal.value)

    (tmp_path / "second" / "event.key").write_bytes((tmp_path / "first" / "event.key").read_bytes())
    open_database(second).close()
