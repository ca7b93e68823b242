"""The chain of events: whatever is changed behind the services' back is found."""

import pytest
from sqlalchemy import text

from consensus.services import audit
from consensus.services.audit import SENTENCES
from consensus.services.statements import topics
from tests.services.builders import ANN, BEN, FACILITATOR, KEY, VOTERS, plan_process


@pytest.fixture
def told(vote):
    """A process in which much has happened."""
    for name in VOTERS:
        vote.cast(name, "agree")
    vote.reveal()
    return vote.built


def check(built):
    return audit.verify_chain(built.context(FACILITATOR), built.process_id)


def behind_its_back(built, statement, **values):
    with built.db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.execute(text(statement), values)
        connection.commit()


def test_an_untouched_chain_is_intact_from_the_first_event_to_the_last(told):
    found = check(told)

    assert (found.is_intact, found.first_broken) == (True, None)
    assert found.n_events == audit.list_events(told.context(FACILITATOR), told.process_id, limit=1)[0].sequence


@pytest.mark.parametrize(
    "change",
    [
        "update event set verb = 'round.closed' where sequence = 9",
        "update event set detail = '{}' where sequence = 9",
        "update event set detail = replace(detail, 'sent', 'bounced') where sequence = 9",
        "update event set at = '2012-09-07 12:00:01.000000' where sequence = 9",
        "update event set actor_id = null where sequence = 9",
        "update event set object_id = 'something else' where sequence = 9",
        "update event set object_type = 'ballots' where sequence = 9",
        "update event set digest = '0' where sequence = 9",
        "delete from event where sequence = 9",
        "update event set sequence = case sequence when 9 then 1010 else 1009 end where sequence in (9, 10)",
    ],
    ids=[
        "verb",
        "no detail",
        "a word of it",
        "time",
        "actor",
        "object",
        "kind",
        "digest",
        "removed",
        "moved to the end",
    ],
)
def test_a_change_is_found_where_it_was_made(told, change):
    behind_its_back(told, change)

    found = check(told)

    assert (found.is_intact, found.first_broken) == (False, 9)


def test_two_events_that_changed_places_are_found(told):
    for move in ("9 then 1010", "10 then 9", "1010 then 10"):
        source = move.split()[0]
        behind_its_back(told, f"update event set sequence = case sequence when {move} end where sequence = {source}")

    assert check(told).first_broken == 9


def test_the_last_event_cannot_be_cut_off(told):
    n_events = check(told).n_events

    behind_its_back(told, "delete from event where sequence = :last", last=n_events)

    assert (check(told).is_intact, check(told).first_broken) == (False, n_events)


def test_cutting_off_the_end_and_the_counter_with_it_is_found_too(told):
    n_events = check(told).n_events
    behind_its_back(told, "delete from event where sequence = :last", last=n_events)
    behind_its_back(told, "update process set n_events = n_events - 1")

    assert not check(told).is_intact


def test_an_event_without_the_key_does_not_fit(told):
    with told.db.transaction() as session:
        process = session.get_one(audit.Process, told.process_id)
        told.db.key = b"another key"
        audit.record(session, process, "process.changed", process.id, actor_id=None)
    told.db.key = KEY

    found = check(told)

    assert (found.is_intact, found.first_broken) == (False, found.n_events)


def test_chains_of_different_processes_do_not_touch(told):
    other = plan_process(told.db, "other")

    behind_its_back(told, "delete from event where process_id = :other and sequence = 2", other=other.process_id.hex)

    assert check(told).is_intact
    assert check(other).first_broken == 2


def test_the_record_is_read_in_pages_from_the_newest(told):
    ctx = told.context(FACILITATOR)
    n_events = check(told).n_events

    newest = audit.list_events(ctx, told.process_id, limit=3)
    older = audit.list_events(ctx, told.process_id, limit=500, before=newest[-1].sequence)

    assert [event.sequence for event in (*newest, *older)] == list(range(n_events, 0, -1))


def test_every_event_is_told_in_a_sentence_with_who_did_it(told):
    topics.add_topic(told.context(FACILITATOR), told.process_id, "{Curly} & “quoted”", "", 5)

    events = audit.list_events(told.context(FACILITATOR), told.process_id, limit=500)

    assert events[0].sentence == "The topic “{Curly} & “quoted”” was added."
    assert events[0].actor == FACILITATOR
    sentences = {event.verb: event.sentence for event in events}
    assert sentences["member.added"] == f"{FACILITATOR} was added as facilitator."
    assert sentences["round.closed"] == "Round 1 was closed with 4 of 4 having voted."
    assert sentences["ballots.recorded"] == "Ballots were recorded: 1."
    assert all(event.verb in SENTENCES and event.sentence.endswith((".", "”", "reason none given")) for event in events)


def test_who_checked_in_is_on_the_record_by_name(told):
    events = audit.list_events(told.context(FACILITATOR), told.process_id, limit=500)

    present = {event.sentence for event in events if event.verb == "presence.in"}
    assert {f"{ANN} checked in.", f"{BEN} checked in."} <= present
