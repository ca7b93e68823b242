"""The invitation card and the consent page, as the person who is asked sees them."""

import re

import pytest

from consensus.domain.lifecycle import InvitationState
from consensus.domain.taking_part import ConsentState, DeclineReason
from consensus.services.people import consent, taking_part
from consensus.services.sign_in import credentials


def text(app):
    html = re.sub(r"<[^>]+>", " ", " ".join(block.proto.body for block in app.get("html")))
    return " ".join([html, *(block.value for block in (*app.markdown, *app.caption, *app.title, *app.subheader))])


def state_of(stage, name):
    return taking_part.get_my_invitation(stage.as_(name), stage.process_id).state


@pytest.fixture
def asked(stage):
    consent.add_text(
        stage.as_("Fay Cilitator"), stage.process_id, "We keep <b>your</b> answers.\nTen years.", "Ten *years*."
    )
    return stage


def test_the_question_stands_first_and_a_yes_takes_it_away(open_page, stage):
    app = open_page("Ann Alder")
    assert "Will you take part?" in text(app)
    assert "Fay Cilitator asks you." in text(app)

    app.button(key="invitation.accept").click().run()

    assert "Will you take part?" not in text(app)
    assert "You have said that you take part" in text(app)
    assert state_of(stage, "Ann Alder") is InvitationState.ACCEPTED


def test_a_no_is_one_tap_on_a_reason_and_ends_friendly(open_page, stage):
    app = open_page("Ann Alder")

    app.button(key="invitation.decline.not_my_field").click().run()

    assert "You are not taking part" in text(app)
    assert "Answer the survey" not in text(app)
    app.text_area(key="invitation.words").set_value("Ask Ben")
    app.button(key="invitation.word").click().run()
    answer = taking_part.get_member_answer(stage.as_("Fay Cilitator"), stage.members["Ann Alder"])
    assert (answer.decline_reason, answer.reason) == (DeclineReason.NOT_MY_FIELD, "Ask Ben")

    app.button(key="invitation.accept").click().run()
    assert state_of(stage, "Ann Alder") is InvitationState.ACCEPTED


def test_with_a_consent_text_a_yes_leads_to_it(open_page, asked):
    app = open_page("Ann Alder")

    assert app.button(key="invitation.consent")
    assert "invitation.accept" not in {button.key for button in app.button}


def test_the_text_is_shown_as_text_with_its_version(open_page, asked):
    app = open_page("Ann Alder", "consent.py")
    bodies = " ".join(block.proto.body for block in app.get("html"))

    assert "We keep &lt;b&gt;your&lt;/b&gt; answers.<br>Ten years." in bodies
    assert "Version 1 of" in text(app)
    assert f'href="/download/{asked.process_id}/consent.txt"' in bodies


@pytest.mark.parametrize(
    ("button", "state"), [("consent.yes", ConsentState.GIVEN), ("consent.no", ConsentState.REFUSED)]
)
def test_yes_and_no_are_kept(open_page, asked, button, state):
    app = open_page("Ann Alder", "consent.py")

    app.button(key=button).click().run()

    assert consent.get_my_consent(asked.as_("Ann Alder"), asked.process_id).state is state


def test_what_a_withdrawal_does_is_said_before(open_page, asked):
    app = open_page("Ann Alder", "consent.py")
    app.button(key="consent.yes").click().run()

    assert "Votes you have cast stay as cast." in text(app)
    app.button(key="consent.withdraw").click().run()

    assert "Votes you cast and answers that were put together already stay" in text(app)


def test_whoever_refuses_at_once_leaves_nothing(open_page, asked):
    app = open_page("Ann Alder", "consent.py")

    app.button(key="consent.no").click().run()

    assert "Nothing of yours is used. Nothing more is asked of you." in text(app)


def test_the_survey_says_that_the_consent_text_comes_first(open_page, asked):
    app = open_page("Ann Alder", "survey.py")

    assert "Read the consent text first" in text(app)
    assert not app.exception


def test_facilitators_write_the_text_and_see_who_agreed(open_page, stage):
    app = open_page("Fay Cilitator", "settings.py", part="Taking part")
    app.text_area(key="settings.consent.text").set_value("We keep your answers.")
    app.button(key="settings.consent.save").click().run()
    newest = consent.get_my_consent(stage.as_("Ann Alder"), stage.process_id).newest
    consent.answer_consent(stage.as_("Ann Alder"), stage.process_id, newest.sha256, agrees=True)

    again = open_page("Fay Cilitator", "settings.py", part="Taking part")

    assert "Version 1 is in force: 1 of 3 agreed, 0 refused, 2 have not answered." in text(again)


def test_the_member_card_shows_answer_reason_and_consent(open_page, asked):
    newest = consent.get_my_consent(asked.as_("Ann Alder"), asked.process_id).newest
    consent.answer_consent(asked.as_("Ann Alder"), asked.process_id, newest.sha256, agrees=False)

    app = open_page("Fay Cilitator", "panel.py")
    app.selectbox(key="panel.member").set_value(asked.members["Ann Alder"]).run()

    assert "Does not agree to the consent text" in text(app)
    assert "Did not agree to version 1" in text(app)


def test_the_panel_page_says_what_printing_would_end(open_page, stage):
    credentials.issue_code(stage.as_("Fay Cilitator"), stage.members["Ann Alder"])

    app = open_page("Fay Cilitator", "panel.py")
    bodies = " ".join(block.proto.body for block in app.get("html"))

    assert f'action="/access-sheet/{stage.process_id}"' in bodies
    assert 'name="scope" value="without_email"' in bodies
    assert "Issue and print for 3 people" in bodies
    assert any("1 link or code that works now ends" in warning.value for warning in app.warning)
