"""Consent: asked for in a version, given or refused, withdrawn, and needed wherever data would arise."""

from datetime import timedelta

import pytest

from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.taking_part import ConsentNeededError, ConsentState, DeclineReason
from consensus.services import audit
from consensus.services.meetings import meeting
from consensus.services.people import consent, consent_copy, panel, taking_part
from consensus.services.people.panel_search import PanelQuestion, Stage
from consensus.services.processes import results
from consensus.services.processes.tasks import list_my_tasks
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.surveys import collation, survey
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    FACILITATOR,
    FIRST_WORDING,
    OBSERVER,
    PATIENT,
    begin_meeting,
    open_vote,
)

TEXT = "Your answers are kept for ten years.\n\nYou may withdraw."


def ask(built, text=TEXT, plain=""):
    return consent.add_text(built.context(FACILITATOR), built.process_id, text, plain)


def say(built, name, *, agrees=True):
    newest = mine(built, name).newest
    consent.answer_consent(built.context(name), built.process_id, newest.sha256, agrees=agrees)


def mine(built, name):
    return consent.get_my_consent(built.context(name), built.process_id)


def sentences(built):
    return [event.sentence for event in audit.list_events(built.context(FACILITATOR), built.process_id, limit=500)]


@pytest.fixture
def asked(running):
    """A running meeting, everybody present, the survey open, and a consent text nobody has answered."""
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    ask(running)
    return running


def test_without_a_text_nobody_is_asked(running):
    assert mine(running, ANN).state is ConsentState.NOT_ASKED
    assert consent.get_count(running.context(FACILITATOR), running.process_id) is None


def test_those_on_the_panel_are_asked_and_nobody_else(asked):
    states = {name: mine(asked, name).state for name in (CHAIR, ANN, PATIENT, OBSERVER, FACILITATOR)}

    assert [name for name, state in states.items() if state is ConsentState.WAITING] == [CHAIR, ANN, PATIENT]


def test_the_text_comes_before_everything_else(asked):
    first = list_my_tasks(asked.context(ANN), asked.process_id)[0]

    assert (first.title, first.is_urgent) == ("Read the consent text", True)


def test_agreeing_accepts_the_invitation_and_is_on_the_record(asked, clock):
    say(asked, ANN)

    assert mine(asked, ANN).state is ConsentState.GIVEN
    assert mine(asked, ANN).last.at == clock.now
    assert taking_part.get_my_invitation(asked.context(ANN), asked.process_id).state is InvitationState.ACCEPTED
    assert f"{ANN} agreed to version 1 of the consent text." in sentences(asked)


def test_refusing_declines_with_that_reason_and_can_be_changed(asked):
    say(asked, ANN, agrees=False)
    refused = taking_part.get_my_invitation(asked.context(ANN), asked.process_id)
    say(asked, ANN)

    assert (refused.state, refused.decline_reason) == (InvitationState.DECLINED, DeclineReason.NO_CONSENT)
    assert mine(asked, ANN).state is ConsentState.GIVEN
    said = consent.get_member_words(asked.context(CHAIR), asked.members[ANN])
    assert [(word.version, word.given) for word in said] == [(1, False), (1, True)]


def test_saying_the_same_again_is_said_once(asked):
    say(asked, ANN)
    say(asked, ANN)

    assert len(mine(asked, ANN).words) == 1


def test_a_new_version_asks_everybody_again_and_keeps_the_old_one(asked):
    say(asked, ANN)
    ask(asked, "Your answers are kept for five years.", "Five years.")

    assert mine(asked, ANN).state is ConsentState.WAITING
    assert list_my_tasks(asked.context(ANN), asked.process_id)[0].title == "Read the new consent text"
    versions = consent.list_texts(asked.context(CHAIR), asked.process_id)
    assert [(text.number, text.text[:30]) for text in versions] == [
        (2, "Your answers are kept for five"),
        (1, "Your answers are kept for ten "),
    ]


def test_an_answer_to_a_text_that_changed_meanwhile_is_refused(asked):
    read = mine(asked, ANN).newest
    ask(asked, "Another text.")

    with pytest.raises(ConflictError, match="has changed since this page was drawn"):
        consent.answer_consent(asked.context(ANN), asked.process_id, read.sha256, agrees=True)

    assert mine(asked, ANN).words == ()


def test_the_same_text_is_no_new_version(asked):
    with pytest.raises(ConflictError, match="text of version 1 already"):
        ask(asked, TEXT.replace("\n", "\r\n") + "  ")


CALLS = {
    "reading the survey": lambda built, ctx: survey.get_my_survey(ctx, built.process_id),
    "answering the survey": lambda built, ctx: survey.save_answer(ctx, built.survey_id, "method", "local"),
    "sending the survey": lambda built, ctx: survey.finish_survey(ctx, built.survey_id),
    "checking in": lambda built, ctx: meeting.check_in(ctx, built.meeting_id),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("is_outdated", [False, True], ids=["silent", "agreed to an older version"])
def test_nothing_that_makes_data_works_without_consent(asked, call, is_outdated):
    if is_outdated:
        say(asked, ANN)
        ask(asked, "Another text.")

    with pytest.raises(ConsentNeededError, match="Read the consent text first"):
        call(asked, asked.context(ANN))


def test_an_electorate_holds_only_those_who_agreed(asked, clock):
    for name in (CHAIR, ANN, BEN):
        say(asked, name)
    say(asked, CLEO, agrees=False)

    seen = meeting.get_meeting(asked.context(FACILITATOR), asked.process_id)
    round_id = rounds.open_round(asked.context(FACILITATOR), asked.meeting_id, [asked.first])

    assert seen.n_may_vote == 3
    assert get_round(asked.context(FACILITATOR), round_id).n_electors == 3
    clock.now += timedelta(minutes=1)
    say(asked, CLEO)
    late = get_round(asked.context(CLEO), round_id)
    assert not late.may_vote
    assert "had not agreed to the consent text when this vote was opened" in late.why_not_vote
    ask(asked, "A newer text.")
    assert get_round(asked.context(ANN), round_id).why_not_vote == ""


def test_full_consensus_counts_only_those_who_agreed(asked):
    for name in (CHAIR, ANN):
        say(asked, name)

    meeting.record_full_consensus(asked.context(FACILITATOR), asked.meeting_id, asked.first)

    final = results.get_results(asked.context(FACILITATOR), asked.process_id).statements
    assert [(statement.text, statement.present) for statement in final] == [(FIRST_WORDING, 2)]


def test_withdrawing_during_a_vote_leaves_what_was_cast_and_the_electorate(planned):
    begin_meeting(planned)
    ask(planned)
    for name in (CHAIR, ANN, BEN, CLEO):
        say(planned, name)
    vote = open_vote(planned)
    vote.cast(ANN, "agree")

    say(planned, ANN, agrees=False)

    seen = get_round(planned.context(FACILITATOR), vote.id)
    assert (seen.n_cast, seen.n_electors) == (1, 4)
    assert f"{ANN} withdrew consent, given to version 1 of the consent text." in sentences(planned)


def send_in(built, names):
    for name in names:
        say(built, name)
        survey.save_answer(built.context(name), built.survey_id, "method", "local")
        survey.finish_survey(built.context(name), built.survey_id)


def test_withdrawing_while_the_survey_is_open_takes_the_answers_out(asked):
    send_in(asked, (CHAIR, ANN, BEN, CLEO))
    say(asked, ANN, agrees=False)
    survey.close_survey(asked.context(FACILITATOR), asked.survey_id)

    assert collation.get_collation(asked.context(FACILITATOR), asked.process_id).n_respondents == 3


def test_withdrawing_after_the_close_leaves_them_among_the_others(asked):
    send_in(asked, (CHAIR, ANN, BEN, CLEO))
    survey.close_survey(asked.context(FACILITATOR), asked.survey_id)
    say(asked, ANN, agrees=False)

    assert collation.get_collation(asked.context(FACILITATOR), asked.process_id).n_respondents == 4


def test_who_agreed_is_counted_and_printed_in_the_methods(asked):
    for name in (CHAIR, ANN, BEN):
        say(asked, name)
    say(asked, CLEO, agrees=False)

    count = consent.get_count(asked.context(FACILITATOR), asked.process_id)
    states = consent.list_states(asked.context(FACILITATOR), asked.process_id)

    assert (count.version, count.asked, count.given, count.refused) == (1, 5, 3, 1)
    assert states[asked.members[PATIENT]] is ConsentState.WAITING
    assert "3 gave written consent to version 1" in results.get_results(asked.context(ANN), asked.process_id).methods


def test_the_panel_is_filtered_by_who_agreed_to_the_newest_version(asked):
    for name in (CHAIR, ANN, BEN):
        say(asked, name)
    ask(asked, "Another text.")
    say(asked, ANN)
    say(asked, BEN)
    say(asked, BEN, agrees=False)

    def found(stage):
        seen = panel.get_panel(asked.context(FACILITATOR), asked.process_id, PanelQuestion(stage=stage))
        return {member.name for member in seen.members}

    assert found(Stage.CONSENTED) == {ANN}
    assert found(Stage.NOT_CONSENTED) == {CHAIR, BEN, CLEO, PATIENT}


def test_until_then_nothing_is_asked_that_needs_it(asked):
    titles = [task.title for task in list_my_tasks(asked.context(ANN), asked.process_id)]
    say(asked, ANN)

    assert not any("survey" in title for title in titles)
    assert any("survey" in task.title for task in list_my_tasks(asked.context(ANN), asked.process_id))


def test_a_person_keeps_a_copy_with_what_they_said(asked):
    say(asked, ANN)

    copy = consent_copy.export_consent(asked.context(ANN), asked.process_id)

    assert copy.filename == "hand-consent-1.txt"
    assert f"{ANN} agreed to version 1 on 7 September 2012 at 12:00 UTC." in copy.content.decode()
    assert TEXT in copy.content.decode()
