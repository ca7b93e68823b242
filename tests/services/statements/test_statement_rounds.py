"""The rounds of a statement on its own card: the wording, the way, what came of it, and no count too early."""

import pytest
from sqlalchemy import event

from consensus.domain.ballots import Choice
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.lifecycle import RoundState
from consensus.services.processes import secrecy
from consensus.services.rounds import hands, rounds, voiding
from consensus.services.rounds.paper_ballots import enter_paper
from consensus.services.rounds.round_views import get_round
from consensus.services.statements import statements
from consensus.services.statements.statement_rounds import list_statement_rounds
from tests.services.builders import (
    ANN,
    BEN,
    EVERYBODY,
    FACILITATOR,
    FIRST_WORDING,
    VOTERS,
    Vote,
    begin_meeting,
    open_vote,
)
from tests.services.secret_people import SAID, open_secret, plan_secret

SOFTER = "Local anaesthesia may be offered first."


@pytest.fixture
def open_voting(planned):
    secrecy.set_secrecy(planned.context(FACILITATOR), planned.process_id, Anonymity.OPEN)
    return begin_meeting(planned)


def rounds_of(built, name=ANN):
    return list_statement_rounds(built.context(name), built.process_id).get(built.first, ())


def fail(vote):
    for name in VOTERS:
        vote.cast(name, "disagree")
    vote.reveal()


def test_each_round_has_its_wording_its_way_its_rule_and_its_verdict(open_voting):
    ctx = open_voting.context(FACILITATOR)
    first = open_vote(open_voting)
    enter_paper(ctx, first.id, open_voting.members[ANN], {item.id: "disagree" for item in first.items})
    for name in VOTERS[:1] + VOTERS[2:]:
        first.cast(name, "disagree")
    first.reveal()
    statements.present_statement(ctx, open_voting.first)
    statements.reword(ctx, open_voting.first, SOFTER, "", "Softer")
    again = rounds.open_round(ctx, open_voting.meeting_id, [open_voting.first], by_hands=True)
    item = get_round(ctx, again).items[0]
    hands.count_hands(ctx, again, {item.id: dict(zip(Choice, (4, 0, 0, 0), strict=True))})
    Vote(open_voting, again, (item,)).reveal()

    newest, oldest = rounds_of(open_voting)

    assert [(one.number, one.version_number, one.text) for one in (newest, oldest)] == [
        (2, 2, SOFTER),
        (1, 1, FIRST_WORDING),
    ]
    assert (newest.taken.words, oldest.taken.words) == ("by a show of hands", "on phones, 1 from paper")
    assert (newest.verdict.outcome.value, oldest.verdict.outcome.value) == ("consensus", "no_consensus")
    assert [(one.value, one.n) for one in oldest.answers][:2] == [("agree", 0), ("disagree", 4)]
    assert "80%" in newest.rule_sentence


@pytest.mark.parametrize("mode", list(TallyMode))
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_before_the_reveal_nobody_reads_a_count_on_a_card(running, mode, is_closed):
    vote = open_vote(running, mode)
    vote.cast(BEN, "disagree")
    if is_closed:
        vote.close()

    for name in EVERYBODY:
        (one,) = rounds_of(running, name)
        assert (one.verdict, one.answers, one.taken.n_paper) == (None, (), 0)
        assert one.state is (RoundState.CLOSED if is_closed else RoundState.OPEN)


def test_a_secret_vote_that_is_open_looks_the_same_whatever_is_in_the_box(db):
    vote = open_secret(plan_secret(db))
    before = {name: rounds_of(vote.built, name) for name in EVERYBODY}

    vote.cast_all(SAID)

    assert {name: rounds_of(vote.built, name) for name in EVERYBODY} == before


def test_of_a_void_round_the_reason_is_read_and_no_count(vote):
    vote.cast(ANN, "agree")
    voiding.void_round(vote.built.context(FACILITATOR), vote.id, "Somebody was not entitled.")

    (one,) = rounds_of(vote.built)

    assert (one.state, one.void_reason) == (RoundState.VOID, "Somebody was not entitled.")
    assert (one.verdict, one.answers) == (None, ())


def test_all_statements_of_a_page_take_one_query(vote):
    fail(vote)
    asked = []
    ctx = vote.built.context(BEN)

    def note(_connection, _cursor, statement, *_):
        if "round_item" in statement:
            asked.append(statement)

    event.listen(ctx.db.engine, "before_cursor_execute", note)
    found = list_statement_rounds(ctx, vote.built.process_id)

    assert set(found) == {vote.built.first, vote.built.second}
    assert len(asked) == 1
