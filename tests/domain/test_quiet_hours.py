"""Mail waits for the morning of the process, on every day of the year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.quiet_hours import QuietHours, local_moment, quiet_hours

ZONES = ("UTC", "Europe/Oslo", "America/Toronto", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns")
OSLO = quiet_hours("20:00", "08:00", "Europe/Oslo")


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("wished", "goes"),
    [
        pytest.param("2026-03-02 12:00", "2026-03-02 12:00", id="by day at once"),
        pytest.param("2026-03-02 08:00", "2026-03-02 08:00", id="exactly at the end"),
        pytest.param("2026-03-02 19:59", "2026-03-02 19:59", id="a minute before the beginning"),
        pytest.param("2026-03-02 20:00", "2026-03-03 08:00", id="exactly at the beginning"),
        pytest.param("2026-03-02 23:30", "2026-03-03 08:00", id="before midnight"),
        pytest.param("2026-03-03 00:30", "2026-03-03 08:00", id="after midnight"),
        pytest.param("2026-03-28 23:00", "2026-03-29 08:00", id="the night an hour is left out"),
        pytest.param("2026-10-24 23:00", "2026-10-25 08:00", id="the night an hour comes twice"),
    ],
)
def test_what_falls_into_the_night_goes_in_the_morning_of_the_process(wished, goes):
    assert OSLO.earliest(at(wished, "Europe/Oslo")) == at(goes, "Europe/Oslo")


def test_by_the_clock_of_another_zone_the_same_moment_is_not_quiet():
    moment = at("2026-03-02 21:00", "Europe/Oslo")

    assert quiet_hours("20:00", "08:00", "America/Toronto").earliest(moment) == moment


def test_an_end_in_the_hour_that_is_left_out_comes_when_it_is_over():
    odd = quiet_hours("20:00", "02:30", "Europe/Oslo")

    assert odd.earliest(at("2026-03-29 01:00", "Europe/Oslo")) == at("2026-03-29 01:30")


def test_quiet_hours_within_one_day():
    lunch = quiet_hours("12:00", "13:00", "UTC")

    assert lunch.earliest(at("2026-03-02 12:30")) == at("2026-03-02 13:00")
    assert lunch.earliest(at("2026-03-02 20:30")) == at("2026-03-02 20:30")


def test_equal_ends_mean_no_quiet_hours():
    never = quiet_hours("08:00", "08:00", "UTC")

    assert never.earliest(at("2026-03-02 03:00")) == at("2026-03-02 03:00")


@given(
    st.floats(1.7e9, 1.85e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
)
def test_no_mail_ever_goes_in_the_quiet_hours_nor_waits_longer_than_they_last(moment, begin, end, zone):
    hours = QuietHours(begin, end, ZoneInfo(zone))

    goes = hours.earliest(moment)

    assert goes >= moment
    assert not hours.is_quiet(goes)
    assert goes - moment <= timedelta(hours=25)
    if hours.is_quiet(moment):
        assert hours.is_quiet(goes - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("begin", "zone", "sentence"),
    [("8 pm", "UTC", "no time of day"), ("24:00", "UTC", "no time of day"), ("20:00", "Oslo", "no time zone")],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(begin, zone, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        quiet_hours(begin, "08:00", zone)


def test_a_moment_is_typed_by_the_clock_of_the_process():
    assert local_moment(date(2026, 7, 1), time(9), "Europe/Oslo") == at("2026-07-01 07:00")
    assert local_moment(date(2026, 12, 1), time(9), "UTC") == at("2026-12-01 09:00")
