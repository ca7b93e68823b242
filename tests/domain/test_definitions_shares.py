"""Shares are read exactly and never shown on the wrong side of a threshold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.shares import exact_percent, parse_share, percent_text, rule_share, share_text


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("4/5", Fraction(4, 5)),
        ("80%", Fraction(4, 5)),
        ("66.5 %", Fraction(133, 200)),
        ("0.8", Fraction(4, 5)),
        (1, Fraction(1)),
        (Fraction(2, 3), Fraction(2, 3)),
    ],
)
def test_a_share_is_read_exactly(value, share):
    assert parse_share(value) == share


@pytest.mark.parametrize("value", [0.8, True, None, "", "four fifths", "1/0", "%", "nan", "inf"])
def test_what_is_no_exact_share_is_refused(value):
    with pytest.raises(InvalidInputError, match="such as 4/5"):
        parse_share(value)


@pytest.mark.parametrize(
    ("share", "percent", "in_a_rule"),
    [
        (Fraction(4, 5), "80%", "80%"),
        (Fraction(1), "100%", "100%"),
        (Fraction(1, 8), "12.5%", "12.5%"),
        (Fraction(5, 100), "5%", "5%"),
        (Fraction(2, 3), None, "2/3"),
        (Fraction(1, 16), "6.25%", "6.25%"),
        (Fraction(1, 32), None, "1/32"),
    ],
)
def test_per_cent_only_where_it_is_exact(share, percent, in_a_rule):
    assert exact_percent(share) == percent
    assert rule_share(share) == in_a_rule


@pytest.mark.parametrize(
    ("k", "n", "threshold", "text"),
    [
        pytest.param(13, 15, None, "13/15 (86.7%)", id="one decimal"),
        pytest.param(12, 15, Fraction(4, 5), "12/15 (80.0%)", id="exactly at the threshold"),
        pytest.param(2, 3, Fraction(2, 3), "2/3 (66.7%)", id="exactly at a threshold without decimals"),
        pytest.param(7999, 10000, Fraction(4, 5), "7999/10000 (79.99%)", id="a miss by a hair"),
        pytest.param(3333, 5000, Fraction(2, 3), "3333/5000 (66.66%)", id="a miss of two thirds by a hair"),
        pytest.param(7501, 10000, Fraction(3, 4), "7501/10000 (75.01%)", id="a strict pass by a hair"),
        pytest.param(1999, 2000, None, "1999/2000 (99.95%)", id="not quite all"),
        pytest.param(1, 5000, None, "1/5000 (0.02%)", id="not quite nobody"),
        pytest.param(0, 7, Fraction(4, 5), "0/7 (0.0%)", id="nobody"),
        pytest.param(7, 7, Fraction(1), "7/7 (100.0%)", id="all"),
        pytest.param(0, 0, Fraction(4, 5), "0/0", id="no percentage of nothing"),
    ],
)
def test_a_share_is_shown_counts_first(k, n, threshold, text):
    assert share_text(k, n, threshold) == text


@given(st.data(), st.integers(1, 20_000), st.fractions(Fraction(1, 100), 1, max_denominator=1000))
def test_the_display_stays_on_its_side_of_the_threshold(data, n, threshold):
    near = int(threshold * n)
    k = data.draw(st.integers(0, n) | st.integers(max(0, near - 1), min(n, near + 1)))

    shown = Fraction(percent_text(k, n, threshold).removesuffix("%")) / 100

    if Fraction(k, n) < threshold:
        assert shown < threshold
    elif Fraction(k, n) > threshold:
        assert shown > threshold
    assert (shown == 1) == (k == n)
    assert (shown == 0) == (k == 0)
    assert abs(shown - Fraction(k, n)) <= Fraction(1, 2000)
