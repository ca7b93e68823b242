"""What comes out: the statements with all that carries them, and nothing of a vote before its reveal."""

import csv
import io
import json
from dataclasses import replace

import pytest

from consensus.domain.errors import NotAllowedError, NotFoundError
from consensus.domain.statements import Route
from consensus.services.meetings import meeting
from consensus.services.processes import results
from consensus.services.statements import statements
from tests.services.builders import ANN, BEN, EVERYBODY, FACILITATOR, VOTERS


@pytest.fixture
def decided(vote):
    """The first statement was adopted by vote, the second by full consensus after a failed vote."""
    ctx = vote.built.context(FACILITATOR)
    for name in VOTERS:
        vote.cast(name, "agree", f"A comment of {name}.")
        vote.cast(name, "disagree", item=1)
    vote.reveal()
    statements.adopt(ctx, vote.built.first)
    statements.set_rationale(ctx, vote.built.first, "It hurts less.", "Not in children.")
    statements.reword(ctx, vote.built.second, "Fasting is rarely needed.", "", "Agreed on in the discussion")
    statements.present_statement(ctx, vote.built.second)
    meeting.record_full_consensus(ctx, vote.built.meeting_id, vote.built.second)
    return vote.built


def get(built, name=FACILITATOR):
    return results.get_results(built.context(name), built.process_id)


def test_an_adopted_statement_carries_verdict_rationale_evidence_and_dissent(decided):
    by_vote, by_consensus = get(decided).statements

    assert (by_vote.route, by_vote.outcome, by_vote.n_agree, by_vote.eligible) == (Route.VOTE, "consensus", 4, 4)
    assert (by_vote.rationale, by_vote.dissent) == ("It hurts less.", "Not in children.")
    assert [item.doi for item in by_vote.evidence] == ["10.1000/wide"]
    assert (by_consensus.route, by_consensus.outcome) == (Route.FULL_CONSENSUS, "full_consensus")
    assert (by_consensus.present, by_consensus.text) == (4, "Fasting is rarely needed.")


def test_every_vote_is_listed_the_failed_ones_with_the_wording_that_was_voted_on(decided):
    rows = [(row.label, row.text, row.outcome, row.adopted) for row in get(decided).candidates]

    assert rows == [
        ("1.1", "Local anaesthesia should be offered first.", "consensus", True),
        ("1.2", "Fasting is not needed before local anaesthesia.", "no_consensus", False),
        ("1.2", "Fasting is rarely needed.", "full_consensus", True),
    ]


def test_an_adopted_statement_carries_its_trail_and_files_no_names_of_drafters(decided):
    by_vote, by_consensus = get(decided).statements
    written = json.loads(results.export(decided.context(FACILITATOR), decided.process_id, "results.json").content)
    section = results.export(decided.context(FACILITATOR), decided.process_id, "statements.md").content.decode()

    assert [step.kind for step in by_vote.trail] == ["wording", "round", "adoption"]
    assert [step.kind for step in by_consensus.trail] == ["wording", "wording", "round", "adoption"]
    assert {step["by"] for step in written["statements"][1]["trail"]} == {""}
    assert "## How each statement came about" in section
    assert "Reason: Agreed on in the discussion" in section


@pytest.mark.parametrize("name", EVERYBODY)
def test_of_a_vote_that_is_not_revealed_the_results_say_nothing(vote, name):
    vote.cast(ANN, "agree")
    vote.cast(BEN, "disagree")
    vote.close()

    found = get(vote.built, name)

    assert (found.statements, found.candidates) == ((), ())


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_results_of_a_confidential_process_name_nobody_but_in_the_lists_of_the_electorates(decided, name):
    found = repr(replace(get(decided, name), electorates=()))

    assert not any(person in found for person in EVERYBODY)


def test_the_files_say_what_the_results_say(decided):
    files = {name: results.export(decided.context(FACILITATOR), decided.process_id, name) for name in results.FILES}

    rows = list(csv.DictReader(io.StringIO(files["results.csv"].content.decode("utf-8-sig"))))
    assert [(row["outcome"], row["adopted"], row["n_agree"]) for row in rows] == [
        ("consensus", "yes", "4"),
        ("no_consensus", "no", "0"),
        ("full_consensus", "yes", ""),
    ]
    assert json.loads(files["results.json"].content)
    assert "Fasting is rarely needed." in files["statements.md"].content.decode()
    assert [file.filename for file in files.values()] == [f"hand-{name}" for name in results.FILES]


def test_files_are_for_the_staff_and_only_those_there_are(decided):
    with pytest.raises(NotAllowedError):
        results.export(decided.context(ANN), decided.process_id, "results.csv")
    for name in ("../assent.db", "", "results.exe"):
        with pytest.raises(NotFoundError):
            results.export(decided.context(FACILITATOR), decided.process_id, name)
