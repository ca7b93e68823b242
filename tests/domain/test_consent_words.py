"""What a person says of the consent text, and what it comes to."""

from datetime import UTC, datetime

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.taking_part import (
    LONGEST_TEXT,
    ConsentState,
    ConsentWord,
    check_consent_text,
    consent_fingerprint,
    consent_state,
)

NOON = datetime(2012, 9, 7, 12, tzinfo=UTC)


def said(*words):
    return tuple(ConsentWord(version, given, NOON) for version, given in words)


@pytest.mark.parametrize(
    ("newest", "words", "state"),
    [
        pytest.param(None, (), ConsentState.NOT_ASKED, id="no text, nobody is asked"),
        pytest.param(1, (), ConsentState.WAITING, id="asked and silent"),
        pytest.param(1, ((1, True),), ConsentState.GIVEN, id="agreed"),
        pytest.param(1, ((1, False),), ConsentState.REFUSED, id="refused"),
        pytest.param(1, ((1, True), (1, False)), ConsentState.REFUSED, id="withdrawn"),
        pytest.param(1, ((1, False), (1, True)), ConsentState.GIVEN, id="another mind"),
        pytest.param(2, ((1, True),), ConsentState.WAITING, id="a new version asks who agreed"),
        pytest.param(2, ((1, False),), ConsentState.WAITING, id="a new version asks who refused"),
    ],
)
def test_the_newest_word_counts_and_holds_for_its_own_version(newest, words, state):
    assert consent_state(newest, said(*words)) is state


def test_a_text_is_kept_with_line_ends_of_one_kind():
    assert check_consent_text("  We keep\r\nyour answers. \r\n\r\n") == "We keep\nyour answers."


@pytest.mark.parametrize("text", ["", " \n\t", "x" * (LONGEST_TEXT + 1)], ids=["empty", "blank", "too long"])
def test_a_text_that_cannot_be_asked_is_refused(text):
    with pytest.raises(InvalidInputError, match="consent text"):
        check_consent_text(text)


def test_the_fingerprint_covers_the_plain_language_too_and_where_it_begins():
    prints = {
        consent_fingerprint("ab", ""),
        consent_fingerprint("a", "b"),
        consent_fingerprint("b", "a"),
        consent_fingerprint("a", ""),
    }

    assert len(prints) == 4
