"""Declaring interests on a phone, deciding on them at a desk, and what the meeting waits for."""

import pytest

from consensus.domain.conflicts import NOTHING, Declaration, InterestKind, Publication, Stand
from consensus.domain.roles import Role
from consensus.services.interests import conflicts, interests
from consensus.services.meetings import meeting
from consensus.services.people import panel, taking_part
from consensus.services.processes import processes
from consensus.services.statements import statements, topics
from consensus.ui import navigation

FAY, ANN, BEN, CLEO, CHAIR = "Fay Cilitator", "Ann Alder", "Ben Birch", "Cleo Cedar", "Cora Chair"
FEES = Declaration(True, frozenset({InterestKind.FINANCIAL}), "Fees *from* the <b>maker</b>.")


@pytest.fixture
def asked(stage):
    fay = stage.as_(FAY)
    interests.set_asking(fay, stage.process_id, asks=True, publication=Publication.CATEGORY)
    panel.add_member(fay, stage.process_id, panel.MemberDraft(CHAIR, role=Role.CHAIR, votes=False))
    topics.add_topic(fay, stage.process_id, "Adjuvant *use*", "After resection?", 20)
    stage.read_people()
    return stage


def stands(stage, name):
    review = conflicts.get_review(stage.as_(CHAIR), stage.process_id)
    member = next(member for member in review.members if member.name == name)
    return [question.stand for question in member.questions]


def words(app):
    html = " ".join(block.proto.body for block in app.get("html"))
    return " ".join(
        [html, *(block.value for block in (*app.markdown, *app.caption, *app.success, *app.info, *app.text))]
    )


def key(stage, name, place=1):
    return topics.list_topics(stage.as_(FAY), stage.process_id)[place - 1].id if place else "general"


def test_it_is_a_task_from_accepting_until_it_is_done(asked, open_page):
    assert "Declare your interests" not in words(open_page(ANN))

    taking_part.accept(asked.as_(ANN), asked.process_id)
    assert "Declare your interests" in words(open_page(ANN))

    interests.declare(asked.as_(ANN), asked.process_id, None, Declaration(False))
    interests.declare_nothing_on_the_rest(asked.as_(ANN), asked.process_id)

    assert "Declare your interests" not in words(open_page(ANN))


def test_two_taps_declare_nothing_at_all(asked, open_page):
    app = open_page(ANN, "interests.py")
    assert not [button for button in app.button if button.key == "interests.rest"]

    app.button(key="interests.general.nothing").click().run()
    app.button(key="interests.rest").click().run()

    assert stands(asked, ANN) == [Stand.NOTHING] * 3
    assert "Everything is declared" in words(app)


def test_an_interest_on_one_topic_asks_for_kind_and_text(asked, open_page):
    app = open_page(ANN, "interests.py")
    app.button(key="interests.general.nothing").click().run()
    topic = f"interests.{key(asked, ANN)}"
    app.button(key=f"{topic}.something").click().run()

    app.button(key=f"{topic}.save").click().run()
    assert app.error[0].value == "Say of which kind the interest is."
    app.get("button_group")[0].set_value([InterestKind.FINANCIAL])
    app.text_area(key=f"{topic}.text").input("Fees *from* the maker")
    app.button(key=f"{topic}.save").click().run()

    assert stands(asked, ANN) == [Stand.NOTHING, Stand.UNDECIDED, Stand.UNDECLARED]


def test_a_declaration_is_changed_by_a_newer_one(asked, open_page):
    interests.declare(asked.as_(ANN), asked.process_id, None, FEES)
    app = open_page(ANN, "interests.py")

    app.button(key="interests.general.change").click().run()
    app.button(key="interests.general.nothing").click().run()

    assert stands(asked, ANN)[0] is Stand.NOTHING
    assert "Declared before" in " ".join(block.label for block in app.expander)


def test_there_is_no_page_where_nothing_is_asked(stage, open_page):
    view = processes.get_process(stage.as_(ANN), stage.process_id)

    assert "interests.py" not in [entry.file for entry in navigation.list_entries(view)]
    assert "Declare your interests" not in words(open_page(ANN))


def test_the_chair_decides_with_a_reason(asked, open_page):
    interests.declare(asked.as_(ANN), asked.process_id, key(asked, ANN), FEES)
    app = open_page(CHAIR, "conflicts.py")
    assert "&lt;b&gt;maker&lt;/b&gt;" in words(app)
    declared = f"conflicts.{_declaration(asked, ANN, 1)}"

    assert app.button(key=f"{declared}.save").disabled
    app.radio(key=f"{declared}.decision").set_value("disclosed_only").run()
    app.button(key=f"{declared}.save").click().run()
    assert app.error[0].value == "Say in a sentence why this is decided."
    app.text_input(key=f"{declared}.reason").input("It is small.")
    app.button(key=f"{declared}.save").click().run()

    assert stands(asked, ANN)[1] is Stand.DISCLOSED_ONLY


def test_a_facilitator_reads_that_the_chair_decides(asked, open_page):
    interests.declare(asked.as_(ANN), asked.process_id, None, FEES)

    app = open_page(FAY, "conflicts.py")

    assert "The chair decides on this declaration." in words(app)
    assert not [button for button in app.button if button.key.endswith(f"{_declaration(asked, ANN, 0)}.save")]


def test_a_facilitator_enters_what_came_on_paper(asked, open_page):
    app = open_page(FAY, "conflicts.py")
    app.selectbox(key="conflicts.paper.member").set_value(asked.members[BEN])

    app.button(key="conflicts.paper.nothing_at_all").click().run()

    assert stands(asked, BEN) == [Stand.NOTHING] * 3
    assert "entered from paper by Fay Cilitator" in words(open_page(BEN, "interests.py"))


def test_those_who_lack_the_same_topics_stand_in_one_line(asked, open_page):
    for name in (ANN, BEN):
        interests.declare(asked.as_(name), asked.process_id, None, NOTHING)

    said = words(open_page(FAY, "conflicts.py"))

    assert said.count("Ann Alder, Ben Birch.") == 1
    assert "Nothing answered: Cleo Cedar." in said


def test_the_meeting_says_who_has_not_declared_and_leads_to_the_page(asked, open_page):
    fay = asked.as_(FAY)
    topic_id = key(asked, ANN)
    statement_id = statements.add_candidate(fay, topic_id, "Combine both")
    room = meeting.get_meeting(fay, asked.process_id).id
    meeting.start_meeting(fay, room)
    for name in (ANN, BEN, CLEO):
        meeting.check_in(fay, room, asked.members[name])
    statements.present_statement(fay, statement_id)

    app = open_page(FAY, "meeting.py")

    assert f"Interests not declared yet: {ANN}, {BEN}, {CLEO}." in words(app)
    assert "Before the room can decide" in words(app)
    assert app.button(key="meeting.open").disabled
    assert app.button(key=f"meeting.full.{statement_id}").disabled
    assert "See who has declared, and decide" in " ".join(link.proto.label for link in app.get("page_link"))


def test_whoever_is_recused_reads_so_in_the_meeting(asked, open_page):
    fay = asked.as_(FAY)
    interests.declare(asked.as_(ANN), asked.process_id, key(asked, ANN), FEES)
    conflicts.decide_conflict(asked.as_(CHAIR), _declaration(asked, ANN, 1), "recused", "Paid by the maker.")
    room = meeting.get_meeting(fay, asked.process_id).id
    meeting.start_meeting(fay, room)
    meeting.check_in(fay, room, asked.members[ANN])

    assert "You are recused from this topic" in words(open_page(ANN, "meeting_panelist.py"))
    assert f"Recused from this topic: {ANN}" in words(open_page(FAY, "meeting.py"))


def test_the_facilitator_says_whether_and_what(stage, open_page):
    app = open_page(FAY, "settings.py", part="Interests")
    app.toggle(key="settings.interests.asks").set_value(True)
    app.radio(key="settings.interests.publication").set_value(Publication.COUNTS)
    next(button for button in app.button if button.key == "settings.interests.save").click().run()

    view = processes.get_process(stage.as_(FAY), stage.process_id)
    assert (view.asks_interests, view.interest_publication) == (True, Publication.COUNTS)


def _declaration(stage, name, place):
    review = conflicts.get_review(stage.as_(CHAIR), stage.process_id)
    member = next(member for member in review.members if member.name == name)
    return member.questions[place].current.id
