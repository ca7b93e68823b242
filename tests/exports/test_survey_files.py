"""Files of a survey are read back by other programs as they were written."""

import csv
import io

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from consensus.exports.survey_files import SurveyData, to_codebook_csv, to_rows_csv, to_sav, to_texts_csv, to_xlsx
from surveys.answer_table import AnswerTable, Codes, Column

CODES = Codes(-97, -98, -99)
STRENGTH = Column("strength", "How strong?", {1: "Strong", 2: "Weak"} | CODES.labels(), CODES)
WHY = Column("why", "Why?", {}, is_text=True)


@pytest.fixture
def data() -> SurveyData:
    """Three rows: an answer, a formula, an emoji."""
    table = AnswerTable((STRENGTH, WHY), ((1, "Sure"), (-97, "=2+2"), (-98, "Größer 🙂")))
    people = AnswerTable((Column("respondent", "Number of the row", {}),), ((1,), (2,), (3,)))
    return SurveyData("Before <b>the</b> meeting", people, table, [("Anything else?", "+1 from me")], ["Simulated."])


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_rows_are_one_a_respondent_and_formulas_are_defused(data):
    assert read_csv(to_rows_csv(data)) == [
        ["respondent", "strength", "why"],
        ["1", "1", "Sure"],
        ["2", "-97", "'=2+2"],
        ["3", "-98", "Größer 🙂"],
    ]
    assert read_csv(to_texts_csv(data))[1] == ["Anything else?", "'+1 from me"]


def test_the_codebook_says_what_every_number_means(data):
    lines = read_csv(to_codebook_csv(data))

    assert ["strength", "How strong?", "number", "-98", "Not shown"] in lines
    assert ["why", "Why?", "text", "", ""] in lines


def test_the_workbook_has_a_frozen_header_and_a_codebook(data):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(data)))

    assert book.sheetnames == ["Answers", "Texts", "Codebook", "About"]
    answers = book["Answers"]
    assert answers.freeze_panes == "B2"
    assert [cell.value for cell in answers[3]] == [2, -97, "'=2+2"]
    assert answers["C3"].data_type == "s"


def test_spss_reads_labels_and_knows_which_numbers_are_no_answers(data, tmp_path):
    path = tmp_path / "survey.sav"
    path.write_bytes(to_sav(data))

    frame, meta = pyreadstat.read_sav(path)
    kept, _ = pyreadstat.read_sav(path, user_missing=True)

    assert meta.column_names_to_labels["strength"] == "How strong?"
    assert meta.variable_value_labels["strength"][2] == "Weak"
    assert frame["strength"].tolist()[0] == 1
    assert pd.isna(frame["strength"][1])
    assert kept["strength"].tolist() == [1, -97, -98]
    assert frame["why"].tolist() == ["Sure", "=2+2", "Größer 🙂"]


def test_a_text_that_spss_cannot_hold_is_cut_and_not_lost_as_a_whole(data, tmp_path):
    long = SurveyData("T", AnswerTable((), ()), AnswerTable((WHY,), (("🙂" * 10_000,),)), [], [])
    path = tmp_path / "long.sav"

    path.write_bytes(to_sav(long))

    text = pyreadstat.read_sav(path)[0]["why"][0]
    assert text.endswith("…")
    assert text.startswith("🙂" * 7_900)


def test_nobody_answered_is_a_file_all_the_same():
    empty = SurveyData("T", AnswerTable((), ()), AnswerTable((STRENGTH,), ()), [], [])

    assert read_csv(to_rows_csv(empty)) == [["strength"]]
    assert to_xlsx(empty)[:2] == b"PK"
