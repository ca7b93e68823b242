"""The other pages of a panelist: tasks, statements, results, help; and who has which pages."""

import re

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.roles import Role
from consensus.persistence.tables import Person
from consensus.services.meetings import meeting
from consensus.services.people import panel, taking_part
from consensus.services.processes import processes
from consensus.services.sign_in import identity
from consensus.services.statements import statements, topics
from consensus.services.surveys import survey
from consensus.ui import navigation


def text(app):
    """Everything of ours on the page, tags taken away, and its Markdown."""
    html = re.sub(r"<[^>]+>", " ", " ".join(block.proto.body for block in app.get("html")))
    return " ".join([html, *(block.value for block in (*app.markdown, *app.caption, *app.title, *app.subheader))])


@pytest.fixture
def adopted(stage):
    """A statement adopted by everybody present, with a rationale."""
    fay = stage.as_("Fay Cilitator")
    topic_id = topics.list_topics(fay, stage.process_id)[0].id
    statement_id = statements.add_candidate(fay, topic_id, "Combine *both*", "Use both")
    room = meeting.get_meeting(fay, stage.process_id).id
    meeting.start_meeting(fay, room)
    meeting.check_in(fay, room, stage.members["Ann Alder"])
    statements.present_statement(fay, statement_id)
    meeting.record_full_consensus(fay, room, statement_id)
    statements.set_rationale(fay, statement_id, "Response 74% <sup>1</sup>", "One held back")


def test_the_first_task_is_the_way_to_the_survey(open_page):
    app = open_page("Ann Alder")

    assert "Answer the survey" in text(app)
    assert app.button(key="home.survey")
    assert app.title[0].value == r"Pump \*therapy\*"


def test_without_a_task_the_page_says_that_none_is_expected(open_page, stage):
    fay = stage.as_("Fay Cilitator")
    survey.close_survey(fay, survey.get_monitor(fay, stage.process_id).survey_id)
    taking_part.accept(stage.as_("Ann Alder"), stage.process_id)

    assert "Nothing to do just now" in text(open_page("Ann Alder"))


def test_every_page_says_that_people_are_simulated(open_page):
    for page in ("survey.py", "statements.py", "results.py", "help.py"):
        assert "**Simulated** people" in text(open_page("Ann Alder", page))


def test_statements_stand_under_their_topic_with_their_evidence(open_page, stage):
    fay = stage.as_("Fay Cilitator")
    topic_id = topics.list_topics(fay, stage.process_id)[0].id
    statements.add_candidate(fay, topic_id, "Combine <em>both</em>", "Use both")

    app = open_page("Ann Alder", "statements.py")
    bodies = " ".join(block.proto.body for block in app.get("html"))

    assert "Combine &lt;em&gt;both&lt;/em&gt;" in bodies
    assert "Response 74% &lt;b&gt;of 46&lt;/b&gt;" in bodies
    assert 'href="https://doi.org/10.1000/x1"' in bodies


def test_a_doi_cannot_break_out_of_its_link(open_page, stage):
    fay = stage.as_("Fay Cilitator")
    topic_id = topics.list_topics(fay, stage.process_id)[0].id
    with pytest.raises(InvalidInputError, match="is no DOI"):
        topics.add_evidence(fay, topic_id, "x", "y", '10.1000/"onclick="alert(1)')
    topics.add_evidence(fay, topic_id, "x", "y", "10.1000/&quot;onclick=&quot;alert(1)")

    bodies = " ".join(block.proto.body for block in open_page("Ann Alder", "statements.py").get("html"))

    assert "onclick=" in bodies
    assert '"onclick=' not in bodies
    assert "/&quot;onclick=" not in bodies


def test_before_anything_is_adopted_the_results_say_so(open_page):
    assert "Nothing adopted yet" in text(open_page("Ann Alder", "results.py"))


def test_an_adopted_statement_is_shown_with_its_route_and_rationale(open_page, adopted):
    app = open_page("Ann Alder", "results.py")

    assert not app.exception
    assert "adopted without a vote" in text(app)
    assert "Response 74% &lt;sup&gt;1&lt;/sup&gt;" in text(app)
    assert "One held back" in text(app)


@pytest.mark.parametrize(("name", "is_offered"), [("Ann Alder", False), ("Fay Cilitator", True)])
def test_downloads_are_offered_to_those_who_may_export(open_page, stage, name, is_offered):
    bodies = " ".join(block.proto.body for block in open_page(name, "results.py").get("html"))

    assert (f'href="/download/{stage.process_id}/results.csv"' in bodies) is is_offered


def test_help_states_the_rule_of_this_process(open_page):
    assert "at least 80%" in text(open_page("Ann Alder", "help.py"))


EVERYBODY = {
    "home.py",
    "statements.py",
    "survey_results.py",
    "agenda.py",
    "meeting_panelist.py",
    "results.py",
    "help.py",
    "account.py",
}


@pytest.mark.parametrize(
    ("role", "files"),
    [
        (Role.PANELIST, {"survey.py", *EVERYBODY}),
        (Role.OBSERVER, EVERYBODY),
    ],
)
def test_each_role_has_the_pages_it_may_use(stage, role, files):
    draft = panel.MemberDraft("Dee Dogwood", role=role, votes=role is Role.PANELIST)
    panel.add_member(stage.as_("Fay Cilitator"), stage.process_id, draft)
    stage.read_people()

    view = processes.get_process(stage.as_("Dee Dogwood"), stage.process_id)

    assert {entry.file for entry in navigation.list_entries(view)} == files


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_the_menu_exists_under_an_address_of_its_own(role):
    entries = navigation.entries_of(role)

    assert all((navigation.VIEWS / entry.file).is_file() for entry in entries)
    assert len({entry.url_path for entry in entries}) == len(entries)


def test_somebody_without_a_process_is_told_when_one_appears(database, carry, visit):
    with database.transaction() as session:
        nobody = Person(name="Nell Nettle", email="", created_at=database.now(session))
        session.add(nobody)
        session.flush()
        carry(identity.begin_session(database, session, nobody.id, None).token)

    assert "No process yet" in text(visit())
