"""Writing instruments: they read back the same, and read well."""

import tomllib
from pathlib import Path

from hypothesis import given, settings

from surveys.loader import instrument_from_dict, instrument_to_dict, parse_instrument
from surveys.toml_writer import write_instrument, write_tables
from tests.surveys.instrument_strategies import instruments

HAIP = Path(__file__).parents[2] / "data/examples/haip/survey.toml"


@settings(max_examples=150, deadline=None)
@given(instruments())
def test_an_instrument_reads_back_as_it_is_written(instrument):
    assert parse_instrument(write_instrument(instrument), "survey.toml") == instrument
    assert instrument_from_dict(instrument_to_dict(instrument)) == instrument


def test_writing_what_was_written_changes_nothing():
    written = write_instrument(parse_instrument(HAIP.read_text(encoding="utf-8"), "survey.toml"))

    assert write_instrument(parse_instrument(written, "survey.toml")) == written


def test_options_stand_on_lines_of_their_own_and_long_texts_stay_long():
    question = {"kind": "single", "id": "q", "options": [{"label": "A", "id": "a"}]}
    written = write_tables(
        {
            "id": "i",
            "intro": 'First.\nThen "this".',
            "section": [{"id": "s", "question": [question]}],
            "lang": {"fr": {"question": {"q": {"text": "Pourquoi ?"}}}},
        }
    )

    assert written == (
        '#:schema instrument.schema.json\n\nid = "i"\nintro = """\nFirst.\nThen \\"this\\"."""\n\n\n'
        '[[section]]\nid = "s"\n\n[[section.question]]\nid = "q"\nkind = "single"\noptions = [\n'
        '  { id = "a", label = "A" },\n]\n\n\n[lang.fr]\nquestion.q.text = "Pourquoi ?"\n'
    )


def test_what_is_wrong_is_written_too_so_that_it_can_be_mended():
    data = {"id": 3, "section": [{"question": [{"kind": "slider", "colour": ["red"], "odd key": 1.5}]}]}

    assert tomllib.loads(write_tables(data)) == data
