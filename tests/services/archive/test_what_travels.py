"""What people wrote and entered for others travels with the process: answers to checklists, ballots from paper."""

import pytest

from consensus.domain.checklists import ItemState
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.services.archive.archiving import make_archive
from consensus.services.archive.importing import import_archive
from consensus.services.processes import secrecy
from consensus.services.processes.results import get_results
from consensus.services.reports import checklists
from consensus.services.rounds.paper_ballots import enter_paper
from consensus.services.rounds.round_views import list_rounds
from tests.services.archive.opening import forged, wrong
from tests.services.builders import ANN, BEN, CLEO, FACILITATOR, VOTERS, begin_meeting, open_vote

PAPER = "1 ballot was entered from paper."


@pytest.fixture
def answered(vote):
    """Two items are answered, one of them twice; a third was answered and taken back."""
    for name in VOTERS:
        vote.cast(name, "agree")
        vote.cast(name, "agree", item=1)
    vote.reveal()
    ctx, process_id = vote.built.context(FACILITATOR), vote.built.process_id
    checklists.answer_item(ctx, process_id, "accord", "M1", "Not registered.", seen=0)
    checklists.answer_item(ctx, process_id, "accord", "M1", "OSF, 2011.", seen=1)
    checklists.answer_item(ctx, process_id, "delphistar", "M10", "With three nurses.", seen=0)
    checklists.answer_item(ctx, process_id, "accord", "M7", "PubMed.", seen=0)
    checklists.take_back_answer(ctx, process_id, "accord", "M7", seen=1)
    return vote.built


@pytest.mark.parametrize("with_people", [False, True])
def test_answers_to_checklists_come_back_with_every_version(answered, elsewhere, with_people):
    here = answered.context(FACILITATOR)

    process_id = import_archive(elsewhere, make_archive(here, answered.process_id, with_people=with_people).content)

    accord, delphistar = (items(elsewhere, process_id, slug) for slug in ("accord", "delphistar"))
    assert (accord["M1"].edit.text, accord["M1"].state) == ("OSF, 2011.", ItemState.FILLED)
    assert accord["M7"].edit is None
    assert delphistar["M10"].edit.text == "With three nurses."
    versions = checklists.list_answers(elsewhere, process_id, "accord", "M1")
    assert [one.text for one in versions] == ["OSF, 2011.", "Not registered."]
    assert (accord["M1"].edit.by == FACILITATOR) is with_people


def items(ctx, process_id, slug):
    found = checklists.get_checklist(ctx, process_id, slug)
    return {one.item.id: one for one in found.filled.items}


@pytest.fixture(
    params=[(Anonymity.OPEN, TallyMode.LIVE), (Anonymity.CONFIDENTIAL, TallyMode.SEALED)],
    ids=["open", "confidential"],
)
def with_paper(planned, request):
    """Ann votes on paper, against the second statement; everybody else by phone, two of them against it too."""
    anonymity, mode = request.param
    secrecy.set_secrecy(planned.context(FACILITATOR), planned.process_id, anonymity)
    vote = open_vote(begin_meeting(planned), mode)
    enter(vote, ANN, "agree", "disagree")
    for name in VOTERS:
        if name != ANN:
            vote.cast(name, "agree")
            vote.cast(name, "disagree" if name in (BEN, CLEO) else "agree", item=1)
    vote.reveal()
    return vote


def enter(vote, name, *choices):
    said = {item.id: choice for item, choice in zip(vote.items, choices, strict=True)}
    enter_paper(vote.built.context(FACILITATOR), vote.id, vote.built.members[name], said)


@pytest.mark.parametrize("with_people", [False, True])
def test_papers_are_counted_and_decided_alike_elsewhere(with_paper, elsewhere, with_people):
    built = with_paper.built
    here = built.context(FACILITATOR)
    content = make_archive(here, built.process_id, with_people=with_people).content
    assert wrong(content) == []

    process_id = import_archive(elsewhere, content)

    (there,), (before,) = list_rounds(elsewhere, process_id), list_rounds(here, built.process_id)
    assert [item.verdict for item in there.items] == [item.verdict for item in before.items]
    assert [(one.outcome, one.verdict_sentence) for one in get_results(elsewhere, process_id).candidates] == [
        (one.outcome, one.verdict_sentence) for one in get_results(here, built.process_id).candidates
    ]
    assert all(PAPER in item.verdict.sentence for item in there.items)


def test_a_paper_whose_mark_was_taken_off_is_found(with_paper):
    def unmark(rounds):
        for ballot in rounds[0]["items"][0]["ballots"]:
            ballot.pop("entered", None)

    content = make_archive(with_paper.built.context(FACILITATOR), with_paper.built.process_id).content

    assert wrong(forged(content, "rounds.json", unmark)) != []
