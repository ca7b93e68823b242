"""The administrator finds people, appoints, hands out one-time links and creates a process for somebody else."""

import pytest

from consensus.domain.roles import Role
from consensus.persistence.tables import Member, Person
from consensus.services.context import Context
from consensus.services.people import people
from consensus.services.processes import processes
from consensus.services.sign_in import identity
from consensus.services.sign_in.credentials import command_line_actor

ANN, FAY = "Ann Alder", "Fay Cilitator"


@pytest.fixture
def root(stage) -> Context:
    return Context(stage.db, command_line_actor(stage.db))


@pytest.fixture
def app(stage, root, carry, visit):
    with stage.db.transaction() as session:
        carry(identity.begin_session(stage.db, session, root.actor.person_id, None).token)
    return visit()


@pytest.fixture
def people_page(app):
    return app.switch_page("views/people.py").run()


def labels(app):
    return [expander.label for expander in app.expander]


def test_people_are_searched_by_name(people_page):
    assert f"{ANN}" in labels(people_page)

    people_page.text_input(key="people.text").set_value("fay").run()

    assert [label for label in labels(people_page) if label != "Enter a person"] == [FAY]
    people_page.text_input(key="people.text").set_value("nobody *like* this").run()
    assert "Nobody found" in "\n".join(element.value for element in people_page.markdown)


def test_staff_gets_a_one_time_link_that_is_shown_once(people_page, stage):
    people_page.button(key=f"people.link.{stage.people[FAY]}").click().run()

    shown = [element.value for element in people_page.code]
    assert len(shown) == 1
    assert "/join#" in shown[0]
    assert not people_page.run().code


def test_an_administrator_is_made_and_the_last_one_stays(people_page, stage, root):
    people_page.button(key=f"people.admin.{stage.people[FAY]}").click().run()
    with stage.db.reading() as session:
        assert session.get_one(Person, stage.people[FAY]).is_administrator
    people.set_administrator(root, stage.people[FAY], is_administrator=False)

    people_page.button(key=f"people.admin.{root.actor.person_id}").click().run()

    assert "at least one administrator" in people_page.error[0].value


def test_a_panelist_has_no_such_page(open_page, stage):
    app = open_page(ANN)

    with pytest.raises(ValueError, match="page"):
        app.switch_page("views/people.py").run()


def test_a_process_is_created_for_a_named_facilitator(app, root, stage):
    app.switch_page("views/new_process.py").run()
    app.text_input(key="new.title").set_value("Pain after surgery")
    app.text_input(key="new.slug").set_value("pain-2027")
    app.text_input(key="new.facilitator").set_value("Dora Dahl")
    app.text_input(key="new.email").set_value("dora@example.org")
    app.button(key="new.create").click().run()

    assert not app.error
    census = {row.slug: row for row in processes.list_all_processes(root)}
    assert census["pain-2027"].facilitators == ("Dora Dahl",)
    app.switch_page("views/choose_process.py").run()
    assert [element.value["Title"].tolist() for element in app.dataframe] == [["Pain after surgery", "Pump *therapy*"]]


def test_an_address_that_can_be_none_is_refused_and_no_process_is_left(app, root):
    app.switch_page("views/new_process.py").run()
    app.text_input(key="new.title").set_value("Pain after surgery")
    app.text_input(key="new.slug").set_value("pain-2027")
    app.text_input(key="new.facilitator").set_value("Dora Dahl")
    app.text_input(key="new.email").set_value("dora at example")
    app.button(key="new.create").click().run()

    assert app.error
    assert "pain-2027" not in {row.slug for row in processes.list_all_processes(root)}


def test_a_facilitator_hands_over_in_two_steps_and_has_the_pages_of_an_observer_then(open_page, stage):
    app = open_page(FAY, "settings.py", part="Hand over")
    assert "settings.hand_over.yes" not in [button.key for button in app.button]

    app.selectbox(key="settings.hand_over.successor").set_value(stage.members[ANN]).run()
    app.button(key="settings.hand_over.yes").click().run()

    with stage.db.reading() as session:
        roles = [session.get_one(Member, stage.members[name]).role for name in (ANN, FAY)]
    assert roles == [Role.FACILITATOR, Role.OBSERVER]
    assert not app.exception


def test_the_card_of_a_member_shows_where_they_are_signed_in_and_ends_it(open_page, stage):
    with stage.db.transaction() as session:
        token = identity.begin_session(
            stage.db, session, stage.people[ANN], stage.process_id, agent="Safari on iPhone"
        ).token
    app = open_page(FAY, "panel.py")
    app.session_state["panel.member"] = stage.members[ANN]
    app.run()
    assert "**Safari on iPhone**" in "\n".join(element.value for element in app.markdown)

    app.button(key=f"panel.sign_out.{stage.members[ANN]}").click().run()

    assert identity.actor_for_token(stage.db, token) is None
