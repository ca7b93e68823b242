"""Notes on the meeting page: saved on leaving the field; when two write at once both texts are shown and kept."""

import pytest
from meeting_room import FAY, Room, said

from consensus.domain.roles import Role
from consensus.persistence.tables import Member
from consensus.services.meetings import notes

ANN = "Ann Alder"


@pytest.fixture
def room(stage):
    made = Room(stage)
    with stage.db.transaction() as session:
        session.get_one(Member, stage.members[ANN]).role = Role.FACILITATOR
    made.start("Ben Birch")
    return made


@pytest.fixture
def run_meeting(open_page):
    return lambda: open_page(FAY, "meeting.py")


def field(room, kind):
    return f"meeting.note.{kind}.{room.view.topic.id}"


def kept(room):
    return notes.get_notes(room.fay, room.view.topic.id)


def test_both_notes_are_saved_as_they_are_left_and_the_page_says_what_it_cannot_check(room, run_meeting):
    app = run_meeting()
    assert "no program can check that for you" in said(app)

    app.text_area(key=f"{field(room, 'shared')}.text").set_value("Shared *text*").run()
    app.text_area(key=f"{field(room, 'own')}.text").set_value("Mine").run()
    app.checkbox(key=f"{field(room, 'shared')}.minutes").check().run()

    assert (kept(room).shared.text, kept(room).own.text, kept(room).shared.in_minutes) == (
        "Shared *text*",
        "Mine",
        True,
    )
    assert "by Fay Cilitator" in said(app)
    assert not app.error


def test_a_text_saved_meanwhile_stands_beside_ones_own_and_both_are_kept(room, run_meeting):
    app = run_meeting()
    topic_id = room.view.topic.id
    notes.save_shared_note(room.stage.as_(ANN), topic_id, "Ann <b>wrote</b>", based_on=0)

    app.text_area(key=f"{field(room, 'shared')}.text").set_value("Fay wrote").run()
    assert "Ann &lt;b&gt;wrote" in said(app)
    assert "Fay wrote" in said(app)
    assert kept(room).shared.text == "Ann <b>wrote</b>"
    app.button(key=f"{field(room, 'shared')}.both").click().run()

    assert kept(room).shared.text == "Ann <b>wrote</b>\n\nFay wrote"
    assert app.text_area(key=f"{field(room, 'shared')}.text").value == "Ann <b>wrote</b>\n\nFay wrote"


def test_a_newer_text_comes_into_the_field_only_when_it_is_asked_for(room, run_meeting):
    app = run_meeting()
    notes.save_shared_note(room.stage.as_(ANN), room.view.topic.id, "Ann's text", based_on=0)

    app.run()
    assert "Ann Alder has saved a newer text." in said(app)
    assert app.text_area(key=f"{field(room, 'shared')}.text").value == ""
    app.button(key=f"{field(room, 'shared')}.newer").click().run()

    assert app.text_area(key=f"{field(room, 'shared')}.text").value == "Ann's text"
