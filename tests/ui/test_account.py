"""The account page: everybody sees their sign-ins, staff sets password and app where that is safe."""

import pyotp
import pytest
from sqlmodel import col, select

from consensus.domain.roles import Role
from consensus.domain.way_in import WayIn
from consensus.persistence.tables import Member, Person, WebSession
from consensus.services.sign_in import identity, staff_sign_in
from consensus.services.sign_in.staff_sign_in import SecondStep
from tests.services.builders import plan_process

ANN, FAY = "Ann Alder", "Fay Cilitator"
EMAIL, PASSWORD = "fay@example.org", "a quiet lake in june"


def keys(app):
    return [button.key for button in app.button]


def words(app):
    kinds = (app.markdown, app.caption, app.info, app.warning, app.html)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.fixture
def fay(stage, carry, visit):
    """Fay, who has an address, on her account page by a sign-in that is bound to no process."""
    with stage.db.transaction() as session:
        session.get_one(Person, stage.people[FAY]).email = EMAIL
        carry(identity.begin_session(stage.db, session, stage.people[FAY], None, agent="Firefox on Linux").token)
    return visit(process="pump").switch_page("views/account.py").run()


def set_password(app, new=PASSWORD, again=PASSWORD, present=None):
    app.text_input(key="account.password.new").set_value(new)
    app.text_input(key="account.password.again").set_value(again)
    if present is not None:
        app.text_input(key="account.password.present").set_value(present)
    return app.button(key="account.password.save").click().run()


def come_in(stage):
    return staff_sign_in.begin(stage.db, EMAIL, PASSWORD, address="192.0.2.7")


def test_a_panelist_sees_where_they_are_signed_in_and_ends_the_other_place(open_page, stage):
    with stage.db.transaction() as session:
        identity.begin_session(
            stage.db, session, stage.people[ANN], stage.process_id, how=WayIn.CODE, agent="Safari on iPhone"
        )
    app = open_page(ANN, "account.py")

    assert "**Safari on iPhone**" in words(app)
    assert "Came in by personal code" in words(app)
    assert "account.password.save" not in keys(app)
    app.button(key="account.elsewhere").click().run()

    assert "Safari on iPhone" not in words(app)
    with stage.db.reading() as session:
        live = session.exec(select(WebSession).where(col(WebSession.revoked_at).is_(None))).all()
    assert len(live) == 1


def test_one_sign_in_is_ended_by_its_own_button(open_page, stage):
    with stage.db.transaction() as session:
        identity.begin_session(stage.db, session, stage.people[ANN], stage.process_id, agent="Safari on iPhone")
        lost = session.exec(select(WebSession.id).where(WebSession.agent == "Safari on iPhone")).one()
    app = open_page(ANN, "account.py")

    app.button(key=f"sign_ins.end.{lost}").click().run()

    assert "Safari on iPhone" not in words(app)


def test_staff_that_came_in_to_one_process_is_told_why_there_is_no_password(open_page):
    app = open_page(FAY, "account.py")

    assert "one-time link" in app.info[0].value
    assert "account.password.save" not in keys(app)


def test_a_password_is_set_and_signs_in(fay, stage):
    set_password(fay)

    assert not fay.error
    assert come_in(stage).token
    assert PASSWORD not in {fay.session_state[f"account.password.{field}"] for field in ("new", "again")}


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        (PASSWORD, "a quiet lake in july", "not the same"),
        ("short", "short", "at least 12"),
        (EMAIL, EMAIL, "no password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_a_sentence(fay, new, again, sentence):
    assert sentence in set_password(fay, new, again).error[0].value


def test_changing_it_takes_the_present_one(fay):
    set_password(fay)

    assert "not right" in set_password(fay, "an old boat ashore", "an old boat ashore", "wrong").error[0].value
    assert not set_password(fay, "an old boat ashore", "an old boat ashore", PASSWORD).error


def test_an_app_is_set_up_with_its_codes_shown_once_and_switched_off_again(fay, stage):
    set_password(fay)
    fay.button(key="account.factor.begin").click().run()
    secret = fay.session_state["account.factor.offer"].secret
    with stage.db.reading() as session:
        code = pyotp.TOTP(secret).at(stage.db.now(session))
    fay.text_input(key="account.factor.code").set_value(code)

    fay.button(key="account.factor.confirm").click().run()

    codes = fay.code[0].value.split()
    assert len(codes) == 10
    assert isinstance(come_in(stage), SecondStep)
    assert not [element for element in fay.run().code if codes[0] in element.value]
    assert "account.factor.offer" not in fay.session_state

    fay.text_input(key="account.factor.password").set_value(PASSWORD)
    fay.button(key="account.factor.end").click().run()
    assert not isinstance(come_in(stage), SecondStep)


def test_one_person_in_two_processes_with_two_roles_has_the_pages_of_each(fay, stage, visit):
    other = plan_process(stage.db, "other")
    with stage.db.transaction() as session:
        session.get_one(Member, other.members["Ann Alder"]).person_id = stage.people[FAY]
        session.get_one(Member, other.members["Ann Alder"]).role = Role.CHAIR

    titles = [visit(process=slug).title[0].value for slug in ("pump", "other")]
    choosing = visit()

    assert titles[0] != titles[1]
    assert {button.label for button in choosing.button if button.key.startswith("choose.")} == {"Open"}
    assert len([button for button in choosing.button if button.key.startswith("choose.")]) == 2
