"""The page on definitions says of every preset what the preset says of itself."""

from pathlib import Path

import pytest

from consensus.domain.presets import load_presets

PAGE = Path(__file__).parents[2] / "docs" / "definitions.md"
PRESETS = load_presets()


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_the_page_states_every_preset_as_it_states_itself(preset):
    section = PAGE.read_text(encoding="utf-8").partition(f"### {preset.title}\n")[2].partition("\n### ")[0]

    assert preset.description in section
    assert f"> {preset.sentence()}" in section
    assert f"Source: {preset.source}. File: `data/presets/{preset.slug}.toml`." in section


def test_the_page_names_no_preset_that_is_not_there():
    titles = [line[4:] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("### ")]

    assert sorted(titles) == sorted(preset.title for preset in PRESETS.values())
