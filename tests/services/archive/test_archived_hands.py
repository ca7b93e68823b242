"""A show of hands travels as counts without names, is recounted by anybody, and a changed count is found."""

import json

import pytest

from consensus.domain.ballots import Choice
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.exports.archive.verifier.program import verify
from consensus.services.archive.archiving import make_archive
from consensus.services.archive.importing import import_archive
from consensus.services.processes import secrecy
from consensus.services.processes.results import get_results
from consensus.services.rounds import hands
from consensus.services.rounds.round_views import list_rounds
from tests.services.archive.opening import files_of, forged, opened, wrong
from tests.services.builders import FACILITATOR, begin_meeting, open_vote


def hands_of(*counts):
    return dict(zip(Choice, counts, strict=True))


@pytest.fixture
def raised(planned):
    """Two statements decided by a show of hands."""
    secrecy.set_secrecy(planned.context(FACILITATOR), planned.process_id, Anonymity.OPEN)
    vote = open_vote(begin_meeting(planned))
    ctx = vote.built.context(FACILITATOR)
    hands.take_by_hands(ctx, vote.id)
    first, second = (item.id for item in vote.items)
    hands.count_hands(ctx, vote.id, {first: hands_of(2, 0, 1, 0), second: hands_of(1, 2, 0, 1)})
    hands.count_hands(ctx, vote.id, {first: hands_of(3, 0, 1, 0)})
    vote.reveal()
    return vote


@pytest.mark.parametrize("with_people", [False, True])
def test_hands_travel_and_come_out_the_same_elsewhere(raised, elsewhere, with_people):
    ctx = raised.built.context(FACILITATOR)

    content = make_archive(ctx, raised.built.process_id, with_people=with_people).content

    rounds = json.loads(files_of(content)["rounds.json"])
    assert rounds[0]["items"][0]["show_of_hands"] == {"agree": 3, "disagree": 0, "abstain": 1, "cannot_judge": 0}
    assert rounds[0]["items"][0]["ballots"] == []
    findings, _ = verify(opened(content))
    assert findings.wrong == []
    process_id = import_archive(elsewhere, content)
    (here,), (there,) = list_rounds(ctx, raised.built.process_id), list_rounds(elsewhere, process_id)
    assert [item.verdict for item in there.items] == [item.verdict for item in here.items]
    assert [item.taken.by_hands for item in there.items] == [True, True]
    assert there.n_cast == here.n_cast == 4
    assert get_results(elsewhere, process_id).flow.voted == 4
    again = make_archive(elsewhere, process_id, with_people=with_people).content
    assert verify(opened(again))[0].wrong == []


def test_corrections_travel_with_the_record_and_name_nobody(raised):
    content = make_archive(raised.built.context(FACILITATOR), raised.built.process_id).content

    corrected = [
        event
        for event in map(json.loads, files_of(content)["events.jsonl"].splitlines())
        if "corrected" in event["verb"]
    ]
    assert corrected[0]["detail"]["hands"] == "1.1: 3 agree, 0 disagree, 1 abstain, 0 cannot judge"
    assert "withheld" not in corrected[0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda item: item["show_of_hands"].update(agree=2), "the tally on record differs"),
        (lambda item: item["show_of_hands"].update(agree=9), "ballots of 4 people who could vote"),
        (lambda item: item.pop("show_of_hands"), "the tally on record differs"),
    ],
    ids=["one hand less", "more hands than people", "no hands at all"],
)
def test_a_changed_count_is_found_by_the_verifier_and_refused_by_another_server(raised, elsewhere, change, why):
    content = make_archive(raised.built.context(FACILITATOR), raised.built.process_id).content

    changed = forged(content, "rounds.json", lambda rounds: change(rounds[0]["items"][0]))

    assert any(why in line for line in wrong(changed))
    with pytest.raises(InvalidInputError):
        import_archive(elsewhere, changed)


def test_ballots_slipped_in_beside_hands_are_refused(raised, elsewhere):
    content = make_archive(raised.built.context(FACILITATOR), raised.built.process_id).content

    def slip(rounds):
        item = rounds[0]["items"][0]
        item["show_of_hands"]["agree"] = 2
        item["ballots"] = [{"choice": "agree", "voter": rounds[0]["electors"][0]}]

    with pytest.raises(InvalidInputError, match="mixes ballots with a show of hands"):
        import_archive(elsewhere, forged(content, "rounds.json", slip))
