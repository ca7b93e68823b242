"""The room's page: the same for every code until a person proves who they are."""

import pytest

from consensus.services import audit
from consensus.services.meetings import meeting, rooms
from consensus.services.meetings.presence import PresenceRow
from consensus.services.people import consent
from consensus.services.sign_in import identity


@pytest.fixture
def room(stage):
    """The code of the running meeting; Ann has left it."""
    fay = stage.as_("Fay")
    meeting_id = meeting.get_meeting(fay, stage.process_id).id
    meeting.check_out(fay, meeting_id, stage.members["Ann"])
    return rooms.new_room_code(fay, meeting_id)


def present(stage) -> set[str]:
    rows: tuple[PresenceRow, ...] = meeting.get_meeting(stage.as_("Fay"), stage.process_id).presence
    return {row.name for row in rows if row.is_present}


def test_a_personal_code_signs_in_and_checks_in(client, stage, room, from_here, settings):
    answer = client.post(f"/room/{room.lower()}", data={"code": stage.code("Ann")}, headers=from_here)

    assert (answer.status_code, answer.headers["location"]) == (303, "/meeting?process=hand")
    assert identity.actor_for_token(stage.db, client.cookies[settings.session_cookie]).name == "Ann"
    assert "Ann" in present(stage)


def test_whoever_is_signed_in_presses_once(client, stage, room, sign_in, from_here):
    sign_in("Ann")
    page = client.get(f"/room/{room}")
    assert "You are signed in as <strong>Ann</strong>." in page.text

    answer = client.post(f"/room/{room}", data={"here": "1"}, headers=from_here)

    assert answer.headers["location"] == "/meeting?process=hand"
    assert "Ann" in present(stage)


def test_the_sign_in_page_takes_the_room_code_as_well(client, stage, room, from_here):
    answer = client.post("/sign-in", data={"process": f" {room} ", "code": stage.code("Ann")}, headers=from_here)

    assert answer.headers["location"] == "/meeting?process=hand"
    assert "Ann" in present(stage)


def test_looking_tells_nothing_and_changes_nothing(client, stage, room):
    right, wrong = client.get(f"/room/{room}"), client.get("/room/ACDEFG")

    assert right.text.replace(room, "ACDEFG") == wrong.text
    assert "Ann" not in present(stage)


@pytest.mark.parametrize("code", ["<script>", "a" * 300, "%00", "..%2Fetc"])
def test_an_address_that_is_no_code_shows_the_form_without_it(client, stage, code):
    answer = client.get(f"/room/{code}")

    assert answer.status_code in (200, 303, 404)
    assert "<script>" not in answer.text


def test_a_wrong_room_and_a_wrong_code_are_refused_alike(client, stage, room, from_here):
    answers = [
        client.post("/room/ACDEFG", data={"code": stage.code("Ann")}, headers=from_here),
        client.post(f"/room/{room}", data={"code": "7QK4-M2TX-9HRW"}, headers=from_here),
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert all("Room code and personal code do not match." in answer.text for answer in answers)


def test_guesses_come_to_an_end(client, stage, room, from_here):
    wrong = {"code": f"{stage.code('Ann')[:4]}-AAAA-AAAA"}
    statuses = [client.post(f"/room/{room}", data=wrong, headers=from_here).status_code for _ in range(7)]

    assert statuses == [401] * 5 + [429] * 2


def test_where_consent_is_waiting_the_button_leads_to_the_text(client, stage, room, sign_in, from_here):
    consent.add_text(stage.as_("Fay"), stage.process_id, "We keep your votes.")
    sign_in("Ann")

    answer = client.post(f"/room/{room}", data={"here": "1"}, headers=from_here)

    assert (answer.status_code, answer.headers["location"]) == (303, "/consent?process=hand")
    assert "Ann" not in present(stage)


def test_nobody_presses_without_being_signed_in(client, stage, room, from_here):
    answer = client.post(f"/room/{room}", data={"here": "1"}, headers=from_here)

    assert answer.status_code == 403
    assert "Ann" not in present(stage)


def test_a_form_of_another_site_checks_nobody_in(client, stage, room, sign_in):
    sign_in("Ann")

    answer = client.post(f"/room/{room}", data={"here": "1"}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 400
    assert "Ann" not in present(stage)


def test_the_page_for_the_door_is_for_the_facilitator(client, stage, room, sign_in):
    sign_in("Fay")
    poster = client.get(f"/download/{stage.process_id}/room.pdf")
    sign_in("Ann")
    refused = client.get(f"/download/{stage.process_id}/room.pdf")

    assert poster.content.startswith(b"%PDF-")
    assert refused.status_code == 403


def test_coming_in_by_room_is_on_the_record(client, stage, room, from_here):
    client.post(f"/room/{room}", data={"code": stage.code("Ann")}, headers=from_here)

    events = audit.list_events(stage.as_("Fay"), stage.process_id, limit=5)
    assert [event.sentence for event in events][:2] == ["Ann checked in.", "Ann came in by personal code."]
