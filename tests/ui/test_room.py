"""The facilitator's door: the room code, and finding people by name or by the code on their card."""

import re

import pytest

from consensus.services.meetings import meeting, presence, projector_links, rooms
from consensus.services.sign_in import credentials


@pytest.fixture
def meeting_id(stage):
    fay = stage.as_("Fay Cilitator")
    found = meeting.get_meeting(fay, stage.process_id).id
    meeting.start_meeting(fay, found)
    return found


def html(app):
    return " ".join(block.proto.body for block in app.get("html"))


def here(stage):
    return {
        row.name for row in meeting.get_meeting(stage.as_("Fay Cilitator"), stage.process_id).presence if row.is_present
    }


def test_a_room_code_is_made_and_offered_on_paper(open_page, stage, meeting_id):
    app = open_page("Fay Cilitator", "meeting.py")
    app.button(key="room.new").click().run()
    room = rooms.get_room(stage.as_("Fay Cilitator"), meeting_id)

    assert room.code in html(app)
    assert f'href="/download/{stage.process_id}/room.pdf"' in html(app)
    assert "new room code is in force" in app.toast[0].value


def test_the_large_code_to_hold_up_carries_its_address(open_page, stage, meeting_id):
    rooms.new_room_code(stage.as_("Fay Cilitator"), meeting_id)
    app = open_page("Fay Cilitator", "meeting.py")

    app.button(key="room.show").click().run()

    assert "data:image/svg+xml" in html(app)
    assert rooms.get_room(stage.as_("Fay Cilitator"), meeting_id).address in html(app)


def test_people_are_found_by_name_at_the_door(open_page, stage, meeting_id):
    app = open_page("Fay Cilitator", "meeting.py")
    app.text_input(key="meeting.door").set_value("birch").run()

    app.button(key=f"meeting.found.in.{stage.members['Ben Birch']}").click().run()

    assert here(stage) == {"Ben Birch"}
    assert re.search(r"came \d\d:\d\d", " ".join(caption.value for caption in app.caption))


def test_a_card_is_read_at_the_door(open_page, stage, meeting_id):
    code = credentials.issue_code(stage.as_("Fay Cilitator"), stage.members["Cleo Cedar"])
    app = open_page("Fay Cilitator", "meeting.py")
    app.text_input(key="meeting.door").set_value(code).run()

    app.button(key="meeting.door.code").click().run()

    assert here(stage) == {"Cleo Cedar"}
    assert app.text_input(key="meeting.door").value == ""
    assert code not in html(app)


def test_nobody_is_listed_by_the_thousand(open_page, stage, meeting_id, monkeypatch):
    monkeypatch.setattr(presence, "LONGEST_LIST", 2)
    meeting.check_in(stage.as_("Fay Cilitator"), meeting_id, stage.members["Ann Alder"])

    app = open_page("Fay Cilitator", "meeting.py")

    buttons = [button.key for button in app.button if (button.key or "").startswith("meeting.presence.")]
    assert buttons == [f"meeting.presence.out.{stage.members['Ann Alder']}"]


def test_a_projector_link_is_made_and_ended(open_page, stage, meeting_id):
    app = open_page("Fay Cilitator", "meeting.py")
    app.button(key="projector.new").click().run()
    fay = stage.as_("Fay Cilitator")

    assert "/projector#" in app.code[0].value
    assert projector_links.get_projector_link(fay, meeting_id).issued_at is not None

    app.run()
    assert not app.code
    app.button(key="projector.end").click().run()
    assert projector_links.get_projector_link(fay, meeting_id).issued_at is None


def test_a_break_begins_below_the_agenda_and_ends_with_going_on(open_page, stage, meeting_id):
    app = open_page("Fay Cilitator", "meeting.py")
    app.text_input(key="meeting.break.title").set_value("Lunch").run()
    app.button(key="meeting.break.begin").click().run()
    view = meeting.get_meeting(stage.as_("Fay Cilitator"), stage.process_id)
    assert view.pause.title == "Lunch"

    app.button(key="meeting.go_on").click().run()

    assert meeting.get_meeting(stage.as_("Fay Cilitator"), stage.process_id).pause is None
