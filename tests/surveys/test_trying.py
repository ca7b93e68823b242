"""A preview asks what a panelist with these answers would be asked."""

from surveys.loader import parse_instrument
from surveys.trying import take_given, trial_questions

INSTRUMENT = parse_instrument(
    """
id = "try"
version = "1"
title = "Try"

[[section]]
id = "s"
title = "S"

[[section.question]]
id = "use"
kind = "yes_no_unsure"
text = "Do you use it?"

[[section.question]]
id = "why"
kind = "text"
text = "Why?"
show_if = "use is yes"
""",
    "try.toml",
)


def ids(questions):
    return [question.id for question in questions]


def test_a_question_on_a_condition_is_shown_once_it_holds():
    assert ids(trial_questions(INSTRUMENT, {}, shows_all=False)) == ["use"]
    assert ids(trial_questions(INSTRUMENT, {"use": "yes"}, shows_all=False)) == ["use", "why"]


def test_all_questions_are_shown_where_that_is_wanted():
    assert ids(trial_questions(INSTRUMENT, {}, shows_all=True)) == ["use", "why"]


def test_what_is_no_answer_to_the_draft_as_it_stands_is_left_out():
    sent = {"use": "perhaps", "why": {"x": []}, "gone": "yes", "use#comment": "So."}

    assert take_given(INSTRUMENT, sent) == {}
    assert take_given(INSTRUMENT, {"use": "yes", "why": ""}) == {"use": "yes"}
