"""The panel page: searching, filtering, and entering people who look alike."""

import pytest

from consensus.domain.roles import Role
from consensus.services.people import panel
from surveys.panel_file.columns import Holds

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

    assert "Name" not in {column for frame in app.dataframe for column in frame.value.columns}
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


LIST = b"name,email,institution,Ward\nAnn Alder,ann@example.org,North Hospital,7\nDora Elm,dora@example.org,,\nX,x@\n"


def upload(app, content=LIST, name="list.csv"):
    return app.file_uploader(key="panel.import.file.0").upload(name, content, "text/csv").run()


def test_a_list_is_shown_before_it_is_imported_and_imported_once_confirmed(open_page, stage):
    app = upload(open_page(FAY, "panel.py"))
    tables = [frame.value for frame in app.dataframe]
    said = str([frame.to_dict("list") for frame in tables])
    assert "Dora Elm" not in everybody(stage)

    app.button(key="panel.import").click().run()

    assert "“x@” is no e-mail address" in said
    assert "North Hospital" in said
    assert everybody(stage)["Dora Elm"].email == "dora@example.org"
    assert everybody(stage)[ANN].fields == {"Ward": "7"}
    assert "1 person added, 1 changed" in " ".join(toast.value for toast in app.toast)


def test_a_file_that_is_no_list_is_refused_in_a_sentence(open_page):
    app = upload(open_page(FAY, "panel.py"), b"\x00\x01", "list.csv")

    assert "not a text file" in app.error[0].value
    assert not app.exception


def test_a_column_is_put_right_before_the_import(open_page, stage):
    app = upload(open_page(FAY, "panel.py"))
    ward = next(box for box in app.selectbox if "Ward" in box.key)

    ward.set_value(Holds.DISCIPLINE)
    app.button(key="panel.import.columns.read").click().run()
    app.button(key="panel.import").click().run()

    assert (everybody(stage)[ANN].discipline, everybody(stage)[ANN].fields) == ("7", {})


def test_who_looks_like_a_member_is_left_out_unless_all_are_said_to_be_others(open_page, stage):
    content = b"name\nALDER Ann\nEva Ebert\n"
    app = upload(open_page(FAY, "panel.py"), content)
    app.button(key="panel.import").click().run()
    assert "ALDER Ann" not in everybody(stage)
    assert "Eva Ebert" in everybody(stage)

    app = upload(open_page(FAY, "panel.py"), content)
    app.checkbox(key="panel.import.alike.all").check()
    app.button(key="panel.import").click().run()

    assert {"ALDER Ann", ANN} <= set(everybody(stage))


def test_the_balance_of_the_panel_is_drawn_with_its_numbers(open_page):
    app = open_page(FAY, "panel.py")

    assert app.get("plotly_chart")
    assert "Balance of the panel" in [header.value for header in app.header]
    assert any("On the panel" in frame.value.columns for frame in app.dataframe)


def test_the_panel_is_saved_as_a_file_through_the_server(open_page, stage):
    app = open_page(FAY, "panel.py")

    bodies = " ".join(element.proto.body for element in app.get("html"))
    assert f"/download/{stage.process_id}/panel.xlsx" in bodies
    assert f"/download/{stage.process_id}/panel.csv" in bodies
