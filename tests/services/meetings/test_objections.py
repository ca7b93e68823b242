"""Objection checks: who is asked, what is seen of the answers, and what follows from them."""

import pytest

from consensus.domain.conflicts import Decision
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, NotAllowedError, NotFoundError
from consensus.domain.lifecycle import RoundState, StatementState
from consensus.domain.objections import Heard
from consensus.domain.statements import Route
from consensus.services import audit
from consensus.services.meetings import breaks, meeting, objections
from consensus.services.meetings.objection_views import list_checks
from consensus.services.people import participation
from consensus.services.processes import tasks
from consensus.services.rounds import ballots, round_views, rounds
from consensus.services.statements import comments, statements, trail
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    FACILITATOR,
    FIRST_WORDING,
    INTEREST,
    PATIENT,
    VOTERS,
    ask_interests,
    begin_meeting,
    decide,
    declare_everything,
    definition,
    plan_process,
)

NO, OBJECT = "no_objection", "object"


def ask(built, statement_id=None):
    """The check, as the facilitator opened it on the first statement."""
    return objections.ask_for_objections(built.context(FACILITATOR), built.meeting_id, statement_id or built.first)


def seen_by(built, name):
    """The newest check as this member sees it."""
    return list_checks(built.context(name), built.process_id)[-1]


def answer(built, name, choice=NO, reason=""):
    check = seen_by(built, name)
    return ballots.cast_ballot(built.context(name), check.item_id, check.version_sha256, choice, reason)


def end(built):
    objections.end_check(built.context(FACILITATOR), seen_by(built, FACILITATOR).id)


def adopt(built, **how):
    objections.adopt_unopposed(built.context(FACILITATOR), seen_by(built, FACILITATOR).id, **how)


def statement_of(built, statement_id=None):
    listed = statements.list_statements(built.context(FACILITATOR), built.process_id)
    return next(statement for statement in listed if statement.id == (statement_id or built.first))


def record_of(built):
    return [event.sentence for event in audit.list_events(built.context(FACILITATOR), built.process_id)]


def test_a_check_asks_those_who_decide_and_are_present_about_one_wording(running):
    meeting.check_out(running.context(CLEO), running.meeting_id)

    ask(running)

    assert seen_by(running, ANN).text == FIRST_WORDING
    assert seen_by(running, ANN).version_sha256 == statement_of(running).sha256
    assert seen_by(running, ANN).n_asked == 3
    assert [seen_by(running, name).is_asked for name in (ANN, CLEO, PATIENT)] == [True, False, False]
    assert seen_by(running, PATIENT).why_not_asked == "You take part without a vote, so you are not asked."
    assert "were asked whether they object to statement 1.1 (version 1, SHA-256" in record_of(running)[0]


def test_nobody_objects_and_everybody_answers_so_one_act_ends_the_check_and_adopts(running):
    ask(running)
    for name in VOTERS:
        answer(running, name)

    adopt(running)

    adopted = statement_of(running).adopted
    assert statement_of(running).state is StatementState.ADOPTED
    assert adopted.route is Route.FULL_CONSENSUS
    assert adopted.heard == ((Heard.PHONE, tuple(sorted(VOTERS))),)
    assert seen_by(running, ANN).state is RoundState.REVEALED
    assert record_of(running)[0] == ("Statement 1.1 was adopted by full consensus (4 said so on their phones).")
    assert record_of(running)[1] == "Check 1 on statement 1.1 was ended: 4 of 4 answered, 0 objections."


def test_silence_is_listed_and_asked_in_the_room_before_it_counts(running):
    ask(running)
    answer(running, ANN)
    answer(running, BEN)
    with pytest.raises(ConflictError, match=r"2 people have not answered yet. End the check"):
        adopt(running)

    end(running)
    assert seen_by(running, FACILITATOR).silent == (CHAIR, CLEO)
    with pytest.raises(ConflictError, match=r"2 people have not answered on the phone. Ask them in the room first"):
        adopt(running)
    adopt(running, room_was_asked=True)

    assert dict(statement_of(running).adopted.heard) == {Heard.PHONE: (ANN, BEN), Heard.SILENT: (CHAIR, CLEO)}
    assert record_of(running)[0].endswith(
        "(2 said so on their phones, 2 did not answer there and were asked in the room)."
    )


def test_whoever_comes_meanwhile_is_asked_in_the_room_and_whoever_left_after_answering_is_kept(running):
    meeting.check_out(running.context(CLEO), running.meeting_id)
    ask(running)
    for name in (CHAIR, ANN, BEN):
        answer(running, name)

    meeting.check_out(running.context(ANN), running.meeting_id)
    meeting.check_in(running.context(CLEO), running.meeting_id)
    end(running)
    assert seen_by(running, FACILITATOR).came_later == (CLEO,)
    adopt(running, room_was_asked=True)

    assert dict(statement_of(running).adopted.heard) == {
        Heard.ALOUD: (CLEO,),
        Heard.PHONE: (CHAIR, BEN),
        Heard.LEFT: (ANN,),
    }


def test_whoever_left_without_an_answer_is_not_among_those_who_agreed(running):
    ask(running)
    for name in (CHAIR, ANN, BEN):
        answer(running, name)

    meeting.check_out(running.context(CLEO), running.meeting_id)
    adopt(running)

    assert statement_of(running).adopted.present == (CHAIR, ANN, BEN)


def test_an_objection_stands_in_the_way_of_adoption_on_the_phones_and_aloud(running):
    ask(running)
    for name in (CHAIR, ANN, BEN):
        answer(running, name)
    answer(running, CLEO, OBJECT)

    with pytest.raises(ConflictError, match="There is an objection"):
        adopt(running)
    end(running)

    with pytest.raises(ConflictError, match="There is an objection"):
        adopt(running, room_was_asked=True)
    with pytest.raises(ConflictError, match="Somebody objected to this very wording"):
        meeting.record_full_consensus(running.context(FACILITATOR), running.meeting_id, running.first)


def test_an_objection_is_taken_back_in_a_new_check_and_nowhere_else(running):
    ask(running)
    answer(running, CLEO, OBJECT)
    end(running)

    ask(running)
    for name in VOTERS:
        answer(running, name)
    adopt(running)

    assert [check.number for check in list_checks(running.context(ANN), running.process_id)] == [1, 2]
    assert statement_of(running).state is StatementState.ADOPTED


def test_while_a_check_is_open_the_facilitator_sees_that_there_is_an_objection_and_nobody_who_answered(running):
    ask(running)
    answer(running, ANN)
    answer(running, CLEO, OBJECT, "Children are not meant.")

    seen = seen_by(running, FACILITATOR)

    assert (seen.n_answered, seen.n_asked, seen.has_objection) == (2, 4, True)
    assert (seen.n_objections, seen.objections, seen.silent, seen.came_later) == (None, None, None, None)
    for name in (CHAIR, BEN, CLEO, PATIENT):
        assert (seen_by(running, name).n_answered, seen_by(running, name).has_objection) == (2, None)


def test_after_a_confidential_check_reasons_are_read_without_a_name_and_silence_names_nobody(running):
    ask(running)
    answer(running, ANN)
    answer(running, CLEO, OBJECT, "Children are not meant.")

    end(running)

    for name in (FACILITATOR, CHAIR, BEN, PATIENT):
        seen = seen_by(running, name)
        assert (seen.n_objections, seen.silent) == (1, None)
        assert [(one.reason, one.name) for one in seen.objections] == [("Children are not meant.", "")]


def test_after_an_open_check_everybody_sees_who_objects(db):
    built = begin_meeting(plan_process(db, anonymity=Anonymity.OPEN))
    ask(built)
    answer(built, CLEO, OBJECT, "Children are not meant.")
    assert seen_by(built, FACILITATOR).objections is None

    end(built)

    assert [(one.name, one.reason) for one in seen_by(built, ANN).objections] == [(CLEO, "Children are not meant.")]
    assert seen_by(built, FACILITATOR).silent == (CHAIR, ANN, BEN)
    assert seen_by(built, ANN).silent is None


def test_an_answer_can_be_changed_until_the_end_and_no_later(running):
    ask(running)
    answer(running, CLEO, OBJECT, "Children are not meant.")
    answer(running, CLEO, NO, "Children are not meant.")
    assert seen_by(running, CLEO).my_answer.choice == NO
    assert not seen_by(running, FACILITATOR).has_objection

    end(running)

    assert seen_by(running, FACILITATOR).objections == ()
    assert comments.list_comments(running.context(FACILITATOR), running.first) == ()
    with pytest.raises(ConflictError, match="The panel is not asked any longer"):
        answer(running, ANN)


def test_only_the_two_answers_of_a_check_are_taken_and_only_from_those_who_are_asked(running):
    ask(running)

    with pytest.raises(Exception, match="not one of the answers offered"):
        answer(running, ANN, "agree")
    with pytest.raises(NotAllowedError, match="not among those who decide"):
        answer(running, PATIENT)


def test_an_objection_leads_to_a_vote_on_the_same_wording_in_one_act(running):
    ask(running)
    answer(running, CLEO, OBJECT)

    vote_id = objections.put_to_vote(running.context(FACILITATOR), seen_by(running, FACILITATOR).id)

    vote = round_views.get_round(running.context(ANN), vote_id)
    assert seen_by(running, ANN).state is RoundState.REVEALED
    assert (vote.number, vote.state) == (1, RoundState.OPEN)
    assert [item.version_sha256 for item in vote.items] == [seen_by(running, ANN).version_sha256]


def test_nobody_can_reword_withdraw_or_take_back_while_the_panel_is_asked(running):
    ctx = running.context(FACILITATOR)
    ask(running)

    with pytest.raises(ConflictError, match="frozen"):
        statements.reword(ctx, running.first, "Other words.", "", "")
    with pytest.raises(ConflictError, match="frozen"):
        statements.withdraw(ctx, running.first)
    with pytest.raises(ConflictError, match="frozen"):
        statements.unpresent(ctx, running.first)
    assert not statement_of(running).may_reword


def test_after_a_rewording_that_answers_the_reason_a_new_check_shows_what_changed(running):
    ctx = running.context(FACILITATOR)
    ask(running)
    answer(running, CLEO, OBJECT, "Children are not meant.")
    end(running)
    reason = comments.list_comments(ctx, running.first)[0]
    assert reason.said_in == "Check 1"

    statements.reword(ctx, running.first, f"{FIRST_WORDING[:-1]} to adults.", "", "Adults only", answers=[reason.key])

    with pytest.raises(ConflictError, match="The wording has changed"):
        adopt(running, room_was_asked=True)
    with pytest.raises(ConflictError, match="The wording has changed"):
        objections.put_to_vote(ctx, seen_by(running, FACILITATOR).id)
    ask(running)
    for name in VOTERS:
        answer(running, name)
    adopt(running)
    assert statement_of(running).state is StatementState.ADOPTED
    headings = [step.heading for step in trail.get_trail(ctx, running.first)]
    assert "Check 1 for objections to version 1" in headings
    assert "Check 2 for objections to version 2" in headings


def test_one_thing_is_asked_at_a_time(running):
    ctx = running.context(FACILITATOR)
    ask(running)

    with pytest.raises(ConflictError, match="the panel is being asked"):
        ask(running, running.second)
    with pytest.raises(ConflictError, match="the panel is being asked"):
        rounds.open_round(ctx, running.meeting_id, [running.second])
    with pytest.raises(ConflictError, match="the panel is being asked"):
        meeting.choose_topic(ctx, running.meeting_id, running.other_topic_id)
    with pytest.raises(ConflictError, match="the panel is being asked"):
        meeting.record_full_consensus(ctx, running.meeting_id, running.first)
    with pytest.raises(ConflictError):
        breaks.begin_break(ctx, running.meeting_id, "Tea", 15)


def test_of_two_facilitators_the_second_is_told_that_it_is_done(running):
    ask(running)
    check = seen_by(running, FACILITATOR)
    objections.end_check(running.context(FACILITATOR), check.id)

    with pytest.raises(ConflictError, match="This check has ended already"):
        objections.end_check(running.context(FACILITATOR), check.id)
    adopt(running, room_was_asked=True)
    with pytest.raises(ConflictError, match="The wording has changed, or something newer"):
        adopt(running, room_was_asked=True)


def test_the_end_of_the_meeting_ends_the_check(running):
    ask(running)
    answer(running, ANN)

    meeting.end_meeting(running.context(FACILITATOR), running.meeting_id)

    assert seen_by(running, ANN).state is RoundState.REVEALED
    assert seen_by(running, ANN).n_answered == 1
    with pytest.raises(ConflictError, match="The meeting is not running"):
        adopt(running, room_was_asked=True)


def test_a_check_waits_for_declarations_of_interest_as_a_vote_does(planned):
    ask_interests(planned)
    built = begin_meeting(planned)
    issues = objections.issues_before_asking(built.context(FACILITATOR), built.meeting_id, built.first)
    assert issues[0].startswith("Interests not declared yet")
    with pytest.raises(ConflictError, match="Interests not declared yet"):
        ask(built)

    declare_everything(built, {(CLEO, built.topic_id): INTEREST})
    decide(built, CLEO, built.topic_id, Decision.RECUSED)
    ask(built)

    assert seen_by(built, CLEO).why_not_asked == "You are recused from this topic, so you are not asked."
    assert seen_by(built, FACILITATOR).n_asked == 3
    with pytest.raises(NotAllowedError, match="You are recused"):
        answer(built, CLEO)


def test_whoever_is_recused_after_answering_was_there_and_did_not_decide(planned):
    ask_interests(planned)
    built = begin_meeting(planned)
    declare_everything(built, {(CLEO, built.topic_id): INTEREST})
    decide(built, CLEO, built.topic_id, Decision.DISCLOSED_ONLY)
    ask(built)
    for name in VOTERS:
        answer(built, name)
    with pytest.raises(ConflictError, match="its electorate is frozen"):
        decide(built, CLEO, built.topic_id, Decision.RECUSED)

    end(built)
    decide(built, CLEO, built.topic_id, Decision.RECUSED)
    adopt(built)

    assert statement_of(built).adopted.present == (CHAIR, ANN, BEN)


def test_where_absent_people_decide_too_nobody_is_asked_on_the_phones(db):
    built = begin_meeting(plan_process(db, rule=definition(electorate="entitled")), present=[ANN, BEN])

    with pytest.raises(ConflictError, match=r"2 of them are not here. Put the statement to the vote"):
        ask(built)


def test_fewer_than_three_are_asked_aloud_because_a_confidential_check_would_name_them(planned):
    built = begin_meeting(planned, present=[ANN, BEN])
    with pytest.raises(ConflictError, match="needs at least 3 people"):
        ask(built)

    meeting.record_full_consensus(built.context(FACILITATOR), built.meeting_id, built.first)

    assert statement_of(built).adopted.heard == ((Heard.ALOUD, (ANN, BEN)),)
    assert record_of(built)[0] == "Statement 1.1 was adopted by full consensus (asked aloud)."


def test_a_process_that_promises_secret_votes_asks_aloud_because_answers_to_a_check_are_not_secret(db):
    built = begin_meeting(plan_process(db, anonymity=Anonymity.SECRET))
    assert objections.issues_before_asking(built.context(FACILITATOR), built.meeting_id, built.first)[0] == (
        "This process promises secret votes, and answers to a check are not. Ask aloud, or vote."
    )
    with pytest.raises(ConflictError, match="answers to a check are not"):
        ask(built)
    assert list_checks(built.context(FACILITATOR), built.process_id) == ()

    meeting.record_full_consensus(built.context(FACILITATOR), built.meeting_id, built.first)

    assert statement_of(built).adopted.heard == ((Heard.ALOUD, VOTERS),)


def test_a_statement_that_is_not_before_the_panel_is_not_asked_about(running):
    statements.unpresent(running.context(FACILITATOR), running.first)
    with pytest.raises(ConflictError, match="Present the statement to the panel first"):
        ask(running)

    meeting.choose_topic(running.context(FACILITATOR), running.meeting_id, running.other_topic_id)
    with pytest.raises(ConflictError, match="Only a statement of the current topic"):
        ask(running, running.second)


def test_a_check_is_no_vote(running):
    ask(running)
    answer(running, ANN)
    ctx = running.context(FACILITATOR)
    check_id = seen_by(running, FACILITATOR).id

    for act in (rounds.close_round, rounds.reveal_round, rounds.reopen_round, round_views.get_round):
        with pytest.raises(NotFoundError):
            act(ctx, check_id)
    end(running)

    assert round_views.list_rounds(ctx, running.process_id) == ()
    assert meeting.get_meeting(ctx, running.process_id).round is None
    with running.db.reading() as session:
        assert participation.participation_flow(session, running.process_id).voted == 0


def test_whoever_is_asked_has_it_among_their_tasks(running):
    def task(name):
        listed = tasks.list_my_tasks(running.context(name), running.process_id)
        return next((task.title for task in listed if task.key == "vote"), None)

    ask(running)
    assert task(ANN) == "Any objection?"
    answer(running, ANN)

    assert task(ANN) == "You have answered"
    assert task(PATIENT) is None


def test_a_repeated_answer_from_a_browser_counts_once(running):
    ask(running)
    check = seen_by(running, ANN)
    request = ballots.CastRequest(running.token(ANN), "a key", check.item_id, check.version_sha256, NO)

    first, second = (ballots.cast_ballots(running.db, [request])[0] for _ in range(2))

    assert first == second
    assert seen_by(running, FACILITATOR).n_answered == 1


def test_the_check_is_on_every_screen_until_something_newer_comes(running):
    ctx = running.context(FACILITATOR)

    def on_screen():
        return meeting.get_meeting(ctx, running.process_id).check

    assert on_screen() is None
    ask(running)
    assert on_screen().is_open
    answer(running, CLEO, OBJECT)
    end(running)
    assert on_screen().n_objections == 1

    statements.reword(ctx, running.first, "Other words.", "", "")

    assert on_screen() is None
