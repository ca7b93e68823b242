"""A panelist answers the survey: each answer is stored when it is given, and comes back as it was."""

import json

import pytest
from opening_survey import INSTRUMENT

from consensus.services import survey
from consensus.ui.widgets.answer_words import describe
from consensus.ui.widgets.answering import read_answer, seed
from surveys.answers import cannot_judge_answer
from surveys.loader import parse_instrument

ASKED = parse_instrument(INSTRUMENT, "opening.toml")
CASES = {
    "single": ("strength", "weak", "Weak *and* $thin$"),
    "single, cannot judge": ("strength", cannot_judge_answer(), "Cannot judge"),
    "several": ("barriers", ["cost", "time"], "Cost\nTime"),
    "scale": ("fit", 7, "7 (on 1 to 9)"),
    "matrix": ("groups", {"old": 2, "young": "cannot_judge"}, "Older: 2 (on 1 to 5)\nYounger: Cannot judge"),
    "number": ("number", 12, "12 patients"),
    "number, cannot judge": ("number", cannot_judge_answer(), "Cannot judge"),
    "ranking": ("order", ["ease", "life"], "1. Comfort\n2. Survival"),
    "yes, no or unsure": ("again", "unsure", "Unsure"),
}


@pytest.mark.parametrize(("question_id", "answer", "_words"), CASES.values(), ids=CASES.keys())
def test_what_is_stored_comes_back_through_the_widgets(question_id, answer, _words):
    question, state = ASKED.question(question_id), {}

    seed(question, answer, state)

    assert read_answer(question, state) == answer


@pytest.mark.parametrize("question", ASKED.questions(), ids=lambda question: question.id)
def test_untouched_widgets_say_nothing(question):
    state = {}

    seed(question, None, state)

    assert not read_answer(question, state)


@pytest.mark.parametrize(("question_id", "answer", "words"), CASES.values(), ids=CASES.keys())
def test_answers_are_read_over_in_words(question_id, answer, words):
    assert describe(ASKED.question(question_id), answer) == words


def test_seeding_does_not_overwrite_what_is_being_typed():
    state = {"survey.number": 1.0}

    seed(ASKED.question("number"), 12, state)

    assert state["survey.number"] == 1.0


def test_a_text_is_read_from_its_field_and_drawn_from_what_is_stored():
    question, state = ASKED.question("why"), {}

    seed(question, "stored", state)

    assert state.keys() <= {"survey.why.cannot_judge"}
    assert read_answer(question, state | {"survey.why": {"text": "Because <b>& so"}}) == "Because <b>& so"
    assert describe(question, "Because <b>& so") == "Because <b>& so"


def text_fields(app):
    """What the fields for longer texts are drawn with."""
    elements = (node.proto for node in app.main if node.type == "bidi_component")
    return [json.loads(e.json) for e in elements if e.component_name == "assent.writing"]


@pytest.fixture
def answers(stage):
    """What is stored for a person now."""

    def of(name):
        mine = survey.get_my_survey(stage.as_(name), stage.process_id)
        return {question: answer.value for question, answer in mine.answers.items()}

    return of


def test_an_answer_is_stored_when_it_is_given_and_says_so(open_page, answers):
    app = open_page("Ann Alder", "survey.py")

    app.radio(key="survey.strength").set_value("weak").run()

    assert answers("Ann Alder") == {"strength": "weak"}
    assert any("Saved" in caption.value for caption in app.caption)
    assert answers("Ben Birch") == {}


def test_an_answer_opens_the_question_that_hangs_on_it(open_page):
    app = open_page("Ann Alder", "survey.py")
    assert not text_fields(app)

    app.radio(key="survey.strength").set_value("weak").run()

    assert [field["saved"] for field in text_fields(app)] == [""]


def test_closing_the_browser_loses_nothing(open_page, stage):
    app = open_page("Ann Alder", "survey.py")
    app.radio(key="survey.strength").set_value("weak").run()
    app.checkbox(key="survey.barriers.cost").check().run()
    survey_id = survey.get_my_survey(stage.as_("Ann Alder"), stage.process_id).survey_id
    survey.save_answer(stage.as_("Ann Alder"), survey_id, "why", "Small *trials*")

    later = open_page("Ann Alder", "survey.py")

    assert later.radio(key="survey.strength").value == "weak"
    assert [field["saved"] for field in text_fields(later)] == ["Small *trials*"]
    assert later.checkbox(key="survey.barriers.cost").value


def test_a_refused_choice_goes_back_to_what_is_stored(open_page, answers):
    app = open_page("Ann Alder", "survey.py")
    for barrier in ("cost", "skill", "time"):
        app.checkbox(key=f"survey.barriers.{barrier}").check().run()

    assert "At most 2 options" in app.error[0].value
    assert not app.checkbox(key="survey.barriers.time").value
    assert answers("Ann Alder") == {"barriers": ["cost", "skill"]}


def test_cannot_judge_replaces_a_number(open_page, answers):
    app = open_page("Ann Alder", "survey.py")
    app.button(key="survey.next").click().run()
    app.number_input(key="survey.number").set_value(12.0).run()

    app.checkbox(key="survey.number.cannot_judge").check().run()

    assert answers("Ann Alder")["number"] == cannot_judge_answer()
    assert app.number_input(key="survey.number").disabled


def test_nothing_is_sent_while_something_required_is_missing(open_page):
    app = open_page("Ann Alder", "survey.py")
    app.button(key="survey.next").click().run()
    app.button(key="survey.next").click().run()

    assert app.query_params["section"] == "review"
    assert app.button(key="survey.send").disabled
    assert "2 required answers are missing" in app.warning[0].value


def test_a_survey_is_sent_and_can_be_taken_back(open_page, stage):
    app = open_page("Ann Alder", "survey.py")
    app.radio(key="survey.strength").set_value("strong").run()
    app.button(key="survey.next").click().run()
    app.button_group(key="survey.fit").set_value(8).run()
    app.button(key="survey.next").click().run()

    app.button(key="survey.send").click().run()
    assert "You sent your survey" in app.success[0].value
    assert not app.radio

    app.button(key="survey.take_back").click().run()
    assert survey.get_my_survey(stage.as_("Ann Alder"), stage.process_id).finished_at is None


def test_typed_options_are_shown_literally(open_page):
    app = open_page("Ann Alder", "survey.py")

    assert app.radio(key="survey.strength").options[1] == r"Weak \*and\* \$thin\$"


def test_a_closed_survey_is_read_and_not_answered(open_page, stage):
    fay = stage.as_("Fay Cilitator")
    survey.close_survey(fay, survey.get_monitor(fay, stage.process_id).survey_id)

    app = open_page("Ann Alder", "survey.py")

    assert any("The survey is closed" in caption.value for caption in app.caption)
    assert not app.radio
