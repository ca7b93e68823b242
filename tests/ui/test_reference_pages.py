"""The pages around references, dissent, minutes and snapshots, as the people of a process see them."""

import pytest

from consensus.domain.references.model import Reference
from consensus.services.meetings import day_snapshots, meeting
from consensus.services.processes import results
from consensus.services.rounds.rounds import close_round, open_round, reveal_round
from consensus.services.statements import dissents, minority, references, statements, topics

FAY, ANN, BEN, CLEO = "Fay Cilitator", "Ann Alder", "Ben Birch", "Cleo Cedar"
WORDING = "Give it to *all* patients."


@pytest.fixture
def room(stage):
    """A running meeting with one presented candidate and three panelists in the room; the ids of both."""
    fay = stage.as_(FAY)
    topic_id = topics.list_topics(fay, stage.process_id)[0].id
    statement_id = statements.add_candidate(fay, topic_id, WORDING)
    meeting_id = meeting.get_meeting(fay, stage.process_id).id
    meeting.start_meeting(fay, meeting_id)
    for name in (ANN, BEN, CLEO):
        meeting.check_in(fay, meeting_id, stage.members[name])
    statements.present_statement(fay, statement_id)
    return meeting_id, statement_id


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def test_a_reference_is_typed_in_and_becomes_evidence(stage, open_page):
    app = open_page(FAY, "references.py")
    app.text_input(key="references.new.title").input("Pumps & <b>lines</b>")
    app.text_area(key="references.new.authors").input("Osei A\nLindgren N")
    app.text_input(key="references.new.doi").input("https://doi.org/10.1000/PUMP")
    app.button(key="references.new.add").click().run()

    work = references.list_references(stage.as_(FAY), stage.process_id)[0]
    assert "Osei A, Lindgren N. Pumps &amp; &lt;b&gt;lines&lt;/b&gt;. doi:10.1000/pump" in html_of(app)
    own = f"references.cite.{work.id}"
    app.text_area(key=f"{own}.text").input("It works.")
    app.button(key=f"{own}.do").click().run()

    assert not app.exception
    topic = topics.list_topics(stage.as_(FAY), stage.process_id)[0]
    assert [piece.doi for piece in topic.evidence] == ["10.1000/x1", "10.1000/pump"]


def test_a_wrong_doi_is_said_and_nothing_is_added(stage, open_page):
    app = open_page(FAY, "references.py")
    app.text_input(key="references.new.title").input("Pumps")
    app.text_input(key="references.new.doi").input("21.1577")
    app.button(key="references.new.add").click().run()

    assert any("is no DOI" in error.value for error in app.error)
    assert references.list_references(stage.as_(FAY), stage.process_id) == ()


def test_under_topics_evidence_is_put_on_one_statement(stage, open_page, room):
    fay = stage.as_(FAY)
    references.add_reference(fay, stage.process_id, Reference("Pumps"))
    topic_id = topics.list_topics(fay, stage.process_id)[0].id
    app = open_page(FAY, "topics.py")
    app.text_area(key=f"topics.evidence.text.{topic_id}").input("It works.")
    app.selectbox(key=f"topics.evidence.work.{topic_id}").select_index(0)
    app.selectbox(key=f"topics.evidence.statement.{topic_id}").select_index(0)
    app.button(key=f"topics.evidence.add.{topic_id}").click().run()

    assert not app.exception
    piece = topics.list_topics(fay, stage.process_id)[0].statements[0].evidence[0]
    assert (piece.text, piece.reference) == ("It works.", "Pumps.")


def test_a_panelist_writes_a_dissent_on_their_own_page(stage, open_page, room):
    meeting_id, statement_id = room
    meeting.record_full_consensus(stage.as_(FAY), meeting_id, statement_id)
    app = open_page(ANN, "results.py")
    assert "without your name unless you sign it" in html_of(app)
    app.text_area(key=f"dissent.{statement_id}.text").input("Not in <i>children</i>.")
    app.button(key=f"dissent.{statement_id}.save").click().run()

    bodies = [element.proto.body for element in open_page(FAY, "results.py").get("html")]

    written = next(body for body in bodies if "Dissent, as it was written" in body)
    assert "“Not in &lt;i&gt;children&lt;/i&gt;.”" in written
    assert ANN not in written
    app = open_page(ANN, "results.py")
    app.button(key=f"dissent.{statement_id}.back").click().run()
    assert dissents.get_desk(stage.as_(ANN), stage.process_id).mine == {}


def test_nobody_dissents_from_what_is_not_adopted_and_the_facilitator_without_a_vote_never(stage, open_page, room):
    meeting_id, statement_id = room
    meeting.record_full_consensus(stage.as_(FAY), meeting_id, statement_id)

    app = open_page(FAY, "results.py")

    assert f"dissent.{statement_id}.text" not in {area.key for area in app.text_area}


def test_the_facilitator_writes_minority_statement_and_strength(stage, open_page, room):
    meeting_id, statement_id = room
    meeting.record_full_consensus(stage.as_(FAY), meeting_id, statement_id)
    app = open_page(FAY, "meeting.py")
    own = f"meeting.rationale.{statement_id}"
    app.text_area(key=f"{own}.dissent").input("One of us objects.")
    app.button(key=f"{own}.save").click().run()
    app.selectbox(key=f"{own}.strength").select_index(0)
    app.selectbox(key=f"{own}.certainty").select_index(2)
    app.button(key=f"{own}.grade.save").click().run()

    assert not app.exception
    final = results.get_results(stage.as_(FAY), stage.process_id).statements[0]
    assert (final.dissent, final.grade) == (
        "One of us objects.",
        "Strong recommendation for, low certainty of the evidence (GRADE).",
    )
    assert any("is the exception" in caption.value for caption in app.caption)
    assert len(minority.list_minority_versions(stage.as_(FAY), statement_id)) == 1


def test_the_phone_shows_what_changed_since_the_last_vote_and_which_wording_it_is(stage, open_page, room):
    meeting_id, statement_id = room
    fay = stage.as_(FAY)
    round_id = open_round(fay, meeting_id, [statement_id])
    close_round(fay, round_id)
    reveal_round(fay, round_id)
    statements.reword(fay, statement_id, "Give it to *some* patients.", "", "Too wide")
    statements.present_statement(fay, statement_id)
    open_round(fay, meeting_id, [statement_id])

    app = open_page(ANN, "meeting_panelist.py")

    assert not app.exception
    assert any(fold.label == "Reworded since vote 1: see what changed" for fold in app.expander)
    assert "What changed since vote 1" in html_of(app)
    assert "<del" in html_of(app)
    assert "Reason: Too wide" in html_of(app)
    sha256 = statements.list_versions(fay, statement_id)[0].sha256
    assert any(f"Version 2 · SHA-256 {sha256[:12]}" in caption.value for caption in app.caption)


def test_a_moment_is_named_in_the_meeting_and_read_under_minutes(stage, open_page, room):
    app = open_page(FAY, "meeting.py")
    app.text_input(key="meeting.snapshot.label").input("before *lunch*")
    app.button(key="meeting.snapshot.do").click().run()

    app = open_page(FAY, "minutes.py")

    assert not app.exception
    assert [view.label for view in day_snapshots.list_snapshots(stage.as_(FAY), stage.process_id)] == ["before *lunch*"]
    assert any("before \\*lunch\\*" in expander.label for expander in app.expander)
    assert "Give it to *all* patients." in html_of(app)
    assert "minutes.pdf" in html_of(app)


def test_before_the_meeting_the_page_says_so(stage, open_page):
    app = open_page(FAY, "minutes.py")

    assert any("No minutes yet" in markdown.value for markdown in app.markdown)
