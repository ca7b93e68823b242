"""The coding board as a page: read one by one, list of themes, what looks alike."""

import pytest
from test_facilitator_pages import FAY, words

from consensus.services.surveys import coding_board, survey, themes

WROTE = {"Ann Alder": "Nurses need training", "Ben Birch": "Training of nurses", "Cleo Cedar": "Too *costly* by far"}


@pytest.fixture
def written(stage):
    for name, text in WROTE.items():
        ctx = stage.as_(name)
        mine = survey.get_my_survey(ctx, stage.process_id)
        for question, value in (("strength", "weak"), ("why", text), ("fit", 5)):
            survey.save_answer(ctx, mine.survey_id, question, value)
        survey.finish_survey(ctx, mine.survey_id)
    survey.close_survey(stage.as_(FAY), mine.survey_id)
    return stage


def board(stage):
    return coding_board.get_board(stage.as_(FAY), stage.process_id)


def theme_named(stage, label):
    return next(theme for theme in board(stage).themes if theme.label == label)


def add_theme(stage, label, *texts):
    ids = [text.id for text in board(stage).texts if text.text in texts]
    return themes.add_theme(stage.as_(FAY), stage.process_id, label, answer_ids=ids)


def test_while_the_survey_is_open_the_board_explains_itself(open_page):
    app = open_page(FAY, "themes.py")

    assert "until then you see who is missing" in words(app)
    assert not app.error


def test_an_answer_is_read_and_put_under_a_new_theme(open_page, written):
    app = open_page(FAY, "themes.py")
    first = board(written).texts[0]
    app.text_input(key=f"themes.new.{first.id}.label").set_value("Costs *and* such")
    app.button(key=f"themes.new.{first.id}.add").click().run()

    assert theme_named(written, "Costs *and* such").n_answers == 1
    assert "Alder" not in words(app)
    assert not app.error


def test_a_theme_is_put_on_and_off_and_undone(open_page, written):
    theme_id = add_theme(written, "Training")
    app = open_page(FAY, "themes.py")

    app.button(key=f"themes.toggle.{theme_id}").click().run()
    put = theme_named(written, "Training").n_answers
    app.button(key=f"themes.toggle.{theme_id}").click().run()
    taken = theme_named(written, "Training").n_answers
    app.button(key="themes.undo").click().run()

    assert (put, taken, theme_named(written, "Training").n_answers) == (1, 0, 1)


def test_the_digits_and_arrows_of_the_keyboard_do_it(open_page, written):
    add_theme(written, "Training")

    app = open_page(FAY, "themes.py")

    shortcuts = {button.proto.shortcut for button in app.button if button.proto.shortcut}
    assert {"1", "left", "right", "u"} <= {shortcut.lower() for shortcut in shortcuts}


def test_turning_on_leads_through_all_answers(open_page, written):
    app = open_page(FAY, "themes.py")
    seen = []
    for _ in WROTE:
        seen.extend(text for text in WROTE.values() if text in words(app))
        if not app.button(key="themes.next").disabled:
            app.button(key="themes.next").click().run()

    assert sorted(seen) == sorted(WROTE.values())


def test_the_list_shows_people_and_renames(open_page, written):
    theme_id = add_theme(written, "Training", WROTE["Ann Alder"], WROTE["Ben Birch"])
    app = open_page(FAY, "themes.py")
    app.session_state["themes.mode"] = "Themes"
    app.run()
    said = words(app)

    app.text_input(key=f"themes.edit.{theme_id}.label").set_value("Schooling")
    app.button(key=f"themes.edit.{theme_id}.save").click().run()

    assert "fewer than 3 people · 2 answers" in said
    assert theme_named(written, "Schooling").id == theme_id


def test_what_looks_alike_waits_for_a_name(open_page, written):
    app = open_page(FAY, "themes.py")
    app.session_state["themes.mode"] = "What looks alike"
    app.run()
    (group,) = coding_board.suggest_groups(written.as_(FAY), written.process_id)
    own = f"themes.group.{group.answer_ids[0]}"
    untouched = board(written).themes

    app.text_input(key=f"{own}.label").set_value("Training")
    app.button(key=f"{own}.put").click().run()

    assert untouched == ()
    assert theme_named(written, "Training").n_answers == 2
    assert "Nothing looks alike" in words(app)
