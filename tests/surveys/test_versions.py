"""Versions of an instrument: when two are the same, and which questions can be counted together."""

from dataclasses import replace
from pathlib import Path

import pytest

from surveys.loader import parse_instrument
from surveys.toml_writer import write_instrument
from surveys.versions import compare, fingerprint, next_version

HAIP = (Path(__file__).parents[2] / "data/examples/haip/survey.toml").read_text(encoding="utf-8")


def changed(**of_questions):
    """The example's instrument with fields of some questions replaced."""
    instrument = parse_instrument(HAIP, "survey.toml")
    sections = tuple(
        replace(section, questions=tuple(replace(q, **of_questions.get(q.id, {})) for q in section.questions))
        for section in instrument.sections
    )
    return replace(instrument, sections=sections)


def test_the_fingerprint_is_of_what_is_said_and_not_of_how_it_is_written():
    instrument = parse_instrument(HAIP, "survey.toml")

    assert fingerprint(parse_instrument(write_instrument(instrument), "other.toml")) == fingerprint(instrument)
    assert fingerprint(changed(downstaging={"text": "Is it?"})) != fingerprint(instrument)


@pytest.mark.parametrize(
    "change",
    [{"text": "Other words."}, {"plain": "Other."}, {"help": "Other."}, {"cannot_judge": False}],
    ids=lambda change: next(iter(change)),
)
def test_another_wording_is_another_question(change):
    assert compare(changed(), changed(downstaging=change)).changed == ("downstaging",)


@pytest.mark.parametrize(
    "change",
    [{"required": True}, {"show_if": None}, {"topic": "adjuvant"}, {"comment": True}, {"statement": "So."}],
    ids=lambda change: next(iter(change)),
)
def test_what_steers_the_survey_around_a_question_leaves_its_answers_comparable(change):
    assert compare(changed(), changed(downstaging=change)).changed == ()


def test_questions_that_come_and_go_are_told():
    old = changed()
    new = replace(old, sections=(replace(old.sections[0], questions=old.sections[0].questions[:1]),))

    changes = compare(old, new)

    assert changes.same == ("evidence_strength",)
    assert "combination" in changes.removed
    assert compare(new, old).added == changes.removed


@pytest.mark.parametrize(
    ("before", "after"),
    [("1", "2"), ("2024-09", "2024-10"), ("2024-01", "2024-02"), ("v9", "v10"), ("draft", "draft.2")],
)
def test_versions_count_on(before, after):
    assert next_version(before) == after
