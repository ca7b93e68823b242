"""Writing a survey's instrument: drafts that lose nothing, and versions under which old answers keep their place."""

import json

import pytest
from sqlmodel import select

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError, RewordedError
from consensus.persistence.tables import EarlierAnswer, Process, Survey
from consensus.services import audit
from consensus.services.processes import processes
from consensus.services.surveys import collation, instrument_files, instruments, paper_entry, survey, survey_versions
from surveys.loader import parse_instrument
from surveys.schema import build_schema
from surveys.versions import fingerprint, wording
from tests.services.builders import ANN, BEN, CLEO, FACILITATOR, INSTRUMENT, plan_process

REWORDED = INSTRUMENT.replace("Which anaesthesia comes first?", "Which anaesthesia do you offer first?")
UNFINISHED = INSTRUMENT.replace('text = "Why general?"', 'text = ""')


@pytest.fixture
def opened(running):
    """The running process with its survey open."""
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    return running


def editor(built):
    return instruments.get_editor(built.context(FACILITATOR), built.process_id)


def save(built, text):
    instruments.save_draft(built.context(FACILITATOR), built.survey_id, text, based_on=editor(built).digest)


def revise(built, text, reason="It was unclear.", **options):
    save(built, text)
    instruments.revise(built.context(FACILITATOR), built.survey_id, reason, **options)


def answer(built, name, question, value):
    survey.save_answer(built.context(name), built.survey_id, question, value)


def answers_of(built, name):
    return {q: a.value for q, a in survey.get_my_survey(built.context(name), built.process_id).answers.items()}


def without_promise(built):
    """The same process, had it been open."""
    with built.db.transaction() as session:
        session.get_one(Process, built.process_id).anonymity = Anonymity.OPEN
    return built


def versions(built):
    return survey_versions.list_versions(built.context(FACILITATOR), built.process_id)


def test_before_the_survey_is_opened_a_whole_draft_is_its_instrument(planned):
    save(planned, REWORDED)

    edited = editor(planned)
    assert edited.instrument == parse_instrument(REWORDED, "opening.toml")
    assert (edited.text, edited.problem, edited.is_changed, edited.number) == (REWORDED, "", False, 1)


def test_an_unfinished_draft_is_kept_word_for_word_and_the_survey_does_not_open_with_it(planned):
    save(planned, UNFINISHED)
    processes.start_process(planned.context(FACILITATOR), planned.process_id)

    edited = editor(planned)
    assert edited.text == UNFINISHED
    assert edited.draft is None
    assert edited.problem == "The draft, line 26: question 'why' has an empty 'text'."
    with pytest.raises(InvalidInputError, match=r"cannot be asked like this yet.*question 'why' has an empty 'text'"):
        survey.open_survey(planned.context(FACILITATOR), planned.survey_id)


def test_text_that_is_not_even_toml_is_kept(planned):
    save(planned, "title = ")

    assert editor(planned).text == "title = "
    assert "not valid TOML" in editor(planned).problem


def test_a_draft_that_somebody_else_changed_meanwhile_is_not_overwritten(planned):
    seen = editor(planned).digest
    save(planned, REWORDED)

    with pytest.raises(ConflictError, match="Somebody else has changed the questions"):
        instruments.save_draft(planned.context(FACILITATOR), planned.survey_id, UNFINISHED, based_on=seen)

    assert editor(planned).text == REWORDED


@pytest.mark.parametrize("text", ["x" * 500_001, 'title = "\x00"', 'title = "\ud800"'], ids=["long", "nul", "half"])
def test_text_that_cannot_be_stored_is_refused(planned, text):
    with pytest.raises(InvalidInputError):
        save(planned, text)


def test_typing_is_one_event_of_the_record(planned):
    for text in (REWORDED, UNFINISHED, INSTRUMENT):
        save(planned, text)

    events = audit.list_events(planned.context(FACILITATOR), planned.process_id)
    assert [event.verb for event in events].count("survey.edited") == 1


def test_opening_fixes_the_questions_under_their_fingerprint(opened):
    sentences = [e.sentence for e in audit.list_events(opened.context(FACILITATOR), opened.process_id)]

    sha256 = fingerprint(parse_instrument(INSTRUMENT, "opening.toml"))
    assert f"The questions were fixed as version 1 (SHA-256 {sha256})." in sentences


def test_a_draft_beside_an_open_survey_changes_nothing_that_is_asked(opened):
    save(opened, REWORDED)

    mine = survey.get_my_survey(opened.context(ANN), opened.process_id)
    assert mine.instrument == parse_instrument(INSTRUMENT, "opening.toml")
    assert editor(opened).is_changed
    assert editor(opened).changes.changed == ("method",)


def test_before_anybody_answered_a_revision_is_no_new_version(opened):
    revise(opened, REWORDED, reason="")

    mine = survey.get_my_survey(opened.context(ANN), opened.process_id)
    assert mine.instrument.question("method").text == "Which anaesthesia do you offer first?"
    assert [version.number for version in versions(opened)] == [1]


def test_a_revision_after_the_first_answer_is_a_new_version_and_old_answers_keep_theirs(opened):
    answer(opened, ANN, "method", "general")
    answer(opened, ANN, "why", "It is quicker.")

    revise(opened, REWORDED)

    first, second = versions(without_promise(opened))
    assert (first.number, first.version, first.reason) == (1, "1", "It was unclear.")
    assert first.n_set_aside == {"Which anaesthesia comes first?": 1}
    assert (second.number, second.version, second.replaced_at) == (2, "2", None)
    assert answers_of(opened, ANN) == {"why": "It is quicker."}
    with opened.db.reading() as session:
        kept = session.exec(select(EarlierAnswer)).one()
        assert (kept.number, kept.question, kept.value, kept.member_id) == (1, "method", "general", opened.members[ANN])


def test_answers_to_questions_whose_wording_stays_are_counted_on(opened):
    answer(opened, ANN, "method", "local")

    revise(opened, INSTRUMENT.replace("Why general?", "Why is that?"))

    assert answers_of(opened, ANN) == {"method": "local"}
    assert versions(without_promise(opened))[0].n_set_aside == {}


def test_going_back_to_an_earlier_wording_brings_its_answers_back_but_none_over_a_newer_one(opened):
    for name in (ANN, BEN):
        answer(opened, name, "method", "general")
    revise(opened, REWORDED)
    answer(opened, BEN, "method", "local")
    answer(opened, CLEO, "method", "local")

    revise(opened, INSTRUMENT, reason="The first wording was better.")

    assert answers_of(opened, ANN) == {"method": "general"}
    assert answers_of(opened, BEN) == {"method": "general"}
    assert answers_of(opened, CLEO) == {}
    assert versions(without_promise(opened))[1].n_set_aside == {"Which anaesthesia do you offer first?": 2}


CONDITIONAL = INSTRUMENT.replace("Why general?", "Why did you choose general?")


def test_no_answer_of_an_open_confidential_survey_shows_in_what_a_revision_sets_aside(opened):
    told = []
    for name, method in ((ANN, "local"), (BEN, "general")):
        answer(opened, name, "method", method)
        if method == "general":
            answer(opened, name, "why", "It is quicker.")
        survey.finish_survey(opened.context(name), opened.survey_id)
        revise(opened, CONDITIONAL if method == "local" else INSTRUMENT)
        event = audit.list_events(opened.context(FACILITATOR), opened.process_id)[0]
        told.append((event.verb, "set aside: not told" in event.sentence, versions(opened)[-2].n_set_aside))

    assert told == [("survey.revised", True, {})] * 2


def test_after_the_close_only_numbers_that_name_nobody_are_told(opened):
    for name in (ANN, BEN, CLEO):
        answer(opened, name, "method", "general")
    answer(opened, ANN, "why", "It is quicker.")
    revise(opened, REWORDED.replace("Why general?", "Why so?"))
    survey.close_survey(opened.context(FACILITATOR), opened.survey_id)

    assert versions(opened)[0].n_set_aside == {"Which anaesthesia comes first?": 3}


def test_a_revision_says_why_once_people_have_answered(opened):
    answer(opened, ANN, "method", "local")
    save(opened, REWORDED)

    with pytest.raises(InvalidInputError, match="Say why"):
        instruments.revise(opened.context(FACILITATOR), opened.survey_id, " ")


def test_who_has_sent_the_survey_in_is_asked_again_only_where_that_is_wanted(opened):
    answer(opened, ANN, "method", "local")
    survey.finish_survey(opened.context(ANN), opened.survey_id)
    revise(opened, INSTRUMENT.replace("Why general?", "Why is that?"))
    assert not survey.get_my_survey(opened.context(ANN), opened.process_id).may_answer

    revise(opened, REWORDED, ask_again=True)

    assert survey.get_my_survey(opened.context(ANN), opened.process_id).may_answer


def test_nothing_is_no_revision_and_an_unfinished_draft_is_none_either(opened):
    with pytest.raises(ConflictError, match="Nothing has changed"):
        revise(opened, INSTRUMENT)
    with pytest.raises(ConflictError, match="question 'why' has an empty 'text'"):
        revise(opened, UNFINISHED)


def test_the_questions_of_a_closed_survey_stay_what_was_asked(opened):
    survey.close_survey(opened.context(FACILITATOR), opened.survey_id)

    with pytest.raises(ConflictError, match="stay what was asked"):
        save(opened, REWORDED)


def test_a_draft_can_be_thrown_away(opened):
    save(opened, REWORDED)

    instruments.discard_draft(opened.context(FACILITATOR), opened.survey_id)

    assert not editor(opened).is_changed


def test_only_current_wordings_are_collated(opened):
    for name in (ANN, BEN, CLEO):
        answer(opened, name, "method", "local")
        survey.finish_survey(opened.context(name), opened.survey_id)
    revise(opened, REWORDED, ask_again=True)
    for name in (ANN, BEN, CLEO):
        answer(opened, name, "method", "general")
        survey.finish_survey(opened.context(name), opened.survey_id)
    survey.close_survey(opened.context(FACILITATOR), opened.survey_id)

    collated = collation.get_collation(opened.context(FACILITATOR), opened.process_id)

    method = next(question for question in collated.questions if question.question.id == "method")
    assert method.counts == (("Local", "local", 0), ("General", "general", 3))


def test_a_process_without_survey_starts_blank_shipped_or_from_a_file(db):
    built = plan_process(db)
    with built.db.transaction() as session:
        session.delete(session.get(Survey, built.survey_id))
    ctx = built.context(FACILITATOR)
    with pytest.raises(NotFoundError, match="no survey yet"):
        instruments.get_editor(ctx, built.process_id)

    instruments.start_shipped(ctx, built.process_id, "pump_chemotherapy")

    assert instruments.get_editor(ctx, built.process_id).draft.id == "haip-premeeting"
    with pytest.raises(ConflictError, match="has its survey already"):
        instruments.start_blank(ctx, built.process_id)
    instruments.replace_draft(ctx, editor(built).survey_id, INSTRUMENT.encode(), "opening.toml")
    assert editor(built).draft.id == "opening"


def test_the_draft_is_downloaded_as_it_stands_and_the_schema_beside_it(planned):
    save(planned, UNFINISHED)
    ctx = planned.context(FACILITATOR)

    draft = instrument_files.export_instrument(ctx, planned.process_id)

    assert (draft.filename, draft.content.decode()) == ("hand-instrument-1.toml", UNFINISHED)
    assert json.loads(instrument_files.export_schema(ctx, planned.process_id).content) == build_schema()


def test_an_answer_given_to_an_earlier_wording_is_not_taken_for_one_to_the_new(opened):
    read = {q.id: wording(q) for q in parse_instrument(INSTRUMENT, "opening.toml").questions()}
    answer(opened, BEN, "method", "general")
    revise(opened, REWORDED)

    with pytest.raises(RewordedError, match="read it again"):
        survey.save_answer(opened.context(ANN), opened.survey_id, "method", "general", wording=read["method"])
    with pytest.raises(RewordedError):
        survey.save_answer(opened.context(ANN), opened.survey_id, "method#comment", "So.", wording=read["method"])

    assert answers_of(opened, ANN) == {}


def test_a_question_whose_wording_stays_takes_answers_from_a_page_drawn_before(opened):
    method = parse_instrument(INSTRUMENT, "opening.toml").question("method")
    answer(opened, BEN, "method", "general")
    revise(opened, INSTRUMENT.replace("Why general?", "Why is that?").replace("required = true", ""))

    survey.save_answer(opened.context(ANN), opened.survey_id, "method", "local", wording=wording(method))

    assert answers_of(opened, ANN) == {"method": "local"}


def test_a_paper_form_of_an_earlier_wording_is_not_entered_under_the_new(opened):
    method = parse_instrument(INSTRUMENT, "opening.toml").question("method")
    ctx = opened.context(FACILITATOR)
    paper_entry.begin_entry(ctx, opened.survey_id, opened.members[ANN])
    revise(opened, REWORDED)

    with pytest.raises(RewordedError):
        paper_entry.enter_answer(ctx, opened.survey_id, opened.members[ANN], "method", "local", wording=wording(method))
