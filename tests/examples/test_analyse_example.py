"""The example of a Delphi run elsewhere yields what was computed for it by other means."""

import csv
import io
from pathlib import Path

import pytest

from consensus.exports.analysis import analyse_file
from surveys.tabular.study_reader import ReadingOptions

FOLDER = Path(__file__).parents[2] / "data" / "examples" / "analyse"
EXPECTED = list(csv.DictReader((FOLDER / "expected.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def summary():
    content = analyse_file(FOLDER / "ratings.csv", ReadingOptions(), "core_outcome_set").files["summary.csv"]
    return {(row["round"], row["item"]): row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}


@pytest.mark.parametrize("expected", EXPECTED, ids=[f"{row['item']}, round {row['round']}" for row in EXPECTED])
def test_every_number_of_the_example_is_the_expected_one(expected, summary):
    found = summary[expected["round"], expected["item"]]

    assert {name: _number(found[name]) for name in expected} == {name: _number(v) for name, v in expected.items()}


def test_the_example_has_no_other_rows(summary):
    assert len(summary) == len(EXPECTED) == 10


def test_the_manual_prints_what_the_command_says():
    manual = (FOLDER.parents[2] / "docs" / "analyse.md").read_text(encoding="utf-8").splitlines()

    said = analyse_file(FOLDER / "ratings.csv", ReadingOptions(), "core_outcome_set").said()

    assert [line for line in said if line not in manual] == []


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
