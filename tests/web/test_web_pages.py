"""A page is drawn for who is signed in; everybody else is led to the sign-in; every answer carries the headers."""

import re
from pathlib import Path

import pytest
import streamlit

from consensus.services.sign_in import identity
from consensus.web.pages import clean_index, is_page, list_loaded


def test_without_a_session_a_page_leads_to_the_sign_in(client):
    answer = client.get("/statements", params={"process": "hand", "secret": "s"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?process=hand")


def test_with_a_session_the_page_is_served(client, sign_in):
    sign_in("Ann")

    answer = client.get("/")

    assert answer.status_code == 200
    assert "<title>Assent</title>" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_session_that_has_ended_leads_to_the_sign_in_and_loses_its_cookie(client, stage, sign_in):
    identity.sign_out(stage.db, sign_in("Ann"))

    answer = client.get("/")

    assert answer.headers["location"] == "/sign-in"
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_the_index_runs_no_inline_script_and_loads_what_streamlit_loads():
    original = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()

    index = clean_index(original)

    assert re.findall(r"<script(?![^>]*src=)", original)
    assert not re.findall(r"<script(?![^>]*src=)", index)
    scripts = re.findall(r'"\./(static/(?:js|css)/[^"]+)"', original)
    assert len(scripts) > 10
    assert [path for path in list_loaded(index) if path.startswith("/static/")] == ["/" + path for path in scripts]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("/statements", True),
        ("/_stcore/health", False),
        ("/sign-in", False),
        ("/robots.txt", False),
        ("/static/js/x.js", False),
    ],
)
def test_what_is_a_page(path, expected):
    assert is_page(path) is expected


def test_a_file_that_is_not_there_is_not_a_page(client, sign_in):
    sign_in("Ann")

    assert client.get("/robots.txt").status_code == 404


def test_what_streamlit_counts_about_its_sessions_is_shown_to_nobody(client):
    assert client.get("/_stcore/metrics").status_code == 404


@pytest.mark.parametrize("path", ["/", "/sign-in", "/join", "/health", "/assets/site.css", "/nowhere.txt"])
def test_every_answer_forbids_what_does_not_come_from_here(client, path):
    answer = client.get(path)

    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert "strict-transport-security" not in answer.headers


def test_our_own_pages_hold_no_script_or_style_of_their_own(client):
    for path in ("/sign-in", "/join"):
        text = client.get(path).text

        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"\son\w+=|<style|\sstyle=", text)
        assert not re.search(r"(?:src|href)=\"(?!/)", text)


def test_health_says_nothing_about_anybody(client, stage):
    answer = client.get("/health")

    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "version", "pages"}
