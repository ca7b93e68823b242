"""Ids of another process inside a list are answered like ids that nobody has, and nothing of the list is done."""

from uuid import UUID, uuid4

import pytest

from consensus.domain.errors import NotFoundError
from consensus.services.statements import drafting, statements
from consensus.services.surveys import collation, themes
from tests.services.builders import ANN, FACILITATOR, begin_meeting, plan_process
from tests.services.surveys.test_themes import WROTE, answered, board, ids


@pytest.fixture
def two(db):
    """Two processes with their answers, and the facilitator of the first."""
    mine = answered(begin_meeting(plan_process(db)))
    theirs = answered(begin_meeting(plan_process(db, slug="foot")))
    return mine, theirs, mine.context(FACILITATOR)


def theirs_or_nobodys(theirs, kind: str) -> UUID:
    return {
        "answer": ids(theirs, WROTE[ANN])[0],
        "statement": theirs.first,
        "topic": theirs.topic_id,
        "nobody": uuid4(),
    }[kind]


@pytest.mark.parametrize("kind", ["answer", "nobody"])
def test_answers_of_strangers_are_not_coded_and_neither_is_the_rest(two, kind):
    mine, theirs, ctx = two
    theme_id = themes.add_theme(ctx, mine.process_id, "Pace")
    listed = [*ids(mine, WROTE[ANN]), theirs_or_nobodys(theirs, kind)]

    with pytest.raises(NotFoundError) as refusal:
        themes.code_answers(ctx, theme_id, listed)
    with pytest.raises(NotFoundError):
        themes.add_theme(ctx, mine.process_id, "Wishes", answer_ids=listed)

    assert WROTE[ANN] not in str(refusal.value)
    assert {theme.label: theme.n_answers for theme in board(mine).themes} == {"Speed": 0, "Safety": 0, "Pace": 0}


@pytest.mark.parametrize("kind", ["answer", "nobody"])
def test_quotes_of_strangers_make_no_statement(two, kind):
    mine, theirs, ctx = two
    theme_id = themes.add_theme(ctx, mine.process_id, "Pace", answer_ids=ids(mine, WROTE[ANN]))
    listed = [*ids(mine, WROTE[ANN]), theirs_or_nobodys(theirs, kind)]
    before = statements.list_statements(ctx, mine.process_id)

    with pytest.raises(NotFoundError):
        drafting.draft_from_theme(ctx, theme_id, mine.topic_id, "Quicker.", answer_ids=listed)
    with pytest.raises(NotFoundError):
        drafting.link_theme(ctx, mine.first, theme_id, answer_ids=listed)

    assert statements.list_statements(ctx, mine.process_id) == before


@pytest.mark.parametrize("kind", ["statement", "nobody"])
@pytest.mark.parametrize("first", [True, False], ids=["as the first", "as the second"])
def test_statements_of_strangers_are_not_merged(two, kind, first):
    mine, theirs, ctx = two
    stranger = theirs_or_nobodys(theirs, kind)

    with pytest.raises(NotFoundError):
        drafting.merge_statements(ctx, [stranger, mine.first] if first else [mine.first, stranger], "Both.")


@pytest.mark.parametrize("kind", ["topic", "nobody"])
def test_a_topic_of_strangers_takes_no_candidate(two, kind):
    mine, theirs, ctx = two
    theme_id = themes.add_theme(ctx, mine.process_id, "Pace")
    topic_id = theirs_or_nobodys(theirs, kind)

    with pytest.raises(NotFoundError):
        drafting.draft_from_theme(ctx, theme_id, topic_id, "Quicker.")
    with pytest.raises(NotFoundError):
        collation.draft_statement(ctx, topic_id, "Quicker.", "", [("method", "general")])


def test_a_question_nobody_was_asked_makes_no_statement(two):
    mine, _, ctx = two

    with pytest.raises(NotFoundError):
        collation.draft_statement(ctx, mine.topic_id, "Quicker.", "", [("method", "general"), ("nowhere", "")])
    assert all(s.text != "Quicker." for s in statements.list_statements(ctx, mine.process_id))


@pytest.mark.parametrize("kind", ["answer", "nobody"])
def test_answers_of_strangers_split_off_no_theme(two, kind):
    mine, theirs, ctx = two
    theme_id = themes.add_theme(ctx, mine.process_id, "Pace", answer_ids=ids(mine, WROTE[ANN]))

    with pytest.raises(NotFoundError):
        themes.split_theme(ctx, theme_id, "Wishes", [*ids(mine, WROTE[ANN]), theirs_or_nobodys(theirs, kind)])
