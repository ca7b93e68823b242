"""The methods that come with the product, each a file; a broken file is refused by its name and field."""

import pytest

from consensus.domain.delphi.method_packs import METHODS_FOLDER, load_method_pack, load_method_packs
from consensus.domain.delphi.protocol_reading import protocol_from_dict, protocol_to_dict
from consensus.domain.delphi.terms import Carry, Entry, GroupsShown
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_presets

PACKS = load_method_packs()

WHOLE = """
title = "A method"
description = "For a test."
source = "Nobody"
[protocol]
[protocol.stop]
maximum_rounds = 2
[[protocol.dimensions]]
slug = "importance"
title = "Importance"
question = "How important is this?"
rule = "core_outcome_set"
"""


def test_seven_methods_come_with_the_product():
    assert list(PACKS) == [
        "consensus_conference",
        "core_outcome_set",
        "grade_panel",
        "modified_delphi",
        "nominal_group",
        "rand_ucla",
        "real_time_delphi",
    ]


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_a_method_decides_by_its_preset_and_is_stored_in_full(pack):
    assert pack.protocol.deciding.rule == load_presets()[pack.preset].rule
    assert protocol_from_dict(protocol_to_dict(pack.protocol)) == pack.protocol
    assert pack.protocol.introduction
    assert pack.protocol.checklist


def test_rand_ucla_rates_everything_twice_with_a_meeting_in_between():
    protocol = PACKS["rand_ucla"].protocol

    assert (protocol.stop.maximum_rounds, protocol.meeting_before) == (2, frozenset({2}))
    assert (protocol.carry, protocol.entry) == (Carry.ALL, Entry.RATED_BEFORE)
    assert (protocol.stop.consensus_share, protocol.stop.stable_below) == (None, None)


def test_core_outcomes_are_fed_back_by_group():
    assert PACKS["core_outcome_set"].protocol.arms[0].groups is GroupsShown.ALL


def test_a_conference_adopts_full_consensus_without_a_vote():
    assert PACKS["consensus_conference"].full_consensus_first
    assert not PACKS["modified_delphi"].full_consensus_first


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(("title =", "titel ="), "'title' is missing", id="no title"),
        pytest.param(('source = "Nobody"', 'source = "Nobody"\ncolour = "red"'), "no field 'colour'", id="a colour"),
        pytest.param(('"core_outcome_set"', '"no_such"'), "no preset 'no_such'", id="an unknown rule"),
        pytest.param(('"core_outcome_set"', '"../secrets"'), "the name of a preset", id="a path"),
        pytest.param(("maximum_rounds = 2", "maximum_rounds = 0"), "at least 1 round", id="no round"),
        pytest.param(("[[protocol.dimensions]]", "[[protocol.others]]"), "names its 'dimensions'", id="nothing asked"),
        pytest.param(("[protocol]", "[protocol"), "not valid TOML", id="broken"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path, change, sentence):
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE.replace(*change), encoding="utf-8")

    with pytest.raises(InvalidInputError, match=rf"^mine\.toml.*{sentence}"):
        load_method_pack(path)


def test_a_method_that_is_not_there_is_named():
    with pytest.raises(InvalidInputError, match="no method 'sortition'"):
        load_method_pack(METHODS_FOLDER / "sortition.toml")
