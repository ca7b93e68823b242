"""Answers: their stored form, their refusals, and what is still missing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from surveys.answer_text import read_answer
from surveys.answers import (
    MAX_TEXT,
    cannot_judge_answer,
    check_answer,
    missing_required,
    progress,
    shown_questions,
)
from surveys.loader import parse_instrument

INSTRUMENT = parse_instrument(
    """
id = "i"
version = "1"
title = "T"
[[section]]
id = "s"
title = "S"
[[section.question]]
id = "single"
kind = "single"
text = "?"
required = true
cannot_judge = true
options = [{ id = "a", label = "A" }, { id = "b", label = "B" }, { id = "c", label = "C" }]
[[section.question]]
id = "multiple"
kind = "multiple"
text = "?"
most = 2
options = [{ id = "a", label = "A" }, { id = "b", label = "B" }, { id = "c", label = "C" }]
show_if = { question = "single", is = ["a", "b"] }
[[section.question]]
id = "ranking"
kind = "ranking"
text = "?"
options = [{ id = "a", label = "A" }, { id = "b", label = "B" }, { id = "c", label = "C" }]
show_if = { question = "multiple", is = ["b"] }
required = true
[[section.question]]
id = "scale"
kind = "scale"
text = "?"
scale = { low = 1, high = 9 }
[[section.question]]
id = "matrix"
kind = "matrix"
text = "?"
required = true
cannot_judge = true
rows = [{ id = "r1", label = "R1" }, { id = "r2", label = "R2" }]
scale = { low = 1, high = 5 }
[[section.question]]
id = "number"
kind = "number"
text = "?"
minimum = 0
maximum = 60
[[section.question]]
id = "text"
kind = "text"
text = "?"
[[section.question]]
id = "yes"
kind = "yes_no_unsure"
text = "?"
""",
    "survey.toml",
)


def question(name):
    found = INSTRUMENT.question(name)
    assert found is not None
    return found


STORED = [
    ("single", "b", "b"),
    ("single", {"cannot_judge": True}, {"cannot_judge": True}),
    ("multiple", ["c", "a"], ["a", "c"]),
    ("ranking", ["c", "a"], ["c", "a"]),
    ("scale", 9, 9),
    ("matrix", {"r2": 1, "r1": 5}, {"r1": 5, "r2": 1}),
    ("matrix", {"r2": "cannot_judge"}, {"r2": "cannot_judge"}),
    ("number", 2.5, 2.5),
    ("text", "  kept \n as typed ", "kept \n as typed"),
    ("yes", "unsure", "unsure"),
    ("text", "   ", None),
    ("multiple", [], None),
    ("matrix", {"r1": None}, None),
    ("single", None, None),
]


@pytest.mark.parametrize(("name", "given_value", "stored"), STORED)
def test_an_answer_has_one_stored_form(name, given_value, stored):
    value = check_answer(question(name), given_value)

    assert value == stored
    assert json.loads(json.dumps(value)) == stored
    assert check_answer(question(name), value) == value


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("single", "z", "'z' is not one of the options"),
        ("single", ["a"], "not one of the options"),
        ("multiple", "a", "takes a list"),
        ("multiple", ["a", "a"], "only once"),
        ("multiple", ["a", "b", "c"], "At most 2 options"),
        ("ranking", ["a", "z"], "'z' is not one of the options"),
        ("scale", 10, "from 1 to 9"),
        ("scale", 0, "from 1 to 9"),
        ("scale", True, "from 1 to 9"),
        ("scale", 5.0, "from 1 to 9"),
        ("scale", {"cannot_judge": True}, "cannot be answered with 'cannot judge'"),
        ("matrix", {"r9": 1}, "'r9' is not a row"),
        ("matrix", {"r1": 6}, "from 1 to 5"),
        ("matrix", [1, 2], "for each row"),
        ("number", 61, "at most 60, not 61"),
        ("number", -1, "at least 0, not -1"),
        ("number", float("nan"), "takes a number"),
        ("number", "7", "takes a number"),
        ("number", True, "takes a number"),
        ("text", 7, "takes a text"),
        ("text", "x" * (MAX_TEXT + 1), "at most 10,000 characters; this one has 10,001"),
        ("text", "nul\x00", "cannot be stored"),
        ("text", "\ud800", "cannot be stored"),
        ("yes", "maybe", "'maybe' is not one of the options"),
    ],
)
def test_what_is_no_answer_to_the_question_is_refused_in_one_sentence(name, value, message):
    with pytest.raises(InvalidInputError, match=message) as refusal:
        check_answer(question(name), value)

    assert str(refusal.value).endswith(".")


def test_the_longest_text_is_accepted():
    assert check_answer(question("text"), "x" * MAX_TEXT) == "x" * MAX_TEXT


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(INSTRUMENT.questions()), json_values)
def test_whatever_a_browser_sends_is_stored_or_refused(asked, value):
    try:
        stored = check_answer(asked, value)
    except InvalidInputError:
        return
    assert check_answer(asked, json.loads(json.dumps(stored))) == stored


def test_a_question_is_shown_only_after_the_answer_it_waits_for():
    def ids(answers):
        return [shown.id for shown in shown_questions(INSTRUMENT, answers)]

    assert "multiple" not in ids({})
    assert "multiple" in ids({"single": "a"})
    assert "multiple" not in ids({"single": cannot_judge_answer()})
    assert "ranking" in ids({"single": "a", "multiple": ["a", "b"]})


def test_an_answer_to_a_hidden_question_opens_nothing():
    answers = {"single": "c", "multiple": ["b"]}

    assert "ranking" not in [shown.id for shown in shown_questions(INSTRUMENT, answers)]
    assert "ranking" not in [missing.id for missing in missing_required(INSTRUMENT, answers)]


def test_missing_are_required_questions_that_are_shown_and_not_fully_answered():
    answers = {"single": "a", "multiple": ["b"], "matrix": {"r1": 3}}

    assert [missing.id for missing in missing_required(INSTRUMENT, answers)] == ["ranking", "matrix"]


def test_cannot_judge_is_a_full_answer():
    answers = {"single": cannot_judge_answer(), "matrix": cannot_judge_answer()}

    assert progress(INSTRUMENT, answers).n_required_missing == 0


def test_progress_counts_only_what_is_shown():
    done = progress(INSTRUMENT, {"single": "c", "multiple": ["a"], "scale": 4})

    assert (done.n_answered, done.n_shown, done.n_required_missing) == (2, 6, 1)


@pytest.mark.parametrize(
    ("name", "written", "stored"),
    [
        ("single", " b ", "b"),
        ("single", "Cannot judge", {"cannot_judge": True}),
        ("multiple", "c; a", ["a", "c"]),
        ("ranking", "c > a", ["c", "a"]),
        ("scale", "7", 7),
        ("matrix", "r1=5; r2=cannot judge", {"r1": 5, "r2": "cannot_judge"}),
        ("number", "2.5", 2.5),
        ("number", "12", 12),
        ("text", "cannot judge", "cannot judge"),
        ("text", "", None),
        ("matrix", "", None),
    ],
)
def test_written_answers_are_read(name, written, stored):
    assert read_answer(question(name), written) == stored


@pytest.mark.parametrize(
    ("name", "written", "message"),
    [
        ("scale", "seven", "'seven' is not a whole number"),
        ("number", "many", "'many' is not a number"),
        ("number", "inf", "takes a number"),
        ("matrix", "r1:5", "Write each row as 'row=answer'"),
        ("multiple", "a;z", "'z' is not one of the options"),
    ],
)
def test_written_answers_that_make_no_sense_are_refused(name, written, message):
    with pytest.raises(InvalidInputError, match=message):
        read_answer(question(name), written)
