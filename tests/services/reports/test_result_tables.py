"""The results as tables and as JSON by its schema: true numbers, names only where voting was open, no formula."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from consensus.domain.disclosure import Anonymity
from consensus.exports.results_schema import to_results_schema
from consensus.services.meetings import objection_views, objections
from consensus.services.processes import results
from consensus.services.reports import result_tables
from consensus.services.rounds import ballots
from consensus.services.statements import statements
from tests.services.builders import ANN, FACILITATOR, VOTERS, begin_meeting, open_vote, plan_process
from tests.services.reports.citation_format import CFF_SCHEMA, read

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "results.schema.json"


@pytest.fixture
def decided(vote):
    """The first statement was adopted by 4 of 4; the second failed with 1 of 4."""
    return decide(vote)


def decide(vote):
    for place, name in enumerate(VOTERS):
        vote.cast(name, "agree")
        vote.cast(name, "agree" if place == 0 else "disagree", item=1)
    vote.reveal()
    statements.adopt(vote.built.context(FACILITATOR), vote.built.first)
    return vote.built


def export(built, name):
    return result_tables.export_tables(built.context(FACILITATOR), built.process_id, name).content


def table(built, name):
    return list(csv.DictReader(io.StringIO(export(built, f"table-{name}.csv").decode("utf-8-sig"))))


def test_verdicts_and_counts_are_those_of_the_votes(decided):
    first, second = table(decided, "verdicts")

    assert (first["outcome"], first["k"], first["n"], first["adopted"]) == ("consensus", "4", "4", "yes")
    assert (second["outcome"], second["k"], second["n"], second["share"]) == ("no_consensus", "1", "4", "0.25")
    counts = {(row["label"], row["choice"]): row["n"] for row in table(decided, "counts")}
    assert counts[second["label"], "Disagree"] == "3"


def test_statistics_carry_both_intervals_of_the_deciding_share(decided):
    first = table(decided, "statistics")[0]

    # 4 of 4: Wilson 0.5101 to 1, Clopper and Pearson 0.3976 to 1 (0.025 ** (1 / 4)).
    assert float(first["wilson_lower"]) == pytest.approx(0.5101, abs=1e-4)
    assert float(first["exact_lower"]) == pytest.approx(0.025**0.25, abs=1e-9)
    assert first["median"] == ""


def test_a_check_is_told_in_numbers_and_full_consensus_with_everybody_who_was_heard(running):
    ctx = running.context(FACILITATOR)
    check = objections.ask_for_objections(ctx, running.meeting_id, running.first)
    item = objection_views.list_checks(running.context(ANN), running.process_id)[0]
    ballots.cast_ballot(running.context(ANN), item.item_id, item.version_sha256, "no_objection")
    objections.end_check(ctx, check)
    objections.adopt_unopposed(ctx, check, room_was_asked=True)

    (told,) = table(running, "checks")
    assert (told["version"], told["n_asked"], told["n_answered"], told["n_objections"]) == ("1", "4", "1", "0")
    heard = {row["name"]: row["heard"] for row in table(running, "full_consensus")}
    assert set(heard) == set(VOTERS)
    assert heard.pop(ANN) == "No objection on their phones"
    assert set(heard.values()) == {"No answer on their phones, asked in the room"}


def test_an_open_check_is_in_no_table(running):
    objections.ask_for_objections(running.context(FACILITATOR), running.meeting_id, running.first)

    assert table(running, "checks") == []


def test_ballots_of_a_confidential_round_stand_beside_no_name(decided):
    assert table(decided, "ballots") == []
    assert ANN not in export(decided, "table-counts.csv").decode()


def test_ballots_of_an_open_round_stand_beside_names(db):
    built = plan_process(db, anonymity=Anonymity.OPEN)
    begin_meeting(built)
    decide(open_vote(built))

    rows = table(built, "ballots")
    assert {(row["name"], row["choice"]) for row in rows if row["label"] == rows[0]["label"]} >= {(ANN, "Agree")}


def test_the_workbook_has_every_table_with_its_codebook_under_a_frozen_header(decided):
    book = openpyxl.load_workbook(io.BytesIO(export(decided, "tables.xlsx")))

    assert book.sheetnames == [
        *("About", "Panel flow", "Rounds", "Objection checks", "Full consensus", "Verdicts", "Counts"),
        *("Ballots by name", "Statistics", "Survey", "Codebook"),
    ]
    assert all(sheet.freeze_panes for sheet in book)
    header = [cell.value for cell in book["Verdicts"][1]]
    told = {(row[0], row[1]) for row in book["Codebook"].iter_rows(min_row=2, values_only=True)}
    assert {("Verdicts", name) for name in header} <= told
    share = book["Verdicts"].cell(3, header.index("share") + 1)
    assert (share.value, share.number_format) == (0.25, "0.0%")


def test_text_that_looks_like_a_formula_is_text(db):
    built = plan_process(db)
    statements.reword(built.context(FACILITATOR), built.first, '=HYPERLINK("http://x","y")', "", "A test.")
    begin_meeting(built)
    decide(open_vote(built))

    assert table(built, "verdicts")[0]["statement"].startswith("'=HYPERLINK")
    book = openpyxl.load_workbook(io.BytesIO(export(built, "tables.xlsx")))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_results_as_json_keep_to_the_published_schema(decided):
    schema = json.loads(to_results_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    written = results.export(decided.context(FACILITATOR), decided.process_id, "results.json").content

    jsonschema.validate(json.loads(written), schema, format_checker=jsonschema.FormatChecker())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**json.loads(written), "guess": 1}, schema)


def test_the_schema_in_the_documentation_is_the_one_that_is_served(decided):
    assert SCHEMA.read_bytes() == to_results_schema() == export(decided, "results.schema.json")


def test_the_citation_file_has_what_the_format_asks_for(decided):
    found = read(export(decided, "CITATION.cff"))

    jsonschema.validate(found, CFF_SCHEMA, cls=jsonschema.Draft202012Validator)
    assert found["type"] == "dataset"
    assert found["authors"][0]["name"].startswith("The panel of “")
