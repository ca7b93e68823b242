"""Candidates merged and split on the Topics page, and the trail that is read there."""

import pytest
from test_facilitator_pages import FAY, words
from test_theme_pages import add_theme, written

from consensus.domain.lifecycle import StatementState
from consensus.services.statements import statements, topics

__all__ = ["written"]


@pytest.fixture
def two(stage):
    fay = stage.as_(FAY)
    topic = topics.list_topics(fay, stage.process_id)[0]
    return topic.id, *(statements.add_candidate(fay, topic.id, text) for text in ("Pumps *may* help.", "Pumps help."))


def states(stage):
    return {s.text: s.state for s in statements.list_statements(stage.as_(FAY), stage.process_id)}


def test_two_candidates_become_one(open_page, stage, two):
    topic_id, first, second = two
    app = open_page(FAY, "topics.py")
    own = f"topics.{topic_id}.merge"
    app.multiselect(key=f"{own}.which").set_value([first, second])
    app.text_area(key=f"{own}.text").set_value("Pumps can help.")
    app.button(key=f"{own}.do").click().run()

    assert states(stage) == {
        "Pumps *may* help.": StatementState.SUPERSEDED,
        "Pumps help.": StatementState.SUPERSEDED,
        "Pumps can help.": StatementState.CANDIDATE,
    }
    assert not app.error


def test_one_candidate_becomes_two(open_page, stage, two):
    _, first, _ = two
    app = open_page(FAY, "topics.py")
    own = f"topics.split.{first}"
    app.text_area(key=f"{own}.first").set_value("Pumps help the old.")
    app.text_area(key=f"{own}.second").set_value("Pumps help the young.")
    app.button(key=f"{own}.do").click().run()

    assert states(stage)["Pumps *may* help."] is StatementState.SUPERSEDED
    assert {"Pumps help the old.", "Pumps help the young."} <= states(stage).keys()


def test_the_trail_shows_what_changed_word_by_word(open_page, stage, two):
    _, first, _ = two
    statements.reword(stage.as_(FAY), first, "Pumps <b>do</b> help.", "", "Bolder")
    app = open_page(FAY, "topics.py")
    app.session_state[f"topics.{first}.trail"] = True
    app.run()

    assert "&lt;" in words(app)
    assert "<del" in words(app)
    assert "Reason: Bolder" in words(app)


def test_a_theme_is_linked_to_a_new_candidate(open_page, written):
    theme_id = add_theme(written, "Training", "Nurses need training")
    app = open_page(FAY, "themes.py", theme=str(theme_id))
    own = f"themes.draft.{theme_id}"

    app.text_area(key=f"{own}.text").set_value("Nurses should be trained.")
    app.button(key=f"{own}.do").click().run()

    (made,) = statements.list_statements(written.as_(FAY), written.process_id)
    assert (made.text, made.sources[0].theme) == ("Nurses should be trained.", "Training")
