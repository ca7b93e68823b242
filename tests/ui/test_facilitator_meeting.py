"""The facilitator runs a room: presence, objection, vote, verdict, adoption; one obvious next step at every moment."""

import pytest
from meeting_room import FAY, PANEL, Room, said

from consensus.domain.disclosure import TallyMode
from consensus.domain.lifecycle import MeetingState, RoundState, StatementState
from consensus.services.meetings import meeting
from consensus.services.processes import processes
from consensus.services.rounds import rounds
from consensus.services.statements import statements, topics


@pytest.fixture
def room(stage):
    return Room(stage)


@pytest.fixture
def run_meeting(open_page):
    return lambda: open_page(FAY, "meeting.py")


def keys(app) -> set[str]:
    return {button.key for button in app.button if not button.disabled}


def primary(app) -> list[str]:
    return [button.label for button in app.button if button.proto.type == "primary" and not button.disabled]


def test_people_are_checked_in_before_the_meeting_and_then_it_starts(room, run_meeting, stage):
    app = run_meeting()
    app.button(key=f"meeting.presence.in.{stage.members['Ann Alder']}").click().run()
    assert "1 may vote, from 1 institution" in said(app)

    app.button(key="meeting.start").click().run()

    assert room.view.state is MeetingState.RUNNING
    assert room.view.n_present == 1
    assert "Present the candidates" in said(app)


def test_someone_who_left_is_checked_out(room, run_meeting, stage):
    room.start("Ann Alder", "Ben Birch")
    app = run_meeting()

    app.button(key=f"meeting.presence.out.{stage.members['Ben Birch']}").click().run()

    assert room.view.n_present == 1
    assert not app.error


def test_all_candidates_are_presented_at_once_and_one_is_taken_back(room, run_meeting):
    room.start(*PANEL)
    app = run_meeting()
    app.button(key="meeting.present_all").click().run()
    assert "Any objection?" in said(app)

    app.button(key=f"meeting.take_back.{room.second}").click().run()

    assert room.state_of(room.first) is StatementState.PRESENTED
    assert room.state_of(room.second) is StatementState.CANDIDATE


def test_full_consensus_is_recorded_after_a_step_that_counts_those_present(room, run_meeting):
    room.start("Ann Alder", "Ben Birch")
    room.present()
    app = run_meeting()
    assert app.button(key=f"meeting.full.{room.first}").label == "Record full consensus of 2 present"

    app.button(key=f"meeting.full.{room.first}").click().run()

    assert room.state_of(room.first) is StatementState.ADOPTED
    assert "Ann Alder, Ben Birch" in said(app)


def test_one_candidate_is_asked_about_on_the_phones_and_adopted_when_nobody_objects(room, run_meeting):
    room.start(*PANEL)
    statements.present_statement(room.fay, room.first)
    app = run_meeting()
    app.button(key="meeting.next.ask").click().run()
    assert "0 of 3 have answered" in said(app)
    assert "No objection so far" in said(app)
    assert not any(button.key == f"meeting.full.{room.first}" for button in app.button)
    for name in PANEL:
        room.answer(name, "no_objection")
    app.run()

    app.button(key="meeting.check.adopt").click().run()

    assert room.state_of(room.first) is StatementState.ADOPTED
    assert "No objection on their phones" in said(app)
    assert "Ann Alder, Ben Birch, Cleo Cedar" in said(app)


def test_whoever_does_not_answer_is_named_after_the_end_and_asked_in_the_room(room, run_meeting):
    room.start(*PANEL)
    room.present()
    app = run_meeting()
    app.button(key=f"meeting.ask.phones.{room.first}").click().run()
    room.answer("Ann Alder", "no_objection")
    app.run()
    assert "2 people have not answered yet" in said(app)
    assert "Did not answer" not in said(app)

    app.button(key="meeting.check.end").click().run()
    assert "Did not answer on the phone (2)" in said(app)
    app.button(key="meeting.check.adopt").click().run()

    assert room.state_of(room.first) is StatementState.ADOPTED
    assert "No answer on their phones, asked in the room" in said(app)


def test_an_objection_is_read_without_a_name_after_the_end_and_leads_to_a_vote(room, run_meeting):
    room.start(*PANEL)
    room.present()
    app = run_meeting()
    app.button(key=f"meeting.ask.phones.{room.first}").click().run()
    room.answer("Ann Alder", "object", "Not for *children*.")
    app.run()
    assert "An objection has come" in said(app)
    assert "Not for *children*." not in said(app)
    app.button(key="meeting.check.end").click().run()
    assert "Not for *children*." in said(app)
    assert "1 objection" in said(app)
    assert not any(button.key == f"meeting.full.{room.first}" for button in app.button)

    app.button(key="meeting.check.vote").click().run()

    assert [item.statement_id for item in room.view.round.items] == [room.first]
    assert "0 of 3 have voted" in said(app)


def test_a_vote_cannot_be_opened_before_what_is_missing_is_there(room, run_meeting):
    room.start()
    room.present()

    app = run_meeting()

    assert "Nobody who is entitled to vote is present." in said(app)
    assert app.button(key="meeting.open").disabled


def test_without_a_chosen_candidate_the_vote_stays_shut(room, run_meeting):
    room.start(*PANEL)
    room.present()
    app = run_meeting()
    app.checkbox(key=f"meeting.ask.{room.first}").uncheck()

    app.checkbox(key=f"meeting.ask.{room.second}").uncheck().run()

    assert "Choose at least one presented candidate." in said(app)
    assert app.button(key="meeting.open").disabled


def test_the_chosen_candidates_are_put_to_the_vote(room, run_meeting):
    room.start(*PANEL)
    room.present()
    app = run_meeting()
    app.checkbox(key=f"meeting.ask.{room.second}").uncheck().run()

    app.button(key="meeting.open").click().run()

    assert [item.statement_id for item in room.view.round.items] == [room.first]
    assert "0 of 3 have voted" in said(app)
    assert "Needs 3 of 3 to agree" in said(app)


def test_a_live_vote_shows_the_counts_and_never_who_is_missing(room, run_meeting):
    room.start(*PANEL)
    room.present()
    room.open()
    app = run_meeting()
    room.vote("Ann Alder", "agree", "disagree")

    app.run()

    live = "\n".join(html.value for html in app.html)
    assert "1 of 3 have voted" in live
    assert "Agree 1, Disagree 0" in live
    assert "Not complete yet" not in said(app)


def test_a_sealed_vote_names_the_missing_and_hides_the_counts(room, run_meeting):
    room.start(*PANEL)
    room.present()
    room.open(TallyMode.SEALED)
    room.vote("Ann Alder", "agree", "disagree")

    app = run_meeting()

    assert "Ben Birch, Cleo Cedar" in said(app)
    assert "The counts stay hidden until the reveal." in said(app)
    assert "Agree 1" not in said(app)


def test_no_other_topic_is_offered_while_ballots_are_out(room, run_meeting):
    other = topics.add_topic(room.fay, room.stage.process_id, "Patients", "", 30)
    room.start(*PANEL)
    before = keys(run_meeting())
    room.present()
    room.open()

    app = run_meeting()

    assert f"meeting.topic.{other}" in before
    assert f"meeting.topic.{other}" not in keys(app)


def test_closing_early_says_how_many_are_missing(room, run_meeting):
    room.start(*PANEL)
    room.present()
    room.open()
    app = run_meeting()
    assert "3 people have not voted and will be counted as missing." in said(app)

    app.button(key="meeting.close").click().run()

    assert room.view.round.state is RoundState.CLOSED
    assert primary(app) == ["Reveal the verdict"]


def test_only_a_sealed_vote_is_offered_to_be_opened_again(room, run_meeting):
    room.start(*PANEL)
    room.present()
    rounds.close_round(room.fay, room.open(TallyMode.SEALED))
    app = run_meeting()

    app.button(key="meeting.reopen").click().run()

    assert room.view.round.state is RoundState.OPEN


def test_the_verdict_shows_rule_margin_and_the_proposed_statement_which_is_adopted(room, run_meeting):
    room.start(*PANEL)
    room.present()
    rounds_ = [("agree", "disagree"), ("agree", "disagree"), ("agree", "agree")]
    room.reveal(*rounds_)
    app = run_meeting()
    assert "3 of 3 valid votes agree (100.0%)" in said(app)
    assert "Proposed for adoption" in said(app)
    assert primary(app)[0] == "Yes, adopt it"

    app.button(key=f"meeting.next.adopt.{room.first}").click().run()

    assert room.state_of(room.first) is StatementState.ADOPTED
    assert room.state_of(room.second) is StatementState.NO_CONSENSUS


def test_a_tie_is_named_and_nothing_is_proposed(room, run_meeting):
    room.start(*PANEL)
    room.present()
    room.reveal(("agree", "agree"), ("agree", "agree"))

    app = run_meeting()

    assert "a tie is never broken" in said(app)
    assert "Proposed for adoption" not in said(app)


def test_a_statement_without_consensus_can_be_presented_again(room, run_meeting):
    room.start(*PANEL)
    room.present()
    room.reveal(("disagree", "disagree"))
    app = run_meeting()
    assert "No candidate is adopted." in said(app)

    app.button(key=f"meeting.present.{room.first}").click().run()

    assert room.state_of(room.first) is StatementState.PRESENTED


def test_the_rationale_of_an_adopted_statement_is_kept(room, run_meeting):
    room.start(*PANEL)
    room.present()
    meeting.record_full_consensus(room.fay, room.view.id, room.first)
    app = run_meeting()
    own = f"meeting.rationale.{room.first}"
    app.text_area(key=f"{own}.text").set_value("Because <b>it</b> works.")

    app.button(key=f"{own}.save").click().run()

    kept = {s.id: s.rationale for s in statements.list_statements(room.fay, room.stage.process_id)}
    assert kept[room.first] == "Because <b>it</b> works."


def test_the_next_topic_is_one_click_away_and_after_the_last_the_end(room, run_meeting):
    other = topics.add_topic(room.fay, room.stage.process_id, "Patients", "", 30)
    third = statements.add_candidate(room.fay, other, "Ask them.")
    room.start(*PANEL)
    room.present()
    meeting.record_full_consensus(room.fay, room.view.id, room.first)
    app = run_meeting()
    app.button(key="meeting.begin").click().run()
    assert room.view.topic.id == other
    statements.present_statement(room.fay, third)
    meeting.record_full_consensus(room.fay, room.view.id, third)

    app.run().button(key="meeting.end").click().run()

    assert room.view.state is MeetingState.ENDED
    assert "The meeting is over." in said(app)


def test_a_refusal_is_one_sentence_and_changes_nothing(room, run_meeting):
    room.start(*PANEL)
    room.present()
    app = run_meeting()
    processes.finish_process(room.fay, room.stage.process_id)

    app.button(key="meeting.open").click().run()

    assert "This cannot be done while the process is finished." in said(app)
    assert room.view.round is None
