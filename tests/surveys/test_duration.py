"""How long an instrument takes: given, or estimated from its words and kinds."""

from dataclasses import replace

from surveys.duration import estimate_minutes, minutes_of
from surveys.loader import parse_instrument

HEAD = 'id = "i"\nversion = "1"\ntitle = "T"\n[[section]]\nid = "s"\ntitle = "S"\n'


def test_free_texts_take_a_minute_each_and_conditional_ones_half():
    question = '[[section.question]]\nid = "q{}"\nkind = "text"\ntext = "Why?"\n'
    three = parse_instrument(HEAD + "".join(question.format(n) for n in range(3)), "survey.toml")
    later = 'show_if = "q0 was answered"\n'
    one_and_two_halves = parse_instrument(
        HEAD + question.format(0) + question.format(1) + later + question.format(2) + later, "survey.toml"
    )

    assert estimate_minutes(three) == 4
    assert estimate_minutes(one_and_two_halves) == 3


def test_two_hundred_words_take_a_minute_to_read():
    words = " ".join(["word"] * 400)

    instrument = parse_instrument(
        HEAD + f'[[section.question]]\nid = "q"\nkind = "yes_no_unsure"\ntext = "{words}"\n', "survey.toml"
    )

    assert estimate_minutes(instrument) == 3


def test_minutes_that_are_given_are_believed():
    instrument = parse_instrument(HEAD + '[[section.question]]\nid = "q"\nkind = "text"\ntext = "?"\n', "survey.toml")

    assert minutes_of(replace(instrument, minutes=15)) == 15
    assert minutes_of(instrument) == 2
