"""The form that issues and prints: from our pages only, by the facilitator only, and kept nowhere."""

import pytest

from consensus.services import audit

FORM = {"scope": "everybody", "group": "", "part": "1", "layout": "cards"}


def issued(stage):
    events = audit.list_events(stage.as_("Fay"), stage.process_id, limit=200)
    return [event for event in events if event.verb in ("link.issued", "code.issued")]


def post(client, stage, headers, **changes):
    return client.post(f"/access-sheet/{stage.process_id}", data={**FORM, **changes}, headers=headers)


def test_the_facilitator_gets_a_pdf_that_no_browser_keeps(client, stage, sign_in, from_here):
    sign_in("Fay")

    answer = post(client, stage, from_here)

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="hand-cards.pdf"')
    assert len(issued(stage)) == 6


def test_looking_at_the_address_issues_nothing(client, stage, sign_in):
    sign_in("Fay")

    answer = client.get(f"/access-sheet/{stage.process_id}")

    assert answer.status_code == 405
    assert issued(stage) == []


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}, {}], ids=["site", "origin", "none"]
)
def test_a_form_of_another_site_issues_nothing(client, stage, sign_in, headers):
    sign_in("Fay")

    assert post(client, stage, headers).status_code == 400
    assert issued(stage) == []


def test_a_panelist_is_refused_and_a_stranger_is_led_to_the_sign_in(client, stage, sign_in, from_here):
    nobody = post(client, stage, from_here)
    sign_in("Ann")
    panelist = post(client, stage, from_here)

    assert (nobody.status_code, nobody.headers["location"]) == (303, "/sign-in")
    assert panelist.status_code == 403
    assert "you cannot do this" in panelist.text
    assert issued(stage) == []


@pytest.mark.parametrize(
    "changes",
    [{"scope": "all"}, {"layout": "poster"}, {"part": "-1"}, {"part": "²"}, {"group": "a\0b"}],
    ids=["scope", "layout", "negative part", "no number", "a zero character"],
)
def test_a_form_that_is_not_ours_is_refused(client, stage, sign_in, from_here, changes):
    sign_in("Fay")

    assert post(client, stage, from_here, **changes).status_code == 400
    assert issued(stage) == []


def test_nobody_to_print_for_is_said(client, stage, sign_in, from_here):
    sign_in("Fay")

    answer = post(client, stage, from_here, scope="group", group="<b>nobody</b>")

    assert answer.status_code == 403
    assert "There is nobody to print this for." in answer.text
