"""The rounds of a statement stand on its own card, for whoever runs the meeting and for the panel."""

import pytest

from consensus.services.statements import statements
from tests.ui.test_facilitator_meeting import FAY, PANEL, Room, said

SOFTER = "Use it *early*, if at all."


@pytest.fixture
def voted(stage):
    """The first statement failed in a vote, was reworded, and is before the panel again."""
    room = Room(stage)
    room.start(*PANEL)
    room.present()
    room.reveal(*[("disagree", "disagree")] * 3)
    statements.present_statement(room.fay, room.first)
    statements.reword(room.fay, room.first, SOFTER, "", "Softer")
    return room


@pytest.mark.usefixtures("voted")
@pytest.mark.parametrize(
    ("name", "page"),
    [(FAY, "meeting.py"), (FAY, "topics.py"), (PANEL[0], "statements.py"), (PANEL[0], "meeting_panelist.py")],
    ids=["facilitator's meeting", "topics", "statements", "phone"],
)
def test_the_card_tells_of_the_round_and_of_the_wording_it_was_on(open_page, name, page):
    app = open_page(name, page)

    assert "Rounds (1)" in {fold.label for fold in app.expander}
    text = said(app)
    assert "**Round 1**" in text
    assert "on phones" in text
    assert "Voted on (version 1)" in text
    assert "Reworded since (version 2)" in text


def test_an_open_vote_shows_no_count_on_the_cards(voted, open_page):
    statements.present_statement(voted.fay, voted.second)
    voted.open()
    voted.vote(PANEL[0], "agree", "agree")

    app = open_page(PANEL[0], "statements.py")

    assert "Open now. What came of it appears here once it is revealed." in said(app)
    assert said(app).count('role="img"') == len(voted.view.round.items), "pictures of the first round alone"


def test_a_statement_that_was_never_voted_on_has_no_fold(stage, open_page):
    Room(stage)

    app = open_page(FAY, "topics.py")

    assert not [fold for fold in app.expander if fold.label.startswith("Rounds")]
