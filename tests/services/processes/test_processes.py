"""Processes: created by an administrator, started once, finished once, and seen by their members alone."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import ProcessState
from consensus.domain.roles import Action, Role
from consensus.services.context import Context
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in import credentials
from tests.services.builders import ANN, EVERYBODY, FACILITATOR, definition, plan_process


def draft(slug="new", **changes):
    return processes.ProcessDraft(
        slug, **{"title": "New", "question": "", "scope": "", **changes}, definition=definition()
    )


@pytest.fixture
def administrator(planned):
    return Context(planned.db, credentials.command_line_actor(planned.db))


def test_a_process_is_started_once_and_finished_once(planned):
    ctx = planned.context(FACILITATOR)
    processes.start_process(ctx, planned.process_id)
    with pytest.raises(ConflictError, match="A process that is running cannot become running"):
        processes.start_process(ctx, planned.process_id)
    processes.finish_process(ctx, planned.process_id)
    with pytest.raises(ConflictError, match="A process that is finished cannot become finished"):
        processes.finish_process(ctx, planned.process_id)


def test_a_draft_is_not_finished(planned):
    with pytest.raises(ConflictError, match="A process that is draft cannot become finished"):
        processes.finish_process(planned.context(FACILITATOR), planned.process_id)


def test_the_name_in_the_address_is_taken_once(planned, administrator):
    with pytest.raises(ConflictError, match="already a process “hand”"):
        processes.create_process(administrator, draft("hand"), panel.MemberDraft("Finn Falk", role=Role.FACILITATOR))


def test_a_process_needs_a_title(planned, administrator):
    with pytest.raises(InvalidInputError, match="A process needs a title"):
        processes.create_process(administrator, draft(title=" "), panel.MemberDraft("Finn Falk"))
    with pytest.raises(InvalidInputError, match="A process needs a title"):
        processes.update_process(planned.context(FACILITATOR), planned.process_id, title="", question="", scope="")

    assert processes.get_process(planned.context(FACILITATOR), planned.process_id).title == "Hand surgery"


def test_nothing_is_left_of_a_process_that_could_not_be_created(planned, administrator):
    with pytest.raises(InvalidInputError, match="A member needs a name"):
        processes.create_process(administrator, draft(), panel.MemberDraft(" "))

    processes.create_process(administrator, draft(), panel.MemberDraft("Finn Falk", role=Role.FACILITATOR, votes=False))


def test_members_list_the_processes_they_may_see_newest_first(planned, clock):
    clock.forward(days=1)
    other = plan_process(planned.db, "other")
    with planned.db.transaction() as session:
        person_id = session.get_one(panel.Member, planned.members[FACILITATOR]).person_id
        session.get_one(panel.Member, other.members[FACILITATOR]).person_id = person_id

    listed = processes.list_my_processes(planned.context(FACILITATOR))

    assert [(summary.slug, summary.role) for summary in listed] == [
        ("other", Role.FACILITATOR),
        ("hand", Role.FACILITATOR),
    ]
    assert processes.list_my_processes(planned.context(ANN)) == ()


def test_a_session_bound_to_one_process_lists_that_one(running):
    other = plan_process(running.db, "other")
    with running.db.transaction() as session:
        person_id = session.get_one(panel.Member, running.members[ANN]).person_id
        session.get_one(panel.Member, other.members[ANN]).person_id = person_id

    assert [summary.slug for summary in processes.list_my_processes(running.signed_in(ANN))] == ["hand"]


def test_each_sees_their_own_part_in_the_process(running):
    for name in EVERYBODY:
        view = processes.get_process(running.context(name), running.process_id)
        assert (view.member_name, view.member_id) == (name, running.members[name])
        assert (Action.RUN_MEETING in view.allowed) is (name == FACILITATOR)
        assert view.definition_sentence == definition().sentence()


def test_a_process_is_found_by_its_name_by_its_members_alone(running):
    other = plan_process(running.db, "other")

    assert processes.find_process(running.context(ANN), "hand") == running.process_id
    for slug in ("other", "no-such-process", ""):
        with pytest.raises(NotFoundError):
            processes.find_process(running.context(ANN), slug)
    assert processes.find_process(other.context(FACILITATOR), "other") == other.process_id


def test_every_change_others_may_see_raises_the_revision(running):
    ctx = running.context(FACILITATOR)
    before = processes.get_process(ctx, running.process_id)

    processes.update_process(ctx, running.process_id, title=" Hand ", question=" Which? ", scope="All")

    after = processes.get_process(ctx, running.process_id)
    assert (after.title, after.question, after.scope) == ("Hand", "Which?", "All")
    assert after.revision == before.revision + 1
    assert after.state is ProcessState.RUNNING
