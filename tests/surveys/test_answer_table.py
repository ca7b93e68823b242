"""The answers as numbers: what was not said, and why not, stays apart from everything that was."""

import pytest

from surveys.answer_table import answer_table
from surveys.answers import cannot_judge_answer, comment_key
from surveys.loader import parse_instrument

INSTRUMENT = parse_instrument(
    """
id = "wide"
version = "1"
title = "Wide"

[[section]]
id = "s"
title = "S"

[[section.question]]
id = "strength"
kind = "single"
text = "How strong?"
cannot_judge = true
comment = true
options = [{ id = "strong", label = "Strong" }, { id = "weak", label = "Weak" }]

[[section.question]]
id = "why"
kind = "text"
text = "Why?"
show_if = { question = "strength", is = ["weak"] }

[[section.question]]
id = "barriers"
kind = "multiple"
text = "Which?"
options = [{ id = "cost", label = "Cost" }, { id = "time", label = "Time" }]

[[section.question]]
id = "groups"
kind = "matrix"
text = "In whom?"
cannot_judge = true
rows = [{ id = "old", label = "Older" }, { id = "young", label = "Younger" }]
scale = { low = 1, high = 5, high_label = "always" }

[[section.question]]
id = "order"
kind = "ranking"
text = "What first?"
options = [{ id = "life", label = "Survival" }, { id = "ease", label = "Comfort" }]

[[section.question]]
id = "number"
kind = "number"
text = "How many?"
unit = "a year"
""",
    "wide.toml",
)
FULL = {
    "strength": "weak",
    comment_key("strength"): "In few.",
    "why": "=2+2",
    "barriers": ["time"],
    "groups": {"old": 2, "young": "cannot_judge"},
    "order": ["ease"],
    "number": 12,
}


def row(answers, *, with_texts=True):
    table = answer_table(INSTRUMENT, [answers], with_texts=with_texts)
    return dict(zip([column.name for column in table.columns], table.rows[0], strict=True))


def test_every_kind_of_question_becomes_columns_of_numbers():
    assert row(FULL) == {
        "strength": 2,
        "strength_comment": "In few.",
        "why": "=2+2",
        "why_status": 1,
        "barriers_cost": 0,
        "barriers_time": 1,
        "groups_old": 2,
        "groups_young": -97,
        "order_life": 0,
        "order_ease": 1,
        "number": 12,
    }


def test_cannot_judge_not_shown_and_not_answered_are_three_things():
    table = row({"strength": cannot_judge_answer(), "why": "Hidden by now."})

    assert (table["strength"], table["why_status"], table["why"], table["number"]) == (-97, -98, "", -99)
    assert table["barriers_cost"] == table["groups_old"] == -99


@pytest.mark.parametrize("number", [-97, -99, -500.5, -9_998])
def test_no_number_is_taken_for_a_code(number):
    table = answer_table(INSTRUMENT, [{"number": number}, {}], with_texts=False)

    place = [column.name for column in table.columns].index("number")
    codes = table.columns[place].codes.labels()
    assert table.rows[0][place] == number
    assert number not in codes
    assert codes[table.rows[1][place]] == "Not answered"
    assert all(code < number for code in codes)


def test_words_are_left_out_where_they_are_kept_apart():
    table = row(FULL, with_texts=False)

    assert "In few." not in table.values()
    assert "=2+2" not in table.values()
    assert table["why_status"] == 1


def test_names_are_taken_by_every_program_and_once_only():
    odd = parse_instrument(
        'id="i"\nversion="1"\ntitle="T"\n[[section]]\nid="s"\ntitle="S"\n'
        '[[section.question]]\nid="1st-choice"\nkind="number"\ntext="A"\n'
        '[[section.question]]\nid="q_1st_choice"\nkind="number"\ntext="B"\n'
        '[[section.question]]\nid="name"\nkind="number"\ntext="C"\n',
        "odd.toml",
    )

    table = answer_table(odd, [], reserved=["name"], with_texts=True)

    assert [column.name for column in table.columns] == ["q_1st_choice", "q_1st_choice_2", "name_2"]


def test_the_meaning_of_every_number_is_written_down():
    columns = {column.name: column for column in answer_table(INSTRUMENT, [FULL], with_texts=True).columns}

    assert columns["strength"].values == {
        1: "Strong",
        2: "Weak",
        -97: "Cannot judge",
        -98: "Not shown",
        -99: "Not answered",
    }
    assert columns["groups_old"].values[5] == "always"
    assert columns["number"].label == "How many? (a year)"
