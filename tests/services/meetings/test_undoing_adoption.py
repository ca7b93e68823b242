"""An adoption recorded by mistake is undone as a correction: with a reason, while nothing builds on it, and told."""

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import StatementState
from consensus.domain.scenes import Scene
from consensus.domain.statements import Route
from consensus.persistence.tables import Adoption, AdoptionPresence, UndoneAdoption
from consensus.services import audit
from consensus.services.meetings import meeting, minutes, objections, projector, projector_links, undoing_adoption
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.statements import statements, trail
from consensus.services.statements.statements import list_statements
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, VOTERS, open_vote

SLIP = "Ben Birch had raised a hand that nobody saw."


@pytest.fixture
def nora(running):
    return running.context(FACILITATOR)


@pytest.fixture
def agreed(running, nora):
    """The first statement, adopted by full consensus of everybody here."""
    meeting.record_full_consensus(nora, running.meeting_id, running.first)
    return running


def view_of(ctx, built, statement_id):
    return next(view for view in list_statements(ctx, built.process_id) if view.id == statement_id)


def test_full_consensus_recorded_by_mistake_is_undone_and_the_statement_is_before_the_panel_again(agreed, nora):
    undoing_adoption.undo_adoption(nora, agreed.first, f"  {SLIP}\n")

    view = view_of(nora, agreed, agreed.first)
    assert view.state is StatementState.PRESENTED
    assert view.adopted is None
    (undone,) = view.undone
    assert (undone.route, undone.n_present, undone.reason) == (Route.FULL_CONSENSUS, 4, SLIP)
    assert undone.present == (CHAIR, ANN, BEN, CLEO)


def test_nothing_is_lost_of_what_was_recorded(agreed, nora):
    with agreed.db.reading() as session:
        adopted_at = session.get_one(Adoption, agreed.first).adopted_at
        n_present = len(session.exec(select(AdoptionPresence)).all())

    undoing_adoption.undo_adoption(nora, agreed.first, SLIP)

    with agreed.db.reading() as session:
        (kept,) = session.exec(select(UndoneAdoption)).all()
        assert not session.exec(select(AdoptionPresence)).all()
    assert kept.adopted_at == adopted_at
    assert len(kept.content["present"]) == n_present
    assert {one["name"] for one in kept.content["present"]} == set(VOTERS)


def test_after_the_correction_it_is_adopted_anew_and_both_are_told(agreed, nora):
    undoing_adoption.undo_adoption(nora, agreed.first, SLIP)
    meeting.record_full_consensus(nora, agreed.meeting_id, agreed.first)

    headings = [step.heading for step in trail.get_trail(nora, agreed.first)]
    assert headings[-3:] == [
        "Adopted by the panel, recorded by mistake",
        "The adoption was undone",
        "Adopted by the panel",
    ]
    assert view_of(nora, agreed, agreed.first).adopted is not None


def test_record_and_minutes_tell_both(agreed, nora):
    undoing_adoption.undo_adoption(nora, agreed.first, SLIP)

    said = [event.sentence for event in audit.list_events(nora, agreed.process_id)]
    assert said[0] == f"The adoption of statement 1.1 by full consensus was undone. Reason: {SLIP}"
    assert audit.verify_chain(nora, agreed.process_id).is_intact
    told = minutes.get_minutes(nora, agreed.process_id)
    assert told.adopted == ()
    assert [entry.text for entry in told.entries][-2:] == [
        "Statement 1.1 was adopted by full consensus (asked aloud).",
        said[0],
    ]


def test_the_projector_says_so_until_something_else_happens(agreed, nora):
    secret = projector_links.issue_projector_link(nora, agreed.meeting_id)
    screen = projector_links.open_screen(agreed.db, secret, address="192.0.2.1").token
    assert projector.look(agreed.db, screen).scene is Scene.ADOPTED

    undoing_adoption.undo_adoption(nora, agreed.first, SLIP)
    shown = projector.look(agreed.db, screen)
    statements.reword(nora, agreed.first, "Local anaesthesia should come first.", "", "Clearer")

    assert shown.scene is Scene.DISCUSSION
    assert shown.correction == (
        "Statement 1.1 is before the panel again. Its adoption by full consensus of 4 present was recorded by mistake "
        f"and undone: {SLIP}"
    )
    assert projector.look(agreed.db, screen).correction == ""


def test_an_adoption_by_vote_is_undone_and_the_verdict_stays(running, nora):
    vote = open_vote(running)
    for name in VOTERS:
        vote.cast(name, "agree", item=0)
        vote.cast(name, "disagree", item=1)
    vote.reveal()
    statements.adopt(nora, running.first)

    undoing_adoption.undo_adoption(nora, running.first, "The room wanted to talk first.")

    view = view_of(nora, running, running.first)
    assert view.state is StatementState.PRESENTED
    assert view.undone[0].route is Route.VOTE
    assert view.may_adopt_by_vote
    assert meeting.get_meeting(nora, running.process_id).round.items[0].verdict is not None


def test_a_later_adoption_on_the_topic_is_undone_first(agreed, nora, clock):
    clock.forward(minutes=1)
    meeting.record_full_consensus(nora, agreed.meeting_id, agreed.second)

    assert undoing_adoption.issues_before_undoing(nora, agreed.first) == (
        "Statement 1.2 was adopted after it on the same topic. Undo that first.",
    )
    with pytest.raises(ConflictError, match="adopted after it"):
        undoing_adoption.undo_adoption(nora, agreed.first, SLIP)

    undoing_adoption.undo_adoption(nora, agreed.second, SLIP)
    undoing_adoption.undo_adoption(nora, agreed.first, SLIP)
    assert view_of(nora, agreed, agreed.first).state is StatementState.PRESENTED


def test_when_the_meeting_is_over_what_it_adopted_stays(agreed, nora):
    meeting.end_meeting(nora, agreed.meeting_id)

    with pytest.raises(ConflictError, match="only within the meeting that recorded it"):
        undoing_adoption.undo_adoption(nora, agreed.first, SLIP)


def test_nothing_is_undone_while_the_panel_votes(agreed, nora):
    rounds.open_round(nora, agreed.meeting_id, [agreed.second])

    with pytest.raises(ConflictError, match="being asked right now"):
        undoing_adoption.undo_adoption(nora, agreed.first, SLIP)


def test_a_correction_needs_a_reason(agreed, nora):
    with pytest.raises(InvalidInputError, match="Write why it is undone"):
        undoing_adoption.undo_adoption(nora, agreed.first, " \n ")
    with pytest.raises(InvalidInputError, match="at most 300 characters"):
        undoing_adoption.undo_adoption(nora, agreed.first, "x" * 301)


def test_what_is_not_adopted_cannot_be_undone(running, nora):
    with pytest.raises(ConflictError, match="is not adopted"):
        undoing_adoption.undo_adoption(nora, running.first, SLIP)


def test_the_check_that_led_to_an_undone_adoption_counts_no_longer(running, nora):
    objections.ask_for_objections(nora, running.meeting_id, running.first)
    check = meeting.get_meeting(nora, running.process_id).check
    for name in VOTERS:
        cast_ballot(running.context(name), check.item_id, check.version_sha256, "no_objection")
    objections.adopt_unopposed(nora, check.id)
    undoing_adoption.undo_adoption(nora, running.first, SLIP)

    assert meeting.get_meeting(nora, running.process_id).check is None
    with pytest.raises(ConflictError, match="Ask the panel again"):
        objections.adopt_unopposed(nora, check.id)

    objections.ask_for_objections(nora, running.meeting_id, running.first)
    asked_again = meeting.get_meeting(nora, running.process_id).check
    assert (asked_again.id != check.id, asked_again.n_answered) == (True, 0)
