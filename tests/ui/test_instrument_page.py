"""The page on which the instrument is written: each change is stored, and what is wrong is named."""

import json

import pytest

from consensus.services.surveys import instruments, survey
from surveys.loader import parse_instrument

FAY = "Fay Cilitator"


@pytest.fixture
def page(open_page):
    return open_page(FAY, "instrument.py")


def words(app) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.text, app.caption, app.error, app.warning, app.html, app.code)
    return "\n".join(str(element.value if hasattr(element, "value") else element) for kind in kinds for element in kind)


def edited(stage):
    return instruments.get_editor(stage.as_(FAY), stage.process_id)


def draft(stage):
    return edited(stage).draft


def open_question(app, section, question):
    return app.button(key=f"instrument.open.{section}.{question}").click().run()


def show(app, part):
    app.session_state["instrument.tab"] = part
    return app.run()


def test_the_outline_shows_the_open_section_and_each_question_with_its_kind(page):
    labels = [button.label for button in page.button]

    assert not page.exception
    assert any("How strong is the evidence?" in label and "one answer, required" in label for label in labels)
    assert any("**Use** · 5 questions" in label for label in labels)


def test_a_question_is_reworded_and_stored_at_once(page, stage):
    open_question(page, 0, 0)

    page.text_area(key="instrument.0.0.strength.text").set_value("How *sure* are we?").run()

    assert not page.exception
    assert draft(stage).question("strength").text == "How *sure* are we?"
    assert "The panel does not see these changes yet" in words(page)


def test_an_option_gets_a_draft_statement(page, stage):
    open_question(page, 0, 0)

    page.text_input(key="instrument.0.0.strength.options.0.strong.statement").set_value("The evidence is strong.").run()

    assert draft(stage).question("strength").option("strong").statement == "The evidence is strong."


def test_options_are_added_and_removed(page, stage):
    open_question(page, 0, 2)

    page.button(key="instrument.0.2.barriers.Add an option.options").click().run()
    page.button(key="instrument.0.2.barriers.Remove.options.0").click().run()

    assert [option.id for option in draft(stage).question("barriers").options] == ["skill", "time", "option_1"]


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "yes_no_unsure", "scale", "matrix", "ranking", "number", "text"]
)
def test_a_question_of_every_kind_is_added_and_opens_with_its_fields(page, stage, kind):
    page.button(key=f"instrument.add.0.{kind}").click().run()

    assert not page.exception
    assert draft(stage).sections[0].questions[-1].kind == kind
    assert page.text_area(key="instrument.0.3.question_1.text").value == "New question"


def test_questions_are_moved_duplicated_and_removed(page, stage):
    open_question(page, 0, 0)
    page.button(key="instrument.0.0.strength.duplicate").click().run()
    page.button(key="instrument.0.1.strength_1.Down").click().run()

    assert [question.id for question in draft(stage).sections[0].questions][:3] == ["strength", "why", "strength_1"]
    page.button(key="instrument.0.2.strength_1.remove").click().run()
    assert draft(stage).question("strength_1") is None


def test_a_condition_is_chosen_from_the_earlier_questions(page, stage):
    open_question(page, 0, 2)
    page.button(key="instrument.0.2.barriers.condition.add").click().run()
    page.selectbox(key="instrument.0.2.barriers.condition.0.target").set_value(("strength", "")).run()
    page.multiselect(key="instrument.0.2.barriers.condition.0.is one of.values").set_value(["weak"]).run()

    assert not page.exception
    frozen = edited(stage).text
    assert 'show_if = { question = "strength", is = ["weak"] }' in frozen or 'show_if = "strength is weak"' in frozen
    assert "was answered with “Weak" in words(page)


def test_what_is_unfinished_is_named_with_question_and_field_and_kept(page, stage):
    open_question(page, 0, 0)

    page.text_area(key="instrument.0.0.strength.text").set_value("").run()

    assert "question 'strength' has no 'text'" in words(page)
    assert edited(stage).draft is None
    assert not page.exception


def test_a_language_is_added_and_its_texts_counted(page, stage):
    show(page, "Languages")
    page.selectbox(key="instrument.new_language").set_value("fr").run()
    page.button(key="instrument.add_language").click().run()
    page.text_input(key="instrument.lang.fr.title").set_value("Avant la réunion").run()

    assert not page.exception
    assert draft(stage).translations[0].texts == (("title", "Avant la réunion"),)
    assert page.get("progress")[0].proto.text.startswith("1 of ")


def test_the_source_is_stored_as_typed_and_its_mistake_named_by_line(page, stage):
    show(page, "Source")
    source = page.text_area(key="instrument.source").value

    page.text_area(key="instrument.source").set_value(source.replace('kind = "single"', 'kind = "slider"')).run()

    assert "question 'strength' has kind 'slider'" in words(page)
    assert 'kind = "slider"' in words(page)
    assert 'kind = "slider"' in edited(stage).text


def test_text_that_is_no_toml_keeps_the_page_and_the_text(page, stage):
    show(page, "Source")
    page.text_area(key="instrument.source").set_value("title = ").run()
    show(page, "Questions")

    assert not page.exception
    assert "Mend it under Source" in words(page)
    assert edited(stage).text == "title = "


def test_hints_name_the_question_and_lead_to_it(page):
    show(page, "Hints")

    assert "No way to say “cannot judge”" in words(page) or "Hints never stand in the way" in words(page)
    assert not page.exception


@pytest.mark.parametrize("width", ["Phone", "Wide"])
def test_the_preview_stores_nothing(page, stage, width):
    show(page, "Preview")
    page.session_state["instrument.try.width"] = width
    page.run()

    assert not page.exception
    assert "Nothing you answer here is stored" in words(page)
    assert edited(stage).n_answered == 0


def test_the_preview_asks_what_a_panelist_is_asked_and_all_questions_by_a_switch(page):
    show(page, "Preview")
    assert "why" not in previewed(page)["shown"]

    page.session_state["instrument.try.given"] = {"strength": "weak"}
    page.run()
    assert "why" in previewed(page)["shown"]

    page.session_state["instrument.try.given"] = {}
    page.toggle(key="instrument.try.all").set_value(True).run()
    assert "why" in previewed(page)["shown"]


def previewed(page):
    """What the element of the preview is drawn with."""
    elements = (node.proto for node in page.main if node.type == "bidi_component")
    return next(json.loads(e.json) for e in elements if e.component_name == "assent.survey")


def test_changes_are_put_in_force_with_a_reason_once_somebody_has_answered(page, stage):
    ann = stage.as_("Ann Alder")
    survey_id = edited(stage).survey_id
    survey.save_answer(ann, survey_id, "strength", "weak")
    open_question(page, 0, 0)
    page.text_area(key="instrument.0.0.strength.text").set_value("How sure are we?").run()
    page.button(key="instrument.revise").click().run()
    assert "Say why the questions change" in words(page)

    page.text_area(key="instrument.reason").set_value("It was unclear.").run()
    page.button(key="instrument.revise").click().run()

    assert edited(stage).number == 2
    assert survey.get_my_survey(ann, stage.process_id).instrument.question("strength").text == "How sure are we?"
    assert "Version 2, open" in words(page)
    assert "set aside: How strong is the evidence?" not in words(page)
    assert "Replaced because: It was unclear." in words(page)


def test_the_collation_says_which_version_it_counts(stage, open_page):
    survey_id = edited(stage).survey_id
    for name in ("Ann Alder", "Ben Birch", "Cleo Cedar"):
        survey.save_answer(stage.as_(name), survey_id, "strength", "weak")
    text = edited(stage).text.replace("How strong is the evidence?", "How sure are we?")
    instruments.save_draft(stage.as_(FAY), survey_id, text, based_on=edited(stage).digest)
    instruments.revise(stage.as_(FAY), survey_id, "It was unclear.")
    for name in ("Ann Alder", "Ben Birch", "Cleo Cedar"):
        survey.save_answer(stage.as_(name), survey_id, "strength", "weak")
        survey.save_answer(stage.as_(name), survey_id, "fit", 5)
        survey.finish_survey(stage.as_(name), survey_id)
    survey.close_survey(stage.as_(FAY), survey_id)

    page = open_page(FAY, "collation.py")

    assert "3 answers set aside: How strong is the evidence?" in words(page)
    assert "Counted under version 2 of the questions" in [expander.label for expander in page.expander]


def test_text_typed_by_people_is_shown_as_text(page, stage):
    instruments.edit_draft(
        stage.as_(FAY),
        edited(stage).survey_id,
        lambda tables: {**tables, "title": "<script>alert(1)</script> **bold**"},
    )

    page.run()

    assert "<script>" not in "".join(element.value for element in page.html)
    assert "\\*\\*bold\\*\\*" in "".join(element.value for element in page.subheader)


def test_an_instrument_of_two_hundred_questions_is_opened(page, stage):
    question = '[[section.question]]\nid = "q{}"\nkind = "scale"\ntext = "How?"\nscale = {{ low = 1, high = 9 }}\n'
    text = 'id = "i"\nversion = "1"\ntitle = "T"\n' + "".join(
        f'[[section]]\nid = "s{s}"\ntitle = "S"\n' + "".join(question.format(f"{s}_{n}") for n in range(20))
        for s in range(10)
    )
    assert len(parse_instrument(text, "long.toml").questions()) == 200
    instruments.save_draft(stage.as_(FAY), edited(stage).survey_id, text, based_on=edited(stage).digest)

    page.run()

    assert not page.exception
