"""How a survey is going: counts or names, never what would tell what one person answered."""

from datetime import datetime, timedelta

import pytest

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import NotAllowedError
from consensus.domain.lifecycle import InvitationState
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.surveys import paper_entry, survey
from consensus.services.surveys.survey_progress import get_progress, time_taken
from surveys.answers import cannot_judge_answer
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, NOON, PATIENT, plan_process


@pytest.fixture
def opened(running):
    """The running process with its survey open."""
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    return running


def progress(built):
    return get_progress(built.context(FACILITATOR), built.process_id)


def send_in(built, name, *, clock=None, **answers):
    for question, value in answers.items():
        survey.save_answer(built.context(name), built.survey_id, question, value)
        if clock:
            clock.forward(minutes=4)
    survey.finish_survey(built.context(name), built.survey_id)


def test_names_are_shown_while_a_confidential_survey_is_open_and_nothing_made_of_answers(opened):
    send_in(opened, ANN, method="general", why="A secret.")
    survey.save_answer(opened.context(BEN), opened.survey_id, "method", "local")

    told = progress(opened)

    assert (told.n_asked, told.n_started, told.n_finished) == (5, 2, 1)
    assert told.unfinished == (BEN,)
    assert set(told.not_started) == {CHAIR, CLEO, PATIENT}
    assert (told.questions, told.time_taken) == (None, None)
    assert "both together would tell" in told.disclosure.why


def test_what_was_left_out_is_shown_once_it_is_closed(opened):
    send_in(opened, ANN, method="general")
    send_in(opened, BEN, method="local")
    send_in(opened, CLEO, method=cannot_judge_answer())
    survey.close_survey(opened.context(FACILITATOR), opened.survey_id)

    method, why = progress(opened).questions

    assert (method.n_shown, method.n_answered, method.n_cannot_judge, method.n_skipped) == (3, 2, 1, 0)
    assert (why.n_shown, why.n_answered, why.n_cannot_judge, why.n_skipped) == (1, 0, 0, 1)


def test_of_two_respondents_nothing_is_told_after_the_close_either(opened):
    send_in(opened, ANN, method="local")
    send_in(opened, BEN, method="local")
    survey.close_survey(opened.context(FACILITATOR), opened.survey_id)

    told = progress(opened)

    assert told.questions is None
    assert "Fewer than 3" in told.disclosure.why


def test_an_open_process_tells_both_at_once(db):
    built = plan_process(db, anonymity=Anonymity.OPEN)
    processes.start_process(built.context(FACILITATOR), built.process_id)
    survey.open_survey(built.context(FACILITATOR), built.survey_id)
    send_in(built, ANN, method="local")

    told = progress(built)

    assert told.questions[0].n_answered == 1
    assert BEN in told.not_started


def test_groups_are_told_apart_only_where_each_is_large_enough(opened):
    ctx = opened.context(FACILITATOR)
    assert progress(opened).groups == ()

    for number in range(5):
        for group in ("surgeon", "nurse"):
            name = f"{group.capitalize()} {'ABCDE'[number]}"
            draft = panel.MemberDraft(name, stakeholder_group=group)
            member_id = panel.add_member(ctx, opened.process_id, draft)
            panel.record_invitation(ctx, member_id, InvitationState.SENT)

    groups = {group.groups: group.n_asked for group in progress(opened).groups}
    assert groups == {("", "patient representative"): 5, ("nurse",): 5, ("surgeon",): 5}


def test_paper_is_counted_apart_and_takes_no_time(opened, clock):
    ctx, ann = opened.context(FACILITATOR), opened.members[ANN]
    paper_entry.begin_entry(ctx, opened.survey_id, ann)
    paper_entry.enter_answer(ctx, opened.survey_id, ann, "method", "local")
    paper_entry.finish_entry(ctx, opened.survey_id, ann)
    for name in (BEN, CLEO):
        send_in(opened, name, clock=clock, method="general", why="It is quicker.")
    survey.close_survey(ctx, opened.survey_id)

    told = progress(opened)

    assert (told.n_finished, told.n_paper) == (3, 1)
    assert (told.time_taken.n, told.time_taken.median) == (2, 8.0)


def test_a_long_pause_is_named_and_left_out():
    def at(*minutes: int) -> list[datetime]:
        return [NOON + timedelta(minutes=minute) for minute in minutes]

    taken = time_taken([at(0, 5, 10), at(0, 10, 300, 310), at(0, 30)])

    assert (taken.n, taken.n_paused) == (3, 1)
    assert (taken.lower_quartile, taken.median, taken.upper_quartile) == (15, 20, 25)
    assert time_taken([]) is None


def test_the_chair_who_answers_does_not_watch(opened):
    with pytest.raises(NotAllowedError):
        get_progress(opened.context(CHAIR), opened.process_id)
