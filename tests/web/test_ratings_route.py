"""Ratings sent past the page: acknowledged when stored, known when sent again, and answered with what may be shown."""

import json
from uuid import uuid4

import pytest

from consensus.services.delphi import delphi_rounds, protocols, rating_form
from consensus.services.rounds import rounds
from consensus.services.statements import statements

NAMES = ("Ann", "Ben", "Cleo")


@pytest.fixture
def round_id(stage):
    """An open Delphi round on the first candidate, after the vote on both was revealed."""
    fay = stage.as_("Fay")
    rounds.close_round(fay, stage.round_id)
    rounds.reveal_round(fay, stage.round_id)
    protocols.choose_method(fay, stage.process_id, "modified_delphi")
    return open_round(stage)


def open_round(stage):
    fay = stage.as_("Fay")
    statement_id = statements.list_statements(fay, stage.process_id)[0].id
    planned = delphi_rounds.plan_round(fay, stage.process_id, [statement_id])
    delphi_rounds.open_now(fay, planned)
    return planned


def item_of(stage, name):
    return rating_form.get_form(stage.as_(name), stage.process_id).items[0]


@pytest.fixture
def send(client, stage, from_here, settings):
    """Send a rating as a page does."""

    def send_(round_id, name, value, *, part="", seen=None, headers=None, wording=None):
        item = item_of(stage, name)
        body = {
            "question": f"{item.id}{part}",
            "value": value,
            "seen": seen,
            "wording": wording or item.version_sha256,
        }
        client.cookies.set(settings.session_cookie, stage.token(name))
        return client.post(f"/ratings/{round_id}", content=json.dumps(body), headers={**from_here, **(headers or {})})

    return send_


def test_a_rating_is_acknowledged_once_it_is_stored(send, round_id, stage):
    answer = send(round_id, "Ann", {"choice": "7", "comment": "Because."})

    assert answer.status_code == 200, answer.text
    assert answer.json()["value"] == {"choice": "7", "comment": "Because."}
    assert answer.json()["item"]["saved_at"]
    assert item_of(stage, "Ann").rating.choice == "7"


def test_one_sent_again_is_known_and_one_taken_up_again_is_not(send, round_id, stage):
    first = send(round_id, "Ann", {"choice": "7"}).json()
    assert send(round_id, "Ann", {"choice": "7"}).json()["saved_at"] == first["saved_at"]

    second = send(round_id, "Ann", {"choice": "8"}, seen=first["saved_at"]).json()
    send(round_id, "Ann", {"choice": "7"}, seen=second["saved_at"])

    assert item_of(stage, "Ann").rating.choice == "7"


def test_the_panel_is_shown_in_the_answer_to_a_first_rating(send, round_id, stage):
    fay = stage.as_("Fay")
    for name, choice in zip(NAMES, ("2", "5", "9"), strict=True):
        send(round_id, name, {"choice": choice})
    delphi_rounds.close_now(fay, round_id)
    delphi_rounds.reveal(fay, round_id)
    second = open_round(stage)

    answer = send(second, "Ann", {"choice": "9"}).json()

    assert answer["item"]["feedback"]["median"] == "5"
    assert answer["item"]["asks"]
    tapped = send(second, "Ann", ["Feasibility or cost"], part="#reasons").json()
    assert tapped["item"]["reasons"] == ["Feasibility or cost"]


@pytest.mark.parametrize(
    ("value", "part"),
    [
        pytest.param("7", "", id="no table"),
        pytest.param({"comment": "x"}, "", id="no choice"),
        pytest.param({"choice": "7", "comment": 1}, "", id="a comment that is none"),
        pytest.param("cost", "#reasons", id="no list of reasons"),
    ],
)
def test_what_is_no_rating_is_refused(send, round_id, value, part):
    answer = send(round_id, "Ann", value, part=part)

    assert (answer.status_code, answer.json()["message"]) == (422, "This is no rating.")


def test_a_rating_off_the_scale_or_of_another_wording_is_refused(send, round_id):
    assert send(round_id, "Ann", {"choice": "12"}).status_code == 409
    assert "Read it again" in send(round_id, "Ann", {"choice": "7"}, wording="another").json()["message"]


def test_another_site_and_nobody_are_refused(send, round_id, client, from_here):
    elsewhere = send(
        round_id,
        "Ann",
        {"choice": "7"},
        headers={"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
    )
    client.cookies.clear()
    nobody = client.post(f"/ratings/{round_id}", content=json.dumps({"question": str(uuid4())}), headers=from_here)

    assert (elsewhere.status_code, nobody.status_code) == (403, 401)


def test_a_letter_is_printed_for_its_reader_and_for_no_facilitator(client, send, round_id, stage, settings):
    for name, choice in zip(NAMES, ("2", "5", "9"), strict=True):
        send(round_id, name, {"choice": choice, "comment": ""})
    delphi_rounds.close_now(stage.as_("Fay"), round_id)
    delphi_rounds.reveal(stage.as_("Fay"), round_id)

    def fetch(name):
        client.cookies.set(settings.session_cookie, stage.token(name))
        return client.get(f"/download/{stage.process_id}/letter-1.pdf")

    mine, theirs = fetch("Ann"), fetch("Fay")
    assert (mine.status_code, mine.headers["content-type"]) == (200, "application/pdf")
    assert mine.content.startswith(b"%PDF")
    assert (theirs.status_code, theirs.text) == (403, "You have no letter of this round.")
