"""The report tells of a Delphi what is on the record, sentence by sentence with its facts."""

import pytest

from consensus.exports.document.formats import FORMATS
from consensus.exports.document.progress import unwatched
from consensus.persistence.database import Database
from consensus.services.reports import report
from tests.services.delphi.delphi_people import RATERS, Delphi, make_delphi


@pytest.fixture
def delphi(db: Database) -> Delphi:
    return make_delphi(db)


@pytest.fixture
def held(delphi):
    """Two rounds: the first item settles in the first, the second stays in stable disagreement."""
    split = [1, 1, 2, 2, 8, 8, 9, 9]
    first = delphi.open()
    delphi.rate_all(first, delphi.built.first, [8] * 8)
    delphi.rate_all(first, delphi.built.second, split)
    delphi.end(first)
    second = delphi.open(delphi.built.second)
    delphi.rate_all(second, delphi.built.second, dict(zip(RATERS[:6], split, strict=False)))
    delphi.end(second)
    return delphi


def sentences(delphi, key):
    found = report.get_report(delphi.ctx, delphi.built.process_id)
    passages = {one.passage.key: one.passage for section in found.sections for one in section.passages}
    return passages[key].sentences if key in passages else None


def test_each_round_says_what_was_asked_who_answered_and_what_came_of_it(held):
    told = {sentence.key: sentence for sentence in sentences(held, "results.delphi")}

    asked = told["results.delphi.2.asked"]
    assert asked.text.endswith("put 1 question on 1 statement to 8 people (1 not settled yet).")
    response = told["results.delphi.2.response"]
    assert response.text == "6 of 8 (75.0%) answered something, with 6 of 8 possible answers (75.0%)."
    assert [fact.value for fact in response.facts] == ["6 of 8", "6 of 8"]
    assert told["results.delphi.2.settled"].text == (
        "After it 1 of 2 statements rated so far had consensus; 1.2 stayed without it and stable, which is a result."
    )
    assert told["results.delphi.2.stop"].text.startswith("The stop rule ends the Delphi")


def test_what_had_been_shown_is_told_from_the_second_round_on(held):
    keys = [sentence.key for sentence in sentences(held, "results.delphi")]

    assert "results.delphi.1.feedback" not in keys
    assert "results.delphi.2.feedback" in keys


def test_the_protocol_is_told_once_and_again_where_it_changed(delphi):
    first = delphi.open()
    delphi.end(first)
    once = len(sentences(delphi, "methods.delphi"))
    delphi.change(comments=False)
    delphi.end(delphi.open())

    twice = sentences(delphi, "methods.delphi")
    assert len(twice) == 2 * once
    assert twice[once].text.startswith("From round 2 on: ")


def test_every_item_stands_in_a_table_with_its_numbers(held):
    document, _ = report.read_document(held.ctx, held.built.process_id)
    page = FORMATS["html"].write(document, unwatched).decode()

    assert "Delphi round 2: ratings and verdicts" in page
    assert "6 of 8" in page
    assert "stable: a result" in page


def test_a_process_without_a_delphi_has_no_such_passage(delphi):
    assert sentences(delphi, "results.delphi") is None
