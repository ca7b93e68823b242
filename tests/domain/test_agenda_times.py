"""Times of a day, and whether what is planned fits into it."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.agenda import balance_sentence, clock_text, length_text, timetable


@dataclass(frozen=True)
class Talk:
    minutes: int


def test_items_follow_each_other_from_the_start():
    assert [slot.text for slot in timetable([Talk(15), Talk(50), Talk(5)], 9 * 60)] == [
        "09:00–09:15",
        "09:15–10:05",
        "10:05–10:10",
    ]


@given(st.lists(st.integers(0, 300), max_size=12), st.integers(0, 1439))
def test_nothing_overlaps_and_nothing_is_left_out(minutes, starts_at):
    slots = timetable([Talk(n) for n in minutes], starts_at)

    assert [slot.ends - slot.starts for slot in slots] == minutes
    assert all(first.ends == second.starts for first, second in pairwise(slots))


@pytest.mark.parametrize(
    ("total", "day", "sentence"),
    [
        (450, 480, "7 h 30 min are planned for a day of 8 h: 30 min to spare."),
        (500, 480, "8 h 20 min are planned for a day of 8 h: 20 min too long."),
        (480, 480, "8 h are planned for a day of 8 h: it fits exactly."),
    ],
    ids=["to spare", "too long", "exactly"],
)
def test_the_balance_is_said_in_a_sentence(total, day, sentence):
    assert balance_sentence(total, day) == sentence


def test_times_past_midnight_are_times_of_the_next_day():
    assert clock_text(25 * 60 + 5) == "01:05"
    assert [length_text(n) for n in (0, 45, 120)] == ["0 min", "45 min", "2 h"]
