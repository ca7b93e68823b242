"""Notes on a topic: one shared and never lost to a newer text, one each that nobody else reads and no file carries."""

import json

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.notes import MOST_NOTE_CHARACTERS, both
from consensus.domain.roles import Role
from consensus.persistence.tables import Event, Member
from consensus.services.meetings import minutes, notes
from tests.services.builders import ANN, CHAIR, FACILITATOR

TYPED = "Agreed:\n\n  * no *fasting*\r\n\t<b>Ben</b> asks for data = later"
SECRET = "Ben Birch looked doubtful."


@pytest.fixture
def nora(running):
    return running.context(FACILITATOR)


@pytest.fixture
def other(running):
    """A second facilitator."""
    with running.db.transaction() as session:
        session.get_one(Member, running.members[ANN]).role = Role.FACILITATOR
    return running.context(ANN)


def test_a_shared_note_is_kept_as_typed_and_says_who_saved_it(running, nora, other):
    assert notes.get_notes(nora, running.topic_id).shared.revision == 0

    notes.save_shared_note(nora, running.topic_id, TYPED, based_on=0)

    shared = notes.get_notes(other, running.topic_id).shared
    assert (shared.text, shared.revision, shared.changed_by) == (TYPED, 1, FACILITATOR)


def test_nobody_saves_over_a_newer_text(running, nora, other):
    notes.save_shared_note(nora, running.topic_id, "Nora's", based_on=0)

    with pytest.raises(ConflictError, match="yours is not lost"):
        notes.save_shared_note(other, running.topic_id, "Ann's", based_on=0)

    assert notes.get_notes(other, running.topic_id).shared.text == "Nora's"
    assert notes.save_shared_note(other, running.topic_id, both("Nora's", "Ann's"), based_on=1) == 2
    assert notes.get_notes(nora, running.topic_id).shared.text == "Nora's\n\nAnn's"


def test_an_own_note_is_read_by_nobody_else(running, nora, other):
    notes.save_own_note(nora, running.topic_id, SECRET, based_on=0)
    notes.save_own_note(other, running.topic_id, "Ask Cleo.", based_on=0)

    assert notes.get_notes(nora, running.topic_id).own.text == SECRET
    assert notes.get_notes(other, running.topic_id).own.text == "Ask Cleo."
    assert notes.get_notes(other, running.topic_id).shared.text == ""


def test_the_record_knows_of_a_shared_note_and_nothing_of_an_own_one(running, nora):
    notes.save_shared_note(nora, running.topic_id, TYPED, based_on=0)
    notes.save_own_note(nora, running.topic_id, SECRET, based_on=0)

    with running.db.reading() as session:
        events = session.exec(select(Event).where(Event.object_id == str(running.topic_id))).all()
    assert [event.verb for event in events if event.verb.startswith("note.")] == ["note.changed"]
    assert "fasting" not in json.dumps([event.detail for event in events])


def test_the_minutes_carry_the_shared_note_once_it_is_ticked_and_never_an_own_one(running, nora):
    with pytest.raises(ConflictError, match="Write the note first"):
        notes.put_note_in_minutes(nora, running.topic_id, True)
    notes.save_shared_note(nora, running.topic_id, TYPED, based_on=0)
    notes.save_own_note(nora, running.topic_id, SECRET, based_on=0)
    assert minutes.get_minutes(nora, running.process_id).items[0].note == ""

    notes.put_note_in_minutes(nora, running.topic_id, True)

    assert minutes.get_minutes(nora, running.process_id).items[0].note == TYPED
    printed = minutes.export_minutes(nora, running.process_id, "minutes.md").content.decode()
    assert " Note: Agreed: \\* no \\*fasting\\* " in printed
    assert "doubtful" not in printed
    assert minutes.export_minutes(nora, running.process_id, "minutes.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("name", [CHAIR, ANN], ids=["chair", "panelist"])
def test_only_whoever_runs_the_meeting_reads_and_writes_notes(running, name):
    with pytest.raises(NotAllowedError):
        notes.get_notes(running.context(name), running.topic_id)
    with pytest.raises(NotAllowedError):
        notes.save_shared_note(running.context(name), running.topic_id, "x", based_on=0)


def test_a_note_has_an_end(running, nora):
    with pytest.raises(InvalidInputError, match="at most 20,000 characters"):
        notes.save_own_note(nora, running.topic_id, "x" * (MOST_NOTE_CHARACTERS + 1), based_on=0)
