"""A checklist is filled from the report, says what is missing, and asks for it there."""

import csv
import io
from collections import Counter
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from consensus.domain.checklists import CHECKLISTS_FOLDER, Auto, ItemState, load_checklist, load_checklists
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.report_passages import EditedPassage
from consensus.domain.roles import Action
from consensus.exports.report.checklist import sources_of
from consensus.exports.report.passages import passages_of
from consensus.services import audit
from consensus.services.access import require
from consensus.services.reports import checklists, report
from consensus.services.reports.record import read_record
from consensus.services.statements import statements
from tests.services.builders import FACILITATOR, VOTERS

ACCORD = ("T1", *(f"I{n}" for n in range(1, 4)), *(f"M{n}" for n in range(1, 22)), *(f"R{n}" for n in range(1, 6)))
ACCORD = (*ACCORD, "D1", "D2", "O1", "O2", "O3")
COS_STAR = [
    *("1a", "1b", "2a", "2b", "3a", "3b", "3c", "4", "5", "6a", "6b", "7", "8", "9a", "9b", "10"),
    *("11", "12", "13a", "13b", "14", "15", "16", "17", "18"),
]
# The number of items in each section, as the abstract of the publication has them.
DELPHISTAR = {"Title and abstract": 3, "Context": 7, "Method": 20, "Results": 4, "Discussion": 4}


@pytest.fixture
def decided(vote):
    """The first statement was adopted by 4 of 4."""
    for name in VOTERS:
        vote.cast(name, "agree")
        vote.cast(name, "agree", item=1)
    vote.reveal()
    statements.adopt(vote.built.context(FACILITATOR), vote.built.first)
    return vote.built


def items(built, slug="accord"):
    found = checklists.get_checklist(built.context(FACILITATOR), built.process_id, slug)
    return {one.item.id: one for one in found.filled.items}


def answer(built, item="M1", text="Not registered.", seen=0):
    checklists.answer_item(built.context(FACILITATOR), built.process_id, "accord", item, text, seen=seen)


def export(built, name):
    return checklists.export_checklist(built.context(FACILITATOR), built.process_id, name).content


def words_of(docx):
    with ZipFile(io.BytesIO(docx)) as packed:
        return "".join(ElementTree.fromstring(packed.read("word/document.xml")).itertext())


def test_the_checklists_have_the_items_of_their_publications():
    found = load_checklists()

    assert [item.id for item in found["accord"].items] == list(ACCORD)
    assert [item.id for item in found["cos_star"].items] == COS_STAR
    assert Counter(item.section for item in found["delphistar"].items) == DELPHISTAR


def test_what_was_not_compared_with_its_publication_is_marked_in_every_file(decided):
    found = load_checklists()

    marked = {slug: [item.id for item in one.items if not item.is_compared] for slug, one in found.items()}
    assert marked["accord"] == []
    assert marked["cos_star"] == ["15", "16"]
    assert len(marked["delphistar"]) == 38
    assert all(one.compared for one in found.values())
    text = export(decided, "checklist-cos_star.csv").decode("utf-8-sig")
    rows = {row["item"]: row["compared_with_publication"] for row in csv.DictReader(io.StringIO(text))}
    assert (rows["12"], rows["15"]) == ("yes", "no")
    words = words_of(export(decided, "checklist-cos_star.docx"))
    assert "* Not compared with the publication." in words
    assert [mark for mark in ("12*", "14*", "15*", "16*") if mark in words] == ["15*", "16*"]
    assert "Items 1a to 12 were compared with Table 1 of the publication." in words


def test_a_delphi_checklist_takes_its_rounds_from_the_record(decided):
    found = items(decided, "delphistar")

    assert (found["M11"].state, found["M11"].headings) == (ItemState.FILLED, ("Votes",))
    assert found["M11"].told[0].text.startswith("1 round with 2 votes on a statement")
    assert found["M19"].state is ItemState.FILLED
    assert found["M10"].state is ItemState.MISSING


def test_every_source_of_an_item_is_a_place_in_the_report(decided):
    ctx = decided.context(FACILITATOR)
    with ctx.db.reading() as session:
        record = read_record(session, require(ctx, session, Action.EXPORT, decided.process_id))
    known = sources_of(record, [EditedPassage(passage) for passage in passages_of(record)])

    named = {source for one in load_checklists().values() for item in one.items for source in item.sources}
    strangers = {source for source in named if source not in known and ".".join(source.split(".")[:2]) not in known}
    assert strangers == set()


def test_an_item_is_filled_partly_filled_or_missing(decided):
    found = items(decided)

    assert (found["M18"].item.auto, found["M18"].state) == (Auto.DATA, ItemState.FILLED)
    assert found["M18"].told[0].text.startswith("Those who voted in round 1 were told:")
    assert (found["I2"].state, found["I2"].headings) == (ItemState.PARTLY, ("Title page",))
    assert (found["M1"].state, found["M1"].told) == (ItemState.MISSING, ())
    assert found["O3"].state is ItemState.MISSING


def test_what_is_written_in_the_report_fills_its_item(decided):
    ctx = decided.context(FACILITATOR)
    report.write_passage(ctx, decided.process_id, "methods.funding", "A grant of 2011.", seen=0, basis="")

    assert items(decided)["O3"].state is ItemState.FILLED
    assert items(decided)["O3"].told[0].text == "A grant of 2011."


def test_an_answer_is_kept_with_its_versions_and_in_the_record(decided):
    answer(decided)
    answer(decided, text="OSF, 2011.", seen=1)

    found = items(decided)["M1"]
    ctx = decided.context(FACILITATOR)
    assert (found.state, found.edit.text, found.edit.by) == (ItemState.FILLED, "OSF, 2011.", FACILITATOR)
    assert items(decided, "cos_star")["4"].edit is None
    kept = checklists.list_answers(ctx, decided.process_id, "accord", "M1")
    assert [one.text for one in kept] == ["OSF, 2011.", "Not registered."]
    sentences = [event.sentence for event in audit.list_events(ctx, decided.process_id)]
    assert "Item M1 of the checklist ACCORD was answered (version 2)." in sentences


def test_an_answer_can_be_taken_back_and_is_missing_again(decided):
    answer(decided)
    ctx = decided.context(FACILITATOR)
    checklists.take_back_answer(ctx, decided.process_id, "accord", "M1", seen=1)

    assert items(decided)["M1"].state is ItemState.MISSING


def test_nobody_overwrites_what_they_have_not_seen(decided):
    answer(decided)

    with pytest.raises(ConflictError, match="Somebody else"):
        answer(decided, text="Another.", seen=0)
    with pytest.raises(InvalidInputError, match="cannot be empty"):
        answer(decided, text="  ", seen=1)
    with pytest.raises(NotFoundError):
        answer(decided, item="M99")


def test_the_table_names_section_and_page_and_shows_answers_literally(decided):
    answer(decided, text='=HYPERLINK("x") <b>*bold*</b>')

    text = export(decided, "checklist-accord.csv").decode("utf-8-sig")
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["M18"]["report_section"] == "Anonymity"
    assert int(rows["M18"]["report_page"]) >= 2
    assert rows["T1"]["report_page"] == "1"
    assert rows["M1"]["answer"] == '\'=HYPERLINK("x") <b>*bold*</b>'
    assert export(decided, "checklist-cos_star.pdf").startswith(b"%PDF-")
    words = words_of(export(decided, "checklist-accord.docx"))
    assert '=HYPERLINK("x") <b>*bold*</b>' in words
    assert "Missing." in words


def test_a_file_that_is_no_checklist_is_refused_by_name(tmp_path):
    path = tmp_path / "odd.toml"
    path.write_text('title = "Odd"')

    with pytest.raises(InvalidInputError, match=r"odd\.toml is not a checklist"):
        load_checklist(path)


def test_a_mark_on_an_item_that_is_not_there_is_refused(tmp_path):
    path = tmp_path / "odd.toml"
    text = (CHECKLISTS_FOLDER / "cos_star.toml").read_text()
    path.write_text(text.replace('["15", "16"]', '["15", "61"]'))

    with pytest.raises(InvalidInputError, match="there is no item 61"):
        load_checklist(path)
