"""Rounds of every kind from opening to the record: frozen rule and scale, verdict, and everything that reads it."""

import pytest
from sqlmodel import select

from consensus.domain.ballots import RoundKind
from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import StatementState
from consensus.persistence.tables import Round
from consensus.services.meetings import minutes, projector
from consensus.services.processes import results, what_if
from consensus.services.rounds import ballots, rounds
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


def paper(held, *choices):
    first, *rest = zip(held.items, choices, strict=True)
    others = [ballots.PaperItem(item.id, item.version_sha256, choice) for item, choice in rest]
    return first[0].id, first[0].version_sha256, first[1], "", others


def test_a_ranking_is_recorded_as_a_whole_and_changed_as_a_whole(running):
    held = open_kind(running, RoundKind.RANKING)

    ballots.cast_ballot(running.context(VOTERS[0]), *paper(held, "1", "2"))
    ballots.cast_ballot(running.context(VOTERS[0]), *paper(held, "2", "1"))
    for name in VOTERS[1:]:
        ballots.cast_ballot(running.context(name), *paper(held, "1", "unranked"))
    held.reveal()

    first, second = get_round(running.context(ANN), held.id).items
    assert (first.verdict.outcome.value, second.verdict.outcome.value) == ("first", "ranked")
    assert (first.verdict.standing.score, second.verdict.standing.score) == (7, 2)
    states = {row.state for row in list_statements(running.context(FACILITATOR), running.process_id)}
    assert states == {StatementState.PRESENTED}
    assert len(what_if.list_analyses(running.context(FACILITATOR), running.process_id)) == 2
    assert results.export(running.context(FACILITATOR), running.process_id, "results.csv").content


@pytest.mark.parametrize(
    ("choices", "why"),
    [(("1", "1"), "given once"), (("1", "3"), "not one of the answers"), (("2", "unranked"), "without a gap")],
)
def test_of_a_ranking_that_is_refused_nothing_is_recorded(running, choices, why):
    held = open_kind(running, RoundKind.RANKING)

    with pytest.raises(InvalidInputError, match=why):
        ballots.cast_ballot(running.context(ANN), *paper(held, *choices))

    assert get_round(running.context(ANN), held.id).n_cast == 0


def test_half_a_ranking_is_refused(running):
    held = open_kind(running, RoundKind.RANKING)

    with pytest.raises(InvalidInputError, match="answered together"):
        held.cast(VOTERS[0], "1")

    assert get_round(running.context(ANN), held.id).n_cast == 0


def test_an_approval_is_decided_by_the_definition_of_the_process_and_the_largest_share_is_proposed(running):
    held = open_kind(running, RoundKind.APPROVAL)

    for place, name in enumerate(VOTERS):
        choices = ("agree", "disagree" if place == 0 else "agree")
        ballots.cast_ballot(running.context(name), *paper(held, *choices))
    held.reveal()

    first, second = get_round(running.context(ANN), held.id).items
    assert (first.is_proposed, second.is_proposed) == (True, False)
    assert [option.label for option in first.options] == ["Approve", "Do not approve", "Abstain"]


def test_a_paper_sent_again_is_answered_like_the_first(running):
    held = open_kind(running, RoundKind.RANKING)
    first, second = held.items
    rest = (ballots.PaperItem(second.id, second.version_sha256, "2"),)
    request = ballots.CastRequest(running.token(VOTERS[0]), "k" * 16, first.id, first.version_sha256, "1", "", rest)

    answers = [ballots.cast_ballots(running.db, [request])[0] for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0].rest[0].choice == "2"
