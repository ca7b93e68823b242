"""Paper forms are entered in a member's name, marked as such, and never over what the member answered by hand."""

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import InvitationState
from consensus.persistence.tables import Answer, Member
from consensus.services import audit
from consensus.services.people import panel
from consensus.services.surveys import paper_entry, survey
from consensus.services.surveys.paper_entry import EntryState
from tests.services.builders import ANN, BEN, FACILITATOR, OBSERVER, plan_process


@pytest.fixture
def opened(running):
    """The running process with its survey open."""
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    return running


def begin(built, name, **more):
    paper_entry.begin_entry(built.context(FACILITATOR), built.survey_id, built.members[name], **more)


def enter(built, name, question, value):
    return paper_entry.enter_answer(built.context(FACILITATOR), built.survey_id, built.members[name], question, value)


def finish(built, name, **more):
    paper_entry.finish_entry(built.context(FACILITATOR), built.survey_id, built.members[name], **more)


def entry_of(built, name):
    return paper_entry.get_entry(built.context(FACILITATOR), built.survey_id, built.members[name])


def mine(built, name):
    return survey.get_my_survey(built.context(name), built.process_id)


def test_a_paper_form_is_entered_and_counts_as_the_members_own(opened):
    begin(opened, ANN)
    enter(opened, ANN, "method", "local")
    finish(opened, ANN)

    assert mine(opened, ANN).values() == {"method": "local"}
    assert mine(opened, ANN).entered_by == FACILITATOR
    assert entry_of(opened, ANN).state is EntryState.ENTERED
    rows = {row.name: row for row in panel.get_panel(opened.context(FACILITATOR), opened.process_id).members}
    assert (rows[ANN].invitation, rows[ANN].has_responded) == (InvitationState.ACCEPTED, True)
    with opened.db.reading() as session:
        facilitator = session.get_one(Member, opened.members[FACILITATOR]).person_id
        assert session.exec(select(Answer.entered_by)).all() == [facilitator]


def test_entering_is_on_the_record_with_the_name_and_without_an_answer(opened):
    begin(opened, ANN)
    enter(opened, ANN, "method", "local")
    finish(opened, ANN)

    events = audit.list_events(opened.context(FACILITATOR), opened.process_id)

    assert [event.sentence for event in events if event.verb.startswith("survey.ent")] == [
        f"The survey of {ANN} was entered from paper and sent in.",
        f"The paper form of {ANN} is being entered.",
    ]
    assert "method" not in repr(events[:3])


def test_whoever_answers_by_hand_is_left_alone_unless_taken_over(opened):
    survey.save_answer(opened.context(ANN), opened.survey_id, "method", "general")

    with pytest.raises(ConflictError, match="answers by hand"):
        begin(opened, ANN)
    with pytest.raises(ConflictError, match="not being entered"):
        enter(opened, ANN, "method", "local")

    assert mine(opened, ANN).values() == {"method": "general"}


def test_taking_over_deletes_unseen_what_was_answered_by_hand(opened):
    survey.save_answer(opened.context(ANN), opened.survey_id, "method", "general")
    survey.finish_survey(opened.context(ANN), opened.survey_id)
    assert entry_of(opened, ANN).answers == {}

    begin(opened, ANN, takes_over=True)

    assert entry_of(opened, ANN).state is EntryState.BEING_ENTERED
    assert mine(opened, ANN).values() == {}
    sentence = audit.list_events(opened.context(FACILITATOR), opened.process_id, limit=1)[0].sentence
    assert sentence.startswith(f"The survey of {ANN} was taken over")


def test_the_member_who_goes_on_by_hand_takes_the_survey_back(opened):
    begin(opened, ANN)
    enter(opened, ANN, "method", "local")
    finish(opened, ANN)

    survey.reopen_my_survey(opened.context(ANN), opened.survey_id)
    survey.save_answer(opened.context(ANN), opened.survey_id, "method", "general")

    assert mine(opened, ANN).entered_by == ""
    assert (entry_of(opened, ANN).state, entry_of(opened, ANN).answers) == (EntryState.BY_HAND, {})
    with pytest.raises(ConflictError, match="not being entered"):
        enter(opened, ANN, "method", "local")


def test_a_form_that_leaves_out_what_is_required_is_sent_in_only_on_purpose(opened):
    begin(opened, ANN)

    with pytest.raises(ConflictError, match="Not on the form, though required: Which anaesthesia"):
        finish(opened, ANN)
    finish(opened, ANN, despite_missing=True)

    assert mine(opened, ANN).finished_at is not None


def test_only_who_is_asked_has_a_paper_form(opened):
    other = plan_process(opened.db, "other")

    with pytest.raises(InvalidInputError, match="not asked"):
        begin(opened, OBSERVER)
    with pytest.raises(NotFoundError):
        paper_entry.begin_entry(opened.context(FACILITATOR), opened.survey_id, other.members[ANN])


def test_nothing_is_entered_after_the_close(opened):
    begin(opened, ANN)
    survey.close_survey(opened.context(FACILITATOR), opened.survey_id)

    with pytest.raises(ConflictError, match="closed"):
        enter(opened, ANN, "method", "local")


def test_the_list_says_where_each_survey_stands(opened):
    begin(opened, ANN)
    survey.save_answer(opened.context(BEN), opened.survey_id, "method", "general")

    members = paper_entry.list_paper_members(opened.context(FACILITATOR), opened.survey_id)

    states = {member.name: member.state for member in members}
    assert (states[ANN], states[BEN]) == (EntryState.BEING_ENTERED, EntryState.BY_HAND)
    assert OBSERVER not in states
