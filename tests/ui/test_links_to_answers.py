"""From a statement to the answers it rests on, and from the answers to what came out of them."""

from urllib.parse import parse_qs

import pytest
from test_facilitator_pages import FAY, words
from test_theme_pages import WROTE, add_theme, board, written

from consensus.services.statements import drafting, statements, topics
from consensus.services.surveys import collation, themes

__all__ = ["written"]


def links(app, label):
    """Where the links with this label lead: the address of the page, and what stands behind its question mark."""
    found = [link.proto for link in app.get("page_link") if label in link.proto.label]
    return [(link.page, {key: value for key, (value,) in parse_qs(link.query_string).items()}) for link in found]


@pytest.fixture
def drafted(written):
    """A candidate that rests on an answer, and one that rests on a theme."""
    fay = written.as_(FAY)
    (topic,) = topics.list_topics(fay, written.process_id)
    collation.draft_statement(fay, topic.id, "The evidence is *weak*.", "", [("strength", "weak")])
    theme_id = add_theme(written, "Training", *WROTE.values())
    drafting.draft_from_theme(fay, theme_id, topic.id, "Nurses need training.")
    return written, theme_id, {s.text: s.id for s in statements.list_statements(fay, written.process_id)}


def test_a_candidate_links_to_its_question_and_to_its_theme(open_page, drafted):
    _, theme_id, _ = drafted

    app = open_page(FAY, "topics.py")

    assert links(app, "See the answers") == [
        ("collation", {"process": "pump", "question": "strength"}),
        ("themes", {"process": "pump", "theme": str(theme_id)}),
    ]


def test_the_link_opens_the_question_alone_with_what_came_out_of_it(open_page, drafted):
    _, _, ids = drafted

    app = open_page(FAY, "collation.py", question="strength")
    said = words(app)
    forward = links(app, "The evidence is")
    app.button(key="alone.question").click().run()

    assert "How strong is the evidence?" in said
    assert "How appropriate is it?" not in said
    assert forward == [("topics", {"process": "pump", "statement": str(ids["The evidence is *weak*."])})]
    assert "How appropriate is it?" in words(app)


def test_the_statement_opens_alone_with_its_trail_and_its_way_back(open_page, drafted):
    _, _, ids = drafted

    app = open_page(FAY, "topics.py", statement=str(ids["Nurses need training."]))
    alone = words(app)
    app.button(key="alone.statement").click().run()

    assert "Nurses need training." in alone
    assert "The evidence is" not in alone
    assert "The evidence is" in words(app)


def test_a_theme_opens_alone_even_under_the_name_it_was_merged_from(open_page, drafted):
    stage, theme_id, _ = drafted
    other = themes.add_theme(stage.as_(FAY), stage.process_id, "Schooling")
    themes.merge_themes(stage.as_(FAY), theme_id, other)

    app = open_page(FAY, "themes.py", theme=str(theme_id))

    assert "**Schooling**" in words(app)
    assert "Nurses need training." in str([link.proto.label for link in app.get("page_link")])


@pytest.mark.parametrize(
    ("page", "kind"), [("collation.py", "question"), ("themes.py", "theme"), ("topics.py", "statement")]
)
def test_a_link_to_what_is_gone_says_so_and_shows_the_page(open_page, drafted, page, kind):
    app = open_page(FAY, page, **{kind: "nowhere"})

    assert f"The {kind} that this link leads to is not here any more." in words(app)
    assert not app.error


def test_words_are_filled_in_by_a_click_alone(open_page, drafted):
    stage, theme_id, _ = drafted
    themes.edit_theme(stage.as_(FAY), theme_id, "Training", "How people learn it")
    (answer,) = [text for text in board(stage).texts if text.text == WROTE["Ann Alder"]]
    own = f"themes.draft.{theme_id}"

    app = open_page(FAY, "themes.py", theme=str(theme_id))
    before = app.text_area(key=f"{own}.text").value
    app.button(key=f"{own}.begin.{answer.id}").click().run()
    app.button(key=f"{own}.begin.description").click().run()

    assert before == ""
    assert app.text_area(key=f"{own}.text").value == f"{WROTE['Ann Alder']}\nHow people learn it"
    assert app.multiselect(key=f"{own}.quotes").value == [answer.id]
    assert "It will say that 3 people wrote about this" in words(app)
