"""Answers sent past the page: acknowledged when stored, refused in a sentence, and never taken from another site."""

import json
from uuid import UUID, uuid4

import pytest

from consensus.domain.lifecycle import InvitationState
from consensus.services.people import panel
from consensus.services.surveys import instruments, survey
from consensus.web.answers import MOST_BYTES
from surveys.loader import parse_instrument
from surveys.versions import wording

INSTRUMENT = """
id = "short"
version = "1"
title = "Short"

[[section]]
id = "s"
title = "S"

[[section.question]]
id = "method"
kind = "single"
text = "Which?"
options = [{ id = "local", label = "Local" }, { id = "general", label = "General" }]

[[section.question]]
id = "why"
kind = "text"
text = "Why?"
show_if = { question = "method", is = ["general"] }

[[section.question]]
id = "years"
kind = "number"
text = "How long?"
"""


WORDINGS = {question.id: wording(question) for question in parse_instrument(INSTRUMENT, "short.toml").questions()}


@pytest.fixture
def survey_id(stage) -> UUID:
    """An open survey that Ann is asked."""
    fay = stage.as_("Fay")
    panel.record_invitation(fay, stage.members["Ann"], InvitationState.SENT)
    made = survey.add_survey(fay, stage.process_id, parse_instrument(INSTRUMENT, "short.toml"))
    survey.open_survey(fay, made)
    return made


@pytest.fixture
def send(client, survey_id, from_here):
    """Send an answer as a page does."""

    def send_(question, value, *, to="", headers=None, **more):
        content = json.dumps({"question": question, "value": value, "wording": WORDINGS.get(question), **more})
        return client.post(to or f"/answers/{survey_id}", content=content, headers=headers or from_here)

    return send_


def stored(stage):
    return survey.get_my_survey(stage.as_("Ann"), stage.process_id).values()


def test_an_answer_is_acknowledged_with_the_time_and_what_is_asked_next(send, sign_in, stage):
    sign_in("Ann")

    answer = send("method", "general")

    assert answer.status_code == 200
    assert answer.json()["shown"] == ["method", "why", "years"]
    assert answer.json()["progress"] == {"n_answered": 1, "n_shown": 3}
    assert answer.json()["saved_at"].endswith("+00:00")
    assert answer.headers["cache-control"] == "no-store"
    assert stored(stage) == {"method": "general"}


@pytest.mark.parametrize(
    ("question", "value", "says"),
    [
        ("method", "sedation", "not one of the options"),
        ("why", "Hidden", "not part of what you are asked"),
        ("no such question", "local", "not part of what you are asked"),
        ("years", "ten", "takes a number"),
        ("years", 10**400, "takes a number"),
        ("years", float("nan"), "takes a number"),
        ("years", True, "takes a number"),
        ("method", {"local": {"deep": []}}, "not one of the options"),
    ],
    ids=["no option", "hidden", "unknown", "text", "huge", "not a number", "a truth", "a table"],
)
def test_what_is_no_answer_is_refused_in_a_sentence(send, sign_in, stage, question, value, says):
    sign_in("Ann")

    answer = send(question, value)

    assert answer.status_code == 422
    assert says in answer.json()["message"]
    assert not answer.json()["again"]
    assert stored(stage) == {}


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"[1]", 422),
        (b'{"question": 3, "value": 1}', 422),
        (b'{"question": "method"}', 422),
        (b'{"question": "method", "value": "local", "seen": "yesterday"}', 422),
        (b"[" * 60_000, 422),
        (b'{"question": "why", "value": "' + b"x" * MOST_BYTES + b'"}', 413),
    ],
    ids=["nothing", "a list", "no question", "no value", "no moment", "deep", "too long"],
)
def test_nonsense_is_no_answer(client, sign_in, survey_id, from_here, stage, content, status):
    sign_in("Ann")

    answer = client.post(f"/answers/{survey_id}", content=content, headers=from_here)

    assert answer.status_code == status
    assert stored(stage) == {}


def test_a_text_of_100_kilobytes_is_refused_and_one_of_the_allowed_length_is_kept(send, sign_in, stage):
    sign_in("Ann")
    send("method", "general")

    assert send("why", "ä" * 100_000).status_code == 413
    assert send("why", "ä" * 10_001).status_code == 422
    assert send("why", "ä" * 10_000).status_code == 200
    assert len(stored(stage)["why"]) == 10_000


def test_an_older_answer_from_another_device_is_told_so(send, sign_in):
    sign_in("Ann")
    seen = send("method", "local", seen=None).json()["saved_at"]
    send("method", "general", seen=seen)

    late = send("method", "local", seen=seen)

    assert late.status_code == 409
    assert late.json()["outdated"]


def test_a_closed_survey_takes_no_answer(send, sign_in, stage, survey_id):
    survey.close_survey(stage.as_("Fay"), survey_id)
    sign_in("Ann")

    answer = send("method", "local")

    assert (answer.status_code, answer.json()["outdated"]) == (409, False)
    assert "closed" in answer.json()["message"]


def test_nobody_answers_from_another_site_or_without_a_session(send, sign_in, stage):
    assert send("method", "local").status_code == 401
    sign_in("Ann")

    assert send("method", "local", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert stored(stage) == {}


def test_a_stranger_and_a_facilitator_answer_nothing(send, sign_in, stage):
    sign_in("Ann")
    assert send("method", "local", to=f"/answers/{uuid4()}").status_code == 404
    sign_in("Fay")

    assert send("method", "local").status_code == 403


def test_who_sends_too_fast_is_asked_to_send_again(send, sign_in, web, stage):
    sign_in("Ann")
    person = stage.as_("Ann").actor.person_id
    while web.site.allowances.of(person).take():
        pass

    answer = send("method", "local")

    assert (answer.status_code, answer.json()["again"]) == (429, True)


def test_an_answer_to_other_words_is_told_so(send, sign_in, stage, survey_id):
    fay = stage.as_("Fay")
    instruments.replace_draft(fay, survey_id, INSTRUMENT.replace("Which?", "Which one?").encode(), "short.toml")
    instruments.revise(fay, survey_id, "It was unclear.")
    sign_in("Ann")

    late, same = send("method", "local"), send("years", 3)

    assert (late.status_code, late.json()["reworded"], late.json()["again"]) == (409, True, False)
    assert late.json()["message"] == "The question was reworded; read it again."
    assert same.status_code == 200
    assert stored(stage) == {"years": 3}


@pytest.mark.parametrize("wording", [None, 7, "", {}], ids=["none", "a number", "empty", "a table"])
def test_an_answer_that_does_not_say_what_it_was_given_to_is_not_taken(send, sign_in, stage, wording):
    sign_in("Ann")

    assert send("method", "local", wording=wording).json()["reworded"]
    assert stored(stage) == {}
