"""A vote turns to hands while people tap: it ends up with hands and no ballot, or with ballots and no hands."""

from functools import partial

import pytest
from sqlmodel import func, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError
from consensus.persistence.tables import Ballot, Round
from consensus.services.rounds import hands, rounds
from consensus.services.rounds.ballots import CastRequest, Recorded, cast_ballots
from consensus.services.rounds.round_views import get_round
from tests.conformance.together import at_once
from tests.services.builders import FACILITATOR, VOTERS, Vote, begin_meeting, plan_process


@pytest.fixture
def open_voting(db):
    built = begin_meeting(plan_process(db, anonymity=Anonymity.OPEN))
    ctx = built.context(FACILITATOR)
    round_id = rounds.open_round(ctx, built.meeting_id, [built.first])
    return Vote(built, round_id, get_round(ctx, round_id).items)


def tap(db, token, item):
    return cast_ballots(db, [CastRequest(token, token[:20], item.id, item.version_sha256, "agree")])[0]


def turn(vote):
    try:
        hands.take_by_hands(vote.built.context(FACILITATOR), vote.id)
    except ConflictError as refusal:
        return str(refusal)
    return ""


def test_no_ballot_is_acknowledged_beside_hands(replicas, open_voting):
    item = open_voting.items[0]
    tokens = [open_voting.built.token(name) for name in VOTERS]

    *answers, refusal = at_once(
        *(partial(tap, replicas[place % 2], token, item) for place, token in enumerate(tokens)),
        partial(turn, open_voting),
    )

    n_recorded = sum(isinstance(answer, Recorded) for answer in answers)
    with replicas[1].reading() as session:
        by_hands = session.get_one(Round, open_voting.id).by_hands
        assert session.exec(select(func.count()).select_from(Ballot)).one() == n_recorded
    assert by_hands is (refusal == "")
    assert n_recorded == (0 if by_hands else len(VOTERS))
