"""The panel page: searching, filtering, and entering people who look alike."""

import pytest

from consensus.domain.roles import Role
from consensus.services import panel

FAY, ANN = "Fay Cilitator", "Ann Alder"


def shown(app):
    return list(app.dataframe[0].value["Name"])


def everybody(stage):
    return {row.name: row for row in panel.get_panel(stage.as_(FAY), stage.process_id).members}


def test_a_search_narrows_the_table_and_the_choice(open_page, stage):
    app = open_page(FAY, "panel.py")

    app.text_input(key="panel.find.words").set_value("hospital alder").run()

    assert shown(app) == [ANN]
    assert len(app.selectbox(key="panel.member").options) == 1


def test_filters_that_nobody_fits_say_so(open_page):
    app = open_page(FAY, "panel.py")

    app.selectbox(key="panel.find.role").set_value(Role.CHAIR).run()

    assert not app.dataframe
    assert "Nobody is found" in " ".join(element.value for element in app.markdown)


def test_a_long_panel_is_turned_page_by_page(open_page, stage):
    for number in range(60):
        panel.add_member(stage.as_(FAY), stage.process_id, panel.MemberDraft(f"Person {number:02}"))

    app = open_page(FAY, "panel.py")

    assert len(shown(app)) == 50
    assert "1 to 50 of 64" in [caption.value for caption in app.caption]


def test_free_fields_are_typed_shown_and_changed(open_page, stage):
    app = open_page(FAY, "panel.py")
    ann = stage.members[ANN]
    app.selectbox(key="panel.member").set_value(ann).run()

    app.text_area(key=f"panel.edit.{ann}.fields").set_value("Ward: 7\nLanguage: French")
    app.button(key=f"panel.save.{ann}").click().run()

    assert everybody(stage)[ANN].fields == {"Ward": "7", "Language": "French"}
    assert "Ward: 7<br>Language: French" in " ".join(element.proto.body for element in app.get("html"))


def test_a_field_without_a_name_is_refused_in_a_sentence(open_page, stage):
    app = open_page(FAY, "panel.py")
    ann = stage.members[ANN]
    app.selectbox(key="panel.member").set_value(ann).run()

    app.text_area(key=f"panel.edit.{ann}.fields").set_value("7")
    app.button(key=f"panel.save.{ann}").click().run()

    assert "as name: text" in app.error[0].value


@pytest.mark.parametrize("typed", ["ANN alder", "Аnn Alder"], ids=["case", "Cyrillic letter"])
def test_somebody_who_looks_like_a_member_is_added_after_a_tick(open_page, stage, typed):
    app = open_page(FAY, "panel.py")
    app.text_input(key="panel.new.name").set_value(typed)
    app.button(key="panel.add").click().run()
    assert "looks like Ann Alder" in app.error[0].value
    assert typed not in everybody(stage)

    app.checkbox(key="panel.new.is_other").check()
    app.button(key="panel.add").click().run()

    assert not app.error
    assert typed in everybody(stage)
