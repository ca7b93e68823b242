"""Secret papers cast on two servers at once, and while the vote is closed: each counts once, or is told it does not."""

from functools import partial

from sqlmodel import select

from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import Participation, Receipt, SealedBallot
from consensus.services.context import Context
from consensus.services.rounds import rounds
from consensus.services.rounds.casting import cast_together
from consensus.services.rounds.secret_casting import Sealed
from tests.conformance.together import at_once
from tests.services.builders import ANN, FACILITATOR
from tests.services.secret_people import AGREE, DISAGREE, SAID, SECRET_VOTERS, open_secret, plan_secret, receipt_of


def count(db, table):
    with db.reading() as session:
        return len(session.exec(select(table)).all())


def test_the_same_papers_sent_to_two_servers_at_once_are_in_the_box_once(replicas):
    secret = open_secret(plan_secret(replicas[0]))
    papers = [secret.request(name, *SAID[name]) for name in SECRET_VOTERS]

    answers = at_once(*(partial(cast_together, db, batch) for db in replicas for batch in (papers, papers[::-1])))

    assert all(isinstance(answer, Sealed) for batch in answers for answer in batch), answers
    assert [count(replicas[0], table) for table in (Participation, Receipt, SealedBallot)] == [7, 7, 14]


def test_of_two_papers_of_one_person_on_two_servers_exactly_one_counts(replicas):
    secret = open_secret(plan_secret(replicas[0]))
    token = secret.built.token(ANN)
    papers = [secret.request(ANN, choice, token=token, receipt=receipt_of(choice)) for choice in (AGREE, DISAGREE)]

    answers = at_once(*(partial(cast_together, db, [paper]) for db, paper in zip(replicas, papers, strict=True)))

    assert sorted(type(batch[0]).__name__ for batch in answers) == ["Refused", "Sealed"]
    assert count(replicas[0], SealedBallot) == 2


def test_what_was_acknowledged_while_the_vote_was_closed_is_counted_and_nothing_else(replicas):
    first, second = replicas
    secret = open_secret(plan_secret(first))
    early, late = SECRET_VOTERS[:5], SECRET_VOTERS[5:]
    cast_together(first, [secret.request(name, *SAID[name]) for name in early])
    papers = [secret.request(name, *SAID[name]) for name in late]
    facilitator = Context(second, secret.built.context(FACILITATOR).actor)

    *answers, closing = at_once(
        *(partial(cast_together, first, [paper]) for paper in papers),
        partial(rounds.close_round, facilitator, secret.id),
    )

    assert closing is None
    acknowledged = sum(isinstance(batch[0], Sealed) for batch in answers)
    secret.reveal()
    view = secret.view()
    assert view.state is RoundState.REVEALED
    assert len(view.secret.voters) == len(view.secret.receipts) == 5 + acknowledged
    assert {item.verdict.tally.n_cast for item in view.items} == {5 + acknowledged}
