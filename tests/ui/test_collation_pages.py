"""The collation as a page: looked through by words and kind, with numbers, rankings and groups."""

import pytest
from test_facilitator_pages import FAY, words

from consensus.services.surveys import survey
from surveys.model import QuestionKind

ANSWERS = {
    "strength": "weak",
    "why": "Few *trials*",
    "barriers": ["cost"],
    "fit": 5,
    "groups": {"old": 2, "young": 5},
    "number": 12,
    "order": ["ease", "life"],
    "again": "yes",
}


@pytest.fixture
def collation(open_page, stage):
    for name in ("Ann Alder", "Ben Birch", "Cleo Cedar"):
        ctx = stage.as_(name)
        mine = survey.get_my_survey(ctx, stage.process_id)
        for question, value in ANSWERS.items():
            survey.save_answer(ctx, mine.survey_id, question, value)
        survey.finish_survey(ctx, mine.survey_id)
    survey.close_survey(stage.as_(FAY), mine.survey_id)
    return open_page(FAY, "collation.py")


def test_a_word_leads_to_the_question_that_has_it(collation):
    collation.text_input(key="collation.words").set_value("trials").run()

    assert "1 of 8 questions" in words(collation)
    assert "Few *trials*" in words(collation)
    assert not collation.get("plotly_chart")


def test_a_kind_leads_to_its_questions_and_nothing_found_says_so(collation):
    collation.selectbox(key="collation.kind").set_value(QuestionKind.NUMBER).run()
    said = words(collation)
    collation.text_input(key="collation.words").set_value("survival").run()

    assert "median 12 patients" in said
    assert "range 12 to 12" in said
    assert "Nothing found" in words(collation)


def test_a_ranking_has_its_borda_count_and_says_how_truncated_ones_are_read(collation):
    collation.selectbox(key="collation.kind").set_value(QuestionKind.RANKING).run()

    assert "3/3 (100.0%) put the same option first" in words(collation).replace("\\", "")
    assert "Items a ballot leaves out share the points it did not give away." in words(collation)
