"""Files of a study: complete, literal where people typed, safe in a spreadsheet, working without a network."""

import csv
import io
import re

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from consensus.cli import app
from consensus.domain.errors import InvalidInputError
from consensus.exports.analysis import analyse_file, read_definition
from consensus.exports.study.frames import frame_to_csv
from consensus.exports.study.workbook import to_workbook
from surveys.tabular.study_reader import ReadingOptions, parse_scale

FORMULA = '=HYPERLINK("http://x","y")'
RATINGS = (
    'id,group,round,"=HYPERLINK(""http://x"",""y"")",<script>alert(1)</script>\n'
    "P1,a,1,9,7\nP2,a,1,8,unsure\nP3,b,1,2,\nP1,a,2,9,8\nP2,a,2,8,7\n"
)
VOTES = "id,use it\nA,yes\nB,yes\nC,yes\nD,yes\nE,no\n"


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.csv"
    path.write_text(RATINGS, encoding="utf-8")
    return path


@pytest.fixture
def files(study):
    return analyse_file(study, ReadingOptions()).files


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_study_comes_as_tables_a_workbook_charts_and_a_report(files):
    assert set(files) == {
        "summary.csv",
        "counts.csv",
        "verdicts.csv",
        "groups.csv",
        "participation.csv",
        "movement.csv",
        "other_rules.csv",
        "robustness.csv",
        "panel.csv",
        "tables.xlsx",
        "report.md",
        "charts.html",
    }


def test_text_like_a_formula_is_defused_in_every_table(files):
    items = {row["item"] for row in rows_of(files["summary.csv"])}
    sheet = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))["Summary"]
    cells = [cell for row in sheet.iter_rows() for cell in row]

    assert f"'{FORMULA}" in items
    assert {cell.value for cell in cells} >= {f"'{FORMULA}"}
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_the_workbook_freezes_its_headers_and_keeps_numbers_as_numbers(files):
    sheet = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))["Summary"]
    header = [cell.value for cell in sheet[1]]
    share = sheet.cell(2, header.index("share") + 1)

    assert sheet.freeze_panes == "B2"
    assert share.value == pytest.approx(2 / 3)
    assert share.number_format == "0.0%"
    assert sheet.cell(2, header.index("eligible") + 1).value == 3


def test_secondary_tables_say_so_in_the_workbook(files):
    book = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))

    assert book["Other rules"]["A1"].value == "Secondary analyses: they do not change any verdict."
    assert book["Whole panel"]["A1"].value == "Measures of the whole panel describe it and are no consensus verdict."


def test_what_is_not_defined_is_an_empty_cell_and_words_in_the_report(files):
    # In the first round a single panelist rated every item: there is no order to agree on.
    concordance = next(row for row in rows_of(files["panel.csv"]) if row["measure"].startswith("Kendall"))

    assert concordance["value"] == ""
    assert "not defined" in files["report.md"].decode()
    assert "nan" not in files["summary.csv"].decode().lower()


def test_the_charts_load_nothing_and_show_typed_text_as_text(files):
    page = files["charts.html"].decode()
    own = page.replace(page[page.index("<script>") : page.rindex("</script><script>")], "")

    assert not re.search(r'(?:src|href)\s*=\s*["\']', own)
    assert "<script>alert(1)" not in own
    assert "\\u003cscript" in own or "&lt;script&gt;alert(1)" in own
    assert 'role="img"' in own
    assert "The numbers as a table" in own


def test_the_report_says_how_the_file_was_read_and_prints_typed_text_literally(files):
    report = files["report.md"].decode()

    assert "- Shape: one row per person (wide)." in report
    assert "taken afterwards" in report
    assert "\\<script\\>alert(1)\\</script\\>" in report
    assert "Secondary analyses: they do not change any verdict." in report


def test_a_frame_keeps_every_digit():
    frame = pd.DataFrame({"share": [2 / 3, None], "flag": [True, False], "n": pd.array([1, None], dtype="Int64")})

    assert frame_to_csv(frame).decode("utf-8-sig").splitlines() == [
        "share,flag,n",
        "0.6666666666666666,yes,1",
        ",no,",
    ]


def test_sheet_names_are_what_a_workbook_allows():
    content = to_workbook({"a/b:c" + "x" * 40: pd.DataFrame({"n": [1]})})

    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["a b c" + "x" * 26]


def test_a_definition_may_be_a_file_with_no_more_than_the_rule(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text('title = "Ours"\n[definition]\nthreshold = "3/5"\n', encoding="utf-8")

    found = read_definition(str(path))

    assert (found.title, found.was_given) == ("Ours", True)
    assert found.rule.sentence().startswith("Consensus is reached when at least 60%")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("threshold = \n", r"ours\.toml is not valid TOML: .* line 1"),
        ('[definition]\nthreshold = "3/5"\nfoo = 1\n', r"ours\.toml: A consensus definition has no field 'foo'\."),
        ('kind = "magic"\n[definition]\n', r"ours\.toml: There is no kind of rule 'magic'"),
    ],
    ids=["broken", "unknown field", "unknown kind"],
)
def test_a_wrong_definition_names_file_and_field(tmp_path, text, sentence):
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInputError, match=sentence):
        read_definition(str(path))


def test_an_unknown_definition_lists_those_there_are():
    with pytest.raises(InvalidInputError, match=r"no definition 'most'; the ready-made ones are .*two_thirds"):
        read_definition("most")


@pytest.mark.parametrize("text", ["1-9", "1 to 9", " 1–9 "])
def test_a_scale_is_typed_by_its_ends(text):
    assert (parse_scale(text).low, parse_scale(text).high) == (1, 9)


def test_a_scale_that_is_none_is_refused():
    with pytest.raises(InvalidInputError, match="such as 1-9, not 'nine'"):
        parse_scale("nine")


def test_the_command_says_what_it_understood_and_writes_the_files(tmp_path):
    (tmp_path / "votes.csv").write_text(VOTES, encoding="utf-8")

    ran = CliRunner().invoke(
        app, ["analyse", str(tmp_path / "votes.csv"), "--definition", "two_thirds", "--out", str(tmp_path / "out")]
    )

    assert ran.exit_code == 0, ran.output
    assert "Answers: 5 votes." in ran.output
    assert "1 of 1 verdicts came to what the rule looks for." in ran.output
    assert (tmp_path / "out" / "report.md").exists()


def test_the_command_refuses_with_one_sentence_and_writes_nothing(tmp_path):
    (tmp_path / "five.csv").write_text("id,a\nP1,1\nP2,5\n", encoding="utf-8")

    ran = CliRunner().invoke(
        app, ["analyse", str(tmp_path / "five.csv"), "--definition", "rand_ucla", "--out", str(tmp_path / "out")]
    )

    assert ran.exit_code == 1
    assert "is defined on ratings from 1 to 9 only" in ran.output
    assert not (tmp_path / "out").exists()
