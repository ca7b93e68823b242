"""A panelist answers the survey: each answer is stored when it is given, and comes back as it was."""

import json
from dataclasses import replace

import pytest
from opening_survey import INSTRUMENT
from sqlmodel import select

from consensus.persistence.tables import Survey
from consensus.services.surveys import survey
from surveys.answer_words import describe
from surveys.answers import cannot_judge_answer
from surveys.form_words import words_in
from surveys.loader import instrument_to_dict, parse_instrument

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


@pytest.mark.parametrize(("question_id", "answer", "words"), CASES.values(), ids=CASES.keys())
def test_answers_are_read_over_in_words(question_id, answer, words):
    assert describe(ASKED.question(question_id), answer, words_in("en")) == words


def form_of(app):
    """What the element that takes the answers is drawn with."""
    elements = (node.proto for node in app.main if node.type == "bidi_component")
    return next(json.loads(e.json) for e in elements if e.component_name == "assent.survey")


def question_of(app, question_id):
    return next(question for question in form_of(app)["questions"] if question["id"] == question_id)


@pytest.fixture
def answer(stage):
    """Store an answer as the browser of this person does."""

    def store(name, question, value):
        ctx = stage.as_(name)
        survey_id = survey.get_my_survey(ctx, stage.process_id).survey_id
        return survey.save_answer(ctx, survey_id, question, value)

    return store


def test_the_form_says_what_is_asked_and_where_answers_go(open_page, stage):
    form = form_of(open_page("Ann Alder", "survey.py"))

    survey_id = survey.get_my_survey(stage.as_("Ann Alder"), stage.process_id).survey_id
    assert form["address"] == f"/answers/{survey_id}"
    assert str(stage.people["Ann Alder"]) in form["outbox"]
    assert [question["id"] for question in form["questions"]] == ["strength", "why", "barriers"]
    assert "why" not in form["shown"]
    assert (form["minutes"], form["progress"]) == (5, {"n_answered": 0, "n_shown": 7})


def test_what_was_stored_is_there_when_one_comes_back(open_page, answer):
    saved = answer("Ann Alder", "strength", "weak")
    answer("Ann Alder", "why", "Small *trials*")

    app = open_page("Ann Alder", "survey.py")

    strength, why = question_of(app, "strength"), question_of(app, "why")
    assert (strength["answer"], strength["saved_at"]) == ("weak", saved.saved_at.isoformat())
    assert why["answer"] == "Small *trials*"
    assert form_of(app)["shown"][:2] == ["strength", "why"]
    assert question_of(open_page("Ben Birch", "survey.py"), "strength")["answer"] is None


def test_each_kind_of_question_comes_with_what_it_needs(open_page):
    app = open_page("Ann Alder", "survey.py")
    assert question_of(app, "barriers")["most"] == 2

    app.button(key="survey.next").click().run()

    fit = question_of(app, "fit")
    assert fit["scale"] == {"low": 1, "high": 9, "low_label": "not at all", "high_label": "entirely"}
    assert (fit["required"], fit["cannot_judge"]) == (True, True)
    assert [row["label"] for row in question_of(app, "groups")["rows"]] == ["Older", "Younger"]
    assert [option["id"] for option in question_of(app, "again")["options"]] == ["yes", "no", "unsure"]
    number = question_of(app, "number")
    assert (number["minimum"], number["maximum"], number["unit"]) == (0, 500, "patients")


def test_nothing_is_sent_while_something_required_is_missing(open_page):
    app = open_page("Ann Alder", "survey.py")
    app.button(key="survey.next").click().run()
    app.button(key="survey.next").click().run()

    assert app.query_params["section"] == "review"
    assert app.button(key="survey.send").disabled
    assert "2 required answers are missing" in app.warning[0].value
    assert form_of(app)["questions"] == []


def test_a_survey_is_sent_and_can_be_taken_back(open_page, stage, answer):
    answer("Ann Alder", "strength", "strong")
    answer("Ann Alder", "fit", 8)
    app = open_page("Ann Alder", "survey.py")
    app.button(key="survey.next").click().run()
    app.button(key="survey.next").click().run()

    app.button(key="survey.send").click().run()
    assert "You sent your survey" in app.success[0].value
    assert not form_of(app)["is_open"]

    app.button(key="survey.take_back").click().run()
    assert survey.get_my_survey(stage.as_("Ann Alder"), stage.process_id).finished_at is None


def test_typed_options_reach_the_form_as_they_were_typed(open_page):
    app = open_page("Ann Alder", "survey.py")

    assert question_of(app, "strength")["options"][1]["label"] == "Weak *and* $thin$"


def test_a_closed_survey_is_read_and_not_answered(open_page, stage, answer):
    answer("Ann Alder", "strength", "strong")
    fay = stage.as_("Fay Cilitator")
    survey.close_survey(fay, survey.get_monitor(fay, stage.process_id).survey_id)

    app = open_page("Ann Alder", "survey.py")

    assert any("The survey is closed" in caption.value for caption in app.caption)
    assert form_of(app)["questions"] == []


SPOKEN = (
    INSTRUMENT.replace('title = "Before the meeting"', 'title = "Before the meeting"\nlanguage = "en"', 1)
    + """
[lang.de.question.strength]
text = "Wie stark ist die Evidenz?"
"""
)


def test_the_survey_is_answered_in_the_language_chosen(open_page, stage):
    with stage.db.transaction() as session:
        asked = session.exec(select(Survey)).one()
        asked.instrument = instrument_to_dict(parse_instrument(SPOKEN, "spoken.toml"))
    app = open_page("Ann Alder", "survey.py")
    assert question_of(app, "strength")["text"] == "How strong is the evidence?"

    app.query_params["language"] = "de"
    app.run()

    assert question_of(app, "strength")["text"] == "Wie stark ist die Evidenz?"
    assert question_of(app, "barriers")["text"] == "Which barriers?"
    form = form_of(app)
    assert (form["language"], form["words_language"], form["words"]["required"]) == ("de", "de", "Pflichtfrage")
    assert app.button(key="survey.next").label == "Nächster Abschnitt"


def test_plain_twins_stand_by_the_survey_its_sections_and_its_options(open_page, stage):
    asked = parse_instrument(INSTRUMENT, "opening.toml")
    first = asked.sections[0]
    options = tuple(replace(option, plain="The option in other words.") for option in first.questions[0].options)
    section = replace(
        first,
        plain="The section in other words.",
        questions=(replace(first.questions[0], options=options), *first.questions[1:]),
    )
    twins = replace(asked, plain="The survey in other words.", sections=(section, *asked.sections[1:]))
    with stage.db.transaction() as session:
        session.exec(select(Survey)).one().instrument = instrument_to_dict(twins)

    app = open_page("Ann Alder", "survey.py")

    page = "".join(node.proto.body for node in app.get("html"))
    assert "The survey in other words." in page
    assert "The section in other words." in page
    assert {option["plain"] for option in question_of(app, "strength")["options"]} == {"The option in other words."}
