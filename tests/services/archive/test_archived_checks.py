"""Objection checks in an archive: they travel with their answers, and no verdict is looked for."""

import json

import pytest

from consensus.domain.errors import ConflictError
from consensus.exports.archive.verifier.program import verify
from consensus.services.archive.archiving import make_archive
from consensus.services.archive.importing import import_archive
from consensus.services.meetings import objections
from consensus.services.meetings.objection_views import Objection, list_checks
from consensus.services.rounds.ballots import cast_ballot
from tests.services.archive.opening import forged, opened, wrong
from tests.services.builders import ANN, BEN, FACILITATOR


def withdraw_the_objection(rounds):
    rounds[0]["items"][0]["ballots"][1]["choice"] = "no_objection"


def ask_on_the_phones(built):
    """A check that is open, with one answer that nobody objects and one objection with its reason."""
    check_id = objections.ask_for_objections(built.context(FACILITATOR), built.meeting_id, built.first)
    (check,) = list_checks(built.context(FACILITATOR), built.process_id)
    for name, choice, reason in ((ANN, "no_objection", ""), (BEN, "object", "Children are not meant.")):
        cast_ballot(built.context(name), check.item_id, check.version_sha256, choice, reason)
    return check_id


def test_a_question_for_objections_travels_with_its_answers_and_is_told_as_unjudged(running, elsewhere):
    ctx = running.context(FACILITATOR)
    check_id = ask_on_the_phones(running)
    with pytest.raises(ConflictError, match="still being asked for objections"):
        make_archive(ctx, running.process_id)
    objections.end_check(ctx, check_id)

    packed = make_archive(ctx, running.process_id).content
    findings, _ = verify(opened(packed))
    turned = wrong(forged(packed, "rounds.json", withdraw_the_objection))
    (brought,) = list_checks(elsewhere, import_archive(elsewhere, packed))

    assert findings.wrong == []
    assert "rounds.json, objection check 1: no rule decides it, so there is no verdict to recount" in findings.unchecked
    assert any("2 answers and 1 objections, the answers are 2 with 0" in line for line in turned)
    (check,) = json.loads(opened(packed).read("rounds.json"))
    assert [ballot["choice"] for ballot in check["items"][0]["ballots"]] == ["no_objection", "object"]
    assert (brought.n_asked, brought.n_answered, brought.n_objections) == (4, 2, 1)
    assert brought.objections == (Objection("Children are not meant."),)
    assert brought.silent is None
