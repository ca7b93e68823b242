"""The facilitator watches the survey, enters paper forms, and shows what came out."""

import json

import pytest

from consensus.services.surveys import paper_entry, survey, survey_results

NAMES = ("Ann Alder", "Ben Birch", "Cleo Cedar")


@pytest.fixture
def survey_id(stage):
    return survey.get_monitor(stage.as_("Fay Cilitator"), stage.process_id).survey_id


@pytest.fixture
def send_in(stage, survey_id):
    """Let this person answer what is required, and send it in."""

    def send(name, strength="strong"):
        ctx = stage.as_(name)
        survey.save_answer(ctx, survey_id, "strength", strength)
        if strength == "weak":
            survey.save_answer(ctx, survey_id, "why", "A *secret* of mine")
        survey.save_answer(ctx, survey_id, "fit", 8)
        survey.finish_survey(ctx, survey_id)

    return send


def form_of(app):
    elements = (node.proto for node in app.main if node.type == "bidi_component")
    return next(json.loads(e.json) for e in elements if e.component_name == "assent.survey")


def words(app):
    return "\n".join(str(part.value) for part in (*app.markdown, *app.caption, *app.text, *app.get("html")) if part)


def test_the_monitor_says_who_is_missing_and_why_the_rest_waits(open_page, send_in):
    send_in("Ann Alder", "weak")

    app = open_page("Fay Cilitator", "survey_monitor.py")

    assert app.metric[0].value == "1 of 3 people asked"
    assert "Ben Birch" in words(app)
    assert "shown once the survey is closed" in words(app)
    assert not app.dataframe
    assert "secret" not in words(app)


def test_the_monitor_tells_what_was_left_out_after_the_close(open_page, send_in, stage, survey_id):
    for name in NAMES:
        send_in(name)
    survey.close_survey(stage.as_("Fay Cilitator"), survey_id)

    app = open_page("Fay Cilitator", "survey_monitor.py")

    left_out = app.dataframe[0].value.set_index("Question")
    assert left_out.loc["How strong is the evidence?", "Answered"] == 3
    assert left_out.loc["Which barriers?", "Skipped"] == 3
    assert "of the 3 who answered online" in words(app)


def test_a_paper_form_is_entered_through_the_same_questions(open_page, stage, survey_id):
    app = open_page("Fay Cilitator", "paper_entry.py")
    ann = next(
        m for m in paper_entry.list_paper_members(stage.as_("Fay Cilitator"), survey_id) if m.name == "Ann Alder"
    )
    app.selectbox(key="paper.member").set_value(ann).run()
    app.button(key="paper.begin").click().run()

    form = form_of(app)

    assert form["address"] == f"/answers/{survey_id}/{ann.id}"
    assert [question["id"] for question in form["questions"]] == ["strength", "why", "barriers"]
    app.button(key="survey.next").click().run()
    app.button(key="survey.next").click().run()
    assert "2 required answers are missing" in app.warning[0].value
    app.button(key="paper.finish").click().run()
    assert "is entered and sent in" in app.success[0].value
    mine = open_page("Ann Alder", "survey.py")
    assert "Fay Cilitator entered your paper form" in mine.success[0].value


def test_what_somebody_answers_online_is_not_seen_and_taken_over_on_purpose(open_page, send_in, stage, survey_id):
    send_in("Ben Birch", "weak")
    app = open_page("Fay Cilitator", "paper_entry.py")
    ben = next(
        m for m in paper_entry.list_paper_members(stage.as_("Fay Cilitator"), survey_id) if m.name == "Ben Birch"
    )

    app.selectbox(key="paper.member").set_value(ben).run()

    assert "answers online. You do not see what" in app.warning[0].value
    assert "secret" not in words(app)
    app.button(key="paper.take_over").click().run()
    assert all(question["answer"] is None for question in form_of(app)["questions"])


def test_the_results_have_a_chart_and_a_table_for_every_question_and_are_shown_by_an_act(
    open_page, send_in, stage, survey_id
):
    for name in NAMES:
        send_in(name, "weak")
    survey.close_survey(stage.as_("Fay Cilitator"), survey_id)
    refused = open_page("Ann Alder", "survey_results.py")
    assert "have not shown the results" in words(refused)

    app = open_page("Fay Cilitator", "survey_results.py")
    assert "A *secret* of mine" in words(app)
    assert "need at least 5 respondents" in words(app)
    app.button(key="survey.show").click().run()

    assert survey_results.get_survey_results(stage.as_("Ann Alder"), stage.process_id).shown_since
    panelist = open_page("Ann Alder", "survey_results.py")
    assert "3 answered" in words(panelist)
    assert "secret" not in words(panelist)
    assert len(panelist.get("plotly_chart")) >= 2
    assert "Download" not in [header.value for header in panelist.subheader]


def test_the_smallest_group_is_locked_on_the_settings_page_once_the_survey_is_open(open_page):
    app = open_page("Fay Cilitator", "settings.py", part="Groups")

    assert app.number_input(key="settings.groups.smallest").disabled
    assert "The survey was opened with this number" in str([caption.value for caption in app.caption])
