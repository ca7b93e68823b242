"""Statements: every wording is kept, and each is adopted by one route or not at all."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import StatementState
from consensus.domain.statements import Route, version_hash
from consensus.services.meetings import meeting
from consensus.services.statements import statements
from tests.services.builders import ANN, CHAIR, FACILITATOR, FIRST_WORDING, PATIENT, VOTERS


def first(built):
    return statements.list_statements(built.context(FACILITATOR), built.process_id)[0]


def test_a_new_wording_is_a_new_version_and_the_older_stays(running, clock):
    clock.forward(minutes=1)

    statements.reword(running.context(CHAIR), running.first, " Local  first. ", "No sleep needed.", " Shorter ")

    newest, oldest = statements.list_versions(running.context(ANN), running.first)
    assert (newest.number, newest.text, newest.plain_text) == (2, "Local first.", "No sleep needed.")
    assert (newest.author, newest.reason, newest.created_at) == (CHAIR, "Shorter", clock.now)
    assert newest.sha256 == version_hash("Local first.", "No sleep needed.")
    assert (oldest.number, oldest.text, oldest.author) == (1, FIRST_WORDING, FACILITATOR)
    assert (first(running).text, first(running).version_number) == ("Local first.", 2)


def test_the_same_wording_is_no_new_version(running):
    with pytest.raises(InvalidInputError, match="same as before"):
        statements.reword(running.context(FACILITATOR), running.first, f"  {FIRST_WORDING} ", "", "No change")

    assert first(running).version_number == 1


def test_a_statement_needs_a_wording(running):
    with pytest.raises(InvalidInputError, match="needs a wording"):
        statements.add_candidate(running.context(FACILITATOR), running.topic_id, " \n ")


def test_candidates_are_numbered_within_their_topic(running):
    ctx = running.context(FACILITATOR)
    statements.add_candidate(ctx, running.other_topic_id, "Fast for two hours.")
    statements.add_candidate(ctx, running.topic_id, "General anaesthesia is a choice.")

    labels = [row.label for row in statements.list_statements(ctx, running.process_id)]

    assert labels == ["1.1", "1.2", "1.3", "2.1"]


def test_a_withdrawn_statement_stays_on_the_record_and_can_be_taken_up_again(running):
    ctx = running.context(FACILITATOR)

    statements.withdraw(ctx, running.first)
    with pytest.raises(ConflictError, match="withdrawn keeps its wording"):
        statements.reword(ctx, running.first, "Another.", "", "")
    with pytest.raises(ConflictError, match="cannot become presented"):
        statements.present_statement(ctx, running.first)
    statements.restore(ctx, running.first)

    assert first(running).state is StatementState.CANDIDATE


def test_full_consensus_adopts_without_a_vote_and_keeps_who_was_there(running, clock):
    ctx = running.context(FACILITATOR)
    meeting.check_out(running.context(ANN), running.meeting_id)

    meeting.record_full_consensus(ctx, running.meeting_id, running.first)

    adopted = first(running).adopted
    assert (adopted.route, adopted.adopted_at, adopted.verdict_sentence) == (Route.FULL_CONSENSUS, clock.now, None)
    assert set(adopted.present) == set(VOTERS) - {ANN}
    assert (adopted.n_present, PATIENT in adopted.present) == (3, False)


def test_what_was_adopted_keeps_its_wording_and_is_adopted_once(running):
    ctx = running.context(FACILITATOR)
    meeting.record_full_consensus(ctx, running.meeting_id, running.first)

    with pytest.raises(ConflictError, match="adopted keeps its wording"):
        statements.reword(ctx, running.first, "Another.", "", "")
    with pytest.raises(ConflictError):
        meeting.record_full_consensus(ctx, running.meeting_id, running.first)
    with pytest.raises(ConflictError, match="cannot become withdrawn"):
        statements.withdraw(ctx, running.first)
    assert first(running).state is StatementState.ADOPTED


def test_nothing_is_adopted_by_full_consensus_that_was_not_presented_here(running):
    ctx = running.context(FACILITATOR)
    statements.unpresent(ctx, running.first)
    with pytest.raises(ConflictError, match="Present the statement to the panel first"):
        meeting.record_full_consensus(ctx, running.meeting_id, running.first)

    statements.present_statement(ctx, running.first)
    meeting.choose_topic(ctx, running.meeting_id, running.other_topic_id)
    with pytest.raises(ConflictError, match="statement of the current topic"):
        meeting.record_full_consensus(ctx, running.meeting_id, running.first)


def test_an_empty_room_agrees_on_nothing(running):
    for name in VOTERS:
        meeting.check_out(running.context(name), running.meeting_id)

    with pytest.raises(ConflictError, match="Nobody who is entitled to vote is present"):
        meeting.record_full_consensus(running.context(FACILITATOR), running.meeting_id, running.first)


def test_rationale_and_dissent_are_written_beside_the_statement(running):
    statements.set_rationale(running.context(CHAIR), running.first, " It hurts less. ", " Not in children. ")

    assert (first(running).rationale, first(running).dissent) == ("It hurts less.", "Not in children.")


def test_what_may_be_done_is_said_to_each(vote):
    built = vote.built
    under_a_vote = first(built)
    allowed = (under_a_vote.may_reword, under_a_vote.may_withdraw, under_a_vote.may_adopt_full_consensus)
    assert not any(allowed)
    for name in VOTERS:
        vote.cast(name, "agree")
    vote.reveal()

    after = first(built)

    assert (after.may_adopt_by_vote, after.may_adopt_full_consensus) == (True, False)
    for_ann = statements.list_statements(built.context(ANN), built.process_id)[0]
    assert not any(getattr(for_ann, field) for field in for_ann.__dataclass_fields__ if field.startswith("may_"))
