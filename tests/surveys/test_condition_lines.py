"""Conditions put together line by line: they mean what was chosen, and are found again as they were chosen."""

from hypothesis import given
from hypothesis import strategies as st

from surveys import condition_lines
from surveys.condition_lines import Line, Lines, LineTest, answers_of, first_line, from_lines, to_lines
from surveys.condition_reading import read_condition
from surveys.condition_wording import write_condition
from surveys.model import Option, Question, QuestionKind, Scale
from tests.surveys.instrument_strategies import ids

chosen = st.builds(
    Line,
    ids,
    st.sampled_from([LineTest.ONE_OF, LineTest.NONE_OF]),
    st.lists(ids, min_size=1, max_size=2).map(tuple),
    ids,
)
compared = st.builds(
    Line, ids, st.sampled_from([LineTest.AT_LEAST, LineTest.AT_MOST]), st.integers(-9, 9).map(lambda n: (n,)), ids
)
asked = st.builds(Line, ids, st.sampled_from([LineTest.ANSWERED, LineTest.NOT_ANSWERED]))
lines = st.lists(st.one_of(chosen, compared, asked), min_size=2, max_size=4).map(tuple)


@given(lines, st.booleans())
def test_lines_come_back_as_they_were_chosen_also_over_the_file(those, is_any):
    condition = from_lines(Lines(those, is_any))

    assert to_lines(condition) == Lines(those, is_any)
    assert to_lines(read_condition(write_condition(condition))) == Lines(those, is_any)


def test_a_line_that_is_not_filled_in_waits():
    assert from_lines(Lines((Line("use", LineTest.ONE_OF),))) is None


def test_what_is_more_than_a_list_is_left_to_the_text():
    assert to_lines(read_condition("a is x and (b is y or c is z)")) is None
    assert to_lines(None) == Lines(())


def test_a_first_line_asks_the_question_before_for_something_it_can_answer():
    use = Question("use", QuestionKind.SINGLE, "Use?", options=(Option("all", "All"), Option("no", "No")))
    sure = Question("sure", QuestionKind.SCALE, "Sure?", scale=Scale(1, 9), cannot_judge=True)
    why = Question("why", QuestionKind.TEXT, "Why?")

    assert first_line([use]) == Line("use", LineTest.ONE_OF, ("all",))
    assert first_line([use, sure]) == Line("sure", LineTest.AT_LEAST, (9,))
    assert first_line([why]) == Line("why", LineTest.ANSWERED)
    assert condition_lines.tests_for(why) == (LineTest.ANSWERED, LineTest.NOT_ANSWERED)
    assert list(answers_of(sure)) == [*range(1, 10), "cannot_judge"]
