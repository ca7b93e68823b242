"""Dissent: by a panelist's own act, named only where the process says so or the panelist wants it."""

import pytest
from sqlmodel import select

from consensus.domain.conflicts import Decision
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.grade import Certainty, Strength
from consensus.persistence.tables import Dissent, Event
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.meetings import meeting
from consensus.services.processes import results
from consensus.services.statements import dissents, minority, statements
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    FACILITATOR,
    INTEREST,
    OBSERVER,
    PATIENT,
    ask_interests,
    begin_meeting,
    decide,
    declare_everything,
    plan_process,
)


@pytest.fixture
def adopted(running):
    meeting.record_full_consensus(running.context(FACILITATOR), running.meeting_id, running.first)
    return running


def printed(built):
    return results.get_results(built.context(FACILITATOR), built.process_id).statements[0]


def test_a_confidential_dissent_is_printed_without_a_name_anywhere(adopted):
    dissents.write_dissent(adopted.context(ANN), adopted.first, " Not in children. ")

    markdown = results.export(adopted.context(FACILITATOR), adopted.process_id, "statements.md").content.decode()
    events = audit.list_events(adopted.context(FACILITATOR), adopted.process_id)
    assert [(said.text, said.name) for said in printed(adopted).dissents] == [("Not in children.", "")]
    assert "Not in children." in markdown
    assert (events[0].sentence, events[0].actor) == ("A dissent on statement 1.1 was written.", "")
    with adopted.db.reading() as session:
        event = session.exec(select(Event).where(Event.verb == "dissent.written")).one()
    assert (event.actor_id, event.detail) == (None, {"label": "1.1"})


def test_who_signs_is_named(adopted):
    dissents.write_dissent(adopted.context(ANN), adopted.first, "Not in children.", signs=True)

    assert printed(adopted).dissents[0].name == ANN
    assert audit.list_events(adopted.context(FACILITATOR), adopted.process_id)[0].actor == ANN


def test_in_an_open_process_a_dissent_carries_the_name(db):
    built = begin_meeting(plan_process(db, anonymity=Anonymity.OPEN))
    meeting.record_full_consensus(built.context(FACILITATOR), built.meeting_id, built.first)

    desk = dissents.get_desk(built.context(ANN), built.process_id)
    dissents.write_dissent(built.context(ANN), built.first, "Not in children.")

    assert (desk.may_sign, "with your name" in desk.promise) == (False, True)
    assert printed(built).dissents[0].name == ANN


def test_a_dissent_is_changed_and_taken_back_by_its_author_alone(adopted):
    dissents.write_dissent(adopted.context(ANN), adopted.first, "Not in children.")
    dissents.write_dissent(adopted.context(ANN), adopted.first, "Not below the age of six.")
    with pytest.raises(ConflictError, match="no dissent of yours"):
        dissents.take_back_dissent(adopted.context(BEN), adopted.first)
    assert dissents.get_desk(adopted.context(ANN), adopted.process_id).mine[adopted.first].text.endswith("six.")
    assert [said.text for said in printed(adopted).dissents] == ["Not below the age of six."]

    dissents.take_back_dissent(adopted.context(ANN), adopted.first)

    assert printed(adopted).dissents == ()
    with adopted.db.reading() as session:
        assert session.exec(select(Dissent)).all() == []


def test_a_newer_link_neither_shows_nor_touches_what_was_written_before(adopted, clock):
    dissents.write_dissent(adopted.context(ANN), adopted.first, "Not in children.")
    clock.forward(minutes=1)
    actor = adopted.context(ANN).actor
    newer = Context(adopted.db, type(actor)(actor.person_id, actor.name, credential_at=clock.now))

    assert dissents.get_desk(newer, adopted.process_id).mine == {}
    with pytest.raises(ConflictError, match="no dissent of yours"):
        dissents.take_back_dissent(newer, adopted.first)
    dissents.write_dissent(newer, adopted.first, "From elsewhere.")

    assert {said.text for said in printed(adopted).dissents} == {"Not in children.", "From elsewhere."}


def test_dissent_is_for_those_who_decide_and_on_what_was_decided(adopted):
    with pytest.raises(ConflictError, match="on an adopted statement"):
        dissents.write_dissent(adopted.context(ANN), adopted.second, "No.")
    with pytest.raises(ConflictError, match="without a vote"):
        dissents.write_dissent(adopted.context(PATIENT), adopted.first, "No.")
    with pytest.raises(NotAllowedError):
        dissents.write_dissent(adopted.context(OBSERVER), adopted.first, "No.")
    with pytest.raises(InvalidInputError, match="Write why"):
        dissents.write_dissent(adopted.context(ANN), adopted.first, " ")

    assert dissents.get_desk(adopted.context(ANN), adopted.process_id).may_write == {adopted.first}
    assert dissents.get_desk(adopted.context(PATIENT), adopted.process_id).may_write == frozenset()


def test_the_recused_do_not_dissent(db):
    built = begin_meeting(plan_process(db))
    ask_interests(built)
    declare_everything(built, {(ANN, built.topic_id): INTEREST})
    decide(built, ANN, built.topic_id, Decision.RECUSED)
    meeting.record_full_consensus(built.context(FACILITATOR), built.meeting_id, built.first)

    with pytest.raises(ConflictError, match="recused from this topic"):
        dissents.write_dissent(built.context(ANN), built.first, "No.")


def test_every_wording_of_a_minority_statement_is_kept(adopted, clock):
    statements.set_rationale(adopted.context(FACILITATOR), adopted.first, "It hurts less.", "Some object.")
    statements.set_rationale(adopted.context(CHAIR), adopted.first, "It hurts less.", "Two of us object.")
    statements.set_rationale(adopted.context(CHAIR), adopted.first, "It hurts much less.", "Two of us object.")

    versions = minority.list_minority_versions(adopted.context(CHAIR), adopted.first)

    assert [(v.number, v.text, v.author) for v in versions] == [
        (2, "Two of us object.", CHAIR),
        (1, "Some object.", FACILITATOR),
    ]
    assert (printed(adopted).dissent, versions[0].created_at) == ("Two of us object.", clock.now)


def test_strength_and_certainty_are_stated_together_and_printed(adopted):
    ctx = adopted.context(FACILITATOR)
    with pytest.raises(InvalidInputError, match="together"):
        statements.set_strength(ctx, adopted.first, Strength.STRONG_FOR, None)

    statements.set_strength(ctx, adopted.first, Strength.WEAK_FOR, Certainty.VERY_LOW)

    sentence = "Weak recommendation for, very low certainty of the evidence (GRADE)."
    markdown = results.export(ctx, adopted.process_id, "statements.md").content.decode()
    assert printed(adopted).grade == sentence
    assert "**Strength.** Weak recommendation for, very low certainty" in markdown
    statements.set_strength(ctx, adopted.first, None, None)
    assert printed(adopted).grade == ""
