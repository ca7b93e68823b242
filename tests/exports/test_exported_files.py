"""The tables that come out: CSV and JSON tell the same results."""

import csv
import dataclasses
import io
import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from consensus.exports import to_csv, to_json


def rows(results):
    return list(csv.DictReader(io.StringIO(to_csv(results).decode("utf-8-sig"), newline="")))


def test_the_table_has_a_row_for_each_statement_put_to_the_panel(results):
    adopted, missed = rows(results)

    assert (adopted["route"], adopted["adopted"], adopted["n_agree"], adopted["eligible"]) == (
        "full_consensus",
        "yes",
        "",
        "15",
    )
    assert (missed["n_agree"], missed["n_disagree"], missed["n_missing"], missed["adopted"]) == ("11", "3", "1", "no")


def test_the_table_says_that_it_is_simulated(results):
    assert {row["simulated"] for row in rows(results)} == {"yes"}


def test_a_wording_that_looks_like_a_formula_is_defused(results):
    assert rows(results)[1]["statement"] == '\'=HYPERLINK("http://x|y")'


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_wording_survives_the_table(results, text):
    candidate = dataclasses.replace(results.candidates[0], text=f"x{text}")

    assert rows(dataclasses.replace(results, candidates=(candidate,)))[0]["statement"] == f"x{text}"


def test_json_holds_every_field_and_reads_back(results):
    document = json.loads(to_json(results))

    assert list(document)[:2] == ["format", "version"]
    assert set(document) == {"format", "version", *(field.name for field in dataclasses.fields(results))}
    assert document["statements"][0]["adopted_at"] == "2012-09-07T12:00:00+00:00"
    assert document["candidates"][1]["text"] == results.candidates[1].text
    assert document["flow"]["institutions"] == 9


def test_equal_results_give_equal_bytes(results):
    again = dataclasses.replace(results)

    assert (to_json(again), to_csv(again)) == (to_json(results), to_csv(results))


def test_json_holds_the_deviations(results):
    document = json.loads(to_json(dataclasses.replace(results, locked_at=datetime(2012, 9, 7, 12, tzinfo=UTC))))

    assert document["locked_at"] == "2012-09-07T12:00:00+00:00"
    assert document["deviations"] == []
