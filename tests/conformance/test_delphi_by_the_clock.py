"""Rounds that open and close by themselves on two servers, and ratings that arrive while they do."""

import time
from datetime import timedelta
from functools import partial

from sqlmodel import select

from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import Event, GivenFeedback, ItemFeedback, Round
from consensus.services.delphi.clockwork import turn_rounds
from tests.conformance.together import at_once
from tests.services.delphi.delphi_people import RATERS, make_delphi


def test_of_two_servers_one_opens_and_one_closes_a_round(replicas):
    delphi = make_delphi(replicas[0])
    with replicas[0].reading() as session:
        now = replicas[0].now(session)
    round_id = delphi.plan(opens_at=now + timedelta(seconds=0.5), closes_at=now + timedelta(seconds=6))
    time.sleep(0.6)

    assert sum(at_once(*[partial(turn_rounds, db) for db in replicas * 2])) == 1
    for name in RATERS:
        delphi.rate(round_id, delphi.built.first, name, 7)
    with replicas[0].reading() as session:
        left = (now + timedelta(seconds=6) - replicas[0].now(session)).total_seconds()
    time.sleep(max(0.0, left) + 0.1)
    assert sum(at_once(*[partial(turn_rounds, db) for db in replicas * 2])) == 1

    with replicas[1].reading() as session:
        assert session.get_one(Round, round_id).state is RoundState.CLOSED
        verbs = session.exec(select(Event.verb).where(Event.object_id == str(round_id))).all()
        frozen = session.get_one(ItemFeedback, delphi.item(round_id, delphi.built.first).id)
    assert [verbs.count(verb) for verb in ("delphi.opened", "delphi.closed")] == [1, 1]
    assert frozen.document["counts"] == [0, 0, 0, 0, 0, 0, 8, 0, 0]


def test_a_second_round_is_rated_and_revealed_alike_on_both_databases(db):
    delphi = make_delphi(db)
    for _ in range(2):
        round_id = delphi.open(delphi.built.second)
        delphi.rate_all(round_id, delphi.built.second, [1, 2, 3, 5, 7, 8, 9, 9])
        delphi.end(round_id)

    given = delphi.row(GivenFeedback, (round_id, delphi.built.members[RATERS[0]]))
    assert next(iter(given.document.values()))["own"] == "1"
