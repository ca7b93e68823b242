"""Instruments in several languages: the same ids, other words, and what is still missing."""

import pytest

from consensus.domain.errors import InvalidInputError
from surveys.loader import instrument_from_dict, instrument_to_dict, parse_instrument
from surveys.translation import completeness, translate

TEXT = """
id = "i"
version = "1"
title = "First impressions"

[[section]]
id = "use"
title = "Use"

[[section.question]]
id = "pump"
kind = "single"
text = "For whom?"
help = "Choose one."
options = [{ id = "all", label = "For all", statement = "It is for all." }, { id = "none", label = "For none" }]

[[section.question]]
id = "own"
kind = "yes_no_unsure"
text = "At your centre?"
evidence = [{ text = "It works.", reference = "Example 2020", doi = "10.1000/182" }]

[lang.fr]
title = "Premières impressions"
question.pump.text = "Pour qui ?"
question.pump.option.all.label = "Pour tous"
question.own.evidence.1.text = "Cela marche."
"""


def test_a_translated_instrument_has_the_words_of_its_language_and_the_ids_of_its_own():
    instrument = parse_instrument(TEXT, "survey.toml")

    french = translate(instrument, "fr")

    pump, own = french.questions()
    assert (french.title, pump.text, pump.options[0].label) == ("Premières impressions", "Pour qui ?", "Pour tous")
    assert (pump.options[0].id, pump.options[0].statement) == ("all", "It is for all.")
    assert [option.label for option in own.options] == ["Oui", "Non", "Je ne sais pas"]
    assert own.evidence[0].text == "Cela marche."


def test_a_text_that_is_not_translated_stays_as_it_is():
    instrument = parse_instrument(TEXT, "survey.toml")

    assert translate(instrument, "fr").questions()[0].help == "Choose one."
    assert translate(instrument, "de") is instrument


def test_completeness_counts_the_texts_and_names_those_that_are_missing():
    instrument = parse_instrument(TEXT, "survey.toml")

    french = completeness(instrument, "fr")

    assert (french.n_translated, french.n_texts) == (4, 8)
    assert french.missing == (
        "section.use.title",
        "question.pump.help",
        "question.pump.option.none.label",
        "question.own.text",
    )
    assert completeness(instrument, "en").missing == ()


def test_languages_survive_the_frozen_form():
    instrument = parse_instrument(TEXT, "survey.toml")

    assert instrument.languages() == ("en", "fr")
    assert instrument_from_dict(instrument_to_dict(instrument)) == instrument


REFUSED = {
    "a text that is not there": ("question.pump.plain = 'x'", "line 28: the language 'fr' translates 'question.pump"),
    "a question that is not there": ("question.x.text = 'x'", "'question.x.text', which is no text of this instrument"),
    "no text": ("question.own.text = 3", "line 28: the language 'fr' needs a text in 'question.own.text'"),
    "no language": ("[lang.Klingon]", "line 28: 'lang' has a language 'Klingon', which is no code"),
    "its own language": ("[lang.en]", "line 28: the language 'en' is the language of the instrument itself"),
}


@pytest.mark.parametrize(("line", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_translation_of_nothing_is_refused_with_its_line(line, problem):
    with pytest.raises(InvalidInputError) as refusal:
        parse_instrument(TEXT + line + "\n", "survey.toml")

    assert problem in str(refusal.value)
