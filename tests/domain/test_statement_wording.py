"""One normal form for a wording, and the hash that holds a vote to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.statements import MAX_CHARACTERS, clean_wording, version_hash


@pytest.mark.parametrize(
    ("typed", "wording"),
    [
        ("  Offer  it\n first. ", "Offer it first."),
        ("Offer\tit\u00a0first.", "Offer it first."),
        ("Cafe\u0301 au lait", "Caf\u00e9 au lait"),
        ("Offer\x00it\x1bfirst", "Offer it first"),
        ("Offer \u202eit first", "Offer it first"),
    ],
    ids=["spaces and lines", "tab and hard space", "combining accent", "control characters", "direction override"],
)
def test_equal_wordings_have_one_form(typed, wording):
    assert clean_wording(typed) == wording


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\x00\x1b"], ids=["empty", "blank", "lines", "control only"])
def test_a_statement_needs_a_wording(typed):
    with pytest.raises(InvalidInputError, match="needs a wording"):
        clean_wording(typed)


def test_the_longest_wording_is_accepted_and_one_character_more_is_not():
    assert clean_wording("a" * MAX_CHARACTERS) == "a" * MAX_CHARACTERS

    with pytest.raises(InvalidInputError, match="at most"):
        clean_wording("a" * (MAX_CHARACTERS + 1))


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(typed):
    try:
        once = clean_wording(typed)
    except InvalidInputError:
        return

    assert clean_wording(once) == once


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_different_wordings_have_different_hashes(one, other):
    assert (version_hash(*one) == version_hash(*other)) is (one == other)


def test_text_cannot_slip_from_the_wording_into_its_plain_twin():
    assert version_hash("Offer it", "first") != version_hash("Offer", "it first")
    assert version_hash('Offer","', "") != version_hash("Offer", ',"')
