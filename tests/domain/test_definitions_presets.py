"""The presets that ship are readable, and a broken file is refused by name."""

from fractions import Fraction

import pytest

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_preset, load_presets


def test_the_consensus_conference_votes_only_where_not_everybody_agrees():
    preset = load_presets()["consensus_conference"]

    assert preset.definition == ConsensusDefinition(Fraction(4, 5))
    assert preset.full_consensus_first
    assert preset.sentence().startswith("A statement on which everybody present agrees is adopted without a vote; ")


def test_two_thirds_is_the_exact_fraction():
    preset = load_presets()["two_thirds"]

    assert preset.definition == ConsensusDefinition(Fraction(2, 3))
    assert preset.sentence() == preset.definition.sentence()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("title = \n", r"mine\.toml is not valid TOML.*line 1", id="not TOML"),
        pytest.param("title = 'Mine'", r"mine\.toml: The field 'description'", id="no description"),
        pytest.param(
            "title='M'\ndescription='D'\n[definition]\nquorum='1/2'", r"mine\.toml: .*'threshold'", id="no threshold"
        ),
        pytest.param(
            "title='M'\ndescription='D'\nfull_consensus_first='yes'\n[definition]\nthreshold='4/5'",
            "'full_consensus_first'",
            id="a text for a truth value",
        ),
        pytest.param(
            "title='M'\ndescription='D'\ncolour='red'\n[definition]\nthreshold='4/5'", "no field 'colour'", id="unknown"
        ),
    ],
)
def test_a_broken_preset_is_refused_by_file_and_field(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_text(text)

    with pytest.raises(InvalidInputError, match=message):
        load_preset(path)


def test_a_preset_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="no preset 'mine'"):
        load_preset(tmp_path / "mine.toml")
