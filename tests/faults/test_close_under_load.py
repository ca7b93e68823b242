"""A close while two hundred people vote: each is told whether the vote counts, and what is told is what is counted."""

import asyncio
import json
import random
from collections import Counter
from uuid import uuid4

import pytest
from sqlmodel import select
from websockets.asyncio.client import connect

from consensus.persistence.tables import Ballot, Member, Round
from consensus.services import audit
from consensus.services.people import panel
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in import identity
from tests.browser.running_app import run_app
from tests.faults.phones import WAIT
from tests.services.builders import FACILITATOR, begin_meeting, definition, open_vote, plan_process

N_VOTERS = 200
VOTING_SECONDS = 1.5
TOO_LATE = "This vote is closed. Your ballot came too late and was not counted."


@pytest.fixture
def app(empty_url, tmp_path):
    """A server over each of the two databases."""
    with run_app(tmp_path, "" if empty_url.startswith("sqlite") else empty_url) as running:
        yield running


@pytest.fixture
def vote(app):
    """An open vote of two hundred and some, who need not be present."""
    built = plan_process(app.db, rule=definition(electorate="entitled"))
    ctx = built.context(FACILITATOR)
    for number in range(N_VOTERS):
        panel.add_member(ctx, built.process_id, panel.MemberDraft(f"Voter {number:03}"))
    return open_vote(begin_meeting(built, present=()))


def cookies(vote):
    """A sign-in for each of the two hundred."""
    db, process_id = vote.built.db, vote.built.process_id
    with db.transaction() as session:
        people = session.exec(
            select(Member.person_id).where(
                Member.process_id == process_id, Member.id.not_in(vote.built.members.values())
            )
        ).all()
        return [identity.begin_session(db, session, person_id, process_id).token for person_id in people]


async def vote_once(app, vote, token, everybody_is_here):
    """Vote at a moment of one's own; the key of the ballot and what it was answered."""
    item, key = vote.items[0], uuid4().hex
    ballot = {"type": "ballot", "key": key, "item": str(item.id), "version": item.version_sha256, "comment": ""}
    url = f"{app.url.replace('http', 'ws', 1)}/live/{vote.built.process_id}"
    cookie = {"Cookie": f"assent={token}"}
    async with connect(url, origin=app.url, additional_headers=cookie, compression=None, open_timeout=WAIT) as channel:
        await channel.recv()
        await everybody_is_here.wait()
        await asyncio.sleep(random.uniform(0, VOTING_SECONDS))
        await channel.send(json.dumps({**ballot, "choice": random.choice(("agree", "disagree"))}))
        async with asyncio.timeout(WAIT):
            while (answer := json.loads(await channel.recv()))["type"] == "signal":
                pass
    return key, answer


async def vote_and_close(app, vote):
    """Let everybody vote, and close in the middle of it."""
    everybody_is_here = asyncio.Barrier(N_VOTERS + 1)
    voting = [asyncio.create_task(vote_once(app, vote, token, everybody_is_here)) for token in cookies(vote)]
    await everybody_is_here.wait()
    await asyncio.sleep(VOTING_SECONDS / 2)
    await asyncio.to_thread(vote.close)
    return dict(await asyncio.gather(*voting))


def test_none_that_was_acknowledged_is_lost_and_none_that_came_late_is_counted(app, vote):
    answers = asyncio.run(vote_and_close(app, vote))

    acknowledged = {key: answer for key, answer in answers.items() if answer["type"] == "ack"}
    refused = [answer for answer in answers.values() if answer["type"] == "refused"]
    assert len(acknowledged) + len(refused) == N_VOTERS
    assert acknowledged
    assert {answer["message"] for answer in refused} == {TOO_LATE}
    with app.db.reading() as session:
        stored = {ballot.key: ballot.choice for ballot in session.exec(select(Ballot))}
        closed_at = session.get_one(Round, vote.id).closed_at
    assert {key: answer["choice"] for key, answer in acknowledged.items()} == stored
    assert max(answer["at"] for answer in acknowledged.values()) <= closed_at.isoformat(timespec="milliseconds")
    ctx = vote.built.context(FACILITATOR)
    rounds.reveal_round(ctx, vote.id)
    tally = get_round(ctx, vote.id).items[0].verdict.tally
    assert {choice: n for choice, n in tally.counts.items() if n} == Counter(stored.values())
    assert audit.verify_chain(ctx, vote.built.process_id).is_intact
