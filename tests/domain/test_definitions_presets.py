"""The presets that ship are readable and state themselves, and a broken file is refused by name."""

from fractions import Fraction

import pytest

from consensus.domain.bands import band_of
from consensus.domain.definitions import ConsensusDefinition, Denominator, Operator
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_preset, load_presets
from consensus.domain.rule_registry import RULES
from consensus.domain.rules import Rule

SHIPPED = load_presets()


def test_every_preset_of_the_methods_ships():
    assert set(SHIPPED) == {
        "asco",
        "awmf",
        "consensus_conference",
        "core_outcome_set",
        "grade_grid",
        "graded",
        "median_and_iqr",
        "nominal_group",
        "rand_ucla",
        "top_two_of_five",
        "top_two_of_seven",
        "two_thirds",
    }
    assert {preset.rule.kind for preset in SHIPPED.values()} == set(RULES)


@pytest.mark.parametrize("preset", SHIPPED.values(), ids=SHIPPED)
def test_a_preset_says_in_sentences_what_it_is_for_and_what_it_asks(preset):
    assert isinstance(preset.rule, Rule)
    assert preset.title
    assert preset.source
    for sentence in (preset.description, preset.sentence()):
        assert sentence.endswith(".")
        assert ". " not in sentence


def test_only_rules_on_votes_decide_a_vote():
    assert {slug for slug, preset in SHIPPED.items() if preset.decides_votes} == {
        "asco",
        "awmf",
        "consensus_conference",
        "graded",
        "two_thirds",
    }


def test_the_consensus_conference_votes_only_where_not_everybody_agrees():
    preset = SHIPPED["consensus_conference"]

    assert preset.definition == ConsensusDefinition(Fraction(4, 5))
    assert preset.full_consensus_first
    assert preset.sentence().startswith("A statement on which everybody present agrees is adopted without a vote; ")


def test_two_thirds_is_the_exact_fraction():
    preset = SHIPPED["two_thirds"]

    assert preset.definition == ConsensusDefinition(Fraction(2, 3))
    assert preset.sentence() == preset.definition.sentence()


@pytest.mark.parametrize(
    ("slug", "share", "band"),
    [
        pytest.param("awmf", Fraction(1, 2), "no majority", id="half is no majority"),
        pytest.param("awmf", Fraction(3, 4), "majority", id="three quarters is not yet consensus"),
        pytest.param("awmf", Fraction(19, 20), "consensus", id="95% is not yet strong"),
        pytest.param("awmf", Fraction(20, 21), "strong consensus", id="more than 95%"),
        pytest.param("graded", Fraction(79, 100), "no consensus", id="below 80%"),
        pytest.param("graded", Fraction(4, 5), "consensus", id="80%"),
        pytest.param("graded", Fraction(9, 10), "strong consensus", id="90%"),
        pytest.param("graded", Fraction(1), "unanimous", id="all"),
    ],
)
def test_the_bands_of_a_preset_name_the_share(slug, share, band):
    assert band_of(SHIPPED[slug].definition.bands, share) == band


def test_the_society_that_asks_for_more_than_three_quarters_leaves_abstentions_out():
    definition = SHIPPED["awmf"].definition

    assert (definition.threshold, definition.operator) == (Fraction(3, 4), Operator.MORE_THAN)
    assert definition.denominator is Denominator.VALID_VOTES


@pytest.mark.parametrize(("slug", "neutral"), [("top_two_of_five", "3"), ("top_two_of_seven", "4")])
def test_the_neutral_middle_counts_as_not_agreeing(slug, neutral):
    definition = SHIPPED[slug].definition

    assert definition.agreeing == set(sorted(definition.scale.points)[-2:])
    assert neutral in definition.disagreeing


def test_a_preset_of_another_kind_is_no_definition_of_a_share():
    with pytest.raises(InvalidInputError, match="“GRADE grid” is not a rule on the share"):
        _ = SHIPPED["grade_grid"].definition


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("title = \n", r"mine\.toml is not valid TOML.*line 1", id="not TOML"),
        pytest.param(
            "title='M'\ndescription='D'\nsource='S'\nkind='luck'\n[definition]\n", "no kind of rule 'luck'", id="kind"
        ),
        pytest.param(
            "title='M'\ndescription='D'\nsource='S'\nkind='ranking'\n[definition]\npicks=0",
            "between 1 and",
            id="no pick",
        ),
        pytest.param("title = 'Mine'", r"mine\.toml: The field 'description'", id="no description"),
        pytest.param(
            "title='M'\ndescription='D'\nsource='S'\nkind='share'\n[definition]\nquorum='1/2'",
            r"mine\.toml: .*'threshold'",
            id="no threshold",
        ),
        pytest.param(
            "title='M'\ndescription='D'\nsource='S'\nkind='share'\nfull_consensus_first='yes'\n[definition]\nthreshold='4/5'",
            "'full_consensus_first'",
            id="a text for a truth value",
        ),
        pytest.param(
            "title='M'\ndescription='D'\nsource='S'\nkind='share'\ncolour='red'\n[definition]\nthreshold='4/5'",
            "no field 'colour'",
            id="unknown",
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
