"""A vote that closes by itself on two servers, while the last ballots arrive."""

import time
from datetime import timedelta
from functools import partial

from sqlmodel import col, func, select

from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import Ballot, Event, ItemCount, Round, VoteCountdown
from consensus.services.rounds import rounds
from consensus.services.rounds.countdowns import Countdown, end_countdowns
from consensus.services.rounds.round_views import get_round
from tests.conformance.together import at_once
from tests.services.builders import FACILITATOR, VOTERS, Vote


def open_due_in(running, seconds) -> Vote:
    """A vote that closes by itself, its end moved near by the database's clock."""
    ctx = running.context(FACILITATOR)
    both, countdown = [running.first, running.second], Countdown(30, closes_itself=True)
    round_id = rounds.open_round(ctx, running.meeting_id, both, countdown=countdown)
    with running.db.transaction() as session:
        session.get_one(VoteCountdown, round_id).due_at = running.db.now(session) + timedelta(seconds=seconds)
    return Vote(running, round_id, get_round(ctx, round_id).items)


def test_one_of_two_servers_closes_and_every_acknowledged_ballot_is_counted(running, replicas):
    vote = open_due_in(running, 0.4)
    casts = [partial(vote.cast, name, "agree") for name in VOTERS]
    until = time.monotonic() + 1.5

    def keep_closing(db):
        n = 0
        while time.monotonic() < until:
            n += end_countdowns(db)
        return n

    def keep_casting(cast):
        said = []
        while time.monotonic() < until:
            try:
                said.append(cast())
            except Exception as refusal:
                return said, str(refusal)
        return said, ""

    ended = at_once(*[partial(keep_closing, db) for db in replicas], *[partial(keep_casting, cast) for cast in casts])

    assert sum(ended[:2]) == 1
    acknowledged, refusals = zip(*ended[2:], strict=True)
    assert all("came too late" in refusal for refusal in refusals)
    with running.db.reading() as session:
        due = session.get_one(VoteCountdown, vote.id).due_at
        stored = session.exec(select(Ballot).where(Ballot.item_id == vote.items[0].id)).all()
        counted = session.exec(select(ItemCount.n).where(ItemCount.item_id == vote.items[0].id)).all()
        closings = session.exec(
            select(func.count()).where(col(Event.verb) == "round.closed", Event.object_id == str(vote.id))
        ).one()
        assert session.get_one(Round, vote.id).state is RoundState.CLOSED
    assert len(stored) == len([said for said in acknowledged if said]) == sum(counted)
    assert all(ballot.cast_at < due for ballot in stored)
    assert closings == 1


def test_a_late_ballot_is_refused_before_any_server_has_looked(running):
    vote = open_due_in(running, -0.1)

    (refusal,) = at_once(partial(vote.cast, VOTERS[0], "agree"))

    assert "came too late and was not counted" in str(refusal)
    assert get_round(running.context(FACILITATOR), vote.id).state is RoundState.OPEN
