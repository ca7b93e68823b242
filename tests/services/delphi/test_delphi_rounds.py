"""Delphi rounds from the plan to the stop rule: frozen, closed in time, decided, and carried on by rule."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consensus.domain.conflicts import Decision
from consensus.domain.delphi.carrying import Why
from consensus.domain.delphi.stop_rule import StopRule
from consensus.domain.delphi.terms import Carry, Entry
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.lifecycle import RoundState, StatementState
from consensus.persistence.tables import DelphiRound, GivenFeedback, ItemFeedback, Round, Statement, StoredVerdict
from consensus.services.delphi import delphi_rounds, protocols
from consensus.services.delphi.clockwork import turn_rounds
from consensus.services.delphi.standings import stands_of
from consensus.services.processes.definitions import list_deviations
from consensus.services.rounds import rounds
from consensus.services.statements import statements
from tests.services.builders import ANN, INTEREST, NOON, ask_interests, decide, declare_everything
from tests.services.delphi.delphi_people import RATERS, make_delphi

SPLIT = [1, 2, 3, 5, 7, 8, 9, 9]
AGREED = [7, 7, 8, 8, 8, 8, 9, 9]


def carried(delphi):
    with delphi.built.db.reading() as session:
        return {
            stand.statement_id: (stand.carried.goes_on, stand.carried.why)
            for stand in stands_of(session, delphi.built.process_id, delphi.protocol)
        }


def test_opening_freezes_the_protocol_and_locks_it(delphi):
    round_id = delphi.open()

    round_, frozen = delphi.row(Round, round_id), delphi.row(DelphiRound, round_id)
    view = protocols.get_protocol(delphi.ctx, delphi.built.process_id)
    assert (round_.state, round_.meeting_id, round_.kind) == (RoundState.OPEN, None, "rating")
    assert frozen.protocol_sha256 == view.sha256
    assert frozen.closes_at == NOON + timedelta(days=21)
    assert view.locked_at == NOON
    with pytest.raises(ConflictError, match="locked"):
        protocols.choose_method(delphi.ctx, delphi.built.process_id, "rand_ucla")


def test_a_locked_protocol_changes_only_as_a_deviation(delphi):
    delphi.open()

    with pytest.raises(InvalidInputError, match="say why it is changed"):
        protocols.change_protocol(delphi.ctx, delphi.built.process_id, replace(delphi.protocol, petition=5), "  ")
    delphi.change(petition=5)

    deviation = list_deviations(delphi.ctx, delphi.built.process_id)[0]
    assert deviation.what == "Changing the protocol (petitions) before any ratings are known"
    assert "5 panelists ask for it" in deviation.after_sentence


def test_the_server_opens_and_closes_a_round_at_its_time(delphi, clock):
    round_id = delphi.plan(opens_at=NOON + timedelta(hours=1), closes_at=NOON + timedelta(days=2))
    db = delphi.built.db

    assert turn_rounds(db) == 0
    clock.forward(hours=1)
    assert (turn_rounds(db), turn_rounds(db)) == (1, 0)
    delphi.rate_all(round_id, delphi.built.first, AGREED)
    clock.forward(days=2)
    assert (turn_rounds(db), turn_rounds(db)) == (1, 0)

    assert delphi.row(Round, round_id).state is RoundState.CLOSED
    assert delphi.row(ItemFeedback, delphi.item(round_id, delphi.built.first).id).document["median"] == 8


def test_a_round_that_cannot_open_by_itself_says_why(delphi, clock):
    round_id = delphi.plan(opens_at=NOON + timedelta(hours=1))
    statements.withdraw(delphi.ctx, delphi.built.first)
    clock.forward(hours=1)

    assert turn_rounds(delphi.built.db) == 0
    assert "withdrawn meanwhile" in delphi.row(DelphiRound, round_id).trouble


def test_a_rating_after_the_deadline_is_refused_though_nobody_has_closed_the_round_yet(delphi, clock):
    round_id = delphi.open()
    clock.forward(days=21)

    with pytest.raises(ConflictError, match="came too late"):
        delphi.rate(round_id, delphi.built.first, ANN, 7)


def test_a_deadline_is_moved_with_a_reason(delphi, clock):
    round_id = delphi.open()
    later = NOON + timedelta(days=28)

    with pytest.raises(InvalidInputError, match="Say why"):
        delphi_rounds.extend_round(delphi.ctx, round_id, later, " ")
    delphi_rounds.extend_round(delphi.ctx, round_id, later, "Holidays")
    clock.forward(days=22)
    delphi.rate(round_id, delphi.built.first, ANN, 7)

    assert delphi.row(DelphiRound, round_id).closes_at == later


@pytest.mark.parametrize("choice", ["0", "10", "agree", "7.5"])
def test_a_rating_off_the_scale_is_refused(delphi, choice):
    round_id = delphi.open()

    with pytest.raises(InvalidInputError, match="not one of the answers"):
        delphi.rate(round_id, delphi.built.first, ANN, choice)


def test_what_is_settled_leaves_and_the_rest_is_rated_again(delphi):
    round_id = delphi.open()
    delphi.rate_all(round_id, delphi.built.first, AGREED)
    delphi.rate_all(round_id, delphi.built.second, SPLIT)
    delphi.end(round_id)

    assert carried(delphi) == {
        delphi.built.first: (False, Why.SETTLED_LEAVES),
        delphi.built.second: (True, Why.UNSETTLED),
    }
    assert delphi.row(DelphiRound, round_id).stop["reasons"] == []
    assert delphi.row(Statement, delphi.built.second).state is StatementState.PRESENTED


def test_stable_disagreement_ends_a_delphi_and_is_reported_as_such(delphi):
    for _ in range(2):
        round_id = delphi.open(delphi.built.second)
        delphi.rate_all(round_id, delphi.built.second, SPLIT)
        delphi.end(round_id)

    stop = delphi.row(DelphiRound, round_id).stop
    assert (stop["reasons"], stop["stable_disagreement"]) == (["stability"], ["1.2"])
    assert delphi.row(Statement, delphi.built.second).state is StatementState.NO_CONSENSUS


def test_consensus_on_everything_ends_a_delphi_and_the_last_round_does(delphi):
    delphi.change(stop=StopRule(1), days=(21,))
    round_id = delphi.open()
    for statement_id in (delphi.built.first, delphi.built.second):
        delphi.rate_all(round_id, statement_id, AGREED)
    delphi.end(round_id)

    assert delphi.row(DelphiRound, round_id).stop["reasons"] == ["consensus", "maximum_rounds"]
    with pytest.raises(ConflictError, match="1 round has been held"):
        delphi.plan()


def test_of_a_reworded_item_no_stability_is_computed_and_that_is_said(delphi):
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, SPLIT)
    delphi.end(first)
    statements.reword(delphi.ctx, delphi.built.second, "Fasting is seldom needed.", "", "Comments")
    second = delphi.open(delphi.built.second)
    delphi.rate_all(second, delphi.built.second, SPLIT)
    delphi.end(second)

    stop = delphi.row(DelphiRound, second).stop
    assert (stop["reasons"], stop["reworded"], stop["moving"]) == ([], ["1.2"], ["1.2"])


def test_who_skipped_a_round_enters_the_next_only_where_the_protocol_lets_them(delphi):
    delphi.change(entry=Entry.RATED_BEFORE)
    first = delphi.open()
    delphi.rate_all(first, delphi.built.second, dict(zip(RATERS[1:], SPLIT, strict=False)))
    delphi.end(first)
    second = delphi.open(delphi.built.second)

    with pytest.raises(NotAllowedError, match="not among those"):
        delphi.rate(second, delphi.built.second, RATERS[0], 5)
    delphi.rate(second, delphi.built.second, ANN, 5)


def test_what_is_given_to_each_panelist_is_kept(delphi):
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, dict(zip(RATERS[:7], SPLIT, strict=False)))
    delphi.end(first)
    second = delphi.open(delphi.built.second)

    item, earlier = (delphi.item(one, delphi.built.second).id for one in (second, first))
    given = {name: delphi.row(GivenFeedback, (second, delphi.built.members[name])).document for name in RATERS}
    assert given[ANN] == {str(item): {"earlier": str(earlier), "own": "2"}}
    assert given[RATERS[7]] == {str(item): {"earlier": str(earlier), "own": None}}


def test_whoever_is_recused_from_a_topic_rates_the_others(delphi):
    built = delphi.built
    third = statements.add_candidate(delphi.ctx, built.other_topic_id, "Nobody needs to fast.")
    ask_interests(built)
    declare_everything(built, {(ANN, built.topic_id): INTEREST}, names=RATERS)
    decide(built, ANN, built.topic_id, Decision.RECUSED)
    round_id = delphi.open(built.first, third)

    with pytest.raises(NotAllowedError, match="recused"):
        delphi.rate(round_id, built.first, ANN, 7)
    delphi.rate(round_id, third, ANN, 7)
    delphi.rate_all(round_id, built.first, {name: 8 for name in RATERS if name != ANN})
    delphi.end(round_id)

    tally = delphi.row(StoredVerdict, delphi.item(round_id, built.first).id).verdict["tally"]
    assert (tally["eligible"], tally["recused"]) == (7, 1)


def test_a_method_that_counts_groups_apart_waits_until_they_are_large_enough(db):
    delphi = make_delphi(db, "core_outcome_set")
    round_id = delphi.open()
    delphi.rate_all(round_id, delphi.built.first, AGREED)
    delphi.end(round_id)

    assert delphi.row(StoredVerdict, delphi.item(round_id, delphi.built.first).id).outcome == "in"


def test_two_questions_about_each_item_are_decided_each_by_its_rule(delphi):
    feasible = replace(delphi.protocol.deciding, slug="feasibility", title="Feasibility", question="Can it be done?")
    delphi.change(dimensions=(delphi.protocol.deciding, feasible))
    round_id = delphi.open(delphi.built.first)
    for name, choice in zip(RATERS, SPLIT, strict=True):
        delphi.rate(round_id, delphi.built.first, name, 8, dimension="agreement")
        delphi.rate(round_id, delphi.built.first, name, choice, dimension="feasibility")
    delphi.end(round_id)

    outcomes = [
        delphi.row(StoredVerdict, delphi.item(round_id, delphi.built.first, slug).id).outcome
        for slug in ("agreement", "feasibility")
    ]
    assert outcomes == ["consensus", "no_consensus"]
    assert carried(delphi)[delphi.built.first] == (False, Why.SETTLED_LEAVES)


def test_one_round_after_the_other(delphi):
    delphi.open()

    with pytest.raises(ConflictError, match="not revealed yet"):
        delphi.plan()


def test_a_plan_is_taken_back_before_it_opens(delphi):
    round_id = delphi.plan()
    delphi_rounds.drop_round(delphi.ctx, round_id)

    assert delphi.row(Round, round_id) is None
    opened = delphi.open()
    with pytest.raises(ConflictError, match="not opened yet"):
        delphi_rounds.drop_round(delphi.ctx, opened)


def test_everything_is_rated_again_where_the_protocol_says_so(delphi):
    delphi.change(carry=Carry.ALL)
    round_id = delphi.open()
    delphi.rate_all(round_id, delphi.built.first, AGREED)
    delphi.end(round_id)

    assert carried(delphi)[delphi.built.first] == (True, Why.SETTLED_STAYS)


def test_the_past_is_no_deadline(delphi):
    with pytest.raises(InvalidInputError, match="not in the past"):
        delphi.plan(closes_at=NOON - timedelta(days=1))
    with pytest.raises(InvalidInputError, match="cannot open in the past"):
        delphi.plan(opens_at=NOON - timedelta(days=1))


def test_a_delphi_round_is_closed_and_revealed_as_one_and_not_as_a_vote(delphi):
    round_id = delphi.open()

    with pytest.raises(ConflictError, match="Delphi round"):
        rounds.close_round(delphi.ctx, round_id)


def test_what_a_delphi_settled_in_favour_can_be_adopted(delphi):
    round_id = delphi.open(delphi.built.first)
    delphi.rate_all(round_id, delphi.built.first, AGREED)
    delphi.end(round_id)
    statements.adopt(delphi.ctx, delphi.built.first)

    assert delphi.row(Statement, delphi.built.first).state is StatementState.ADOPTED
