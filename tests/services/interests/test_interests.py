"""Declaring interests: by oneself or from paper, nothing included, with nothing ever lost."""

import pytest

from consensus.domain.conflicts import NOTHING, Decision, Publication, Stand
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.services import audit
from consensus.services.interests import conflicts, interests
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    FACILITATOR,
    INTEREST,
    OBSERVER,
    VOTERS,
    ask_interests,
    decide,
    declaration_of,
    declare_everything,
)


@pytest.fixture
def asked(running):
    ask_interests(running)
    return running


def form_of(built, name):
    return interests.get_my_interests(built.context(name), built.process_id)


def review_of(built, name, by=CHAIR):
    members = conflicts.get_review(built.context(by), built.process_id).members
    return next(member for member in members if member.name == name)


def test_the_form_asks_in_general_and_then_on_every_topic(asked):
    form = form_of(asked, ANN)

    assert [question.title for question in form.questions] == ["In general", "Choice", "Fasting"]
    assert {question.stand for question in form.questions} == {Stand.UNDECLARED}
    assert (form.n_open, form.must_declare) == (3, True)


def test_nothing_on_the_rest_answers_what_is_not_answered_yet(asked):
    ctx = asked.context(ANN)
    interests.declare(ctx, asked.process_id, None, NOTHING)
    interests.declare(ctx, asked.process_id, asked.topic_id, INTEREST)

    assert interests.declare_nothing_on_the_rest(ctx, asked.process_id) == 1

    stands = [question.stand for question in form_of(asked, ANN).questions]
    assert stands == [Stand.NOTHING, Stand.UNDECIDED, Stand.NOTHING]


def test_a_newer_declaration_supersedes_and_deletes_nothing(asked):
    ctx = asked.context(ANN)
    interests.declare(ctx, asked.process_id, asked.topic_id, INTEREST)
    interests.declare(ctx, asked.process_id, asked.topic_id, NOTHING)

    question = form_of(asked, ANN).questions[1]

    assert [declaration.has_interest for declaration in question.history] == [True, False]
    assert question.history[0].text == INTEREST.text


def test_what_the_facilitator_enters_from_paper_is_marked_so(asked):
    interests.declare_for(asked.context(FACILITATOR), asked.members[ANN], None, INTEREST)
    interests.declare(asked.context(BEN), asked.process_id, None, INTEREST)

    assert review_of(asked, ANN).questions[0].current.entered_by == FACILITATOR
    assert review_of(asked, BEN).questions[0].current.entered_by == ""


def test_an_observer_may_declare_and_need_not(asked):
    assert not form_of(asked, OBSERVER).must_declare
    assert OBSERVER not in [
        member.name for member in conflicts.get_review(asked.context(CHAIR), asked.process_id).members
    ]

    interests.declare(asked.context(OBSERVER), asked.process_id, None, INTEREST)

    assert review_of(asked, OBSERVER).has_interest


def test_nobody_declares_where_nobody_is_asked(running):
    with pytest.raises(ConflictError, match="does not ask"):
        interests.declare(running.context(ANN), running.process_id, None, NOTHING)


def test_a_topic_of_another_process_does_not_exist(asked, db):
    with pytest.raises(NotFoundError):
        interests.declare(asked.context(ANN), asked.process_id, asked.members[ANN], NOTHING)


def test_the_record_says_who_declared_on_what_and_never_the_text(asked):
    interests.declare(asked.context(ANN), asked.process_id, asked.topic_id, INTEREST)
    interests.declare_for(asked.context(FACILITATOR), asked.members[BEN], None, NOTHING)
    decide(asked, ANN, asked.topic_id, Decision.DISCLOSED_ONLY)

    events = audit.list_events(asked.context(CHAIR), asked.process_id, limit=3)

    assert [event.sentence for event in events] == [
        f"On the interest of {ANN} on “Choice” it was decided: disclosed only.",
        f"For {BEN} it was entered from paper that they declare nothing on the process as a whole.",
        f"{ANN} declared an interest on “Choice”.",
    ]
    assert audit.verify_chain(asked.context(CHAIR), asked.process_id).is_intact


def test_the_report_may_say_less_than_was_promised_and_never_more(asked):
    ctx = asked.context(FACILITATOR)
    interests.declare(asked.context(ANN), asked.process_id, None, NOTHING)

    with pytest.raises(ConflictError, match="less, not more"):
        interests.set_asking(ctx, asked.process_id, asks=True, publication=Publication.FULL_TEXT)
    interests.set_asking(ctx, asked.process_id, asks=True, publication=Publication.COUNTS)

    assert form_of(asked, ANN).publication is Publication.COUNTS


def test_the_chair_decides_with_reason_date_and_name_and_earlier_decisions_are_kept(asked):
    declare_everything(asked, {(ANN, asked.topic_id): INTEREST})
    decide(asked, ANN, asked.topic_id, Decision.RECUSED)
    decide(asked, ANN, asked.topic_id, Decision.DISCLOSED_ONLY)

    declaration = review_of(asked, ANN).questions[1].current

    assert [one.decision for one in declaration.decisions] == [Decision.RECUSED, Decision.DISCLOSED_ONLY]
    assert (declaration.decision.decided_by, declaration.decision.reason) == (CHAIR, "As the rules say.")
    assert declaration.decision.decided_at == asked.db.now(None)


@pytest.mark.parametrize(
    ("declarer", "decider", "refusal"),
    [
        pytest.param(ANN, CHAIR, "", id="the chair on a panelist"),
        pytest.param(ANN, FACILITATOR, "The chair decides", id="the facilitator beside a chair"),
        pytest.param(CHAIR, CHAIR, "Nobody decides on their own", id="the chair on themselves"),
        pytest.param(CHAIR, FACILITATOR, "", id="the facilitator on the only chair"),
    ],
)
def test_who_decides_is_said_on_the_page_and_refused_by_the_service_alike(asked, declarer, decider, refusal):
    declare_everything(asked, {(declarer, None): INTEREST})

    assert refusal in review_of(asked, declarer, by=decider).why_not_decide
    assert bool(refusal) == bool(review_of(asked, declarer, by=decider).why_not_decide)
    if refusal:
        with pytest.raises(Exception, match=refusal):
            decide(asked, declarer, None, Decision.NONE_NEEDED, by=decider)
    else:
        decide(asked, declarer, None, Decision.NONE_NEEDED, by=decider)
        assert review_of(asked, declarer).questions[0].stand is Stand.NONE_NEEDED


def test_only_an_interest_in_force_is_decided_on(asked):
    declare_everything(asked, {(ANN, None): INTEREST})
    superseded = declaration_of(asked, ANN, None)
    interests.declare(asked.context(ANN), asked.process_id, None, INTEREST)

    with pytest.raises(ConflictError, match="newer declaration"):
        conflicts.decide_conflict(asked.context(CHAIR), superseded, Decision.RECUSED, "Old")
    with pytest.raises(ConflictError, match="nothing to decide"):
        decide(asked, BEN, None, Decision.RECUSED)


def test_the_review_counts_those_with_a_vote_question_by_question(asked):
    declare_everything(asked, {(ANN, asked.topic_id): INTEREST}, names=(ANN, BEN))

    general, choice, _ = conflicts.get_review(asked.context(CHAIR), asked.process_id).topics

    assert (general.n_asked, general.n_declared, general.n_interests) == (len(VOTERS), 2, 0)
    assert (choice.n_declared, choice.n_interests, choice.n_undecided) == (2, 1, 1)


def test_whoever_has_something_undecided_comes_first(asked):
    declare_everything(asked, {(BEN, None): INTEREST})

    members = conflicts.get_review(asked.context(CHAIR), asked.process_id).members

    assert members[0].name == BEN
