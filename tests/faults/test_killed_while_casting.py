"""A server that is killed in the middle of anything has kept all it acknowledged."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import func, select

from consensus.persistence.database import Database
from consensus.persistence.tables import Ballot, BallotRevision, ItemCount
from consensus.services import audit
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from tests.services.builders import ANN, BEN, FACILITATOR, KEY, begin_meeting, open_vote, plan_process

PROGRAM = Path(__file__).with_name("casting_program.py")
ROOT = PROGRAM.parents[2]


@pytest.fixture
def db(tmp_path):
    """A database that runs by its own clock."""
    database = Database(f"sqlite:///{tmp_path / 'assent.db'}", key=KEY)
    yield database
    database.close()


def start_casting(vote, token):
    item = vote.items[0]
    url = str(vote.built.db.engine.url)
    return subprocess.Popen(
        [sys.executable, PROGRAM, url, KEY.hex(), token, str(item.id), item.version_sha256],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def kill_after(process, n_lines, seconds):
    """Kill without a warning, a moment after so many were acknowledged; what was acknowledged until then."""
    acknowledged = [process.stdout.readline().split() for _ in range(n_lines)]
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    # The kill may cut the last line short; what was not said whole was not acknowledged.
    whole = rest[: rest.rfind("\n") + 1]
    return dict(acknowledged + [line.split() for line in whole.splitlines()])


@pytest.mark.parametrize("seconds", [0.0, 0.013, 0.037], ids=["at once", "after 13 ms", "after 37 ms"])
def test_every_acknowledged_ballot_is_on_disk_after_the_kill(db, seconds):
    vote = open_vote(begin_meeting(plan_process(db)))
    process = start_casting(vote, vote.built.token(ANN))

    acknowledged = kill_after(process, n_lines=20, seconds=seconds)

    with db.reading() as session:
        current = session.exec(select(Ballot)).one()
        older = session.exec(select(BallotRevision)).all()
        counted = session.exec(select(ItemCount).where(ItemCount.n != 0)).all()
    stored = {ballot.key: ballot.choice for ballot in (*older, current)}
    assert len(acknowledged) >= 20
    assert acknowledged.items() <= stored.items()
    # At most the one whose acknowledgement the kill swallowed.
    assert len(stored) - len(acknowledged) <= 1
    assert [(count.choice, count.n) for count in counted] == [(current.choice, 1)]
    assert current.revision == len(stored)


def test_after_a_kill_the_vote_goes_on_and_comes_to_its_end(db):
    vote = open_vote(begin_meeting(plan_process(db)))
    for name in (ANN, BEN):
        kill_after(start_casting(vote, vote.built.token(name)), n_lines=3, seconds=0)

    vote.cast(ANN, "agree")
    vote.cast(BEN, "agree")
    vote.close()

    ctx = vote.built.context(FACILITATOR)
    rounds.reveal_round(ctx, vote.id)
    assert get_round(ctx, vote.id).items[0].verdict.tally.counts == {"agree": 2}
    assert audit.verify_chain(ctx, vote.built.process_id).is_intact
    with db.reading() as session:
        assert session.exec(select(func.count()).select_from(Ballot)).one() == 2
