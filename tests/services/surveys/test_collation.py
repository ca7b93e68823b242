"""The collation: what the answers say, what they suggest, and when they may be seen."""

import pytest

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import StatementState
from consensus.persistence.tables import Topic
from consensus.services.statements.statements import list_statements
from consensus.services.surveys import collation, survey
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, begin_meeting, plan_process

ANSWERS = {CHAIR: "local", ANN: "local", BEN: "general"}


def answered(built, *, closed=True):
    """Three answer and send off; Cleo begins and does not."""
    ctx = built.context(FACILITATOR)
    survey.open_survey(ctx, built.survey_id)
    for name, value in ANSWERS.items():
        survey.save_answer(built.context(name), built.survey_id, "method", value)
        if value == "general":
            survey.save_answer(built.context(name), built.survey_id, "why", "It is quicker.")
        survey.finish_survey(built.context(name), built.survey_id)
    survey.save_answer(built.context(CLEO), built.survey_id, "method", "general")
    if closed:
        survey.close_survey(ctx, built.survey_id)
    return built


@pytest.fixture
def collated(running):
    return answered(running)


def collate(built):
    return collation.get_collation(built.context(FACILITATOR), built.process_id)


def test_only_surveys_that_were_sent_in_are_counted(collated):
    found = collate(collated)

    assert (found.n_respondents, found.n_unfinished, found.n_invited) == (3, 1, 5)
    method = next(each for each in found.questions if each.question.id == "method")
    assert [(words, n) for words, _, n in method.counts] == [("Local", 2), ("General", 1)]


def test_each_option_with_a_statement_is_proposed_under_its_topic_with_its_support(collated):
    proposals = {proposal.option_id: proposal for proposal in collate(collated).proposals}

    local = proposals["local"]
    assert (local.n, local.n_valid, local.topic_id) == (2, 3, collated.topic_id)
    assert (local.text, local.is_drafted) == ("Local anaesthesia comes first.", False)
    assert (proposals["general"].n, proposals["general"].n_valid) == (1, 3)


def test_a_candidate_made_from_a_proposal_keeps_the_way_back_to_the_answers(collated):
    ctx = collated.context(FACILITATOR)

    statement_id = collation.draft_statement_from(
        ctx, collated.process_id, "method", "local", topic_id=collated.topic_id, text="Local comes first."
    )

    made = next(each for each in list_statements(ctx, collated.process_id) if each.id == statement_id)
    assert (made.label, made.state, made.text) == ("1.3", StatementState.CANDIDATE, "Local comes first.")
    source = made.sources[0]
    assert (source.question_text, source.option_label, source.n, source.n_valid) == (
        "Which anaesthesia comes first?",
        "Local",
        2,
        3,
    )
    assert {each.option_id: each.is_drafted for each in collate(collated).proposals} == {
        "local": True,
        "general": False,
    }


def test_a_confidential_survey_shows_no_answers_while_it_is_open(running):
    answered(running, closed=False)

    with pytest.raises(ConflictError, match="once the survey is closed"):
        collate(running)
    with pytest.raises(ConflictError, match="once the survey is closed"):
        collation.draft_statement(
            running.context(FACILITATOR), running.topic_id, "Offer it.", "", [("method", "local")]
        )


def test_in_an_open_process_the_answers_are_collated_as_they_come(db):
    built = answered(begin_meeting(plan_process(db, anonymity=Anonymity.OPEN)), closed=False)

    assert collate(built).n_respondents == 3


def test_a_survey_that_was_never_opened_has_nothing_to_collate(running):
    with pytest.raises(ConflictError, match="nothing to collate before"):
        collate(running)


def test_a_source_that_does_not_exist_leaves_no_half_made_candidate(collated):
    ctx = collated.context(FACILITATOR)
    before = list_statements(ctx, collated.process_id)

    for question in ("no such question", ""):
        with pytest.raises(NotFoundError):
            collation.draft_statement(ctx, collated.topic_id, "Offer it.", "", [(question, "local")])

    assert list_statements(ctx, collated.process_id) == before


def test_a_proposal_whose_topic_is_not_on_the_agenda_belongs_to_none(collated):
    with collated.db.transaction() as session:
        session.get_one(Topic, collated.topic_id).slug = "something else"

    proposals = collate(collated).proposals

    assert {(proposal.topic_id, proposal.topic_title) for proposal in proposals} == {(None, "")}


def test_an_answer_to_a_question_that_is_hidden_again_is_not_counted(running):
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    ctx = running.context(ANN)
    for question, value in (("method", "general"), ("why", "It is quicker."), ("method", "local")):
        survey.save_answer(ctx, running.survey_id, question, value)
    survey.finish_survey(ctx, running.survey_id)
    for name in (BEN, CLEO):
        survey.save_answer(running.context(name), running.survey_id, "method", "local")
        survey.finish_survey(running.context(name), running.survey_id)
    survey.close_survey(running.context(FACILITATOR), running.survey_id)

    why = next(each for each in collate(running).questions if each.question.id == "why")

    assert (why.n_valid, why.n_missing, why.texts) == (0, 0, ())


def test_free_text_comes_without_names(collated):
    found = repr(collate(collated))

    assert "It is quicker." in found
    assert not any(name in found for name in (*ANSWERS, CLEO))


@pytest.mark.parametrize(("n", "is_collated"), [(2, False), (3, True)], ids=["two people", "three people"])
def test_a_confidential_survey_of_so_few_that_answers_name_them_is_not_collated(running, n, is_collated):
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    for name in (ANN, BEN, CLEO)[:n]:
        survey.save_answer(running.context(name), running.survey_id, "method", "local")
        survey.finish_survey(running.context(name), running.survey_id)
    survey.close_survey(running.context(FACILITATOR), running.survey_id)

    if is_collated:
        assert collate(running).n_respondents == n
    else:
        with pytest.raises(ConflictError, match="of fewer the answers name them"):
            collate(running)
