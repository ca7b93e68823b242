"""Studies from elsewhere: what is understood is said, what cannot be read is refused with its row and column."""

import io

import numpy as np
import openpyxl
import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.scales import NINE_POINTS, RatingScale
from surveys.tabular.study_data import ABSENT, MISSING
from surveys.tabular.study_reader import ReadingOptions, parse_study, read_study

WIDE = "id,group,pain,sleep\nP1,patients,9,7\nP2,doctors,8,\nP3,doctors,1,5\n"
LONG = (
    "panelist,stakeholder group,item,rating\n"
    "P1,patients,pain,9\nP1,patients,sleep,7\nP2,doctors,pain,8\nP3,doctors,pain,1\nP3,doctors,sleep,5\n"
)
QUALTRICS = (
    "StartDate,Finished,ResponseId,Q1_1,Q1_2,Q2,DistributionChannel\n"
    'Start Date,Finished,Response ID,Pain matters,Sleep matters,"Anything, else?",Channel\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""finished""}","{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""QID1_1""}","{""ImportId"":""QID1_2""}","{""ImportId"":""QID2_TEXT""}","{""ImportId"":""x""}"\n'
    "2026-01-02 10:00:00,1,R_1,9,7,Think of cost,anonymous\n"
    "2026-01-02 11:00:00,1,R_2,8,6,,anonymous\n"
)
REDCAP = (
    "record_id,redcap_event_name,delphi_timestamp,stakeholder,pain,sleep,delphi_complete\n"
    "1,round_1,2026-01-02 10:00,patient,9,7,2\n"
    "1,round_2,2026-02-02 10:00,patient,9,8,2\n"
    "2,round_1,2026-01-03 10:00,doctor,6,5,2\n"
)
LIMESURVEY = (
    "id;submitdate;lastpage;startlanguage;seed;G01Q01[pain];G01Q01[sleep]\n"
    "1;2026-01-02;3;en;77;5 - strongly agree;4 - agree\n"
    "2;2026-01-03;3;en;78;2 - disagree;N/A\n"
)
DELPHI_MANAGER = (
    "Participant ID,Stakeholder Group,Round,Outcome,Score\n"
    "11,Patients,1,Pain,9\n11,Patients,1,Sleep,10\n12,Clinicians,1,Pain,7\n12,Clinicians,2,Pain,8\n"
)


def read(text: str, **options: object):
    return parse_study(text.encode(), "study.csv", ReadingOptions(**options))


def answers(data, item: str, round_: int = 0) -> dict[str, str | None]:
    """What each person of a round said on an item."""
    row = data.codes[round_][data.items.index(item)]
    return {
        person: None if code == MISSING else data.choices[code]
        for person, code in zip(data.panelists, row, strict=True)
        if code != ABSENT
    }


def workbook(rows: list[list[object]], title: str = "Ratings") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_wide_and_a_long_table_of_the_same_study_are_the_same():
    wide, long = read(WIDE), read(LONG)

    assert wide.panelists == long.panelists == ("P1", "P2", "P3")
    assert wide.items == long.items == ("pain", "sleep")
    assert wide.groups == long.groups == ("patients", "doctors", "doctors")
    assert np.array_equal(wide.codes, long.codes)
    assert answers(wide, "sleep") == {"P1": "7", "P2": None, "P3": "5"}


def test_what_was_understood_is_said():
    assert read(WIDE).understood == (
        "Encoding: UTF-8.",
        "Separator: comma.",
        "Shape: one row per person (wide).",
        "People: column 'id'.",
        "Groups: column 'group'.",
        "Groups: doctors (2), patients (1).",
        "Scale: from 1 to 9, guessed from 5 ratings between 1 and 9; name another one with --scale.",
        "2 items, 3 people.",
    )


def test_qualtrics_has_two_more_header_rows_and_their_texts_become_labels():
    data = read(QUALTRICS)

    assert data.items == ("Q1_1", "Q1_2")
    assert data.panelists == ("R_1", "R_2")
    assert data.labels["Q1_1"] == "Pain matters"
    assert "Qualtrics: rows 2 and 3 are further headers; the question texts are taken as labels." in data.understood
    assert "Left out as text: 'Q2'." in data.understood
    assert "Left out as details of a survey tool: 'StartDate', 'Finished', 'DistributionChannel'." in data.understood


def test_redcap_events_are_rounds_and_whoever_has_no_row_was_not_there():
    data = read(REDCAP)

    assert data.rounds == ("round_1", "round_2")
    assert data.items == ("pain", "sleep")
    assert answers(data, "sleep", 0) == {"1": "7", "2": "5"}
    assert answers(data, "sleep", 1) == {"1": "8"}
    assert "Shape: one row per person (wide), as REDCap writes it." in data.understood


def test_limesurvey_answers_with_labels_are_read_by_their_numbers():
    data = read(LIMESURVEY)

    assert data.scale == RatingScale(1, 5)
    assert answers(data, "G01Q01[pain]") == {"1": "5", "2": "2"}
    assert answers(data, "G01Q01[sleep]") == {"1": "4", "2": None}
    assert "Of answers with a label the number before it is taken: '5 - strongly agree' is 5." in data.understood


def test_delphimanager_writes_ten_for_unable_to_score():
    data = read(DELPHI_MANAGER)

    assert data.scale == NINE_POINTS
    assert data.rounds == ("1", "2")
    assert answers(data, "Sleep", 0) == {"11": "cannot_judge", "12": None}
    assert answers(data, "Pain", 1) == {"12": "8"}
    assert "Read as 'cannot judge' (10 included): 1 answer; they are missing from shares." in data.understood


def test_rounds_can_stand_in_the_names_of_the_columns():
    data = read("id,pain_r1,pain_r2,sleep_r1,sleep_r2\nP1,3,4,5,5\nP2,9,9,8,\n")

    assert data.rounds == ("Round 1", "Round 2")
    assert answers(data, "sleep", 1) == {"P1": "5", "P2": None}


def test_votes_are_words():
    data = read("name,id,use it\nAnn,1,Agree\nBen,2,no\nCleo,3,abstain\nDora,4,don’t know\nEve,5,\n")

    assert data.scale is None
    assert answers(data, "use it") == {
        "1": "agree",
        "2": "disagree",
        "3": "abstain",
        "4": "cannot_judge",
        "5": None,
    }


def test_columns_can_be_named_instead_of_guessed():
    data = read("x,arm,a1,a2,b1\np,1,3,4,5\nq,2,3,4,5\n", panelist="x", groups="arm", items=("a*",))

    assert data.panelists == ("p", "q")
    assert data.groups == ("1", "2")
    assert data.items == ("a1", "a2")


def test_without_a_column_of_people_each_row_is_one_person():
    data = read("pain,sleep\n9,7\n8,6\n")

    assert data.panelists == ("row 2", "row 3")
    assert "No column names the people: each row is taken as one person." in data.understood


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xef\xbb\xbf" + WIDE.encode(), "Encoding: UTF-8, by the mark at its start."),
        (WIDE.encode("utf-16"), "Encoding: UTF-16, by the mark at its start."),
        (
            WIDE.replace("doctors", "médecins").encode("cp1252"),
            "Encoding: Windows-1252, because row 3 is not UTF-8; it reads “P2,médecins,8,”.",
        ),
        (WIDE.replace(",", ";").encode(), "Separator: semicolon."),
        (WIDE.replace(",", "\t").encode(), "Separator: tab."),
        (
            WIDE.replace("9,7", '"9,0","7,0"').replace(",\n", ",\n").encode(),
            "Decimal commas are read as such: '9,0' is 9.",
        ),
        (b"id,pain,sleep,extra\nP1,9,7,\nP2,8,6,\n", "Left out as empty: 'extra'."),
        (b"id,pain,,sleep\nP1,9,,7\n\n\nP2,8,,6\n", "1 column without name and content left out."),
        (b"id,pain,sleep\nP1,9,7\n\n\nP2,8,6\n", "2 blank rows left out."),
    ],
    ids=["BOM", "UTF-16", "cp1252", "semicolon", "tab", "decimal comma", "empty column", "no name", "blank rows"],
)
def test_what_is_odd_and_readable_is_read_and_said(content, sentence):
    data = parse_study(content, "study.csv")

    assert sentence in data.understood
    assert data.panelists[0] == "P1"
    assert answers(data, "pain")["P1"] == "9"


REFUSED = {
    "off the scale": (
        "id,pain,sleep\nP1,9,7\nP2,8,12\n",
        {"scale": NINE_POINTS},
        "study.csv, row 3, column 'sleep': 12 is not a point of the scale from 1 to 9.",
    ),
    "a slip on a guessed scale": (
        "id,pain\n" + "".join(f"P{i},{i % 9 + 1}\n" for i in range(40)) + "Q,77\n",
        {},
        "study.csv, row 42, column 'pain': 77 is not a point of the scale from 1 to 9; "
        "if the scale is another one, name it with --scale.",
    ),
    "between two points": (
        "id,pain,sleep\nP1,9,7.5\nP2,8,6\n",
        {},
        "study.csv, row 2, column 'sleep': 7.5 is not a point of the scale from 1 to 9; "
        "if the scale is another one, name it with --scale.",
    ),
    "text among ratings": (
        "id,pain,sleep\nP1,9,7\nP2,8,very much\nP3,7,6\n",
        {},
        "study.csv, row 3, column 'sleep': 'very much' is no rating.",
    ),
    "a vote among ratings": (
        "id,pain,sleep\nP1,9,7\nP2,8,agree\nP3,7,6\n",
        {},
        "study.csv, row 3, column 'sleep': 'agree' is a vote among ratings.",
    ),
    "a number among votes": (
        "id,pain\nP1,agree\nP2,4\nP3,agree\n",
        {},
        "study.csv, row 3, column 'pain': '4' is a number among votes.",
    ),
    "mixed decimals": (
        'id,pain,sleep\nP1,"9,0",7\nP2,8,6.0\n',
        {},
        "study.csv, row 3, column 'sleep': '6.0' is written with a decimal point, and '9,0' in row 2, column 'pain', "
        "with a decimal comma; use one of them throughout.",
    ),
    "a pair twice": (
        "panelist,item,rating\nP1,pain,9\nP1,sleep,8\nP1,pain,7\n",
        {},
        "study.csv, row 4: 'P1' answers the item 'pain' a second time (first in row 2).",
    ),
    "a person twice": (
        "id,pain,sleep\nP1,9,7\nP2,8,6\nP1,9,7\n",
        {},
        "study.csv, row 4: the person 'P1' has a row already (row 2).",
    ),
    "a person in two groups": (
        "panelist,group,item,rating\nP1,a,pain,9\nP1,b,sleep,8\n",
        {},
        "study.csv, row 3, column 'group': the same person is in group 'a' and in 'b'.",
    ),
    "nobody": (
        "id,pain,sleep\nP1,9,7\n,8,6\n",
        {},
        "study.csv, row 3, column 'id': is empty, so it is not known whose answers these are.",
    ),
    "a row too long": (
        "id,pain,sleep\nP1,9,7\nP2,8,6,5\n",
        {},
        "study.csv, row 3: has 4 cells, and the header has 3.",
    ),
    "content without a name": (
        "id,pain,\nP1,9,7\n",
        {},
        "study.csv: column 3 has no name in the header, but it has content ('7').",
    ),
    "two columns of one name": (
        "id,pain,pain\nP1,9,7\n",
        {},
        "study.csv: columns 2 and 3 are both named 'pain'.",
    ),
    "no such column": (
        WIDE,
        {"groups": "ward"},
        "study.csv has no column 'ward'; it has 'id', 'group', 'pain', 'sleep'.",
    ),
    "no answers": ("id,pain\nP1,\nP2,\n", {}, "study.csv: no column holds ratings or votes; name them with --items."),
    "one column": (
        "pain\n9\n8\n",
        {},
        "study.csv has a single column; separate the columns by commas, semicolons or tabs.",
    ),
    "an open quotation": (
        'id,pain,sleep\nP1,9,7\nP2,"8,6\n',
        {},
        "study.csv, row 3: a quotation mark is not closed, or stands in the middle of a cell.",
    ),
    "a header alone": ("id,pain,sleep\n", {}, "study.csv has a header and no row below it."),
    "nothing": (" \n", {}, "study.csv is empty."),
}


@pytest.mark.parametrize(("text", "options", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_with_its_place(text, options, sentence):
    with pytest.raises(InvalidInputError) as refusal:
        read(text, **options)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            WIDE.encode().replace(b"doctors", b"m\x81decins"),
            "study.csv, row 3: the text is neither UTF-8 nor Windows-1252; save it as UTF-8.",
        ),
        (b"\x00\x01\x02", "study.csv is not a text file; give a CSV file or a workbook (.xlsx)."),
        (b"PK\x03\x04 no archive", "study.csv cannot be read as a workbook; save it again as .xlsx or as CSV."),
    ],
    ids=["unknown encoding", "no text", "broken workbook"],
)
def test_what_is_no_table_is_refused(content, sentence):
    with pytest.raises(InvalidInputError) as refusal:
        parse_study(content, "study.csv")

    assert str(refusal.value) == sentence


def test_a_workbook_is_read_as_its_cells_say():
    content = workbook([["id", "pain", "sleep"], ["P1", 9.0, "7"], [None, None, None], ["P2", None, 6]])

    data = parse_study(content, "study.xlsx")

    assert answers(data, "pain") == {"P1": "9", "P2": None}
    assert data.understood[:2] == ("Workbook, sheet “Ratings”.", "1 blank row left out.")


def test_an_error_in_a_workbook_is_named_by_its_row_as_the_spreadsheet_shows_it():
    content = workbook([["id", "pain", "sleep"], ["P1", 9, 7], [None, None, None], ["P2", "#N/A!", 6], ["P3", 4, 6]])

    with pytest.raises(InvalidInputError, match=r"study\.xlsx, row 4, column 'pain': '#N/A!' is no rating\."):
        parse_study(content, "study.xlsx")


def test_entities_in_a_workbook_are_not_expanded(tmp_path):
    import zipfile

    content = workbook([["id", "pain"], ["P1", 9]])
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(bomb, "w") as out:
        for name in book.namelist():
            data = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start = data.index(b"<worksheet")
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data[start:].replace(b"<v>9</v>", b"<v>&a;</v>")
            out.writestr(name, data)

    with pytest.raises(InvalidInputError, match="cannot be read as a workbook"):
        parse_study(bomb.getvalue(), "study.xlsx")


def test_a_hundred_thousand_rows_are_read_whole_and_an_error_in_the_last_is_found():
    rows = [f"P{i // 100},item {i % 100},{i % 9 + 1}" for i in range(100_000)]
    text = "panelist,item,rating\n" + "\n".join(rows)

    data = read(text)

    assert data.codes.shape == (1, 100, 1000)
    assert (data.codes >= 0).all()
    with pytest.raises(InvalidInputError, match="row 100002, column 'rating': 'x' is no rating"):
        read(text + "\nP0,item 101,x")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidInputError, match=r"The file '.*nowhere\.csv' cannot be opened\."):
        read_study(tmp_path / "nowhere.csv")
