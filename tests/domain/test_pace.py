"""Real times beside planned ones: how late a topic began, and when it and those behind it will be done."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from consensus.domain.pace import Plan, Stretch, late_text, minutes_late, pace_of_day

NINE = datetime(2012, 9, 7, 9, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


PLANS = [Plan(9 * 60, 30), Plan(9 * 60 + 30, 20), Plan(9 * 60 + 50, 10)]


def test_a_topic_that_began_late_ends_late_and_pushes_those_behind_it():
    first, second, third = pace_of_day(PLANS, [(Stretch(at(7)),), (), ()], 0, at(10))

    assert (first.late, first.ends_about) == (7, at(37))
    assert (second.starts_about, second.ends_about) == (at(37), at(57))
    assert third.starts_about == at(57)


def test_who_is_ahead_of_the_plan_does_not_make_later_topics_earlier_than_planned():
    _, second, third = pace_of_day(PLANS, [(Stretch(at(-10)),), (), ()], 0, at(0))

    assert (second.starts_about, third.starts_about) == (at(30), at(50))


def test_a_topic_over_its_time_ends_now_at_the_earliest():
    first, second, _ = pace_of_day(PLANS, [(Stretch(at(0)),), (), ()], 0, at(45))

    assert first.ends_about == at(45)
    assert second.starts_about == at(45)


def test_without_a_topic_on_nothing_is_forecast():
    paces = pace_of_day(PLANS, [(Stretch(at(0), at(20)),), (), ()], None, at(25))

    assert [pace.ends_about for pace in paces] == [None, None, None]
    assert paces[0].began_at == at(0)


def test_topics_that_stand_nowhere_in_the_day_are_neither_late_nor_forecast():
    paces = pace_of_day([Plan(None, 20), Plan(None, 10)], [(Stretch(at(0)),), ()], 0, at(5))

    assert (paces[0].late, paces[0].ends_about) == (None, at(20))
    assert paces[1].starts_about is None


def test_lateness_is_read_off_the_clock_of_the_process():
    toronto = timezone(timedelta(hours=-4))

    assert minutes_late(9 * 60, datetime(2012, 9, 7, 9, 7, tzinfo=toronto)) == 7


@pytest.mark.parametrize(
    ("late", "words"), [(None, ""), (0, "on time"), (7, "7 min late"), (-5, "5 min early"), (65, "1 h 5 min late")]
)
def test_lateness_in_words(late, words):
    assert late_text(late) == words
