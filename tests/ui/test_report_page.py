"""The report is read and edited passage by passage, and made into files, by those who may."""

import time

from consensus.services import audit
from consensus.services.meetings import meeting
from consensus.services.reports import checklists, publishing, report
from consensus.services.statements import statements, topics


def passages(stage):
    found = report.get_report(stage.as_("Fay Cilitator"), stage.process_id)
    return {one.passage.key: one for section in found.sections for one in section.passages}


def test_a_passage_stands_beside_its_facts(open_page):
    page = open_page("Fay Cilitator", "report.py")

    assert not page.exception
    text = " ".join(element.proto.body for element in page.get("html"))
    assert "3 people entitled to vote from 3 institutions were invited." in text
    assert "<strong>3</strong> invited, entitled to vote" in text
    assert "Still to be written. Why the question matters" in text


def test_what_is_written_takes_the_place_of_the_passage_and_can_be_given_up(stage, open_page):
    page = open_page("Fay Cilitator", "report.py")
    page.text_area(key="report.methods.rule.text.0").set_value("We *counted* hands.")
    page.button(key="report.methods.rule.save").click().run()

    assert not page.exception
    assert passages(stage)["methods.rule"].text == "We *counted* hands."
    page.button(key="report.methods.rule.generated").click().run()
    assert passages(stage)["methods.rule"].edit is None


def test_an_empty_passage_is_refused_in_a_sentence(stage, open_page):
    page = open_page("Fay Cilitator", "report.py")
    page.text_area(key="report.methods.rule.text.0").set_value("  ")
    page.button(key="report.methods.rule.save").click().run()

    assert any("cannot be empty" in error.value for error in page.error)
    assert passages(stage)["methods.rule"].edit is None


def test_a_file_is_made_while_its_asker_watches(open_page):
    page = open_page("Fay Cilitator", "report.py", part="Download")
    page.segmented_control(key="report.format").set_value("md")
    page.button(key="report.make").click().run()
    for _ in range(100):
        if page.success:
            break
        time.sleep(0.05)
        page.run()

    assert not page.exception
    assert "Report (Markdown) is ready" in page.success[0].value


def test_an_archive_is_made_without_people_unless_they_are_asked_for(stage, open_page):
    page = open_page("Fay Cilitator", "report.py", part="Archive")
    assert "Nobody is named in it" in " ".join(caption.value for caption in page.caption)

    page.segmented_control(key="report.archive").set_value("For another server").run()
    assert "It names everybody" in " ".join(caption.value for caption in page.caption)
    page.button(key="report.archive.make").click().run()
    for _ in range(200):
        if page.success:
            break
        time.sleep(0.05)
        page.run()

    assert not page.exception
    assert "Archive with people is ready" in page.success[0].value
    assert "An archive was made" in audit.list_events(stage.as_("Fay Cilitator"), stage.process_id, limit=1)[0].sentence


def test_a_checklist_says_what_is_missing_and_takes_an_answer(stage, open_page):
    page = open_page("Fay Cilitator", "report.py", part="Checklist")
    text = " ".join(element.proto.body for element in page.get("html"))
    assert "ACcurate COnsensus Reporting Document" in text
    assert any("**M1** Where the protocol was registered" in one.value for one in page.markdown)
    page.text_area(key="checklist.accord.M1.text.0").set_value("Not *registered*.")
    page.button(key="checklist.accord.M1.save").click().run()

    assert not page.exception
    found = checklists.get_checklist(stage.as_("Fay Cilitator"), stage.process_id, "accord").filled
    assert next(one for one in found.items if one.item.id == "M1").edit.text == "Not *registered*."
    text = " ".join(element.proto.body for element in page.get("html"))
    assert "Not *registered*." in text


def test_what_was_not_compared_with_its_publication_says_so(stage, open_page):
    page = open_page("Fay Cilitator", "report.py", part="Checklist")
    assert not page.info

    page.segmented_control(key="report.checklist").set_value("delphistar").run()

    assert not page.exception
    assert "Its table could not be read" in page.info[0].value
    assert sum("not compared with the publication" in one.value for one in page.markdown) == 38


def test_publishing_waits_for_a_statement_and_then_gives_a_link(stage, open_page):
    page = open_page("Fay Cilitator", "report.py", part="Publish")
    assert any("no statement was adopted" in one.value for one in page.caption)

    adopt_one(stage)
    page.run()
    page.button(key="report.publish").click().run()
    for _ in range(200):
        if page.code:
            break
        time.sleep(0.05)
        page.run()

    assert not page.exception
    found = publishing.get_public_page(stage.as_("Fay Cilitator"), stage.process_id)
    assert [one.value for one in page.code] == [found.address]
    page.button(key="report.publish.off").click().run()
    assert not page.code


def adopt_one(stage):
    """Everybody agrees to one statement, and it is adopted."""
    fay = stage.as_("Fay Cilitator")
    topic_id = topics.list_topics(fay, stage.process_id)[0].id
    statement_id = statements.add_candidate(fay, topic_id, "Both together.")
    meeting_id = meeting.get_meeting(fay, stage.process_id).id
    meeting.start_meeting(fay, meeting_id)
    for name in ("Ann Alder", "Ben Birch", "Cleo Cedar"):
        meeting.check_in(fay, meeting_id, stage.members[name])
    statements.present_statement(fay, statement_id)
    meeting.record_full_consensus(fay, meeting_id, statement_id)


def test_a_panelist_has_no_such_page(open_page):
    page = open_page("Ann Alder")

    assert "Report" not in str(page.main)
