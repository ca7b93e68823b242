"""What was acknowledged is counted, whoever else casts, closes or serves at the same time."""

import time
from functools import partial
from threading import Event

from sqlmodel import func, select

from consensus.domain.errors import ConflictError
from consensus.persistence.tables import Ballot, BallotRevision, ItemCount, Process, Round, RoundItem
from consensus.services import audit
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import CastRequest, Recorded, Refused, cast_ballots
from consensus.services.rounds.round_views import get_round
from tests.conformance.together import at_once
from tests.services.builders import ANN, FACILITATOR, VOTERS

CHOICES = ("agree", "disagree", "abstain", "cannot_judge")
CASTING_SECONDS = 0.5


def cast_until(stop, db, vote, token, item):
    """Change one's mind until the close, and once more after it; every answer in order."""
    answers: list[Recorded | Refused] = []
    while not (stop.is_set() and answers and isinstance(answers[-1], Refused)):
        n = len(answers)
        request = CastRequest(
            token, f"{token[:20]}-{item.id.hex[:8]}-{n}", item.id, item.version_sha256, CHOICES[n % 4]
        )
        answers.extend(cast_ballots(db, [request]))
    return answers


def close(stop, vote):
    time.sleep(CASTING_SECONDS)
    vote.close()
    stop.set()


def all_ballots(db):
    """By key: (item, choice) of every ballot and of every one it replaced."""
    with db.reading() as session:
        current = session.exec(select(Ballot.key, Ballot.item_id, Ballot.choice)).all()
        older = session.exec(
            select(BallotRevision.key, Ballot.item_id, BallotRevision.choice).join(
                Ballot, Ballot.id == BallotRevision.ballot_id
            )
        ).all()
    return {row[0]: row[1:] for row in current}, {row[0]: row[1:] for row in older}


def recount(db):
    with db.reading() as session:
        counted = session.exec(select(Ballot.item_id, Ballot.choice, func.count()).group_by("item_id", "choice")).all()
        kept = session.exec(select(ItemCount).where(ItemCount.n != 0)).all()
    assert {(count.item_id, count.choice): count.n for count in kept} == {row[:2]: row[2] for row in counted}


def test_every_acknowledged_ballot_is_in_the_tally_and_none_is_recorded_after_the_close(replicas, vote):
    stop = Event()
    voters = [
        (db, vote.built.token(name), vote.items[number % 2]) for number, name in enumerate(VOTERS) for db in replicas
    ]

    *casting, closing = at_once(
        *(partial(cast_until, stop, db, vote, token, item) for db, token, item in voters), partial(close, stop, vote)
    )

    assert closing is None
    answers = [answer for of_voter in casting for answer in of_voter]
    acknowledged = [answer for answer in answers if isinstance(answer, Recorded)]
    assert len(acknowledged) > len(voters)
    assert {answer.message for answer in answers if isinstance(answer, Refused)} == {
        "This vote is closed. Your ballot came too late and was not counted."
    }
    current, older = all_ballots(replicas[0])
    stored = {**older, **current}
    assert {answer.key: (answer.item_id, answer.choice) for answer in acknowledged} == stored
    with replicas[0].reading() as session:
        closed_at = session.get_one(Round, vote.id).closed_at
    assert max(answer.at for answer in acknowledged) <= closed_at
    recount(replicas[0])
    rounds.reveal_round(vote.built.context(FACILITATOR), vote.id)
    revealed = get_round(vote.built.context(ANN), vote.id)
    assert sum(item.verdict.tally.n_cast for item in revealed.items) == len(current) == len(VOTERS)
    assert audit.verify_chain(vote.built.context(FACILITATOR), vote.built.process_id).is_intact


def test_two_servers_that_take_the_same_persons_ballots_lose_none_of_them(replicas, vote):
    n_each = 25
    token, item = vote.built.token(ANN), vote.items[0]

    def cast(db, device):
        requests = [
            CastRequest(token, f"{device}-{n}", item.id, item.version_sha256, CHOICES[n % 4]) for n in range(n_each)
        ]
        return [cast_ballots(db, [request])[0] for request in requests]

    answers = at_once(*(partial(cast, db, device) for device, db in enumerate((*replicas, *replicas))))

    recorded = [answer for of_device in answers for answer in of_device]
    assert all(isinstance(answer, Recorded) for answer in recorded), recorded
    current, older = all_ballots(replicas[0])
    assert len(current) == 1
    assert len(older) == 4 * n_each - 1
    with replicas[0].reading() as session:
        assert session.exec(select(Ballot.revision)).one() == 4 * n_each
    recount(replicas[0])
    check_record(replicas[0], vote, n_events_of_ballots=4 * n_each)


def test_first_ballots_sent_to_two_servers_at_once_make_one_ballot_each(replicas, vote):
    tokens = [vote.built.token(name) for name in VOTERS]
    paper = [
        CastRequest(token, f"{number}-{item.id.hex[:8]}", item.id, item.version_sha256, "agree")
        for number, token in enumerate(tokens)
        for item in vote.items
    ]

    answers = at_once(
        *(partial(cast_ballots, db, batch) for db in replicas for batch in (paper, list(reversed(paper))))
    )

    assert all(isinstance(answer, Recorded) for batch in answers for answer in batch), answers
    current, older = all_ballots(replicas[0])
    assert (len(current), older) == (len(paper), {})
    recount(replicas[0])
    check_record(replicas[0], vote, n_events_of_ballots=1)


def check_record(db, vote, *, n_events_of_ballots):
    """The chain is intact, and nothing was written over: every recorded batch has its event."""
    check = audit.verify_chain(vote.built.context(FACILITATOR), vote.built.process_id)
    assert check.is_intact
    with db.reading() as session:
        process = session.get_one(Process, vote.built.process_id)
        events = session.exec(select(audit.Event).where(audit.Event.verb == "ballots.recorded")).all()
    assert process.n_events == check.n_events
    assert len(events) == n_events_of_ballots


def test_a_round_is_opened_closed_and_revealed_by_one_of_two_servers(replicas, running):
    ctxs = [type(running.context(FACILITATOR))(db, running.context(FACILITATOR).actor) for db in replicas]

    opened = at_once(*(partial(rounds.open_round, ctx, running.meeting_id, [running.first]) for ctx in ctxs))
    round_id = next(answer for answer in opened if not isinstance(answer, Exception))
    closed = at_once(*(partial(rounds.close_round, ctx, round_id) for ctx in ctxs))
    revealed = at_once(*(partial(rounds.reveal_round, ctx, round_id) for ctx in ctxs))

    for answers in (opened, closed, revealed):
        assert [isinstance(answer, ConflictError) for answer in answers].count(True) == 1, answers
    with replicas[0].reading() as session:
        assert len(session.exec(select(RoundItem)).all()) == 1
