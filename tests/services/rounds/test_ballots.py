"""Ballots: recorded once however often they are sent, changed until the close, refused with a sentence."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from consensus.domain.ballots import MAX_COMMENT_CHARACTERS, Choice
from consensus.domain.disclosure import TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError, SignedOutError
from consensus.domain.lifecycle import ProcessState
from consensus.persistence.tables import Ballot, BallotRevision, Elector, ItemCount, Process, WebSession
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.meetings import meeting
from consensus.services.rounds.ballots import Recorded, Refused, cast_ballot, cast_ballots
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in import identity
from consensus.services.statements import statements
from tests.services.builders import ANN, BEN, CLEO, FACILITATOR, VOTERS, begin_meeting, open_vote, plan_process


@pytest.fixture
def tokens(vote) -> dict[str, str]:
    """A cookie for each who decides."""
    return {name: vote.built.token(name) for name in VOTERS}


def stored(vote) -> list[tuple[str, str, int]]:
    """(choice, comment, revision) of every ballot."""
    with vote.built.db.reading() as session:
        return [(ballot.choice, ballot.comment, ballot.revision) for ballot in session.exec(select(Ballot))]


def counted(vote) -> dict[str, int]:
    """The running counts of the first item."""
    return dict(get_round(vote.built.context(FACILITATOR), vote.id).items[0].tally.counts)


def refusal(vote, request) -> str:
    answer = cast_ballots(vote.built.db, [request])[0]
    assert isinstance(answer, Refused)
    assert answer.key == request.key
    return answer.message


def test_a_ballot_is_acknowledged_with_what_was_recorded_and_when(vote, tokens, clock):
    clock.forward(minutes=3)

    answer = cast_ballots(vote.built.db, [vote.request(tokens[ANN], "first", comment="  It hurts less. ")])

    assert answer == [Recorded("first", vote.items[0].id, "agree", "It hurts less.", clock.now)]
    assert stored(vote) == [("agree", "It hurts less.", 1)]


def test_ballots_that_arrive_together_are_answered_in_their_order_and_each_by_itself(vote, tokens):
    requests = [
        vote.request(tokens[ANN], "a1", "agree"),
        vote.request("no such cookie", "x1"),
        vote.request(tokens[BEN], "b1", "perhaps"),
        vote.request(tokens[CLEO], "c1", "disagree"),
    ]

    answers = cast_ballots(vote.built.db, requests)

    assert [type(answer) for answer in answers] == [Recorded, Refused, Refused, Recorded]
    assert [answer.key for answer in answers] == ["a1", "x1", "b1", "c1"]
    assert counted(vote) == {"agree": 1, "disagree": 1}


def test_a_changed_ballot_counts_as_it_is_now_and_keeps_what_it_was(vote, tokens, clock):
    cast_ballots(vote.built.db, [vote.request(tokens[ANN], "a1", "agree", comment="Yes.")])
    clock.forward(minutes=1)

    cast_ballots(vote.built.db, [vote.request(tokens[ANN], "a2", "disagree")])

    assert stored(vote) == [("disagree", "", 2)]
    assert counted(vote) == {"disagree": 1}
    with vote.built.db.reading() as session:
        older = session.exec(select(BallotRevision)).one()
    assert (older.revision, older.choice, older.comment, older.key) == (1, "agree", "Yes.", "a1")


def test_a_ballot_sent_again_is_answered_like_the_first_and_changes_nothing(vote, tokens, clock):
    request = vote.request(tokens[ANN], "a1", "agree")
    first = cast_ballots(vote.built.db, [request])
    clock.forward(minutes=1)

    again = cast_ballots(vote.built.db, [request])

    assert again == first
    assert stored(vote) == [("agree", "", 1)]
    verbs = [event.verb for event in audit.list_events(vote.built.context(FACILITATOR), vote.built.process_id)]
    assert verbs.count("ballots.recorded") == 1
    assert counted(vote) == {"agree": 1}


def test_a_ballot_sent_twice_at_once_is_recorded_once(vote, tokens):
    request = vote.request(tokens[ANN], "a1", "agree")

    first, second = cast_ballots(vote.built.db, [request, request])

    assert first == second
    assert stored(vote) == [("agree", "", 1)]


def test_an_older_ballot_that_arrives_again_does_not_undo_the_newer(vote, tokens):
    older = vote.request(tokens[ANN], "a1", "agree")
    cast_ballots(vote.built.db, [older])
    cast_ballots(vote.built.db, [vote.request(tokens[ANN], "a2", "disagree")])

    answer = cast_ballots(vote.built.db, [older])[0]

    assert isinstance(answer, Recorded)
    assert (answer.key, answer.choice) == ("a1", "disagree")
    assert stored(vote) == [("disagree", "", 2)]


def test_of_two_devices_the_last_counts(vote):
    phone, laptop = vote.built.token(ANN), vote.built.token(ANN)

    cast_ballots(vote.built.db, [vote.request(phone, "p1", "agree"), vote.request(laptop, "l1", "abstain")])
    cast_ballots(vote.built.db, [vote.request(phone, "p2", "cannot_judge")])

    assert stored(vote) == [("cannot_judge", "", 3)]
    assert counted(vote) == {"cannot_judge": 1}


def test_the_same_key_of_two_people_makes_two_ballots(vote, tokens):
    cast_ballots(vote.built.db, [vote.request(tokens[ANN], "same"), vote.request(tokens[BEN], "same", "disagree")])

    assert counted(vote) == {"agree": 1, "disagree": 1}


def test_a_late_ballot_is_told_that_it_was_not_counted(vote, tokens):
    vote.cast(ANN, "agree")
    vote.close()

    message = refusal(vote, vote.request(tokens[BEN], "b1"))

    assert message == "This vote is closed. Your ballot came too late and was not counted."
    assert len(stored(vote)) == 1


def test_a_ballot_recorded_before_the_close_is_still_acknowledged_after_it(vote, tokens):
    request = vote.request(tokens[ANN], "a1")
    before = cast_ballots(vote.built.db, [request])
    vote.close()

    assert cast_ballots(vote.built.db, [request]) == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"version_sha256": "0" * 64}, "The wording has changed since this page was drawn. Read it again, then vote."),
        ({"choice": "yes"}, "This is not one of the answers offered."),
        ({"choice": ""}, "This is not one of the answers offered."),
        ({"comment": "a" * (MAX_COMMENT_CHARACTERS + 1)}, "A comment may have at most 2000 characters."),
        ({"key": ""}, "This ballot has no key of its own, so it was not recorded."),
        ({"key": "k" * 65}, "This ballot has no key of its own, so it was not recorded."),
        ({"token": "unknown"}, "You are signed out. Open your personal link again to continue."),
    ],
    ids=["other wording", "no such answer", "no answer", "long comment", "no key", "long key", "unknown cookie"],
)
def test_a_ballot_that_cannot_be_accepted_is_refused_in_a_sentence(vote, tokens, changes, sentence):
    fields = {"token": tokens[ANN], "key": "a1", **changes}

    assert refusal(vote, vote.request(**fields)) == sentence
    assert stored(vote) == []


@pytest.mark.parametrize("end", ["signed out", "idle", "link re-issued"])
def test_a_session_that_no_longer_holds_casts_nothing(vote, clock, end):
    link = vote.built.link(ANN)
    token = identity.exchange_link(vote.built.db, link, address="192.0.2.7").token
    if end == "signed out":
        identity.sign_out(vote.built.db, token)
    elif end == "idle":
        clock.forward(hours=24, seconds=1)
    else:
        vote.built.link(ANN)

    assert "signed out" in refusal(vote, vote.request(token, "a1"))


def test_whoever_is_not_among_those_who_decide_is_told_so(vote):
    token = vote.built.token(FACILITATOR)

    assert refusal(vote, vote.request(token, "f1")) == "You are not among those who decide in this vote."


def test_a_recused_member_is_told_so_and_leaves_the_electorate(vote, tokens):
    with vote.built.db.transaction() as session:
        session.get_one(Elector, (vote.id, vote.built.members[ANN])).is_recused = True

    assert refusal(vote, vote.request(tokens[ANN], "a1")) == "You are recused from this vote."
    view = get_round(vote.built.context(ANN), vote.id)
    assert (view.n_electors, view.may_vote, view.why_not_vote) == (3, False, "You are recused from this vote.")


def test_a_session_bound_to_another_process_casts_nothing_here(vote):
    other = plan_process(vote.built.db, "other")
    token = vote.built.token(ANN)
    with vote.built.db.transaction() as session:
        session.exec(select(WebSession)).one().process_id = other.process_id

    assert refusal(vote, vote.request(token, "a1")) == str(NotFoundError())


def test_a_stranger_is_answered_as_for_an_item_that_does_not_exist(vote):
    other = begin_meeting(plan_process(vote.built.db, "other"))

    assert refusal(vote, vote.request(other.token(ANN), "a1")) == str(NotFoundError())
    with pytest.raises(NotFoundError):
        cast_ballot(other.context(ANN), vote.items[0].id, vote.items[0].version_sha256, "agree")


def test_after_the_end_of_the_process_nothing_is_cast(vote, tokens):
    with vote.built.db.transaction() as session:
        session.get_one(Process, vote.built.process_id).state = ProcessState.FINISHED

    assert refusal(vote, vote.request(tokens[ANN], "a1")) == "You cannot vote in this process now."


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"choice": "yes"}, InvalidInputError),
        ({"version_sha256": ""}, ConflictError),
        ({"comment": "a" * 2001}, InvalidInputError),
    ],
    ids=["no such answer", "other wording", "long comment"],
)
def test_a_single_ballot_is_refused_by_the_same_rules(vote, changes, error):
    fields = {"version_sha256": vote.items[0].version_sha256, "choice": "agree", "comment": "", **changes}

    with pytest.raises(error):
        cast_ballot(vote.built.context(ANN), vote.items[0].id, **fields)
    with pytest.raises(SignedOutError):
        cast_ballot(Context(vote.built.db, None), vote.items[0].id, **fields)


def test_ballots_on_the_votes_of_two_processes_can_arrive_together(vote):
    other = open_vote(begin_meeting(plan_process(vote.built.db, "other")), TallyMode.SEALED)
    here, there = vote.built.token(ANN), other.built.token(ANN)

    answers = cast_ballots(vote.built.db, [vote.request(here, "h1"), other.request(there, "t1", "disagree")])

    assert [type(answer) for answer in answers] == [Recorded, Recorded]
    for each in (vote, other):
        assert audit.verify_chain(each.built.context(FACILITATOR), each.built.process_id).is_intact
        assert get_round(each.built.context(FACILITATOR), each.id).n_cast == 1


def test_a_vote_closed_under_a_new_round_takes_ballots_on_the_new_one_alone(vote, tokens):
    vote.reveal()
    ctx = vote.built.context(FACILITATOR)
    meeting.check_out(vote.built.context(BEN), vote.built.meeting_id)
    for statement_id in (vote.built.first, vote.built.second):
        statements.present_statement(ctx, statement_id)
    again = open_vote(vote.built)

    answers = cast_ballots(
        vote.built.db,
        [
            again.request(tokens[ANN], "a1"),
            again.request(tokens[BEN], "b1"),
            vote.request(tokens[CLEO], "c1"),
        ],
    )

    assert [type(answer) for answer in answers] == [Recorded, Refused, Refused]
    assert "came too late" in answers[2].message


CASTS = st.lists(
    st.tuples(
        st.sampled_from(VOTERS),
        st.sampled_from([0, 1]),
        st.sampled_from(list(Choice)),
        st.integers(0, 5),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(casts=CASTS)
def test_the_running_counts_are_those_of_the_ballots_whatever_was_cast_in_whatever_order(stages, db, casts):
    vote = stages.put_into(db, "vote")
    tokens = {name: vote.built.token(name) for name in VOTERS}
    batch, expected, known = [], {}, set()
    for name, item, choice, key, ends_batch in casts:
        target = vote.items[item]
        batch.append(
            vote.request(
                tokens[name], f"key-{key}", choice.value, item_id=target.id, version_sha256=target.version_sha256
            )
        )
        if (name, item, key) not in known:
            known.add((name, item, key))
            expected[name, item] = choice.value
        if ends_batch:
            cast_ballots(db, batch)
            batch = []
    cast_ballots(db, batch)

    view = get_round(vote.built.context(FACILITATOR), vote.id)

    for item in (0, 1):
        counts = Counter(choice for (_, of_item), choice in expected.items() if of_item == item)
        assert view.items[item].tally.counts == dict(counts)
    vote.close()
    with db.reading() as session:
        assert sum(count.n for count in session.exec(select(ItemCount))) == len(expected)
        n_revisions = len(session.exec(select(BallotRevision)).all())
    assert n_revisions == len(known) - len(expected)
    assert audit.verify_chain(vote.built.context(FACILITATOR), vote.built.process_id).is_intact
