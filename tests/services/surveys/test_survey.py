"""The survey: every answer is kept when it is given, and nobody is taken at more than their word."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError, OutdatedError
from consensus.domain.lifecycle import InvitationState, SurveyState
from consensus.persistence.tables import Survey
from consensus.services import audit
from consensus.services.people import panel, taking_part
from consensus.services.processes import processes
from consensus.services.surveys import survey
from consensus.services.surveys.answer_store import Seen
from surveys.answers import cannot_judge_answer, comment_key
from surveys.loader import instrument_to_dict, parse_instrument
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, INSTRUMENT, PATIENT, plan_process


@pytest.fixture
def opened(running):
    """The running process with its survey open."""
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    return running


def mine(built, name):
    return survey.get_my_survey(built.context(name), built.process_id)


def answer(built, name, question, value, **more):
    return survey.save_answer(built.context(name), built.survey_id, question, value, **more)


def repr_short(value):
    return repr(value)[:20]


def monitor(built):
    return survey.get_monitor(built.context(FACILITATOR), built.process_id)


def test_an_answer_is_stored_when_it_is_given_and_found_again(opened, clock):
    saved_at = answer(opened, ANN, "method", "local").saved_at
    clock.forward(hours=5)

    found = mine(opened, ANN)

    assert found.answers == {"method": survey.SavedAnswer("local", saved_at)}
    assert (found.finished_at, found.may_answer) == (None, True)
    assert mine(opened, BEN).answers == {}


def test_the_last_answer_stands_and_an_empty_one_takes_it_back(opened, clock):
    answer(opened, ANN, "method", "local")
    clock.forward(minutes=1)
    later = answer(opened, ANN, "method", "general").saved_at
    answer(opened, ANN, "why", "It is quicker.")

    answer(opened, ANN, "why", None)

    assert mine(opened, ANN).answers == {"method": survey.SavedAnswer("general", later)}


@pytest.mark.parametrize(
    ("question", "value"),
    [("method", "sedation"), ("method", 3), ("no such question", "local"), ("why", "Hidden until asked.")],
    ids=["not an option", "a number", "not a question", "a question that is not shown"],
)
def test_an_answer_that_was_not_asked_for_is_refused(opened, question, value):
    with pytest.raises(InvalidInputError):
        answer(opened, ANN, question, value)

    assert mine(opened, ANN).answers == {}


@pytest.mark.parametrize("value", ["A" * 100_000, 7, ["text"], {"text": 1}, True, "a\x00b", "\ud800"], ids=repr_short)
def test_what_is_no_text_is_no_answer_to_a_text(opened, value):
    answer(opened, ANN, "method", "general")

    with pytest.raises(InvalidInputError):
        answer(opened, ANN, "why", value)

    assert set(mine(opened, ANN).answers) == {"method"}


def test_an_answer_that_is_sent_twice_is_stored_once(opened, clock):
    first = answer(opened, ANN, "method", "local", seen=Seen(None))
    clock.forward(minutes=1)

    again = answer(opened, ANN, "method", "local", seen=Seen(None))

    assert again.saved_at == first.saved_at


def test_an_answer_from_another_device_is_not_replaced_by_an_older_one(opened, clock):
    phone = answer(opened, ANN, "method", "local", seen=Seen(None))
    clock.forward(minutes=1)
    answer(opened, ANN, "method", "general", seen=Seen(phone.saved_at))

    with pytest.raises(OutdatedError, match="another device"):
        answer(opened, ANN, "method", cannot_judge_answer(), seen=Seen(phone.saved_at))

    assert mine(opened, ANN).answers["method"].value == "general"


def test_an_answer_tells_what_is_asked_from_then_on(opened):
    told = answer(opened, ANN, "method", "general")

    assert told.shown == ("method", "why")
    assert (told.progress.n_answered, told.progress.n_shown) == (1, 2)


def test_a_comment_is_kept_beside_its_answer_and_only_where_it_is_asked_for(planned):
    commented = INSTRUMENT.replace("cannot_judge = true", "cannot_judge = true\ncomment = true")
    with planned.db.transaction() as session:
        session.get_one(Survey, planned.survey_id).instrument = instrument_to_dict(
            parse_instrument(commented, "c.toml")
        )
    processes.start_process(planned.context(FACILITATOR), planned.process_id)
    survey.open_survey(planned.context(FACILITATOR), planned.survey_id)
    answer(planned, ANN, "method", "general")

    answer(planned, ANN, comment_key("method"), "In children above all.")

    assert mine(planned, ANN).values() == {"method": "general", comment_key("method"): "In children above all."}
    with pytest.raises(InvalidInputError, match="no comment"):
        answer(planned, ANN, comment_key("why"), "Because.")


def test_a_survey_is_sent_off_once_what_is_required_is_there(opened):
    with pytest.raises(ConflictError, match="Still to be answered: Which anaesthesia comes first"):
        survey.finish_survey(opened.context(ANN), opened.survey_id)

    answer(opened, ANN, "method", cannot_judge_answer())
    survey.finish_survey(opened.context(ANN), opened.survey_id)

    assert mine(opened, ANN).finished_at is not None
    with pytest.raises(ConflictError, match="Take it back first"):
        answer(opened, ANN, "method", "general")


def test_one_takes_the_own_survey_back_while_it_is_open(opened):
    answer(opened, ANN, "method", "local")
    survey.finish_survey(opened.context(ANN), opened.survey_id)

    survey.reopen_my_survey(opened.context(ANN), opened.survey_id)

    answer(opened, ANN, "method", "general")
    assert mine(opened, ANN).answers["method"].value == "general"
    survey.close_survey(opened.context(FACILITATOR), opened.survey_id)
    with pytest.raises(ConflictError, match="survey is closed"):
        survey.reopen_my_survey(opened.context(ANN), opened.survey_id)


def test_nothing_is_answered_before_the_opening_or_after_the_close(running):
    with pytest.raises(NotFoundError, match="no survey to answer yet"):
        mine(running, ANN)
    with pytest.raises(ConflictError, match="closed"):
        answer(running, ANN, "method", "local")
    ctx = running.context(FACILITATOR)
    survey.open_survey(ctx, running.survey_id)
    survey.close_survey(ctx, running.survey_id)

    for act in (
        lambda: answer(running, ANN, "method", "local"),
        lambda: survey.finish_survey(running.context(ANN), running.survey_id),
    ):
        with pytest.raises(ConflictError, match="closed"):
            act()
    assert mine(running, ANN).state is SurveyState.CLOSED


def test_a_closed_survey_stays_closed(opened):
    ctx = opened.context(FACILITATOR)
    survey.close_survey(ctx, opened.survey_id)

    with pytest.raises(ConflictError, match="A survey that is closed cannot become open"):
        survey.open_survey(ctx, opened.survey_id)


def test_sending_the_survey_off_accepts_the_invitation(opened):
    answer(opened, ANN, "method", "local")
    survey.finish_survey(opened.context(ANN), opened.survey_id)

    rows = {row.name: row for row in panel.get_panel(opened.context(FACILITATOR), opened.process_id).members}

    assert (rows[ANN].invitation, rows[ANN].has_responded) == (InvitationState.ACCEPTED, True)
    assert (rows[BEN].invitation, rows[BEN].has_responded) == (InvitationState.SENT, False)


def test_the_monitor_says_who_is_missing_and_nobodys_answers(opened):
    answer(opened, ANN, "method", "general")
    answer(opened, ANN, "why", "A secret of Ann.")
    survey.finish_survey(opened.context(ANN), opened.survey_id)
    answer(opened, BEN, "method", "local")
    panel.record_invitation(opened.context(FACILITATOR), opened.members[CLEO], InvitationState.DECLINED, "No time")

    seen = monitor(opened)

    assert (seen.n_invited, seen.n_started, seen.n_finished) == (4, 2, 1)
    assert set(seen.missing) == {CHAIR, BEN, PATIENT}
    assert "secret" not in repr(seen)


def test_answering_leaves_no_answer_in_the_record_of_events(opened):
    before = audit.list_events(opened.context(FACILITATOR), opened.process_id, limit=1)[0].sequence
    answer(opened, ANN, "method", "local")
    survey.finish_survey(opened.context(ANN), opened.survey_id)

    events = audit.list_events(opened.context(FACILITATOR), opened.process_id, limit=500)

    assert [event.sentence for event in events if event.sequence > before] == [f"{ANN} accepted the invitation."]


def test_what_was_asked_stays_what_was_asked(opened):
    assert mine(opened, ANN).instrument == parse_instrument(INSTRUMENT, "opening.toml")


def test_a_process_has_one_survey(opened):
    with pytest.raises(ConflictError, match="has its survey already"):
        survey.add_survey(opened.context(FACILITATOR), opened.process_id, parse_instrument(INSTRUMENT, "opening.toml"))


def test_a_survey_of_another_process_takes_no_answer(opened):
    other = plan_process(opened.db, "other")

    with pytest.raises(NotFoundError):
        survey.save_answer(opened.context(ANN), other.survey_id, "method", "local")


def test_whoever_declined_changes_their_mind_before_they_answer(opened):
    panel.record_invitation(opened.context(FACILITATOR), opened.members[ANN], InvitationState.DECLINED)
    with pytest.raises(ConflictError, match="You have declined to take part"):
        answer(opened, ANN, "method", "local")

    taking_part.accept(opened.context(ANN), opened.process_id)
    answer(opened, ANN, "method", "local")
    survey.finish_survey(opened.context(ANN), opened.survey_id)

    assert monitor(opened).n_finished == 1
