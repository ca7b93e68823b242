"""Who hears what: each change is signalled once, after the commit, to those it concerns."""

import pytest

from consensus.domain.errors import ConflictError, NotFoundError, SignedOutError
from consensus.services.live import watch
from consensus.services.processes.processes import get_process
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import cast_ballots
from consensus.services.sign_in import identity
from consensus.services.statements import topics
from consensus.services.surveys import survey
from tests.services.builders import ANN, BEN, CHAIR, EVERYBODY, FACILITATOR, plan_process


@pytest.fixture
def heard(db):
    """What is signalled from now on: (revision, audience)."""
    signals = []
    db.signals.subscribe(lambda process_id, revision, audience: signals.append((revision, str(audience))))
    return signals


def test_a_change_on_every_screen_is_signalled_to_everyone(running, heard):
    topics.add_topic(running.context(FACILITATOR), running.process_id, "Cost", "", 5)

    assert heard == [(get_process(running.context(ANN), running.process_id).revision, "everyone")]


def test_ballots_and_answers_are_signalled_to_the_staff_alone(vote, heard):
    tokens = [vote.built.token(name) for name in (ANN, BEN)]
    survey.open_survey(vote.built.context(FACILITATOR), vote.built.survey_id)
    heard.clear()

    cast_ballots(vote.built.db, [vote.request(token, f"key-{token[:8]}") for token in tokens])
    survey.save_answer(vote.built.context(ANN), vote.built.survey_id, "method", "local")

    assert [audience for _, audience in heard] == ["staff", "staff"]


def test_a_ballot_that_was_known_or_refused_signals_nothing(vote, heard):
    request = vote.request(vote.built.token(ANN), "key-of-ann")
    cast_ballots(vote.built.db, [request])
    heard.clear()

    cast_ballots(vote.built.db, [request, vote.request("unknown", "key-of-nobody")])

    assert heard == []


def test_a_refusal_signals_nothing(running, heard):
    with pytest.raises(ConflictError):
        rounds.open_round(running.context(FACILITATOR), running.meeting_id, [])

    assert heard == []


def test_whoever_watches_hears_what_concerns_them_from_the_present_revision_on(running):
    heard_by = {name: watch(running.db, running.token(name), running.process_id).audiences for name in EVERYBODY}

    staff = {name for name, audiences in heard_by.items() if audiences == {"everyone", "staff"}}
    assert staff == {FACILITATOR, CHAIR}
    assert all(audiences == {"everyone"} for name, audiences in heard_by.items() if name not in staff)
    revision = get_process(running.context(ANN), running.process_id).revision
    assert watch(running.db, running.token(ANN), running.process_id).revision == revision


def test_only_members_of_a_process_watch_it(running):
    other = plan_process(running.db, "other")
    token = running.token(ANN)

    with pytest.raises(NotFoundError):
        watch(running.db, token, other.process_id)
    identity.sign_out(running.db, token)
    for nobody in (token, None, "unknown"):
        with pytest.raises(SignedOutError):
            watch(running.db, nobody, running.process_id)
