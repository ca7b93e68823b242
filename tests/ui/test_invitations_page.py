"""The page Invitations: who is at which state, what goes out, what became of it, and the words."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from consensus.domain.lifecycle import InvitationState, MessageState
from consensus.domain.mail_text import MessageKind
from consensus.persistence.tables import Invitation, Member, Message, Person
from consensus.services.mail import mail_texts, mailing, outbox_views
from consensus.services.mail.delivery import deliver_due
from consensus.settings import get_settings
from tests.services.mail_people import named_trap

INVITATION = MessageKind.INVITATION
SOON = date(2030, 1, 1)
FAY, ANN, BEN = "Fay Cilitator", "Ann Alder", "Ben Birch"


@pytest.fixture
def trap(stage, monkeypatch):
    """A mail server that the settings name; everybody has an address, nobody is invited, no hour is quiet."""
    with named_trap(monkeypatch) as made:
        with stage.db.transaction() as session:
            for name, member_id in stage.members.items():
                person = session.get_one(Person, session.get_one(Member, member_id).person_id)
                person.email = f"{name.split(maxsplit=1)[0].lower()}@hospital.example"
                session.get_one(Invitation, member_id).state = InvitationState.DRAFTED
        mailing.set_quiet_hours(stage.as_(FAY), stage.process_id, "00:00", "00:00", "Europe/Oslo")
        yield made


def words(app) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.error, app.warning, app.info, app.html)
    return "\n".join(str(element.value if hasattr(element, "value") else element) for kind in kinds for element in kind)


def go_to(app, section):
    app.segmented_control(key="part").set_value(section).run()
    assert not app.exception
    return app


def messages(stage):
    with stage.db.reading() as session:
        return {message.to_name: message for message in session.exec(select(Message))}


def test_without_a_mail_server_the_page_says_what_to_do_instead(open_page):
    app = open_page(FAY, "invitations.py")

    assert "Mail is not set up" in words(app)
    assert "mark the panel as invited" in words(app)
    assert "mail.send" not in [button.key for button in app.button]


def test_invitations_go_to_all_who_are_drafted(open_page, stage, trap):
    app = open_page(FAY, "invitations.py")
    before = words(app)

    app.button(key="mail.send").click().run()
    deliver_due(stage.db, get_settings())

    assert "3</strong> drafted" in before
    assert "**3 people** get it." in before
    assert len(trap.taken) == 3
    assert "3</strong> sent" in words(open_page(FAY, "invitations.py"))


def test_invitations_go_to_the_chosen_alone(open_page, stage, trap):
    app = open_page(FAY, "invitations.py")
    app.radio(key="mail.some").set_value(True).run()
    app.multiselect(key="mail.chosen").set_value([stage.members[BEN]]).run()

    app.button(key="mail.send").click().run()

    assert list(messages(stage)) == [BEN]


def test_mails_are_scheduled_by_the_clock_of_the_process(open_page, stage, trap):
    app = open_page(FAY, "invitations.py")
    app.radio(key="mail.later").set_value(True).run()
    day = date.today() + timedelta(days=3)  # noqa: DTZ011
    app.date_input(key="mail.day").set_value(day).run()

    app.button(key="mail.send").click().run()

    goes_at = messages(stage)[ANN].not_before
    assert goes_at.astimezone(None).date() >= day - timedelta(days=1)
    assert outbox_views.list_messages(stage.as_(FAY), stage.process_id)[0].goes_at == goes_at
    assert f"{goes_at:%M}" == "00"
    deliver_due(stage.db, get_settings())
    assert trap.taken == []


def test_the_outbox_offers_what_a_person_has_to_decide(open_page, stage, trap):
    trap.at_recipient["ben@hospital.example"] = "550 5.1.1 no such <b>user</b>"
    trap.at_text = ["take and drop"]
    mailing.send(stage.as_(FAY), stage.process_id, INVITATION, member_ids=[stage.members[BEN]], deadline=SOON)
    deliver_due(stage.db, get_settings())
    mailing.send(stage.as_(FAY), stage.process_id, INVITATION, member_ids=[stage.members[ANN]], deadline=SOON)
    deliver_due(stage.db, get_settings())

    app = go_to(open_page(FAY, "invitations.py"), "Outbox")

    said = words(app)
    assert "550 5.1.1 no such &lt;b&gt;user" in said
    assert "Unclear whether it was sent" in said
    app.button(key=f"outbox.arrived.{messages(stage)[ANN].id}").click().run()
    assert messages(stage)[ANN].state is MessageState.SENT
    app.button(key=f"outbox.again.{messages(stage)[BEN].id}").click().run()
    assert messages(stage)[BEN].state is MessageState.WAITING


def test_a_waiting_mail_is_cancelled_one_by_one_or_all_at_once(open_page, stage, trap):
    mailing.send(stage.as_(FAY), stage.process_id, INVITATION, deadline=SOON)
    app = go_to(open_page(FAY, "invitations.py"), "Outbox")

    app.button(key=f"outbox.cancel.{messages(stage)[ANN].id}").click().run()
    app.button(key="outbox.cancel.all").click().run()

    assert {message.state for message in messages(stage).values()} == {MessageState.CANCELLED}


def test_a_text_is_changed_beside_its_preview_and_a_slip_is_named(open_page, stage, trap):
    app = go_to(open_page(FAY, "invitations.py"), "Texts")
    assert "Dear Ann Alder" in words(app)
    assert "Please answer by [the date you choose when you send it]." in words(app)

    app.text_area(key="mail.text.invitation.body").set_value("Hello {nmae}, {link}").run()
    slip = words(app)
    app.text_area(key="mail.text.invitation.body").set_value("Hello {name}, {link}").run()
    app.button(key="mail.text.save").click().run()

    assert "{nmae} cannot be filled in here" in slip
    assert "Hello Ann Alder" in words(app)
    assert mail_texts.get_text(stage.as_(FAY), stage.process_id, INVITATION).text.body == "Hello {name}, {link}"
    app.button(key="mail.text.restore").click().run()
    assert mail_texts.get_text(stage.as_(FAY), stage.process_id, INVITATION).changed_at is None


def test_the_test_mail_says_what_the_server_answered(open_page, stage, trap):
    trap.at_recipient["fay@hospital.example"] = "550 5.7.1 relaying denied"
    app = go_to(open_page(FAY, "invitations.py"), "Set-up")

    app.button(key="mail.test").click().run()

    assert "550 5.7.1 relaying denied" in "".join(error.value for error in app.error)


def test_quiet_hours_are_set_and_what_cannot_be_read_is_refused(open_page, stage, trap):
    app = go_to(open_page(FAY, "invitations.py"), "Set-up")
    app.text_input(key="mail.quiet.from").set_value("21:30")
    app.button(key="mail.quiet.save").click().run()
    app.text_input(key="mail.quiet.to").set_value("late")
    app.button(key="mail.quiet.save").click().run()

    set_up = outbox_views.get_mail_overview(stage.as_(FAY), stage.process_id).set_up
    assert (set_up.quiet_from, set_up.quiet_to, set_up.time_zone) == ("21:30", "00:00", "Europe/Oslo")
    assert "no time of day" in "".join(error.value for error in app.error)


def test_the_card_of_a_member_shows_every_mail_and_a_reminder_overwrites_nothing(open_page, stage, trap):
    for kind in (MessageKind.INVITATION, MessageKind.INVITATION_REMINDER):
        mailing.send(stage.as_(FAY), stage.process_id, kind, member_ids=[stage.members[ANN]], deadline=SOON)
        deliver_due(stage.db, get_settings())

    app = open_page(FAY, "panel.py")
    app.selectbox(key="panel.member").set_value(stage.members[ANN]).run()

    said = words(app)
    assert "The invitation to ann@hospital.example was sent." in said
    assert "The invitation reminder to ann@hospital.example was sent." in said
    assert "The invitation of Ann Alder became sent." in said
    assert "/join#" not in said
