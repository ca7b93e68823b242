"""The agenda as a page: planned, edited, and read by the panel."""

from test_facilitator_pages import FAY, words

from consensus.services.meetings import agenda
from surveys.agenda_plan import DayPlan


def test_the_day_is_planned_from_the_form_and_edited_in_place(open_page, stage):
    app = open_page(FAY, "agenda.py")
    app.button(key="agenda.plan.do").click().run()
    item = next(i for i in agenda.get_agenda(stage.as_(FAY), stage.process_id).items if i.title == "Combination")

    app.number_input(key=f"agenda.minutes.{item.id}").set_value(600 // 2).run()

    view = agenda.get_agenda(stage.as_(FAY), stage.process_id)
    assert next(i.minutes for i in view.items if i.id == item.id) == 300
    assert view.is_edited
    assert "to spare" in words(app) or "too long" in words(app)
    assert not app.error


def test_hand_edits_are_kept_until_somebody_gives_them_up(open_page, stage):
    fay = stage.as_(FAY)
    agenda.generate_agenda(fay, stage.process_id, DayPlan())
    agenda.add_break(fay, stage.process_id, "Walk", 10)
    app = open_page(FAY, "agenda.py")

    app.button(key="agenda.plan.do").click().run()
    refused = words(app)
    app.checkbox(key="agenda.plan.replaces").set_value(True)
    app.button(key="agenda.plan.do").click().run()

    assert "edited by hand" in refused
    assert "Walk" not in [item.title for item in agenda.get_agenda(fay, stage.process_id).items]


def test_a_panelist_reads_the_agenda_and_changes_nothing(open_page, stage):
    agenda.generate_agenda(stage.as_(FAY), stage.process_id, DayPlan())

    app = open_page("Ann Alder", "agenda.py")

    assert "Combination" in words(app)
    assert "09:00" in words(app)
    assert not app.button
