"""Instruments: what is read, what is refused, and the form that is frozen into a database."""

import json
from pathlib import Path

import pytest

from consensus.domain.errors import InvalidInputError
from surveys.conditions import IsOneOf
from surveys.loader import instrument_from_dict, instrument_to_dict, parse_instrument
from surveys.model import Option, QuestionKind, Scale

HEAD = 'id = "i"\nversion = "1"\ntitle = "T"\n[[section]]\nid = "s"\ntitle = "S"\ntopic = "t"\n'
CHOICE = '[[section.question]]\nid = "q1"\nkind = "single"\ntext = "Which?"\n'
TWO = 'options = [{ id = "a", label = "A" }, { id = "b", label = "B" }]\n'
HAIP = Path(__file__).parents[2] / "data/examples/haip/survey.toml"


def test_a_question_is_read_with_everything_it_says():
    extra = (
        '[[section.question]]\nid = "q2"\nkind = "scale"\ntext = "How?"\nrequired = true\ncannot_judge = true\n'
        'scale = { low = 1, high = 9, agree_from = 7 }\nshow_if = { question = "q1", is = ["a"] }\n'
    )

    instrument = parse_instrument(HEAD + CHOICE + TWO + extra, "survey.toml")

    first, second = instrument.questions()
    assert first.options == (Option("a", "A"), Option("b", "B"))
    assert (second.kind, second.required, second.cannot_judge) == (QuestionKind.SCALE, True, True)
    assert second.scale == Scale(1, 9, agree_from=7)
    assert second.show_if == IsOneOf("q1", ("a",))
    assert instrument.question("q2") is second
    assert instrument.question("q3") is None


def test_a_section_lends_its_topic_to_questions_without_one():
    own = '[[section.question]]\nid = "q2"\nkind = "text"\ntext = "Why?"\ntopic = "other"\n'

    instrument = parse_instrument(HEAD + CHOICE + TWO + own, "survey.toml")

    assert [(question.id, topic) for question, topic in instrument.with_topics()] == [("q1", "t"), ("q2", "other")]


def test_yes_no_unsure_has_its_three_options_and_keeps_the_statement_given_to_one():
    question = (
        '[[section.question]]\nid = "q"\nkind = "yes_no_unsure"\ntext = "Is it?"\n'
        'options = [{ id = "yes", label = "It is", statement = "It is so." }]\n'
    )

    options = parse_instrument(HEAD + question, "survey.toml").questions()[0].options

    assert [(option.id, option.label) for option in options] == [("yes", "It is"), ("no", "No"), ("unsure", "Unsure")]
    assert options[0].statement == "It is so."


@pytest.mark.parametrize("source", [HAIP.read_text(encoding="utf-8"), HEAD + CHOICE + TWO], ids=["haip", "small"])
def test_the_frozen_form_is_json_and_gives_the_same_instrument_back(source):
    instrument = parse_instrument(source, "survey.toml")

    frozen = json.loads(json.dumps(instrument_to_dict(instrument)))

    assert instrument_from_dict(frozen) == instrument


def test_a_scale_that_starts_at_zero_survives_the_frozen_form():
    text = (
        HEAD + '[[section.question]]\nid = "q"\nkind = "scale"\ntext = "?"\nscale = { low = 0, high = 10 }\n'
        '[[section.question]]\nid = "n"\nkind = "number"\ntext = "?"\nminimum = 0\n'
    )
    instrument = parse_instrument(text, "survey.toml")

    assert instrument_from_dict(instrument_to_dict(instrument)) == instrument


REFUSED = {
    "not TOML": ("id = ", "survey.toml is not valid TOML"),
    "unknown kind": (
        CHOICE.replace("single", "slider") + TWO,
        "line 10: question 'q1' has kind 'slider', which is none of",
    ),
    "no text": (CHOICE.replace('text = "Which?"\n', "") + TWO, "line 8: question 'q1' has no 'text'"),
    "a text that no database stores": (
        CHOICE.replace("Which?", "\\u0000") + TWO,
        "line 11: question 'q1' has a character",
    ),
    "no options": (CHOICE, "line 8: question 'q1' needs at least two 'options'"),
    "one option": (CHOICE + 'options = [{ id = "a", label = "A" }]\n', "line 12: question 'q1' needs at least two"),
    "option without a label": (
        CHOICE + 'options = [\n  { id = "a", label = "A" },\n  { id = "b" },\n]\n',
        "line 14: question 'q1', option 'b' has no 'label'",
    ),
    "doubled option": (CHOICE + TWO.replace('"b"', '"a"'), "option 'a' has the id of an earlier option"),
    "doubled question": (CHOICE + TWO + CHOICE + TWO, "line 14: question 'q1' has the id of an earlier question"),
    "doubled section": (
        CHOICE + TWO + '[[section]]\nid = "s"\ntitle = "S"\n' + CHOICE.replace("q1", "q2") + TWO,
        "line 14: section 's' has the id of an earlier section",
    ),
    "id with blanks": (CHOICE.replace("q1", "q 1") + TWO, "needs an 'id' of small letters"),
    "id kept for cannot judge": (CHOICE + TWO.replace('"b"', '"cannot_judge"'), "kept for 'cannot judge'"),
    "misspelt field": (CHOICE + TWO + "requierd = true\n", "line 13: question 'q1' has a field 'requierd'"),
    "field of another kind": (CHOICE + TWO + "scale = { low = 1, high = 5 }\n", "has a field 'scale'"),
    "required is no flag": (CHOICE + TWO + 'required = "yes"\n', "line 13: question 'q1' needs true or false"),
    "show_if unknown": (CHOICE + TWO + 'show_if = { question = "q9", is = ["a"] }\n', "'q9', which is no earlier"),
    "show_if itself": (CHOICE + TWO + 'show_if = { question = "q1", is = ["a"] }\n', "'q1', which is no earlier"),
    "show_if in a circle": (
        CHOICE
        + TWO
        + 'show_if = { question = "q2", is = ["a"] }\n'
        + CHOICE.replace("q1", "q2")
        + TWO
        + 'show_if = { question = "q1", is = ["a"] }\n',
        "line 13: 'show_if' of question 'q1' names 'q2', which is no earlier question",
    ),
    "show_if waits for no answer": (
        CHOICE + TWO + CHOICE.replace("q1", "q2") + TWO + 'show_if = { question = "q1", is = ["z"] }\n',
        "waits for 'z', which is no answer to 'q1'",
    ),
    "show_if on a text": (
        '[[section.question]]\nid = "f"\nkind = "text"\ntext = "?"\n'
        + CHOICE
        + TWO
        + 'show_if = { question = "f", is = ["a"] }\n',
        "names 'f', a question of kind text",
    ),
    "scale upside down": (
        CHOICE.replace("single", "scale") + "scale = { low = 9, high = 1 }\n",
        "line 12: the scale of question 'q1' runs",
    ),
    "agreeing point off the scale": (
        CHOICE.replace("single", "scale") + "scale = { low = 1, high = 5, agree_from = 6 }\n",
        "'agree_from' 6 outside",
    ),
    "no scale": (CHOICE.replace("single", "scale"), "question 'q1' has no 'scale'"),
    "matrix without rows": (
        CHOICE.replace("single", "matrix") + "scale = { low = 1, high = 5 }\n",
        "question 'q1' has no 'rows'",
    ),
    "matrix with scale and options": (
        CHOICE.replace("single", "matrix")
        + TWO
        + 'rows = [{ id = "r", label = "R" }]\nscale = { low = 1, high = 5 }\n',
        "needs either a 'scale' or at least two 'options'",
    ),
    "more choices than options": (CHOICE.replace("single", "multiple") + TWO + "most = 3\n", "allows 3 of only 2"),
    "numbers that cannot be": (
        CHOICE.replace("single", "number") + "minimum = 5\nmaximum = 1\n",
        "'minimum' above its 'maximum'",
    ),
    "a fourth option": (
        CHOICE.replace("single", "yes_no_unsure") + TWO,
        "has an option 'a', which is none of yes, no, unsure",
    ),
    "statement on a choice": (CHOICE + TWO + 'statement = "So."\n', "may carry a 'statement' only on a scale"),
    "no question at all": ("", "section 's' has no question"),
}


@pytest.mark.parametrize(("body", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_an_instrument_that_cannot_be_asked_is_refused_with_its_place(body, message):
    with pytest.raises(InvalidInputError) as refusal:
        parse_instrument(HEAD + body, "survey.toml")

    assert str(refusal.value).startswith("survey.toml")
    assert message in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_what_the_file_itself_lacks_is_missed_at_its_first_line():
    with pytest.raises(InvalidInputError, match=r"^survey\.toml, line 1: the file has no 'title'\.$"):
        parse_instrument((HEAD + CHOICE + TWO).replace('title = "T"\n', "", 1), "survey.toml")
