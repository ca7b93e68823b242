"""The JSON schema: made from the code, and of one mind with the loader."""

import tomllib

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator

from surveys.loader import instrument_to_dict
from surveys.schema import SCHEMA_PATH, build_schema, schema_text
from surveys.shipped import list_shipped, read_shipped
from surveys.toml_writer import SCHEMA_FILE
from tests.surveys.instrument_strategies import instruments
from tests.surveys.test_instruments import CHOICE, HAIP, HEAD, REFUSED, TWO

VALIDATOR = Draft7Validator(build_schema())

# A schema sees one field at a time, and no TOML.
BEYOND_A_SCHEMA = {
    "not TOML",
    "a text that no database stores",
    "doubled option",
    "doubled question",
    "doubled section",
    "show_if unknown",
    "show_if itself",
    "show_if in a circle",
    "show_if waits for no answer",
    "show_if on a text",
    "scale upside down",
    "agreeing point off the scale",
    "more choices than options",
    "numbers that cannot be",
    "statement on a choice",
}


def test_the_file_beside_the_code_is_what_the_code_makes():
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text()
    assert SCHEMA_PATH.name == SCHEMA_FILE
    Draft7Validator.check_schema(build_schema())


@pytest.mark.parametrize("name", [shipped.name for shipped in list_shipped()])
def test_every_shipped_instrument_fits_the_schema_it_names(name):
    text = read_shipped(name)

    assert text.startswith(f"#:schema ../{SCHEMA_FILE}\n")
    VALIDATOR.validate(tomllib.loads(text))


def test_the_example_fits_the_schema():
    VALIDATOR.validate(tomllib.loads(HAIP.read_text(encoding="utf-8")))


@settings(max_examples=60, deadline=None)
@given(instruments())
def test_whatever_the_loader_reads_fits_the_schema(instrument):
    VALIDATOR.validate(instrument_to_dict(instrument))


@pytest.mark.parametrize("case", [case for case in REFUSED if case not in BEYOND_A_SCHEMA])
def test_what_the_loader_refuses_the_schema_refuses_where_it_can(case):
    data = tomllib.loads(HEAD + REFUSED[case][0])

    assert not VALIDATOR.is_valid(data)


FITS = HEAD + CHOICE + TWO
ALSO_REFUSED = {
    "a statement that is no text": FITS.replace("title =", "minutes = 'x'\ntitle =", 1),
    "a language that is none": FITS.replace("title =", "language = 'Klingon'\ntitle =", 1),
    "an evidence without text": FITS + 'evidence = [{ reference = "Example 2020" }]\n',
    "a DOI that is none": FITS + 'evidence = [{ text = "So.", doi = "doi.org/10" }]\n',
    "an id of a thousand letters": FITS.replace('"q1"', f'"{"q" * 1000}"'),
}


@pytest.mark.parametrize("text", ALSO_REFUSED.values(), ids=ALSO_REFUSED.keys())
def test_new_fields_are_held_to_their_form_too(text):
    assert VALIDATOR.is_valid(tomllib.loads(FITS))
    assert not VALIDATOR.is_valid(tomllib.loads(text))
