"""Rounds of every kind from opening to the record: frozen rule and scale, verdict, and everything that reads it."""

import pytest
from sqlmodel import select

from consensus.domain.ballots import RoundKind
from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import StatementState
from consensus.persistence.tables import Round
from consensus.services.meetings import minutes, projector
from consensus.services.processes import results, what_if
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.statements import statements
from consensus.services.statements.statements import list_statements
from tests.services.builders import ANN, FACILITATOR, VOTERS, Vote


def open_kind(built, kind, preset=""):
    ctx = built.context(FACILITATOR)
    chosen = [built.first, built.second]
    round_id = rounds.open_round(ctx, built.meeting_id, chosen, kind=kind, preset=preset)
    return Vote(built, round_id, get_round(ctx, round_id).items)


CASES = {
    RoundKind.VOTE: ("agree", "disagree", "consensus", "no_consensus"),
    RoundKind.RATING: ("9", "2", "consensus", "no_consensus"),
    RoundKind.GRADE: ("strong_for", "weak_against", "strong_for", "weak_against"),
}


@pytest.mark.parametrize("kind", CASES)
def test_a_round_of_each_kind_is_frozen_answered_and_decided_by_its_own_rule(running, kind):
    first, second, wins, loses = CASES[kind]
    held = open_kind(running, kind)
    for name in VOTERS:
        held.cast(name, first)
        held.cast(name, second, item=1)

    held.reveal()

    view = get_round(running.context(ANN), held.id)
    assert view.kind is kind
    assert [item.verdict.outcome.value for item in view.items] == [wins, loses]
    assert {answer.value: answer.n for answer in view.items[0].answers}[first] == len(VOTERS)
    states = [row.state for row in list_statements(running.context(FACILITATOR), running.process_id)]
    assert states == [StatementState.PRESENTED, StatementState.NO_CONSENSUS]


@pytest.mark.parametrize("kind", CASES)
def test_results_files_minutes_analyses_and_projector_tell_of_each_kind(running, kind):
    first, second, wins, _ = CASES[kind]
    held = open_kind(running, kind)
    for name in VOTERS:
        held.cast(name, first)
        held.cast(name, second, item=1)
    held.reveal()
    ctx = running.context(FACILITATOR)
    statements.adopt(ctx, running.first)

    found = results.get_results(ctx, running.process_id)

    assert next((row.kind, row.outcome, row.adopted) for row in found.candidates) == (kind, wins, True)
    assert sum(answer.n for answer in found.statements[0].answers) == len(VOTERS)
    for name in results.EXPORTS:
        assert results.export(ctx, running.process_id, name).content
    assert f",{kind.value},1,{wins}," in results.export(ctx, running.process_id, "results.csv").content.decode()
    told = minutes.get_minutes(ctx, running.process_id)
    assert any(held.items[0].label in line and "." in line for entry in told.entries for line in entry.notes)
    assert len(what_if.list_analyses(ctx, running.process_id)) == 2
    with running.db.reading() as session:
        process = session.get_one(projector.Process, running.process_id)
        shown = projector.view_meeting(session, process, running.meeting_id).verdicts
    assert (shown[0].kind, shown[0].outcome.value) == (kind, wins)
    assert sum(answer.n for answer in shown[0].answers) == len(VOTERS)


def test_the_scale_its_words_and_the_rule_stay_as_they_were_when_the_round_was_opened(running):
    held = open_kind(running, RoundKind.RATING, "rand_ucla")

    with running.db.reading() as session:
        row = session.exec(select(Round).where(Round.id == held.id)).one()
    assert row.scale["high"] == 9
    assert row.scale["anchors"]["9"] == "extremely appropriate"
    assert row.definition["kind"] == "appropriateness"
    assert held.items[0].needs.startswith("Appropriate from a median of 7")


def test_an_answer_beside_the_scale_is_refused_in_a_rating(running):
    held = open_kind(running, RoundKind.RATING)

    with pytest.raises(InvalidInputError, match="not one of the answers"):
        held.cast(VOTERS[0], "agree")


def test_a_rule_that_cannot_decide_this_kind_is_refused(running):
    with pytest.raises(ConflictError, match="cannot decide a round of this kind"):
        open_kind(running, RoundKind.RATING, "grade_grid")
