"""The journey of a process and the tasks of each member: what is done, what is due, what is missing."""

import pytest

from consensus.domain.conflicts import Publication
from consensus.domain.disclosure import TallyMode
from consensus.domain.lifecycle import InvitationState
from consensus.services.interests import interests
from consensus.services.meetings import agenda, meeting
from consensus.services.people import consent, panel
from consensus.services.processes import journey, processes
from consensus.services.processes.journey import OVERVIEW, Missing, StepStatus
from consensus.services.processes.tasks import list_my_tasks
from consensus.services.statements import statements
from consensus.services.surveys import survey
from surveys.agenda_plan import DayPlan
from tests.services.builders import ANN, BEN, CHAIR, FACILITATOR, INTEREST, OBSERVER, PATIENT, VOTERS, open_vote


def overview(built):
    return journey.get_overview(built.context(FACILITATOR), built.process_id)


def statuses(built):
    return {step.key: step.status for step in overview(built).steps}


def tasks(built, name):
    return {task.key: task for task in list_my_tasks(built.context(name), built.process_id)}


def test_a_new_process_begins_with_its_panel(planned):
    found = overview(planned)

    assert found.next_step.key == "invitations"
    assert found.next_step.missing[0] == Missing("Start the process, so that the panel can come in.", OVERVIEW)
    assert [step.key for step in found.steps] == [
        "panel",
        "invitations",
        "survey",
        "collation",
        "topics",
        "meeting",
        "results",
    ]


def test_the_first_step_that_is_not_done_is_due_and_the_others_come_later(running):
    assert statuses(running) == {
        "panel": StepStatus.DONE,
        "invitations": StepStatus.DONE,
        "survey": StepStatus.DUE,
        "collation": StepStatus.DONE,
        "topics": StepStatus.LATER,
        "meeting": StepStatus.LATER,
        "results": StepStatus.LATER,
    }


def test_what_is_missing_is_said_at_every_step(running):
    missing = {step.key: tuple(one.sentence for one in step.missing) for step in overview(running).steps}

    assert missing["survey"] == ("Read the questions once more, as panelists will.", "Open the survey.")
    assert len(missing["topics"]) == 1
    assert "candidate statement" in missing["topics"][0]
    assert missing["meeting"] == ("Bring every topic to an end, then end the meeting.",)
    assert missing["results"] == ("No statement is adopted yet.",)


def step(built, key):
    return next(step for step in overview(built).steps if step.key == key)


def test_whoever_is_not_invited_and_whose_mail_came_back_is_said(planned):
    ctx = planned.context(FACILITATOR)
    processes.start_process(ctx, planned.process_id)
    panel.add_member(ctx, planned.process_id, panel.MemberDraft("Lena Larch"))
    assert step(planned, "invitations").missing == (Missing("Invite the 1 person not invited yet.", "invitations"),)

    panel.mark_invited(ctx, planned.process_id)
    panel.record_invitation(ctx, planned.members[ANN], InvitationState.BOUNCED)

    found = step(planned, "invitations")
    assert found.status is StepStatus.DONE
    assert found.missing == (Missing("1 invitation came back: put the address right.", "panel"),)


def test_how_many_agreed_is_said_where_consent_is_asked_for(running):
    ctx = running.context(FACILITATOR)
    consent.add_text(ctx, running.process_id, "You may withdraw.", "")
    newest = consent.get_my_consent(running.context(ANN), running.process_id).newest
    consent.answer_consent(running.context(ANN), running.process_id, newest.sha256, agrees=True)

    assert "1 of 5 agreed to the consent text" in step(running, "invitations").summary


def test_declarations_and_their_decisions_are_a_step_where_they_are_asked_for(planned):
    ctx = planned.context(FACILITATOR)
    interests.set_asking(ctx, planned.process_id, asks=True, publication=Publication.CATEGORY)
    processes.start_process(ctx, planned.process_id)

    interests.declare(planned.context(ANN), planned.process_id, None, INTEREST)

    found = step(planned, "interests")
    assert found.summary == "0 of 4 people with a vote have declared on everything."
    assert [one.page for one in found.missing] == ["conflicts", "conflicts"]
    assert found.missing[0].sentence == "Decide on the interests of 1 person: votes wait for it."
    meeting.start_meeting(ctx, planned.meeting_id)
    assert step(planned, "interests").status is StepStatus.DONE


def test_a_day_without_a_plan_is_said_until_the_meeting_begins(planned):
    ctx = planned.context(FACILITATOR)
    assert "agenda" in [one.page for one in step(planned, "topics").missing]

    agenda.generate_agenda(ctx, planned.process_id, DayPlan())

    assert "agenda" not in [one.page for one in step(planned, "topics").missing]


def test_a_process_carried_to_its_end_misses_nothing(running):
    ctx = running.context(FACILITATOR)
    survey.open_survey(ctx, running.survey_id)
    survey.close_survey(ctx, running.survey_id)
    statements.add_candidate(ctx, running.other_topic_id, "Fasting is not needed.")
    meeting.record_full_consensus(ctx, running.meeting_id, running.first)
    meeting.end_meeting(ctx, running.meeting_id)
    statements.set_rationale(ctx, running.first, "It hurts less.", "")
    assert overview(running).next_step.missing == (Missing("Finish the process.", OVERVIEW),)

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
