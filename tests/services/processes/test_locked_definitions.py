"""The consensus definition is locked once, by hand or by the first vote; a change afterwards is a deviation."""

from fractions import Fraction

import pytest

from consensus.domain.definitions import ConsensusDefinition, SpreadClause
from consensus.domain.disclosure import TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.presets import load_presets
from consensus.services import audit
from consensus.services.processes import definitions, processes, results
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from tests.services.builders import ANN, FACILITATOR, NOON, definition, open_vote

LOWER = definition(threshold="3/4")


def view(built):
    return processes.get_process(built.context(FACILITATOR), built.process_id)


def change(built, rule, reason="Two experts left early"):
    definitions.set_definition(built.context(FACILITATOR), built.process_id, rule, reason)


def deviations(built):
    return definitions.list_deviations(built.context(FACILITATOR), built.process_id)


def sentences(built):
    return [event.sentence for event in audit.list_events(built.context(FACILITATOR), built.process_id)]


def test_before_the_lock_the_definition_changes_freely(planned):
    change(planned, LOWER, "")

    assert view(planned).definition == LOWER
    assert view(planned).locked_at is None
    assert deviations(planned) == ()


def test_a_lock_keeps_time_and_fingerprint_and_stands_in_the_record(planned, clock):
    definitions.lock_definition(planned.context(FACILITATOR), planned.process_id)
    clock.forward(hours=1)

    sha256 = definition().sha256()
    assert (view(planned).locked_at, view(planned).locked_sha256) == (NOON, sha256)
    assert f"The consensus definition was locked (SHA-256 {sha256})." in sentences(planned)
    with pytest.raises(ConflictError, match="locked already"):
        definitions.lock_definition(planned.context(FACILITATOR), planned.process_id)


def test_the_first_vote_locks_the_definition_it_is_held_under(running, clock):
    assert view(running).locked_at is None

    clock.forward(minutes=5)
    vote = open_vote(running)

    assert view(running).locked_at == clock.now
    assert view(running).locked_sha256 == get_round_sha256(vote)


def get_round_sha256(vote):
    sentence = get_round(vote.built.context(FACILITATOR), vote.id).definition_sentence
    assert sentence == view(vote.built).definition_sentence
    return view(vote.built).definition.sha256()


def test_an_earlier_lock_is_kept_when_the_first_vote_opens(running, clock):
    definitions.lock_definition(running.context(FACILITATOR), running.process_id)
    clock.forward(minutes=5)

    open_vote(running)

    assert view(running).locked_at == NOON
    assert sum("was locked" in sentence for sentence in sentences(running)) == 1


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2001], ids=["none", "blank", "too long"])
def test_a_locked_definition_is_not_changed_without_a_reason(planned, reason):
    definitions.lock_definition(planned.context(FACILITATOR), planned.process_id)

    with pytest.raises(InvalidInputError, match=r"reason|say why"):
        change(planned, LOWER, reason)

    assert view(planned).definition == definition()
    assert deviations(planned) == ()


def test_a_change_after_the_lock_is_a_deviation_with_both_rules(planned, clock):
    definitions.lock_definition(planned.context(FACILITATOR), planned.process_id)
    clock.forward(hours=1)

    change(planned, LOWER, " Two experts\nleft early ")

    (deviation,) = deviations(planned)
    assert (deviation.at, deviation.actor) == (clock.now, FACILITATOR)
    assert deviation.what == "Lowering a threshold before any votes are known"
    assert (deviation.before_sentence, deviation.before_sha256) == (definition().sentence(), definition().sha256())
    assert (deviation.after_sentence, deviation.after_sha256) == (LOWER.sentence(), LOWER.sha256())
    assert deviation.reason == "Two experts left early"
    assert view(planned).definition == LOWER
    assert view(planned).locked_sha256 == definition().sha256()
    assert sentences(planned)[0] == (
        f"Deviation: {deviation.what}. Before: {definition().sentence()} After: {LOWER.sentence()} "
        "Reason: Two experts left early"
    )
    assert audit.verify_chain(planned.context(FACILITATOR), planned.process_id).is_intact


def test_the_definition_in_force_cannot_be_put_in_its_own_place(planned):
    definitions.lock_definition(planned.context(FACILITATOR), planned.process_id)

    with pytest.raises(ConflictError, match="nothing to change"):
        change(planned, definition())


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        pytest.param(LOWER, "Lowering a threshold", id="lower"),
        pytest.param(definition(threshold="9/10"), "Raising a threshold", id="higher"),
        pytest.param(definition(operator=">"), "Raising a threshold", id="more than"),
        pytest.param(definition(minimum_n=3), "Changing the consensus definition", id="another clause"),
        pytest.param(definition(threshold="3/4", quorum="1/2"), "Lowering a threshold", id="lower, with a new clause"),
        pytest.param(load_presets()["median_and_iqr"].definition, "Lowering a threshold", id="no share any more"),
    ],
)
def test_the_change_that_matters_most_is_named(vote, rule, what):
    vote.cast(ANN, "agree")

    change(vote.built, rule)

    assert deviations(vote.built)[0].what == f"{what} after votes are known"
    assert deviations(vote.built)[0].votes_known


def test_taking_more_than_back_to_at_least_lowers_the_threshold(planned):
    change(planned, definition(operator=">"), "")
    definitions.lock_definition(planned.context(FACILITATOR), planned.process_id)

    change(planned, definition())

    assert deviations(planned)[0].what == "Lowering a threshold before any votes are known"


@pytest.mark.parametrize(
    ("mode", "cast", "close", "known"),
    [
        pytest.param(TallyMode.LIVE, False, False, False, id="open, nobody voted"),
        pytest.param(TallyMode.LIVE, True, False, True, id="watched live"),
        pytest.param(TallyMode.SEALED, True, False, False, id="sealed and open"),
        pytest.param(TallyMode.SEALED, True, True, True, id="sealed and closed"),
        pytest.param(TallyMode.SEALED, False, True, False, id="closed, nobody voted"),
    ],
)
def test_votes_are_known_once_somebody_can_see_how_they_fall(running, mode, cast, close, known):
    vote = open_vote(running, mode)
    if cast:
        vote.cast(ANN, "agree")
    if close:
        vote.close()

    assert definitions.are_votes_known(running.context(FACILITATOR), running.process_id) is known


def test_the_results_name_the_lock_and_every_deviation(vote, clock):
    vote.cast(ANN, "agree")
    vote.reveal()
    change(vote.built, LOWER)
    clock.forward(minutes=1)
    change(vote.built, definition(), "It was a mistake")

    found = results.get_results(vote.built.context(FACILITATOR), vote.built.process_id)
    markdown = results.export(vote.built.context(FACILITATOR), vote.built.process_id, "statements.md").content.decode()

    assert (found.locked_at, found.locked_sha256) == (NOON, definition().sha256())
    assert [deviation.reason for deviation in found.deviations] == ["Two experts left early", "It was a mistake"]
    assert "changed afterwards 2 times" in found.methods
    assert "Lowering a threshold after votes are known" in found.methods
    assert "**Lowering a threshold after votes are known**, 2012-09-07 12:00 UTC, by Nora Lindgren" in markdown


def test_a_definition_on_ratings_cannot_decide_a_vote(running):
    on_ratings = ConsensusDefinition.from_dict(
        {"scale": {"low": 1, "high": 9}, "agreeing": ["7", "8", "9"], "threshold": "3/4"}
    )
    change(running, on_ratings, "")
    ctx = running.context(FACILITATOR)

    issues = rounds.issues_before_opening(ctx, running.meeting_id, [running.first])

    assert issues == ("The consensus definition judges ratings and cannot decide a vote.",)
    with pytest.raises(ConflictError, match="judges ratings"):
        rounds.open_round(ctx, running.meeting_id, [running.first])
    assert view(running).locked_at is None


def test_every_clause_of_a_definition_is_kept(planned):
    rule = ConsensusDefinition.from_dict(
        {
            "scale": {"low": 1, "high": 9},
            "agreeing": ["7", "8", "9"],
            "threshold": "2/3",
            "group_rule": {"mode": "every", "names": [], "minimum_n": 5},
        }
    )
    spread = SpreadClause(Fraction(13, 2), iqr_at_most=Fraction(3))
    rule = ConsensusDefinition.from_dict({**rule.to_dict(), "spread": spread.to_dict()})

    change(planned, rule, "")

    assert view(planned).definition == rule
