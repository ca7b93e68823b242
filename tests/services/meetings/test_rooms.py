"""The room code: it finds the meeting, lets nobody in alone, and works only on the day."""

from datetime import date

import pytest

from consensus.domain.errors import ConflictError, NotFoundError, SignInError, TooManyAttemptsError
from consensus.domain.lifecycle import MeetingState
from consensus.domain.rooms import ROOM_ALPHABET, clean_room_code, is_room_open
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.meetings import meeting, presence, rooms
from consensus.services.people import consent
from consensus.services.processes import processes
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in import credentials, identity
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, OBSERVER, PATIENT, begin_meeting, plan_process

HERE = "192.0.2.7"


@pytest.fixture
def empty_room(planned):
    """The meeting runs and nobody is there yet."""
    return begin_meeting(planned, present=[])


def room_code(built):
    return rooms.new_room_code(built.context(FACILITATOR), built.meeting_id)


def personal_code(built, name):
    return credentials.issue_code(built.context(FACILITATOR), built.members[name])


def here(built):
    rows = meeting.get_meeting(built.context(FACILITATOR), built.process_id).presence
    return {row.name for row in rows if row.is_present}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("k7m-4qx", "K7M4QX"),
        (" K7 M4 QX ", "K7M4QX"),
        ("K7M4Q", ""),
        ("K7M4QXX", ""),
        ("K7M4QO", ""),
        ("", ""),
        ("хакер1", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert clean_room_code(typed) == code


def test_no_letter_of_a_code_looks_like_another():
    assert not set(ROOM_ALPHABET) & set("0O1IL2Z5S8B")


@pytest.mark.parametrize(
    ("state", "held_on", "is_open"),
    [
        pytest.param(MeetingState.RUNNING, None, True, id="it runs"),
        pytest.param(MeetingState.RUNNING, date(2012, 9, 6), True, id="it runs past midnight"),
        pytest.param(MeetingState.PLANNED, date(2012, 9, 7), True, id="its day"),
        pytest.param(MeetingState.PLANNED, date(2012, 9, 8), False, id="the day before"),
        pytest.param(MeetingState.PLANNED, None, False, id="no day is set"),
        pytest.param(MeetingState.ENDED, date(2012, 9, 7), False, id="it is over"),
    ],
)
def test_a_room_is_open_on_its_day_and_while_the_meeting_runs(state, held_on, is_open):
    assert is_room_open(state, held_on, date(2012, 9, 7)) is is_open


def test_room_code_and_personal_code_sign_in_and_check_in(empty_room):
    signed_in = rooms.enter(empty_room.db, room_code(empty_room).lower(), personal_code(empty_room, ANN), address=HERE)

    assert signed_in.page == "meeting"
    assert identity.actor_for_token(empty_room.db, signed_in.token).name == ANN
    assert here(empty_room) == {ANN}


def test_whoever_is_signed_in_only_says_so(empty_room):
    rooms.check_in_by_room(empty_room.signed_in(BEN), room_code(empty_room))

    assert here(empty_room) == {BEN}


def test_on_its_day_people_come_in_before_the_meeting_begins(planned, clock):
    processes.start_process(planned.context(FACILITATOR), planned.process_id)
    code = room_code(planned)
    rooms.check_in_by_room(planned.signed_in(ANN), code)
    clock.forward(days=1)

    with pytest.raises(NotFoundError):
        rooms.check_in_by_room(planned.signed_in(BEN), code)

    assert here(planned) == {ANN}


def test_the_day_is_that_of_the_process_and_not_of_the_server(db, clock):
    built = plan_process(db)
    processes.start_process(built.context(FACILITATOR), built.process_id)
    code = room_code(built)
    with db.transaction() as session:
        db.lock_process(session, built.process_id).time_zone = "Pacific/Auckland"
    clock.forward(hours=1)

    assert rooms.find_slug(db, code) is None


def test_a_wrong_room_and_a_wrong_person_are_answered_alike(empty_room):
    code, ann = room_code(empty_room), personal_code(empty_room, ANN)
    wrong_room = next(room for room in ("ACDEFG", "ACDEFH") if room != code)
    answers = []
    for room, person in ((wrong_room, ann), (code, "7QK4-M2TX-9HRW"), ("nonsense!", ann)):
        with pytest.raises(SignInError) as refusal:
            rooms.enter(empty_room.db, room, person, address=HERE)
        answers.append((type(refusal.value), str(refusal.value)))

    assert len(set(answers)) == 1


def test_guessing_in_a_room_is_limited_like_guessing_at_the_door(empty_room):
    code, ann = room_code(empty_room), personal_code(empty_room, ANN)
    for _ in range(5):
        with pytest.raises(SignInError):
            rooms.enter(empty_room.db, code, f"{ann[:4]}-AAAA-AAAA", address=HERE)

    for guess in (
        lambda: rooms.enter(empty_room.db, code, ann, address="198.51.100.9"),
        lambda: identity.exchange_code(empty_room.db, empty_room.slug, ann, address="198.51.100.9"),
    ):
        with pytest.raises(TooManyAttemptsError):
            guess()


def test_a_new_code_ends_the_old_one_and_puts_nobody_out(empty_room):
    old = room_code(empty_room)
    rooms.check_in_by_room(empty_room.signed_in(ANN), old)
    new = room_code(empty_room)

    with pytest.raises(NotFoundError):
        rooms.check_in_by_room(empty_room.signed_in(BEN), old)
    rooms.check_in_by_room(empty_room.signed_in(BEN), new)

    assert here(empty_room) == {ANN, BEN}
    told = [event.sentence for event in audit.list_events(empty_room.context(FACILITATOR), empty_room.process_id)]
    assert not any(old in sentence or new in sentence for sentence in told)


def test_a_stranger_who_knows_the_code_finds_no_room(empty_room):
    stranger = plan_process(empty_room.db, "other").context(ANN)

    with pytest.raises(NotFoundError):
        rooms.check_in_by_room(stranger, room_code(empty_room))


def test_without_consent_the_way_leads_in_and_not_into_the_room(empty_room):
    consent.add_text(empty_room.context(FACILITATOR), empty_room.process_id, "We keep your votes.")

    signed_in = rooms.enter(empty_room.db, room_code(empty_room), personal_code(empty_room, ANN), address=HERE)

    assert signed_in.page == ""
    assert identity.actor_for_token(empty_room.db, signed_in.token).name == ANN
    assert here(empty_room) == set()


def test_after_the_meeting_there_is_no_room(empty_room):
    code = room_code(empty_room)
    meeting.end_meeting(empty_room.context(FACILITATOR), empty_room.meeting_id)

    assert rooms.find_slug(empty_room.db, code) is None
    with pytest.raises(ConflictError, match="The meeting is over"):
        room_code(empty_room)


def test_the_page_for_the_door_carries_the_code(empty_room):
    code = room_code(empty_room)

    poster = rooms.export_poster(empty_room.context(FACILITATOR), empty_room.process_id)

    assert poster.content.startswith(b"%PDF-")
    assert poster.filename == "hand-room.pdf"
    assert rooms.get_room(empty_room.context(FACILITATOR), empty_room.meeting_id).address.endswith(f"/room/{code}")


def test_the_facilitator_checks_in_by_the_code_on_a_card(empty_room):
    code = personal_code(empty_room, CLEO)

    name = presence.check_in_at_the_door(empty_room.context(FACILITATOR), empty_room.meeting_id, code.lower())

    assert (name, here(empty_room)) == (CLEO, {CLEO})
    with pytest.raises(ConflictError, match="nobody's code"):
        presence.check_in_at_the_door(empty_room.context(FACILITATOR), empty_room.meeting_id, "7QK4-M2TX-9HRW")


@pytest.mark.parametrize(
    ("typed", "is_code"),
    [("7QK4-M2TX-9HRW", True), ("7qk4m2tx9hrw", True), ("Constantinos", False), ("Ann Alder", False), ("", False)],
)
def test_a_long_name_is_no_code(typed, is_code):
    assert presence.is_like_a_code(typed) is is_code


def test_people_are_found_by_parts_of_their_name(running):
    found = presence.search_people(running.context(FACILITATOR), running.meeting_id, "ALD ann")

    assert [(row.name, row.is_present) for row in found] == [(ANN, True)]


def test_coming_and_going_have_their_times(empty_room, clock):
    ctx = empty_room.context(FACILITATOR)
    meeting.check_in(ctx, empty_room.meeting_id, empty_room.members[ANN])
    came = clock.now
    clock.forward(hours=1)
    meeting.check_out(ctx, empty_room.meeting_id, empty_room.members[ANN])

    row = next(r for r in meeting.get_meeting(ctx, empty_room.process_id).presence if r.name == ANN)
    assert (row.arrived_at, row.left_at, row.is_present) == (came, clock.now, False)


def test_of_a_large_panel_only_those_who_came_are_listed(running, monkeypatch):
    monkeypatch.setattr(presence, "LONGEST_LIST", 3)
    meeting.check_out(running.context(FACILITATOR), running.meeting_id, running.members[PATIENT])

    seen = meeting.get_meeting(running.context(FACILITATOR), running.process_id)

    assert seen.n_may_come == 7
    assert {row.name for row in seen.presence} == {FACILITATOR, CHAIR, ANN, BEN, CLEO, PATIENT, OBSERVER}


def test_coming_in_late_changes_no_electorate(vote):
    built = vote.built
    meeting.check_out(built.context(FACILITATOR), built.meeting_id, built.members[ANN])
    before = get_round(built.context(FACILITATOR), vote.id).n_electors

    rooms.check_in_by_room(built.signed_in(ANN), room_code(built))

    assert get_round(built.context(FACILITATOR), vote.id).n_electors == before == 4
    vote.cast(ANN, "agree")
    vote.reveal()
    again = rounds.issues_before_opening(built.context(FACILITATOR), built.meeting_id, [built.first])
    assert "Another vote is open or not yet revealed." not in again
    assert isinstance(built.context(ANN), Context)
