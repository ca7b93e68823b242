"""The editor of the consensus definition: every clause has its inputs, and what they spell out is read back exactly."""

from fractions import Fraction

import pytest

from consensus.domain.bands import Band
from consensus.domain.definitions import (
    ConsensusDefinition,
    Denominator,
    Electorate,
    GroupMode,
    GroupRule,
    Operator,
    RatingScale,
    SpreadClause,
)
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_presets
from consensus.services.processes import definitions, processes
from consensus.ui.widgets.definition.definition_needs import needs
from consensus.ui.widgets.definition.definition_state import Inputs, dissent_options, read, values_of

FAY = "Fay Cilitator"
FOUR_FIFTHS = ConsensusDefinition(Fraction(4, 5))
EVERY_CLAUSE = ConsensusDefinition(
    Fraction(3, 4),
    Operator.MORE_THAN,
    Denominator.ELIGIBLE,
    quorum=Fraction(2, 3),
    minimum_n=7,
    require_majority_of_eligible=True,
    max_dissent=2,
    dissent_choices=frozenset({"1", "2", "abstain"}),
    group_rule=GroupRule(GroupMode.NAMED, frozenset({"patients"}), 3),
    bands=(
        Band("no", Fraction(0), Fraction(3, 4), includes_upper=True),
        Band("yes", Fraction(3, 4), Fraction(1), includes_lower=False, includes_upper=True),
    ),
    agreeing=frozenset("45"),
    disagreeing=frozenset("123"),
    scale=RatingScale(1, 5),
    spread=SpreadClause(Fraction(7, 2), Fraction(5), Fraction(3, 2)),
    electorate=Electorate.ENTITLED,
)
LONG_SCALE = ConsensusDefinition.from_dict(
    {"threshold": "3/4", "scale": {"low": 0, "high": 100}, "agreeing": [str(point) for point in range(70, 101)]}
)
SHARE_RULES = {
    slug: preset.rule for slug, preset in load_presets().items() if isinstance(preset.rule, ConsensusDefinition)
}
ROUND_TRIPS = {**SHARE_RULES, "every clause": EVERY_CLAUSE, "a long scale": LONG_SCALE}


def inputs(definition, **changes):
    return Inputs({f"k.{name}": value for name, value in {**values_of(definition), **changes}.items()}, "k")


@pytest.mark.parametrize("definition", ROUND_TRIPS.values(), ids=ROUND_TRIPS)
def test_inputs_filled_from_a_definition_spell_it_out_again(definition):
    assert read(inputs(definition), FOUR_FIFTHS) == definition


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"threshold": ""}, "such as 4/5", id="no threshold"),
        pytest.param({"threshold": "0.8.1"}, "such as 4/5", id="no number"),
        pytest.param({"quorum": "120%"}, "quorum must lie", id="a quorum above all"),
        pytest.param({"has_bands": True, "band.0.upper": "75%"}, "from 75% to less than 80% has no name", id="a gap"),
        pytest.param(
            {"has_bands": True, "band.0.upper": "85%"}, "from 80% to less than 85% has two names", id="overlap"
        ),
        pytest.param({"has_bands": True, "bands": [0]}, "gap above 'no consensus'", id="a band taken away"),
        pytest.param({"has_bands": True, "band.1.name": " "}, "needs a name", id="a band without a name"),
        pytest.param({"has_groups": True, "group_mode": GroupMode.NAMED}, "Name the groups", id="no group named"),
        pytest.param({"answers": "ratings", "low": 9, "high": 1}, "runs upwards", id="a scale downwards"),
        pytest.param({"answers": "ratings", "points": []}, "choices that agree", id="nothing agrees"),
        pytest.param({"answers": "ratings", "has_threshold": False}, "needs a threshold or a clause", id="no rule"),
        pytest.param(
            {"answers": "ratings", "has_spread": True, "median_at_least": "high"}, "such as 7 or 6.5", id="a word"
        ),
        pytest.param({"has_dissent": True, "dissent_choices": []}, "Name the choices", id="dissent of nothing"),
    ],
)
def test_inputs_that_cannot_be_met_are_one_sentence(changes, message):
    with pytest.raises(InvalidInputError, match=message) as refusal:
        read(inputs(FOUR_FIFTHS, **changes), FOUR_FIFTHS)

    assert str(refusal.value).endswith(".")


def test_what_is_switched_off_is_not_read():
    leftovers = {"median_at_least": "x", "max_dissent": 3, "band.0.upper": "x", "group_minimum": 0, "points": []}

    assert read(inputs(FOUR_FIFTHS, **leftovers), FOUR_FIFTHS) == FOUR_FIFTHS


def test_clauses_on_the_share_go_with_the_share():
    changed = {"has_threshold": False, "has_bands": True, "has_groups": True}

    definition = read(inputs(load_presets()["median_and_iqr"].definition, **changed), FOUR_FIFTHS)

    assert (definition.threshold, definition.bands, definition.group_rule) == (None, (), None)


@pytest.mark.parametrize(
    ("definition", "options"),
    [
        (FOUR_FIFTHS, ["disagree", "abstain", "cannot_judge"]),
        (EVERY_CLAUSE, ["1", "2", "3", "abstain", "cannot_judge"]),
    ],
    ids=["votes", "ratings"],
)
def test_dissent_is_whatever_does_not_agree(definition, options):
    assert dissent_options(inputs(definition), FOUR_FIFTHS) == options


@pytest.mark.parametrize(
    ("definition", "n", "cell"),
    [
        pytest.param(FOUR_FIFTHS, 15, ("12 of 15", "80.0%"), id="exactly four fifths"),
        pytest.param(FOUR_FIFTHS, 7, ("6 of 7", "85.7%"), id="rounded up"),
        pytest.param(ConsensusDefinition(Fraction(3, 4), Operator.MORE_THAN), 8, ("7 of 8", "87.5%"), id="more than"),
        pytest.param(ConsensusDefinition(Fraction(2, 3), minimum_n=9), 8, ("– of 8", "too few"), id="too few"),
    ],
)
def test_a_cell_says_how_many_must_agree(definition, n, cell):
    assert needs(definition, n) == cell


@pytest.fixture
def key(stage):
    definition = processes.get_process(stage.as_(FAY), stage.process_id).definition
    return f"settings.rule.{definition.sha256()[:12]}"


def said(app):
    return "\n".join(str(element.value) for kind in (app.html, app.markdown, app.caption) for element in kind)


def test_a_preset_fills_every_input_and_names_its_source(open_page, key):
    app = open_page(FAY, "settings.py", part="Consensus")

    app.selectbox(key=f"{key}.start").set_value("median_and_iqr").run()

    assert "the median of the ratings is at least 7" in said(app)
    assert "von der Gracht (2012)" in said(app)
    assert "No share is asked for" in said(app)
    assert app.text_input(key=f"{key}.median_at_least").value == "7"
    assert not app.exception


def test_the_table_runs_from_5_to_30_and_follows_the_threshold(open_page, key):
    app = open_page(FAY, "settings.py", part="Consensus")
    assert "4 of 5<" in said(app)
    assert "24 of 30<" in said(app)

    app.text_input(key=f"{key}.threshold").set_value("2/3").run()

    assert "20 of 30<" in said(app)


def test_a_band_is_added_and_taken_away_again(open_page, key):
    app = open_page(FAY, "settings.py", part="Consensus")
    app.checkbox(key=f"{key}.has_bands").check().run()

    app.button(key=f"{key}.bands.add").click().run()
    assert len(app.warning) == 1
    app.button(key=f"{key}.band.2.remove").click().run()

    assert not app.warning
    assert "the share is named no consensus" in said(app)


def test_from_ratings_back_to_votes_every_choice_fits(open_page, key):
    app = open_page(FAY, "settings.py", part="Consensus")
    app.checkbox(key=f"{key}.has_dissent").check().run()

    app.radio(key=f"{key}.answers").set_value("ratings").run()
    app.number_input(key=f"{key}.high").set_value(5).run()
    assert not app.exception
    app.radio(key=f"{key}.answers").set_value("votes").run()

    assert not app.exception


class TestTheLock:
    """Locking and changing afterwards, on the page."""

    def test_locking_shows_time_and_code(self, open_page, stage):
        app = open_page(FAY, "settings.py", part="Consensus")
        assert "Not locked" in said(app)

        app.button(key="settings.rule.lock").click().run()

        view = processes.get_process(stage.as_(FAY), stage.process_id)
        assert view.locked_sha256[:12] in said(app)
        assert "Not locked" not in said(app)

    def test_a_change_after_the_lock_needs_a_reason_and_is_listed(self, open_page, stage, key):
        definitions.lock_definition(stage.as_(FAY), stage.process_id)
        app = open_page(FAY, "settings.py", part="Consensus")
        app.text_input(key=f"{key}.threshold").set_value("2/3").run()

        app.button(key="settings.rule.save").click().run()
        assert "say why it is changed" in app.error[0].value
        app.text_area(key="settings.rule.reason").set_value("Two left *early*").run()
        app.button(key="settings.rule.save").click().run()

        assert not app.error
        assert "Lowering a threshold before any votes are known" in said(app)
        assert "Two left *early*" in said(app)
        assert "2/3" in processes.get_process(stage.as_(FAY), stage.process_id).definition_sentence
