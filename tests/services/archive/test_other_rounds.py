"""Archives of processes that rated at a distance, and of those that voted in secret."""

import pytest

from consensus.domain.conflicts import Decision
from consensus.exports.archive.verifier.program import verify
from consensus.services.archive.archiving import make_archive
from consensus.services.archive.importing import import_archive
from consensus.services.processes.results import get_results
from consensus.services.rounds.round_views import list_rounds
from consensus.services.statements import statements
from tests.services.archive.opening import forged, opened
from tests.services.builders import ANN, FACILITATOR, INTEREST, ask_interests, decide, declare_everything
from tests.services.delphi.delphi_people import RATERS, make_delphi
from tests.services.secret_people import SAID, open_secret, plan_secret


@pytest.fixture
def rated(db):
    """Ann may rate one of two topics."""
    delphi = make_delphi(db)
    built = delphi.built
    third = statements.add_candidate(delphi.ctx, built.other_topic_id, "Nobody needs to fast.")
    ask_interests(built)
    declare_everything(built, {(ANN, built.topic_id): INTEREST}, names=RATERS)
    decide(built, ANN, built.topic_id, Decision.RECUSED)
    round_id = delphi.open(built.first, third)
    delphi.rate_all(round_id, built.first, {name: 8 for name in RATERS if name != ANN})
    delphi.rate_all(round_id, third, [1, 9, 5, 4, 7, 2, 8, 5])
    delphi.end(round_id)
    return delphi


def test_a_delphi_travels_with_its_protocol_and_is_recounted_by_the_rules_of_its_questions(rated, elsewhere):
    content = make_archive(rated.ctx, rated.built.process_id).content

    findings, _ = verify(opened(content))
    assert findings.wrong == []
    process_id = import_archive(elsewhere, content)
    assert [one.outcome for one in get_results(elsewhere, process_id).candidates] == [
        one.outcome for one in get_results(rated.ctx, rated.built.process_id).candidates
    ]


def test_a_softened_question_of_a_delphi_is_found(rated):
    def soften(rounds):
        rounds[0]["items"][0]["definition"]["threshold"] = "1/2"

    content = forged(make_archive(rated.ctx, rated.built.process_id).content, "rounds.json", soften)

    assert any("its rule is not one of the protocol" in line for line in verify(opened(content))[0].wrong)


@pytest.mark.parametrize("with_people", [False, True])
def test_a_secret_vote_travels_with_its_receipts_and_is_as_secret_elsewhere(db, elsewhere, with_people):
    vote = open_secret(plan_secret(db))
    vote.cast_all(SAID)
    vote.close()
    vote.reveal()
    ctx = vote.built.context(FACILITATOR)

    content = make_archive(ctx, vote.built.process_id, with_people=with_people).content

    findings, _ = verify(opened(content))
    assert findings.wrong == []
    process_id = import_archive(elsewhere, content)
    (there,) = list_rounds(elsewhere, process_id)
    here = vote.view()
    assert there.secret.receipts == here.secret.receipts
    assert there.secret.voters == (here.secret.voters if with_people else ())
    assert there.n_cast == here.n_cast == len(SAID)
    assert [item.verdict for item in there.items] == [item.verdict for item in here.items]


def test_a_receipt_that_was_slipped_in_is_found(db):
    vote = open_secret(plan_secret(db))
    vote.cast_all(SAID)
    vote.close()
    vote.reveal()
    content = make_archive(vote.built.context(FACILITATOR), vote.built.process_id).content

    def slip_in(rounds):
        rounds[0]["receipts"][0] = "0" * 16

    assert any("receipt codes" in line for line in verify(opened(forged(content, "rounds.json", slip_in)))[0].wrong)
