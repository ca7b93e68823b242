"""A clock: how long is left, how long it ran, and what a pause adds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.timers import Running, spent_text, started

NOON = datetime(2012, 9, 7, 12, tzinfo=UTC)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def test_a_clock_that_stands_still_keeps_what_is_left():
    paused = Running(10, NOON, NOON + minutes(10), paused_at=NOON + minutes(4))

    assert paused.left(NOON + minutes(30)) == minutes(6)
    assert paused.due_after_pause(NOON + minutes(7)) == NOON + minutes(13)


@given(st.integers(0, 600), st.floats(0, 500), st.floats(0, 500))
def test_what_is_left_and_what_is_spent_make_the_planned_minutes_whatever_pauses_there_were(planned, ran, stood):
    run = started(planned, NOON)
    paused_at = NOON + minutes(ran)
    paused = Running(planned, run.began_at, run.due_at, paused_at)
    resumed = Running(planned, run.began_at, paused.due_after_pause(paused_at + minutes(stood)))
    now = paused_at + minutes(stood) + minutes(1)

    assert resumed.left(now) + resumed.spent(now) == minutes(planned)
    assert abs(resumed.spent(now) - minutes(ran + 1)) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("spent", "planned", "words"),
    [(8, 10, "8 of 10 min"), (10, 10, "10 of 10 min"), (12.4, 10, "12 of 10 min, 2 over"), (7, 0, "7 min")],
)
def test_what_the_minutes_say_of_it(spent, planned, words):
    assert spent_text(minutes(spent), planned) == words
