"""The facilitator enters a ballot from paper below the open vote, and sees it marked."""

import pytest

from consensus.domain.disclosure import TallyMode
from tests.ui.test_facilitator_meeting import FAY, PANEL, Room, said


@pytest.fixture
def room(stage):
    held = Room(stage)
    held.start(*PANEL)
    held.present()
    return held


def record(app, room, name, choice):
    voter = next(one for one in app.selectbox(key="meeting.paper.voter").options if one == name)
    app.selectbox(key="meeting.paper.voter").select(voter)
    first = room.view.round.items[0]
    app.radio(key=f"meeting.paper.{first.id}").set_value(choice)
    app.button(key="meeting.paper.record").click().run()


def test_a_paper_is_recorded_and_marked_beside_the_turnout(room, open_page):
    room.open(TallyMode.SEALED)
    app = open_page(FAY, "meeting.py")

    record(app, room, PANEL[0], "agree")

    assert "1 ballot was entered from paper." in said(app)
    assert room.view.round.items[0].taken.n_paper == 1


def test_a_vote_cast_personally_is_not_replaced_and_the_facilitator_reads_why(room, open_page):
    room.open(TallyMode.SEALED)
    room.vote(PANEL[0], "agree", "agree")
    app = open_page(FAY, "meeting.py")

    record(app, room, PANEL[0], "disagree")

    assert f"{PANEL[0]} has voted personally" in " ".join(str(one.value) for one in app.error)


def test_where_the_counts_are_watched_no_form_is_offered(room, open_page):
    room.open(TallyMode.LIVE)

    app = open_page(FAY, "meeting.py")

    assert "meeting.paper.voter" not in {box.key for box in app.selectbox}
