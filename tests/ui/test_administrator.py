"""The administrator creates a process, and as its facilitator fills it: panel, invitations, survey from a file."""

from pathlib import Path

import pytest
from opening_survey import INSTRUMENT

from consensus.domain.lifecycle import InvitationState, SurveyState
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.services.archive.archiving import make_archive
from consensus.services.context import Context
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in import identity
from consensus.services.sign_in.credentials import command_line_actor
from consensus.services.surveys import survey
from tests.services.builders import FACILITATOR, KEY, plan_process


@pytest.fixture
def administrator(database) -> Context:
    """The administrator of this server."""
    return Context(database, command_line_actor(database))


@pytest.fixture
def app(database, administrator, carry, visit):
    """The app in the administrator's browser."""
    with database.transaction() as session:
        carry(identity.begin_session(database, session, administrator.actor.person_id, None).token)
    return visit()


def create(app, slug: str = "pain-2027"):
    """Fill in the form and press its button."""
    app.switch_page("views/new_process.py").run()
    app.text_input(key="new.title").set_value("Pain after *surgery*")
    app.text_input(key="new.slug").set_value(slug)
    app.button(key="new.create").click().run()
    return app


def test_whoever_creates_a_process_is_its_facilitator_and_goes_there(app, administrator):
    create(app)

    process = processes.get_process(administrator, processes.find_process(administrator, "pain-2027"))
    assert not app.exception
    assert (process.title, process.role, process.votes) == ("Pain after *surgery*", Role.FACILITATOR, False)
    assert app.query_params["process"] == "pain-2027"


def links(app) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


def test_whoever_names_a_facilitator_is_led_to_their_link_and_finds_the_form_empty(app, administrator):
    assert not app.dataframe
    app.switch_page("views/new_process.py").run()
    app.text_input(key="new.facilitator").set_value("Fay *Cilitator*")

    create(app)

    assert "To their one-time link" in links(app)
    assert any("Fay \\*Cilitator\\* runs the new process" in markdown.value for markdown in app.markdown)
    assert app.text_input(key="new.title").value == ""
    app.switch_page("views/choose_process.py").run()
    assert len(app.dataframe) == 1


def test_an_administrator_without_an_address_is_led_to_where_it_is_entered(app):
    app.switch_page("views/account.py").run()

    assert "Enter my e-mail address" in links(app)
    create(app)
    app.switch_page("views/account.py").run()
    assert not app.exception
    assert "Enter my e-mail address" not in links(app)


def test_an_empty_panel_begins_with_the_list_and_asks_nothing_else(app):
    create(app)

    app.switch_page("views/panel.py").run()

    assert not app.dataframe
    assert [fold.label for fold in app.expander if fold.proto.expanded] == ["Import a list (CSV or Excel)"]


@pytest.mark.parametrize("slug", ["Pain 2027", "", "pain/2027"], ids=["capitals and a space", "nothing", "a slash"])
def test_a_short_name_that_no_address_can_carry_is_refused_in_a_sentence(app, administrator, slug):
    create(app, slug)

    assert "small letters, digits" in app.error[0].value
    assert processes.list_my_processes(administrator) == ()


def test_a_panelist_is_offered_no_process_to_create(open_page, stage):
    app = open_page("Ann Alder")

    assert not processes.may_create(stage.as_("Ann Alder"))
    assert "choose.new" not in [button.key for button in app.button]


def test_all_who_wait_for_an_invitation_are_marked_at_once_and_staff_is_not(app, administrator):
    create(app)
    process_id = processes.find_process(administrator, "pain-2027")
    for name in ("Ann Alder", "Ben Birch"):
        panel.add_member(administrator, process_id, panel.MemberDraft(name))

    app.switch_page("views/panel.py").run()
    assert "Invite by mail" in links(app)
    app.button(key="panel.invite").click().run()

    states = {member.name: member.invitation for member in panel.get_panel(administrator, process_id).members}
    assert states["Ann Alder"] is states["Ben Birch"] is InvitationState.SENT
    assert states["Administrator"] is InvitationState.DRAFTED
    assert "panel.invite" not in [button.key for button in app.button]


def test_a_survey_comes_from_an_instrument_file(app, administrator):
    create(app)
    process_id = processes.find_process(administrator, "pain-2027")
    app.switch_page("views/survey_monitor.py").run()

    app.file_uploader[0].upload("opening.toml", INSTRUMENT.encode())
    app.button(key="survey.add.button").click().run()

    assert survey.get_monitor(administrator, process_id).state is SurveyState.DRAFT


def test_a_broken_instrument_file_is_refused_with_file_and_line(app):
    create(app)
    app.switch_page("views/survey_monitor.py").run()

    app.file_uploader[0].upload("broken.toml", b'id = "x"\nversion = "1"\n')
    app.button(key="survey.add.button").click().run()

    assert "broken.toml" in app.error[0].value


@pytest.mark.parametrize("start", ["blank", "round_0_ideas", "evidence_indications_barriers", "pump_chemotherapy"])
def test_a_survey_starts_blank_or_from_an_instrument_that_comes_along(app, administrator, start):
    create(app)
    process_id = processes.find_process(administrator, "pain-2027")
    app.switch_page("views/survey_monitor.py").run()

    app.button(key=f"survey.start.{start}").click().run()

    assert survey.get_monitor(administrator, process_id).state is SurveyState.DRAFT
    assert not app.switch_page("views/instrument.py").run().exception


def test_what_a_redcap_dictionary_holds_besides_is_listed_until_it_is_put_away(app):
    create(app)
    dictionary = (Path(__file__).parents[1] / "surveys/importing/redcap.csv").read_bytes()
    app.switch_page("views/survey_monitor.py").run()
    app.file_uploader[0].upload("redcap.csv", dictionary)
    app.button(key="survey.add.button").click().run()

    app.switch_page("views/instrument.py").run()

    said = "".join(caption.value for caption in app.caption)
    assert "Left out: a calculated field asks nothing." in said
    app.button(key="instrument.dismiss").click().run()
    assert "Left out" not in "".join(caption.value for caption in app.caption)


def test_an_archive_is_looked_at_before_it_is_taken_in(stage, app):
    content = make_archive(stage.as_("Fay Cilitator"), stage.process_id).content

    app.file_uploader[0].upload("archive.zip", content).run()

    assert any("already" in error.value for error in app.error)
    app.file_uploader[0].upload("archive.zip", content[:-100]).run()
    assert any("cut off" in error.value for error in app.error)
    assert "archive.import" not in [button.key for button in app.button]


def test_a_process_of_another_server_is_taken_in(app, administrator, tmp_path):
    other = Database(f"sqlite:///{tmp_path / 'other.db'}", key=KEY)
    built = plan_process(other)
    content = make_archive(built.context(FACILITATOR), built.process_id, with_people=True).content
    other.close()

    app.file_uploader[0].upload("archive.zip", content).run()
    assert not app.error
    app.button(key="archive.import").click().run()

    assert not app.exception
    assert built.process_id in {process.id for process in processes.list_my_processes(administrator)}
