"""Conditions: what they mean, what they may name, and that they read back as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from surveys.condition_reading import ConditionError, read_condition
from surveys.condition_wording import describe_condition, write_condition
from surveys.conditions import AllOf, AnyOf, Compare, IsOneOf, Not, Operator, WasAnswered, holds
from surveys.loader import parse_instrument

EARLIER = """
id = "i"
version = "1"
title = "T"
[[section]]
id = "s"
title = "S"
[[section.question]]
id = "use"
kind = "single"
text = "Use it?"
cannot_judge = true
options = [{ id = "all", label = "For all" }, { id = "some", label = "For some" }, { id = "none", label = "For none" }]
[[section.question]]
id = "lines"
kind = "multiple"
text = "When?"
options = [{ id = "first", label = "First" }, { id = "later", label = "Later" }]
[[section.question]]
id = "sure"
kind = "scale"
text = "How sure?"
scale = { low = 1, high = 9 }
[[section.question]]
id = "months"
kind = "number"
text = "How many months?"
[[section.question]]
id = "needs"
kind = "matrix"
text = "What is needed?"
rows = [{ id = "team", label = "A team" }, { id = "room", label = "A room" }]
scale = { low = 1, high = 5 }
[[section.question]]
id = "why"
kind = "text"
text = "Why?"
[[section.question]]
id = "last"
kind = "text"
text = "And?"
show_if = "SHOW_IF"
"""
NADIA = {"use": "some", "lines": ["first", "later"], "sure": 7, "months": 2.5, "needs": {"team": 4}, "why": "Because."}


def condition_of(text):
    return parse_instrument(EARLIER.replace("SHOW_IF", text), "survey.toml").question("last").show_if


HOLDING = {
    "one answer": ("use is some", True),
    "another answer": ("use is all", False),
    "one of several": ("use is one of all, some", True),
    "in brackets": ("use is one of (all, none)", False),
    "none of": ("use is none of all, none", True),
    "not": ("use is not some", False),
    "any of several choices": ("lines is later", True),
    "points at least": ("sure >= 7", True),
    "points above": ("sure > 7", False),
    "points below": ("sure < 8", True),
    "a point": ("sure is one of 6, 7", True),
    "a point by sign": ("sure != 7", False),
    "a decimal": ("months = 2.5", True),
    "a negative number": ("months > -1", True),
    "the row of a matrix": ("needs.team >= 4", True),
    "a row without an answer": ("needs.room < 9", False),
    "answered": ("why was answered", True),
    "a row not answered": ("needs.room was not answered", True),
    "and before or": ("use is all and sure > 8 or why was answered", True),
    "brackets first": ("use is all and (sure > 8 or why was answered)", False),
    "not of brackets": ("not (use is all or sure > 8)", True),
}


@pytest.mark.parametrize(("text", "expected"), HOLDING.values(), ids=HOLDING.keys())
def test_a_condition_means_what_it_says(text, expected):
    condition = condition_of(text)

    assert holds(condition, NADIA) is expected


@pytest.mark.parametrize("text", ["use is all", "use is not all", "sure < 5", "sure != 3", "use is none of all"])
def test_an_unanswered_question_meets_no_comparison(text):
    assert not holds(condition_of(text), {})


def test_cannot_judge_is_an_answer_of_its_own_and_no_other_one():
    unsure = {"use": {"cannot_judge": True}}

    assert holds(condition_of("use is cannot_judge"), unsure)
    assert not holds(condition_of("use was answered"), unsure)
    assert not holds(condition_of("use is not all"), unsure)


REFUSED = {
    "a later question": ("later is a", "names 'later', which is no earlier question"),
    "itself": ("last was answered", "names 'last', which is no earlier question"),
    "no such answer": ("use is never", "waits for 'never', which is no answer to 'use'"),
    "no such point": ("sure is 10", "waits for '10', which is no answer to 'sure'"),
    "words compared": ("use > 3", "compares 'use', which has no numbers, with 3"),
    "a text compared": ("why is yes", "names 'why', a question of kind text that nothing can depend on"),
    "a matrix without row": ("needs >= 4", "must say which row of 'needs' it asks for"),
    "no such row": ("needs.door >= 4", "names 'door', which is no row of 'needs'"),
    "half a condition": ("use is some and", "needs the id of a question instead of 'its end'"),
    "an open bracket": ("(use is some", "needs ')' instead of 'its end'"),
    "two in a row": ("use is some sure > 3", "needs 'and', 'or' or its end instead of 'sure'"),
    "code": ("__import__('os')", "needs the id of a question"),
    "a sign nobody knows": ("use is some; drop", "cannot be read at '; drop'"),
    "a number that is none": ("sure > many", "needs a number instead of 'many'"),
    "nested without end": ("not " * 21 + "use is some", "is nested more than 20 deep"),
    "endless": ("use is some and " * 200 + "use is some", "is longer than 2,000 characters"),
}


@pytest.mark.parametrize(("text", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_condition_that_cannot_hold_is_refused_with_its_line_and_question(text, problem):
    with pytest.raises(InvalidInputError) as refusal:
        condition_of(text)

    line = EARLIER.splitlines().index('show_if = "SHOW_IF"') + 1
    assert str(refusal.value).startswith(f"survey.toml, line {line}: question 'last' has a 'show_if' that {problem}")


def test_a_condition_is_described_in_the_words_of_the_questions():
    text = EARLIER.replace("SHOW_IF", "use is one of all, some and not needs.team >= 4")
    instrument = parse_instrument(text, "survey.toml")

    described = describe_condition(instrument.question("last").show_if, instrument)

    assert described == (
        "“Use it?” was answered with “For all” or “For some” and not “What is needed?” (A team) is at least 4"
    )


ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True)
rows = st.one_of(st.just(""), ids)
tests = st.one_of(
    st.builds(IsOneOf, ids, st.lists(ids, min_size=1, max_size=3).map(tuple), rows),
    st.builds(
        Compare,
        ids,
        st.sampled_from([operator for operator in Operator if operator is not Operator.EQUAL]),
        st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e12, 1e12).filter(lambda number: not number.is_integer())),
        rows,
    ),
    st.builds(WasAnswered, ids, rows),
)


def flat(kind, parts):
    """Parts of the same kind as their whole stand in brackets when written, and come back so."""
    return kind(tuple(parts))


conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: flat(AllOf, parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: flat(AnyOf, parts)),
    ),
    max_leaves=6,
)


@given(conditions)
def test_a_condition_reads_back_as_it_is_written(condition):
    assert read_condition(write_condition(condition)) == condition


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_is_refused(text):
    try:
        condition = read_condition(text)
    except ConditionError:
        return
    assert holds(condition, {}) in (True, False)
