"""The live element: found in every runtime, its files served, its data what the browser part reads."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from consensus.services.meetings.asked_now import AskedItem
from consensus.ui.widgets.elements import FRONTEND
from consensus.web.application import ELEMENT_PREFIXES

PAGE = """
from uuid import UUID
import streamlit as st
from consensus.domain.ballots import Option
from consensus.services.meetings.asked_now import Asked, AskedItem
from consensus.ui.widgets.live import live

@st.fragment
def draw():
    item = AskedItem(UUID(int=3), "hash", "<b>Text</b>", (Option("agree", "Agree"),))
    asked = Asked(UUID(int=4), "The vote is open", "Nobody sees it.", (item,))
    live(UUID(int=1), key="vote", asked=asked, revision=7, person=UUID(int=2), is_ballot=True)
    st.caption("drawn")

draw()
"""


def element_of(app: AppTest):
    """The message that mounts the element."""
    return next(node.proto for node in app.main if node.type == "bidi_component")


@pytest.mark.parametrize("run", [1, 2], ids=["first runtime", "another runtime in the same process"])
def test_the_element_is_found_by_its_file(run):
    app = AppTest.from_string(PAGE, default_timeout=20).run()

    assert not app.exception
    element = element_of(app)
    assert (element.component_name, element.js_source_path, element.css_source_path) == (
        "assent.live",
        "live.js",
        "live.css",
    )
    assert not element.js_content


def test_the_browser_part_is_told_process_person_revision_and_items():
    element = element_of(AppTest.from_string(PAGE, default_timeout=20).run())

    data = json.loads(element.json)
    assert data["process"] == str(UUID(int=1))
    assert data["person"] == str(UUID(int=2))
    assert data["revision"] == 7
    assert data["is_ballot"] is True
    assert data["asked"]["items"][0]["text"] == "<b>Text</b>"
    assert data["asked"]["items"][0]["options"] == [{"value": "agree", "label": "Agree", "hint": ""}]


def test_every_module_it_loads_is_there_and_comes_from_here():
    imports = [
        (file.name, line.split('"')[1])
        for file in FRONTEND.glob("*.js")
        for line in file.read_text().splitlines()
        if line.startswith("import ")
    ]

    assert imports
    assert all((FRONTEND / target).is_file() for _, target in imports)
    assert ELEMENT_PREFIXES[0].endswith("/assent.live/")


def test_no_text_becomes_markup():
    sources = "\n".join(file.read_text() for file in Path(FRONTEND).glob("*.js"))

    assert "innerHTML" not in sources
    assert "insertAdjacentHTML" not in sources


def test_a_moment_is_told_in_utc():
    at = datetime(2026, 3, 2, 15, 2, 13, tzinfo=timezone(timedelta(hours=1)))
    item = AskedItem(UUID(int=3), "hash", "Text", (), choice="agree", at=at)

    assert datetime.fromisoformat(item.to_data()["at"]) == at.astimezone(UTC)
    assert item.to_data()["at"].endswith("+00:00")
