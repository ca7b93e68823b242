"""The journey of a process and the tasks of each member: what is done, what is due, what is missing."""

import pytest

from consensus.domain.disclosure import TallyMode
from consensus.services import journey, meeting, processes, statements, survey
from consensus.services.journey import StepStatus
from consensus.services.tasks import list_my_tasks
from tests.services.builders import ANN, BEN, CHAIR, FACILITATOR, OBSERVER, PATIENT, VOTERS, open_vote


def overview(built):
    return journey.get_overview(built.context(FACILITATOR), built.process_id)


def statuses(built):
    return {step.key: step.status for step in overview(built).steps}


def tasks(built, name):
    return {task.key: task for task in list_my_tasks(built.context(name), built.process_id)}


def test_a_new_process_begins_with_its_panel(planned):
    found = overview(planned)

    assert (found.next_step.key, found.next_step.missing) == (
        "panel",
        ("Start the process, so that the panel can come in.",),
    )
    assert [step.key for step in found.steps] == ["panel", "survey", "collation", "topics", "meeting", "results"]


def test_the_first_step_that_is_not_done_is_due_and_the_others_come_later(running):
    assert statuses(running) == {
        "panel": StepStatus.DONE,
        "survey": StepStatus.DUE,
        "collation": StepStatus.DONE,
        "topics": StepStatus.LATER,
        "meeting": StepStatus.LATER,
        "results": StepStatus.LATER,
    }


def test_what_is_missing_is_said_at_every_step(running):
    missing = {step.key: step.missing for step in overview(running).steps}

    assert missing["survey"] == ("Open the survey.",)
    assert len(missing["topics"]) == 1
    assert "candidate statement" in missing["topics"][0]
    assert missing["meeting"] == ("Bring every topic to an end, then end the meeting.",)
    assert missing["results"] == ("No statement is adopted yet.",)


def test_a_process_carried_to_its_end_misses_nothing(running):
    ctx = running.context(FACILITATOR)
    survey.open_survey(ctx, running.survey_id)
    survey.close_survey(ctx, running.survey_id)
    statements.add_candidate(ctx, running.other_topic_id, "Fasting is not needed.")
    meeting.record_full_consensus(ctx, running.meeting_id, running.first)
    meeting.end_meeting(ctx, running.meeting_id)
    statements.set_rationale(ctx, running.first, "It hurts less.", "")
    assert overview(running).next_step.missing == ("Finish the process.",)

    processes.finish_process(ctx, running.process_id)

    assert set(statuses(running).values()) == {StepStatus.DONE}
    assert overview(running).next_step is None


def test_the_flow_counts_people_at_each_stage(running):
    vote = open_vote(running)
    vote.cast(ANN, "agree")
    vote.cast(ANN, "abstain", item=1)
    vote.cast(BEN, "agree")

    flow = overview(running).flow

    assert (flow.invited, flow.responded, flow.attended, flow.voted) == (4, 0, 4, 2)
    assert (flow.institutions, flow.patient_representatives) == (4, 1)


def test_the_count_of_the_survey_never_exceeds_those_asked(running):
    ctx = running.context(FACILITATOR)
    survey.open_survey(ctx, running.survey_id)
    for name in (*VOTERS, PATIENT):
        survey.save_answer(running.context(name), running.survey_id, "method", "local")
        survey.finish_survey(running.context(name), running.survey_id)

    summary = next(step.summary for step in overview(running).steps if step.key == "survey")
    n, of = [int(word) for word in summary.split() if word.isdigit()][:2]

    assert n <= of, summary


@pytest.mark.parametrize("mode", TallyMode)
def test_an_elector_is_asked_to_vote_until_the_ballot_paper_is_complete(running, mode):
    vote = open_vote(running, mode)
    assert (tasks(running, ANN)["vote"].detail, tasks(running, ANN)["vote"].is_urgent) == ("2 of 2 to vote on.", True)
    vote.cast(ANN, "agree")
    assert tasks(running, ANN)["vote"].detail == "1 of 2 to vote on."

    vote.cast(ANN, "disagree", item=1)

    assert tasks(running, ANN)["vote"].is_done
    vote.close()
    assert "vote" not in tasks(running, ANN)


@pytest.mark.parametrize("name", [PATIENT, OBSERVER, FACILITATOR])
def test_whoever_has_no_vote_is_not_asked_for_one(vote, name):
    assert "vote" not in tasks(vote.built, name)


def test_the_survey_is_a_task_while_it_is_open(running):
    assert "survey" not in tasks(running, ANN)
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    assert tasks(running, ANN)["survey"].title == "Answer the survey"
    assert "survey" not in tasks(running, OBSERVER)

    survey.save_answer(running.context(ANN), running.survey_id, "method", "local")
    assert tasks(running, ANN)["survey"].title == "Continue the survey"
    survey.finish_survey(running.context(ANN), running.survey_id)

    assert tasks(running, ANN)["survey"].is_done


def test_whoever_is_not_in_the_room_is_asked_in(running):
    meeting.check_out(running.context(ANN), running.meeting_id)

    assert (tasks(running, ANN)["meeting"].title, tasks(running, ANN)["meeting"].is_urgent) == (
        "Check in to the meeting",
        True,
    )
    assert not tasks(running, CHAIR)["meeting"].is_urgent


def test_of_a_draft_nobody_is_asked_anything(planned):
    assert tasks(planned, FACILITATOR) == {}
