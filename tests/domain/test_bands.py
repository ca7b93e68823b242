"""Bands tile the shares: every share has exactly one name."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.bands import Band, band_of, check_tiling
from consensus.domain.errors import InvalidInputError

GRADED = (
    Band("none", Fraction(0), Fraction(4, 5)),
    Band("moderate", Fraction(4, 5), Fraction(9, 10)),
    Band("strong", Fraction(9, 10), Fraction(1)),
    Band("unanimous", Fraction(1), Fraction(1), includes_upper=True),
)
STRICT = (
    Band("none", Fraction(0), Fraction(1, 2), includes_upper=True),
    Band("majority", Fraction(1, 2), Fraction(3, 4), includes_lower=False, includes_upper=True),
    Band("consensus", Fraction(3, 4), Fraction(19, 20), includes_lower=False, includes_upper=True),
    Band("strong", Fraction(19, 20), Fraction(1), includes_lower=False, includes_upper=True),
)


@given(st.sampled_from([GRADED, STRICT]), st.fractions(0, 1, max_denominator=500))
def test_every_share_lies_in_exactly_one_band(bands, share):
    check_tiling(bands)

    assert sum(band.holds(share) for band in bands) == 1


@pytest.mark.parametrize(
    ("bands", "share", "name"),
    [
        pytest.param(GRADED, Fraction(4, 5), "moderate", id="an inclusive lower end"),
        pytest.param(GRADED, Fraction(14, 15), "strong", id="inside"),
        pytest.param(GRADED, Fraction(1), "unanimous", id="a band of one point"),
        pytest.param(STRICT, Fraction(19, 20), "consensus", id="a strict lower end"),
        pytest.param(STRICT, Fraction(20, 21), "strong", id="just above a strict end"),
        pytest.param((), Fraction(1, 2), None, id="no bands"),
    ],
)
def test_a_share_finds_its_band(bands, share, name):
    assert band_of(bands, share) == name


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        pytest.param(GRADED[1:], "gap below 'moderate'", id="does not begin at 0"),
        pytest.param(GRADED[:-1], "gap above 'strong'", id="does not end at 1"),
        pytest.param((GRADED[0], *GRADED[2:]), "gap between .*'none' and 'strong'", id="a stretch is missing"),
        pytest.param(
            (
                Band("a", Fraction(0), Fraction(1, 2)),
                Band("b", Fraction(1, 2), Fraction(1), includes_lower=False, includes_upper=True),
            ),
            "gap between",
            id="a single point is missing",
        ),
        pytest.param(
            (
                Band("a", Fraction(0), Fraction(1, 2), includes_upper=True),
                Band("b", Fraction(1, 2), Fraction(1), includes_upper=True),
            ),
            "overlap",
            id="a single point twice",
        ),
        pytest.param(
            (Band("a", Fraction(0), Fraction(3, 5)), Band("b", Fraction(1, 2), Fraction(1), includes_upper=True)),
            "overlap",
            id="a stretch twice",
        ),
        pytest.param((*GRADED, GRADED[0]), "same name", id="one name twice"),
    ],
)
def test_gaps_and_overlaps_are_refused(bands, message):
    with pytest.raises(InvalidInputError, match=message):
        check_tiling(bands)


@pytest.mark.parametrize(
    ("bands", "stretch"),
    [
        pytest.param(
            (Band("low", Fraction(0), Fraction(3, 4)), Band("high", Fraction(4, 5), Fraction(1), includes_upper=True)),
            "gap between the bands 'low' and 'high': from 75% to less than 80% has no name",
            id="a gap",
        ),
        pytest.param(
            (
                Band("low", Fraction(0), Fraction(3, 4)),
                Band("high", Fraction(3, 4), Fraction(1), includes_lower=False, includes_upper=True),
            ),
            "gap between the bands 'low' and 'high': 75% has no name",
            id="a single point",
        ),
        pytest.param(
            (
                Band("all", Fraction(0), Fraction(1), includes_upper=True),
                Band("middle", Fraction(1, 4), Fraction(1, 2), includes_upper=True),
            ),
            "overlap of the bands 'all' and 'middle': from 25% up to 50% has two names",
            id="one within the other",
        ),
        pytest.param(
            (Band("high", Fraction(1, 3), Fraction(1), includes_upper=True),),
            "begin at 0%, and from 0% to less than 1/3 has no name",
            id="below",
        ),
        pytest.param((Band("low", Fraction(0), Fraction(1)),), "end at 100%, and 100% has no name", id="above"),
    ],
)
def test_a_gap_and_an_overlap_are_named(bands, stretch):
    with pytest.raises(InvalidInputError, match=stretch):
        check_tiling(bands)


def test_the_order_in_which_bands_are_given_is_irrelevant():
    check_tiling(tuple(reversed(GRADED)))


@pytest.mark.parametrize(
    ("lower", "upper", "name"),
    [
        pytest.param(Fraction(3, 4), Fraction(1, 2), "a", id="downwards"),
        pytest.param(Fraction(1, 2), Fraction(3, 2), "a", id="beyond all"),
        pytest.param(Fraction(1, 2), Fraction(1, 2), "a", id="empty"),
        pytest.param(Fraction(0), Fraction(1), " ", id="without a name"),
    ],
)
def test_a_band_that_is_none_is_refused(lower, upper, name):
    with pytest.raises(InvalidInputError):
        Band(name, lower, upper)


def test_a_stored_band_comes_back_the_same():
    assert [Band.from_dict(band.to_dict()) for band in STRICT] == list(STRICT)
