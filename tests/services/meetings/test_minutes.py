"""Minutes and snapshots: made from what happened, naming nobody beside a vote."""

import json
import re

import pytest

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.minutes import stays_text
from consensus.persistence.tables import DaySnapshot
from consensus.services import audit
from consensus.services.meetings import day_snapshots, meeting, minutes, objections, timers
from consensus.services.meetings.objection_views import list_checks
from consensus.services.processes import processes
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.statements import statements, topics
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    FACILITATOR,
    FIRST_WORDING,
    OBSERVER,
    begin_meeting,
    open_vote,
    plan_process,
)

NEWER = "Local anaesthesia should be offered first to *adults*."


@pytest.fixture
def day(db, clock):
    """A whole day: coming and going, a rewording, a vote, an adoption, a name for a moment."""
    built = plan_process(db)
    ctx = built.context(FACILITATOR)
    topics.add_presentation(ctx, built.topic_id, "Pain", "Ann Alder", 10)
    begin_meeting(built)
    clock.forward(minutes=10)
    meeting.check_out(built.context(BEN), built.meeting_id)
    clock.forward(minutes=5)
    meeting.check_in(built.context(BEN), built.meeting_id)
    statements.reword(ctx, built.first, NEWER, "", "Adults only")
    clock.forward(minutes=5)
    vote = open_vote(built)
    for name in (ANN, BEN, CLEO, CHAIR):
        vote.cast(name, "agree", "Fine with *me*.")
    vote.reveal()
    statements.adopt(ctx, built.first)
    clock.forward(minutes=10)
    meeting.choose_topic(ctx, built.meeting_id, built.other_topic_id)
    day_snapshots.take_snapshot(ctx, built.meeting_id, " before \n lunch ")
    clock.forward(minutes=30)
    meeting.end_meeting(ctx, built.meeting_id)
    return built


def test_comings_and_goings_become_stays():
    assert stays_text([("09:00", True), ("12:00", False), ("13:00", True)]) == "09:00–12:00, 13:00–"
    assert stays_text([]) == ""


def test_the_minutes_tell_the_day_with_planned_and_real_times(day):
    told = minutes.get_minutes(day.context(CHAIR), day.process_id)

    assert (told.day, told.began, told.ended) == ("7 September 2012", "12:00", "13:00")
    assert [(item.title, item.real) for item in told.items] == [("Choice", "12:00–12:30"), ("Fasting", "12:30–13:00")]
    assert told.items[0].presentations == ("Pain (Ann Alder, 10 min)",)
    assert {row.name: row.stays for row in told.presence}[BEN] == "12:00–12:10, 12:15–"
    assert told.adopted == (("1.1", NEWER),)
    texts = [(entry.at, entry.text) for entry in told.entries]
    assert ("12:15", "Statement 1.1 was reworded (version 2). Reason: Adults only") in texts
    assert ("12:20", "Statement 1.1 was adopted by vote.") in texts
    assert texts[-1] == ("13:00", "The meeting was ended.")


def test_who_comes_in_the_same_minute_stands_in_one_line_and_statements_with_their_words_then(day):
    told = minutes.get_minutes(day.context(FACILITATOR), day.process_id)
    by_text = {entry.text: entry for entry in told.entries}

    came = [entry.text for entry in told.entries if entry.kind == "presence"]

    assert len(came) == 3
    assert came[0].startswith("Checked in: ")
    assert came[1:] == [f"{BEN} left.", f"{BEN} checked in."]
    assert by_text["Statement 1.1 was presented to the panel."].notes == (FIRST_WORDING,)
    assert by_text["Statement 1.1 was adopted by vote."].notes == (NEWER,)


def test_turning_to_the_same_topic_again_is_one_stretch(running, clock):
    ctx = running.context(FACILITATOR)
    clock.forward(minutes=5)
    with pytest.raises(ConflictError, match="“Choice” is on already"):
        meeting.choose_topic(ctx, running.meeting_id, running.topic_id)
    clock.forward(minutes=5)
    meeting.end_meeting(ctx, running.meeting_id)

    assert minutes.get_minutes(ctx, running.process_id).items[0].real == "12:00–12:10"


def test_the_minutes_give_wordings_with_their_changes_and_verdicts_with_their_sentence(day):
    told = minutes.get_minutes(day.context(FACILITATOR), day.process_id)
    by_text = {entry.text: entry for entry in told.entries}

    changes = by_text["Statement 1.1 was reworded (version 2). Reason: Adults only"].changes
    notes = by_text["Round 1 was revealed."].notes

    assert "".join(piece.text for piece in changes if piece.change != "added") == FIRST_WORDING
    assert "".join(piece.text for piece in changes if piece.change != "removed") == NEWER
    assert notes[0].startswith("1.1: ")
    assert "4" in notes[0]


BEGINS = {
    "minutes.md": b"# Minutes: Consensus meeting",
    "minutes.pdf": b"%PDF",
    "minutes.docx": b"PK",
    "minutes.html": b"<!doctype html>",
}


@pytest.mark.parametrize("name", BEGINS)
def test_the_minutes_are_a_file_of_each_format(day, name):
    export = minutes.export_minutes(day.context(FACILITATOR), day.process_id, name)

    assert export.filename == f"hand-{name}"
    assert export.content.lower().startswith(BEGINS[name].lower())


def test_a_new_wording_shows_what_went_out_and_what_came_in(day):
    page = minutes.export_minutes(day.context(FACILITATOR), day.process_id, "minutes.html").content.decode()
    markdown = minutes.export_minutes(day.context(FACILITATOR), day.process_id, "minutes.md").content.decode()

    assert re.search(r"<strong>[^<]*\*adults\*[^<]*</strong>", page)
    assert re.search(r"\*\*[^|]*\\\*adults\\\*[^|]*\*\*", markdown)


def test_what_people_typed_stands_literally_and_no_comment_or_ballot_is_in_it(day):
    markdown = minutes.export_minutes(day.context(FACILITATOR), day.process_id, "minutes.md").content.decode()

    assert "\\*adults\\*" in markdown
    assert "Fine with" not in markdown
    assert "| 12:00–12:30 |" in markdown


def test_an_open_vote_tells_the_minutes_no_count(vote):
    vote.cast(ANN, "disagree")

    before = minutes.get_minutes(vote.built.context(FACILITATOR), vote.built.process_id)
    vote.cast(BEN, "agree")
    after = minutes.get_minutes(vote.built.context(FACILITATOR), vote.built.process_id)

    assert before == after
    assert (after.ended, after.entries[-1].text) == ("", "Round 1 was opened: 2 to vote on, 4 entitled.")


def test_there_are_no_minutes_before_the_meeting(planned):
    with pytest.raises(ConflictError, match="has not begun"):
        minutes.get_minutes(planned.context(FACILITATOR), planned.process_id)
    processes.start_process(planned.context(FACILITATOR), planned.process_id)
    with pytest.raises(ConflictError, match="has not begun"):
        day_snapshots.take_snapshot(planned.context(FACILITATOR), planned.meeting_id, "before lunch")


def test_a_moment_with_a_name_keeps_how_things_stood_then(day):
    view = day_snapshots.list_snapshots(day.context(OBSERVER), day.process_id)[0]

    assert (view.label, view.taken_by, view.state.topic, view.is_intact) == (
        "before lunch", FACILITATOR, "Fasting", True,
    )  # fmt: skip
    first, second = view.state.statements
    assert (first.label, first.state, first.text, first.version) == ("1.1", "adopted", NEWER, 2)
    assert first.verdict
    assert second.verdict
    sentence = audit.list_events(day.context(FACILITATOR), day.process_id, limit=100)
    assert f"The day was put on record as “before lunch” (SHA-256 {view.sha256})." in {e.sentence for e in sentence}


def test_a_moment_is_exported_and_a_changed_one_shows(day):
    ctx = day.context(FACILITATOR)
    markdown = day_snapshots.export_snapshots(ctx, day.process_id, "snapshots.md").content.decode()
    document = json.loads(day_snapshots.export_snapshots(ctx, day.process_id, "snapshots.json").content)
    with pytest.raises(NotFoundError):
        day_snapshots.export_snapshots(ctx, day.process_id, "snapshots.exe")

    with day.db.transaction() as session:
        row = session.get_one(DaySnapshot, day_snapshots.list_snapshots(ctx, day.process_id)[0].id)
        row.content = {**row.content, "n_present": 99}

    assert "## before lunch" in markdown
    assert document["snapshots"][0]["content"]["statements"][0]["text"] == NEWER
    assert not day_snapshots.list_snapshots(ctx, day.process_id)[0].is_intact


def test_a_snapshot_in_an_open_vote_has_no_verdict(vote):
    vote.cast(ANN, "agree")
    ctx = vote.built.context(FACILITATOR)
    day_snapshots.take_snapshot(ctx, vote.built.meeting_id, "in the vote")

    state = day_snapshots.list_snapshots(ctx, vote.built.process_id)[0].state

    assert [statement.verdict for statement in state.statements] == ["", ""]


def test_the_minutes_give_the_real_times_of_presentations_and_of_the_discussion(db, clock):
    built = plan_process(db)
    ctx = built.context(FACILITATOR)
    topics.add_presentation(ctx, built.topic_id, "Pain", ANN, 10)
    begin_meeting(built)
    timers.begin_presentation(ctx, built.meeting_id, topics.list_topics(ctx, built.process_id)[0].presentations[0].id)
    clock.forward(minutes=12)
    timers.begin_discussion(ctx, built.meeting_id)
    clock.forward(minutes=8)
    meeting.end_meeting(ctx, built.meeting_id)

    told = minutes.get_minutes(ctx, built.process_id)
    assert told.items[0].presentations == (
        f"Pain ({ANN}, 10 min): 12:00–12:12, 12 of 10 min, 2 over",
        "Discussion (20 min): 12:12–12:20, 8 of 20 min",
    )
    assert f"“Pain” ({ANN}) ended: 12 of 10 min, 2 over." in [entry.text for entry in told.entries]


def test_minutes_tell_a_check_by_its_wording_and_an_adoption_by_who_was_heard_how(running):
    ctx = running.context(FACILITATOR)
    check_id = objections.ask_for_objections(ctx, running.meeting_id, running.first)
    (check,) = list_checks(ctx, running.process_id)
    for name in (ANN, BEN):
        cast_ballot(running.context(name), check.item_id, check.version_sha256, "no_objection", "")
    objections.end_check(ctx, check_id)
    objections.adopt_unopposed(ctx, check_id, room_was_asked=True)

    asked, ended, adopted = minutes.get_minutes(ctx, running.process_id).entries[-3:]

    assert asked.text == "Check 1: 4 were asked on their phones whether they object to statement 1.1 (version 1)."
    assert asked.notes[0].startswith(f"1.1: {FIRST_WORDING} (SHA-256 ")
    assert ended.text == "Check 1 on statement 1.1 was ended: 2 of 4 answered, 0 objections."
    assert adopted.notes == (
        FIRST_WORDING,
        f"No objection on their phones: {ANN}, {BEN}",
        f"No answer on their phones, asked in the room: {CHAIR}, {CLEO}",
    )


def test_minutes_repeat_no_reason_that_no_wording_answers(running):
    ctx = running.context(FACILITATOR)
    check_id = objections.ask_for_objections(ctx, running.meeting_id, running.first)
    (check,) = list_checks(ctx, running.process_id)
    cast_ballot(running.context(CLEO), check.item_id, check.version_sha256, "object", "Children are not meant.")
    objections.end_check(ctx, check_id)

    written = minutes.export_minutes(ctx, running.process_id, "minutes.md").content.decode()

    assert "1 of 4 answered, 1 objection." in written
    assert "Children" not in written


def test_the_panel_reads_of_a_named_moment_what_it_had_before_it_then(day):
    nora, olga = day.context(FACILITATOR), day.context(OBSERVER)
    statements.add_candidate(nora, day.other_topic_id, "Not presented yet.")
    statements.unpresent(nora, day.second)
    day_snapshots.take_snapshot(nora, day.meeting_id, "a draft is in it")

    kept = day_snapshots.list_snapshots(nora, day.process_id)[-1].state.statements
    read = day_snapshots.list_snapshots(olga, day.process_id)[-1].state.statements

    assert "Not presented yet." in {statement.text for statement in kept}
    assert {statement.state for statement in kept} > {statement.state for statement in read}
    assert not {statement.state for statement in read} & {"candidate", "withdrawn", "superseded"}
    assert "Not presented yet." not in {statement.text for statement in read}
