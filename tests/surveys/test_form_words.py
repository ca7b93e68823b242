"""The survey form speaks each of its languages whole, and English where it has no words."""

import re

import pytest

from surveys.form_words import languages, words_in

PARTS = ("form", "page", "paper", "condition")


def places(sentence):
    return sorted(re.findall(r"{\w*}", sentence))


def test_the_form_has_words_in_english_french_and_german():
    assert languages() == ("de", "en", "fr")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("part", PARTS)
def test_every_language_has_every_sentence_with_the_same_places_to_fill(language, part):
    english, words = getattr(words_in("en"), part), getattr(words_in(language), part)

    assert words.keys() == english.keys()
    assert all(sentence.strip() for sentence in words.values())
    assert {key: places(words[key]) for key in words} == {key: places(english[key]) for key in english}


@pytest.mark.parametrize(
    ("asked", "spoken"), [("fr", "fr"), ("fr-CA", "fr"), ("nl", "en"), ("", "en"), ("../en", "en")]
)
def test_a_region_speaks_its_language_and_an_unknown_one_english(asked, spoken):
    assert words_in(asked).language == spoken
