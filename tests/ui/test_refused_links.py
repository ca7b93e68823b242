"""The facilitator sees whose link was tried in a second browser, on the overview and on the panel's page."""

import pytest

from consensus.domain.errors import SignInError
from consensus.services.sign_in import credentials, identity

ANN, FAY = "Ann Alder", "Fay Cilitator"


@pytest.fixture
def forwarded(stage):
    """Ann came in by her link; then it was opened on somebody's phone."""
    secret = credentials.issue_link(stage.as_(FAY), stage.members[ANN])
    identity.exchange_link(stage.db, secret, address="192.0.2.1", agent="Firefox on Windows")
    with pytest.raises(SignInError):
        identity.exchange_link(stage.db, secret, address="192.0.2.2", agent="Safari on iPhone")


def said(app) -> list[str]:
    return [warning.value for warning in app.warning if "second browser" in warning.value]


def test_the_card_of_the_member_says_it_too(open_page, stage, forwarded):
    app = open_page(FAY, "panel.py")
    app.session_state["panel.member"] = stage.members[ANN]

    assert "Their link was tried" in said(app.run())[1]


@pytest.mark.parametrize("page", [None, "panel.py"], ids=["overview", "panel"])
def test_a_link_that_was_passed_on_is_shown_until_there_is_a_new_one(open_page, stage, forwarded, page):
    app = open_page(FAY, page)

    assert "The link of **Ann Alder** was tried in a second browser" in said(app)[0]
    assert "Safari on iPhone" in said(app)[0]
    assert "somebody else may have been first: issue a new link, which ends that sign-in" in said(app)[0]
    credentials.issue_link(stage.as_(FAY), stage.members[ANN])
    assert not said(app.run())
