"""The pages of a secret vote, and that two votes which differ in nothing but choices look the same everywhere."""

import logging
import re

import pytest

from consensus.domain.disclosure import Anonymity
from consensus.services.context import Context
from consensus.services.meetings import minutes
from consensus.services.processes import results
from consensus.services.rounds import secret_lists, voiding
from consensus.services.rounds.round_views import get_round
from tests.services.builders import ANN, CHAIR, EVERYBODY, FACILITATOR, begin_meeting, restore, save
from tests.services.secret_people import AGREE, DISAGREE, MORE, SAID, SECRET_VOTERS, open_secret, plan_secret

PAGES = {
    FACILITATOR: ("overview.py", "meeting.py", "results.py", "minutes.py", "record.py", "sensitivity.py"),
    ANN: ("home.py", "meeting_panelist.py", "results.py"),
}


@pytest.fixture
def secret(database):
    return open_secret(plan_secret(database))


@pytest.fixture
def page_of(carry, visit, secret):
    """A page as this person sees it."""

    def page_of_(name, page):
        carry(secret.built.token(name))
        app = visit()
        return app.switch_page(f"views/{page}").run()

    return page_of_


def all_text(app):
    """Everything that is sent to the browser."""
    return "\n".join(str(node.proto) for node in app.main if getattr(node, "proto", None) is not None)


def look_around(secret, page_of):
    """Every page and file of this moment."""
    ctx = secret.built.context(FACILITATOR)
    pages = {(name, page): all_text(page_of(name, page)) for name, listed in PAGES.items() for page in listed}
    names = ("statements.md", "results.csv", "results.json", "interests.csv")
    files = {name: results.export(ctx, secret.built.process_id, name).content for name in names}
    # PDF and Word carry the moment they were made; what they say is that of the other files.
    kept = [name for name in minutes.FILES if not name.endswith((".pdf", ".docx"))]
    files |= {name: minutes.export_minutes(ctx, secret.built.process_id, name=name).content for name in kept}
    files["receipts.txt"] = secret_lists.export_lists(ctx, secret.built.process_id).content
    views = {name: get_round(secret.built.context(name), secret.id) for name in (FACILITATOR, CHAIR, ANN)}
    return pages, files, views


def cast_and_listen(secret, said, caplog):
    """The signals and the log of casting."""
    heard = []
    stop = secret.built.db.signals.subscribe(lambda process_id, revision, audience: heard.append((revision, audience)))
    caplog.clear()
    secret.cast_all(said)
    stop()
    return heard, [(record.name, record.levelname, record.getMessage()) for record in caplog.records]


def test_two_open_votes_that_differ_only_in_choices_look_the_same_on_every_page_signal_file_and_log(
    secret, page_of, tmp_path, caplog
):
    caplog.set_level(logging.INFO)
    save(secret.built.db, tmp_path / "opened.db")
    other_way = {AGREE: DISAGREE, DISAGREE: AGREE}
    ways = (SAID, {name: tuple(other_way.get(choice, AGREE) for choice in said) for name, said in SAID.items()})
    seen = []

    for said in ways:
        restore(secret.built.db, tmp_path / "opened.db")
        noise = cast_and_listen(secret, said, caplog)
        seen.append((noise, *look_around(secret, page_of)))

    (first_noise, first_pages, *first), (second_noise, second_pages, *second) = seen
    assert first_noise == second_noise
    assert len(first_noise[0]) == len(SECRET_VOTERS)
    for place, shown in first_pages.items():
        assert shown == second_pages[place], place
    for name, content in first[0].items():
        assert content == second[0][name], name
    assert first[1] == second[1]


def test_a_facilitator_chooses_secrecy_with_one_sentence_for_each_and_it_reaches_the_round(carry, visit, database):
    built = begin_meeting(plan_secret(database), (*EVERYBODY, *MORE))
    carry(built.token(FACILITATOR))
    app = visit().switch_page("views/meeting.py").run()
    radio = app.radio(key="meeting.secrecy")
    assert radio.options == ["Confidential", "Secret"]
    radio.set_value(Anonymity.SECRET).run()
    assert not [one for one in app.radio if one.key == "meeting.mode"]

    app.button(key="meeting.open").click().run()

    assert "Declare void" in all_text(app)
    assert "7 people" in all_text(app)


def test_a_panelist_gets_a_paper_then_the_lists_then_the_verdict_with_them(secret, page_of):
    assert re.search(r"secret\W+true", all_text(page_of(ANN, "meeting_panelist.py")))
    secret.cast_all(SAID)
    secret.close()
    closed = all_text(page_of(ANN, "meeting_panelist.py"))
    assert "Receipts and who voted (7)" in closed
    assert "7 receipt codes" in closed
    secret.reveal()

    for name, page in ((ANN, "meeting_panelist.py"), (ANN, "results.py"), (FACILITATOR, "meeting.py")):
        assert "Receipts and who voted (7)" in all_text(page_of(name, page)), page


def test_why_a_vote_is_void_stands_on_every_page_that_shows_it(secret, page_of):
    secret.cast_all(SAID)
    voiding.void_round(secret.built.context(FACILITATOR), secret.id, "Ann's twin <b>voted</b>.")

    for name, page in ((ANN, "meeting_panelist.py"), (ANN, "results.py"), (FACILITATOR, "meeting.py")):
        shown = all_text(page_of(name, page))
        assert "is void." in shown, page
        assert "<b>voted" not in shown, page


def test_the_lists_are_a_file_for_everybody_in_the_process(secret):
    secret.cast_all(SAID)
    secret.close()
    ann: Context = secret.built.context(ANN)

    text = secret_lists.export_lists(ann, secret.built.process_id).content.decode()

    assert "Who voted (7)" in text
    assert text.count("-") >= 3 * 7
