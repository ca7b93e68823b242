"""The facilitator counts hands statement by statement, the phones say what to do, and the verdict says how it came."""

import pytest

from consensus.domain.ballots import Choice
from consensus.domain.disclosure import Anonymity
from consensus.persistence.tables import Process
from consensus.services.rounds import hands, rounds
from tests.ui.test_facilitator_meeting import FAY, PANEL, Room, said


@pytest.fixture
def room(stage):
    held = Room(stage)
    with held.fay.db.transaction() as session:
        session.get_one(Process, stage.process_id).anonymity = Anonymity.OPEN
    held.start(*PANEL)
    held.present()
    return held


@pytest.fixture
def raised(room):
    round_id = rounds.open_round(room.fay, room.view.id, [room.first, room.second], by_hands=True)
    return room, round_id


def enter(app, room, place, **counts):
    item = room.view.round.items[place]
    for choice, n in counts.items():
        key = next(box.key for box in app.number_input if str(item.id) in box.key and box.key.endswith(f".{choice}"))
        app.number_input(key=key).set_value(n)
    app.button(key=f"meeting.hands.record.{item.id}").click().run()


def test_the_vote_is_opened_by_hands_without_mode_and_countdown(room, open_page):
    app = open_page(FAY, "meeting.py")

    app.radio(key="meeting.by_hands").set_value(True).run()
    assert "meeting.mode" not in {radio.key for radio in app.radio}
    app.button(key="meeting.open").click().run()

    assert "Vote by a show of hands now" in said(app)
    assert room.view.round.hands is not None


def test_the_facilitator_counts_both_statements_closes_and_reveals(raised, open_page):
    room, _ = raised
    app = open_page(FAY, "meeting.py")
    assert "meeting.close" not in {button.key for button in app.button}
    assert "Ask the room for hands on statement 1.1" in said(app)

    enter(app, room, 0, agree=3)
    enter(app, room, 1, agree=1, disagree=1)
    assert "The hands are counted. Close the vote." in said(app)
    app.button(key="meeting.close").click().run()
    app.button(key="meeting.reveal").click().run()

    assert "The vote was taken by a show of hands." in said(app)
    assert [item.tally.n_agree for item in room.view.round.items] == [3, 1]


def test_more_hands_than_people_are_refused_in_a_sentence(raised, open_page):
    room, _ = raised
    app = open_page(FAY, "meeting.py")

    enter(app, room, 0, agree=3, disagree=1)

    assert "4 hands are more than the 3 people here who may vote" in " ".join(str(one.value) for one in app.error)
    assert room.view.round.hands.uncounted == ("1.1", "1.2")


def test_an_empty_count_is_no_count(raised, open_page):
    room, _ = raised
    app = open_page(FAY, "meeting.py")

    enter(app, room, 0)

    assert "0 where there were none" in " ".join(str(one.value) for one in app.error)
    assert room.view.round.hands.uncounted == ("1.1", "1.2")


@pytest.mark.usefixtures("raised")
def test_a_phone_says_to_raise_a_hand_and_offers_no_ballot(open_page):
    app = open_page(PANEL[0], "meeting_panelist.py")

    assert "Vote by a show of hands now" in said(app)
    assert "have voted" not in said(app)


def test_a_vote_on_phones_turns_to_hands_and_back(room, open_page):
    room.open()
    app = open_page(FAY, "meeting.py")

    app.button(key="meeting.hands.take").click().run()
    assert room.view.round.hands is not None
    app.button(key="meeting.hands.leave").click().run()

    assert room.view.round.hands is None


def test_once_somebody_has_voted_hands_are_not_offered(room, open_page):
    room.open()
    room.vote(PANEL[0], "agree", "agree")

    app = open_page(FAY, "meeting.py")

    assert "meeting.hands.take" not in {button.key for button in app.button}


def test_a_count_is_corrected_from_what_is_recorded(raised, open_page):
    room, round_id = raised
    item = room.view.round.items[0]
    hands.count_hands(room.fay, round_id, {item.id: dict(zip(Choice, (2, 1, 0, 0), strict=True))})
    app = open_page(FAY, "meeting.py")

    enter(app, room, 0, agree=1)

    assert room.view.round.items[0].tally.counts == {"agree": 1, "disagree": 1}
