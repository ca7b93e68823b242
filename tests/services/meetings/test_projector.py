"""What a projector shows: one thing at a time, and of an open vote nothing that depends on how people vote."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from consensus.domain.ballots import Choice
from consensus.domain.disclosure import TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError, SignedOutError, SignInError, TooManyAttemptsError
from consensus.domain.scenes import Scene
from consensus.persistence.tables import ProjectorLink, ProjectorScreen
from consensus.services import audit
from consensus.services.meetings import breaks, floor, meeting, objections, projector, projector_links, rooms, timers
from consensus.services.meetings.agenda import generate_agenda
from consensus.services.meetings.objection_views import list_checks
from consensus.services.meetings.shown_statements import ShownCheck
from consensus.services.processes import processes
from consensus.services.rounds import voiding
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.sign_in.attempts import LIMITS
from consensus.services.snapshots import snapshots
from consensus.services.statements import statements, topics
from consensus.tally.rules import Outcome
from surveys.agenda_plan import DayPlan
from tests.services.builders import (
    ANN,
    CHAIR,
    EVERYBODY,
    FACILITATOR,
    FIRST_WORDING,
    NOON,
    SECOND_WORDING,
    VOTERS,
    begin_meeting,
    open_vote,
)

HERE = "192.0.2.7"


def link(built):
    return projector_links.issue_projector_link(built.context(FACILITATOR), built.meeting_id)


def screen(built):
    return projector_links.open_screen(built.db, link(built), address=HERE, agent="Firefox on Linux").token


@pytest.fixture
def shown(running):
    """What a screen of the running meeting shows, each time it is called."""
    token = screen(running)
    return lambda: projector.look(running.db, token)


@pytest.fixture
def fay(running):
    return running.context(FACILITATOR)


def settle(running, choices, mode=TallyMode.LIVE):
    """Vote on the first statement; the second one fails with nobody for or against."""
    vote = open_vote(running, mode)
    for name, choice in zip(VOTERS, choices, strict=True):
        vote.cast(name, choice)
    vote.reveal()


def test_before_the_meeting_it_welcomes_with_the_way_in(planned):
    begin_meeting(planned, present=[])
    ctx = planned.context(FACILITATOR)
    code = rooms.new_room_code(ctx, planned.meeting_id)
    view = projector.look(planned.db, screen(planned))

    assert (view.process, view.meeting, view.day) == ("Hand surgery", "Consensus meeting", "7 September 2012")
    assert (view.room.code, view.room.address) == (code, f"http://localhost:8501/room/{code}")


def test_a_planned_meeting_shows_title_day_and_hour(planned):
    ctx = planned.context(FACILITATOR)
    generate_agenda(ctx, planned.process_id, DayPlan())
    processes.start_process(ctx, planned.process_id)
    view = projector.look(planned.db, screen(planned))

    assert (view.scene, view.day, view.starts, view.topic) == (Scene.WELCOME, "7 September 2012", "09:00", "")
    assert view.statements == view.verdicts == view.talks == ()


def test_a_topic_begins_with_its_presentations(running, fay, shown):
    topics.add_presentation(fay, running.other_topic_id, "What fasting is for", "Dr. Lund", 10)
    meeting.choose_topic(fay, running.meeting_id, running.other_topic_id)
    view = shown()

    assert (view.scene, view.topic, view.place) == (Scene.TALKS, "Fasting", "Topic 2 of 2")
    assert [(talk.title, talk.presenter, talk.minutes) for talk in view.talks] == [
        ("What fasting is for", "Dr. Lund", 10)
    ]


def test_the_timer_runs_from_when_the_topic_was_taken_up(running, fay, shown):
    meeting.choose_topic(fay, running.meeting_id, running.other_topic_id)

    assert shown().timer.began_at == NOON
    assert shown().timer.ends_at == NOON + timedelta(minutes=10)


def test_presented_candidates_are_shown_as_they_are_worded(shown):
    assert shown().scene is Scene.DISCUSSION
    assert [(one.label, one.text) for one in shown().statements] == [("1.1", FIRST_WORDING), ("1.2", SECOND_WORDING)]


def test_a_candidate_that_was_not_presented_is_shown_nowhere(running, fay, shown):
    statements.add_candidate(fay, running.topic_id, "A draft of ours.")
    statements.unpresent(fay, running.second)

    assert "A draft of ours." not in repr(shown())
    assert [one.text for one in shown().statements] == [FIRST_WORDING]


@pytest.mark.parametrize("mode", TallyMode)
def test_an_open_vote_shows_the_turnout_and_no_count(running, shown, mode):
    vote = open_vote(running, mode)
    vote.cast(ANN, "agree")
    view = shown()

    assert (view.scene, view.turnout.n_cast, view.turnout.n_electors) == (Scene.VOTE, 1, 4)
    assert view.turnout.needs.startswith("Needs 4 of 4")
    assert view.verdicts == ()
    assert [one.text for one in view.statements] == [FIRST_WORDING, SECOND_WORDING]


@pytest.mark.parametrize("mode", TallyMode)
def test_a_closed_vote_shows_no_more_than_an_open_one(running, shown, mode):
    vote = open_vote(running, mode)
    vote.cast(ANN, "agree")
    vote.close()

    assert (shown().scene, shown().verdicts, shown().turnout.n_cast) == (Scene.CLOSED, (), 1)


CHOICES = st.lists(st.sampled_from([choice.value for choice in Choice]), min_size=4, max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=CHOICES, changed=st.sampled_from(["agree", "disagree"]), mode=st.sampled_from(list(TallyMode)))
def test_an_open_vote_has_the_same_bytes_whatever_people_choose(db, stages, choices, changed, mode):
    def bytes_of(votes):
        built = stages.put_into(db, "running").built
        snapshots(db).clear()
        token = screen(built)
        vote = open_vote(built, mode)
        seen = []
        for name, choice in zip(VOTERS, votes, strict=True):
            vote.cast(name, choice)
            seen.append(repr(projector.look(db, token)))
        vote.cast(ANN, changed)
        seen.append(repr(projector.look(db, token)))
        vote.close()
        seen.append(repr(projector.look(db, token)))
        return seen

    assert bytes_of(choices) == bytes_of(["agree"] * 4)


def test_a_changed_vote_changes_nothing_on_the_screen(running, shown):
    vote = open_vote(running)
    vote.cast(ANN, "agree")
    before = repr(shown())

    vote.cast(ANN, "disagree")

    assert repr(shown()) == before


def test_the_verdict_comes_with_both_sides_and_one_sentence(running, shown):
    settle(running, ["agree", "agree", "agree", "disagree"])
    first = shown().verdicts[0]

    assert shown().scene is Scene.VERDICT
    assert (first.n_agree, first.n_disagree, first.outcome) == (3, 1, Outcome.NO_CONSENSUS)
    assert "the rule asks for" in first.sentence


def test_no_name_reaches_a_screen(running, shown):
    settle(running, ["agree", "agree", "agree", "disagree"])

    assert not any(name in repr(shown()) for name in EVERYBODY)


def test_a_verdict_stays_when_its_statement_is_adopted(running, fay, shown):
    settle(running, ["agree"] * 4)
    statements.adopt(fay, running.first)

    assert shown().scene is Scene.VERDICT
    assert [one.is_adopted for one in shown().verdicts] == [True, False]


def test_a_rewording_brings_the_discussion_back(running, fay, shown):
    settle(running, ["disagree"] * 4)
    statements.reword(fay, running.first, "Local anaesthesia may be offered first.", "", "Softer.")
    statements.present_statement(fay, running.first)

    assert shown().scene is Scene.DISCUSSION
    assert [one.text for one in shown().statements] == ["Local anaesthesia may be offered first."]


def test_a_void_vote_is_said_with_its_reason_until_something_else_happens(running, fay, shown):
    vote = open_vote(running)
    vote.cast(ANN, "disagree")
    voiding.void_round(fay, vote.id, "The wrong wording was put to the vote.")

    assert (shown().scene, shown().void) == (Scene.VOID, "The wrong wording was put to the vote.")
    assert (shown().verdicts, shown().turnout) == ((), None)
    assert len(shown().statements) == 2

    open_vote(running)
    assert (shown().scene, shown().void) == (Scene.VOTE, "")


def test_full_consensus_is_shown_with_how_many_agreed_and_what_is_left(running, fay, shown):
    meeting.record_full_consensus(fay, running.meeting_id, running.first)
    view = shown()

    assert (view.scene, view.verdicts[0].text) == (Scene.ADOPTED, FIRST_WORDING)
    assert view.verdicts[0].sentence == "All 4 people present agreed: full consensus, adopted without a vote."
    assert [one.text for one in view.statements] == [SECOND_WORDING]


def test_of_a_check_it_shows_the_wording_and_how_many_answered_until_the_end(running, fay, shown):
    check_id = objections.ask_for_objections(fay, running.meeting_id, running.first)
    (check,) = list_checks(fay, running.process_id)
    told = []
    for choice in ("no_objection", "object"):
        cast_ballot(running.context(ANN), check.item_id, check.version_sha256, choice, "Children are not meant.")
        told.append(shown())

    assert told[0] == told[1]
    assert (told[0].scene, [one.text for one in told[0].statements]) == (Scene.CHECK, [FIRST_WORDING])
    assert told[0].check == ShownCheck(n_answered=1, n_asked=4, n_objections=None)
    objections.end_check(fay, check_id)
    assert (shown().scene, shown().check) == (Scene.CHECKED, ShownCheck(1, 4, 1))
    assert "Children" not in repr(shown())
    statements.reword(fay, running.first, "Local anaesthesia may be offered first.", "", "Softer.")
    assert (shown().scene, shown().check) == (Scene.DISCUSSION, None)


def test_a_break_is_shown_until_the_meeting_goes_on(running, fay, shown):
    breaks.begin_break(fay, running.meeting_id, "Coffee", 15)
    during = shown()
    breaks.end_break(fay, running.meeting_id)

    assert (during.scene, during.pause.title, during.pause.ends_at) == (
        Scene.BREAK,
        "Coffee",
        NOON + timedelta(minutes=15),
    )
    assert shown().scene is Scene.DISCUSSION


def test_taking_up_a_topic_ends_the_break(running, fay, shown):
    breaks.begin_break(fay, running.meeting_id, "Coffee", 15)
    meeting.choose_topic(fay, running.meeting_id, running.other_topic_id)

    assert shown().scene is Scene.TALKS
    assert meeting.get_meeting(fay, running.process_id).pause is None


def test_a_vote_that_is_opened_ends_the_break_for_good(running, fay, shown, clock):
    breaks.begin_break(fay, running.meeting_id, "Coffee", 15)
    clock.forward(minutes=1)
    settle(running, ["agree"] * 4)

    assert shown().scene is Scene.VERDICT
    breaks.begin_break(fay, running.meeting_id, "Lunch", 45)
    assert shown().pause.title == "Lunch"


def test_nobody_breaks_while_people_vote(running, fay):
    open_vote(running)

    with pytest.raises(ConflictError, match="Close and reveal"):
        breaks.begin_break(fay, running.meeting_id, "Coffee", 15)


@pytest.mark.parametrize("minutes", [0, -5, 24 * 60 + 1])
def test_a_break_has_a_length(running, fay, minutes):
    with pytest.raises(InvalidInputError):
        breaks.begin_break(fay, running.meeting_id, "Coffee", minutes)


def test_at_the_end_the_way_in_is_gone_and_the_adopted_are_counted(running, fay, shown):
    rooms.new_room_code(fay, running.meeting_id)
    meeting.record_full_consensus(fay, running.meeting_id, running.first)
    meeting.end_meeting(fay, running.meeting_id)

    assert (shown().scene, shown().n_adopted, shown().room.code) == (Scene.END, 1, "")


def test_a_link_opens_several_screens_and_a_new_one_ends_them_all(running):
    old = link(running)
    screens = [projector_links.open_screen(running.db, old, address=HERE).token for _ in range(2)]
    new = link(running)

    for token in screens:
        with pytest.raises(SignedOutError):
            projector.look(running.db, token)
    with pytest.raises(SignInError, match="not valid"):
        projector_links.open_screen(running.db, old, address=HERE)
    assert projector_links.open_screen(running.db, new, address=HERE).token not in screens


def test_a_link_opens_ten_screens_and_no_more_until_a_new_one_is_made(running, fay):
    secret = link(running)
    for _ in range(projector_links.MOST_SCREENS):
        projector_links.open_screen(running.db, secret, address=HERE)

    with pytest.raises(SignInError, match="This link has opened 10 screens, and opens no more"):
        projector_links.open_screen(running.db, secret, address=HERE)

    assert projector_links.get_projector_link(fay, running.meeting_id).n_screens == 10
    assert projector_links.is_screen(
        running.db, projector_links.open_screen(running.db, link(running), address=HERE).token
    )


def test_a_revoked_link_and_its_screens_are_over(running):
    secret = link(running)
    token = projector_links.open_screen(running.db, secret, address=HERE).token
    projector_links.revoke_projector_link(running.context(FACILITATOR), running.meeting_id)

    assert not projector_links.is_screen(running.db, token)
    with pytest.raises(SignInError):
        projector_links.open_screen(running.db, secret, address=HERE)


def test_a_screen_ends_after_some_weeks(running, clock):
    token = screen(running)
    clock.forward(days=31)

    assert not projector_links.is_screen(running.db, token)


def test_neither_the_secret_nor_the_cookie_is_kept(running):
    secret = link(running)
    token = projector_links.open_screen(running.db, secret, address=HERE).token
    with running.db.reading() as session:
        kept = str([session.get(ProjectorLink, running.meeting_id), *session.exec(select(ProjectorScreen))])
    events = json.dumps([event.sentence for event in audit.list_events(running.context(CHAIR), running.process_id)])

    assert secret not in kept + events
    assert token not in kept + events


def test_guesses_at_a_link_come_to_an_end(running):
    refusals = []
    for number in range(LIMITS["address"] + 1):
        with pytest.raises((SignInError, TooManyAttemptsError)) as refused:
            projector_links.open_screen(running.db, f"guess {number}", address=HERE)
        refusals.append(type(refused.value))

    assert refusals[-2:] == [SignInError, TooManyAttemptsError]


def test_link_screen_and_end_are_on_the_record(running, fay):
    screen(running)
    projector_links.revoke_projector_link(fay, running.meeting_id)

    sentences = [event.sentence for event in audit.list_events(fay, running.process_id, limit=3)]
    assert sentences == [
        "The projector link was ended, with every screen opened by it.",
        "A screen was opened by the projector link (Firefox on Linux).",
        "A projector link was made for the meeting; one made before, and its screens, no longer work.",
    ]
    assert audit.verify_chain(fay, running.process_id).is_intact


def test_many_screens_read_a_meeting_once_for_each_revision(running, monkeypatch):
    read = []
    original = projector.view_meeting
    monkeypatch.setattr(projector, "view_meeting", lambda *given: read.append(1) or original(*given))
    secret = link(running)
    screens = [projector_links.open_screen(running.db, secret, address=HERE).token for _ in range(3)]

    for token in screens:
        projector.look(running.db, token)

    assert len(read) == 1


def test_the_clock_and_the_floor_are_shown_and_a_vote_takes_them_away(running, fay, shown):
    timers.begin_discussion(fay, running.meeting_id)
    floor.ask(running.context(ANN), running.meeting_id)
    floor.add_speaker(fay, running.meeting_id, "Gert Guest")
    floor.give_floor(fay, meeting.get_meeting(fay, running.process_id).floor.waiting[0].id)

    stage = shown().stage
    assert (stage.clock.title, stage.clock.due_at) == ("The discussion", NOON + timedelta(minutes=20))
    assert (stage.speaking.title, stage.next_speaker, stage.n_waiting) == (ANN, "Gert Guest", 1)

    open_vote(running)
    assert (shown().stage.clock, shown().stage.speaking, shown().stage.next_speaker) == (None, None, "")


def test_a_break_shows_the_agenda_with_planned_and_real_times(running, fay, shown, clock):
    generate_agenda(fay, running.process_id, DayPlan(starts_at=12 * 60))
    clock.forward(minutes=2)
    breaks.begin_break(fay, running.meeting_id, "Coffee", 15)

    first, other = shown().stage.agenda
    assert first.is_current
    assert first.real.startswith("began 12:00, ")
    assert (first.planned, other.planned) < (other.planned, "24")
