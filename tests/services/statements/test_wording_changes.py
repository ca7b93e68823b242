"""Rewording in the room: which comments led to it, what changed since the last vote, and what is voted on."""

import pytest

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.statements import version_hash
from consensus.services.rounds import round_views, rounds
from consensus.services.statements import comments, statements, wording_changes
from consensus.services.statements.comments import CommentKey
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, FIRST_WORDING

NEWER = "Local anaesthesia should be offered first to adults."


@pytest.fixture
def failed(vote):
    """A vote that came to nothing on both statements, with comments."""
    vote.cast(ANN, "disagree", "Not in children.")
    vote.cast(BEN, "disagree", "Say to whom.")
    vote.cast(CLEO, "agree")
    vote.cast(CHAIR, "disagree", "Something else.", item=1)
    vote.reveal()
    return vote


def test_comments_of_a_vote_are_read_without_names_once_it_is_revealed(vote):
    vote.cast(ANN, "disagree", "Not in children.")
    assert comments.list_comments(vote.built.context(CHAIR), vote.built.first) == ()

    vote.reveal()

    found = comments.list_comments(vote.built.context(CHAIR), vote.built.first)
    assert [(view.key.text, view.round_number) for view in found] == [("Not in children.", 1)]
    assert list(found[0].__dataclass_fields__) == ["key", "round_number"]


def test_a_wording_keeps_the_comments_it_answers(failed):
    built = failed.built
    key = CommentKey(failed.items[0].id, "Not in children.")

    statements.reword(built.context(FACILITATOR), built.first, NEWER, "", "Adults only", answers=[key, key])

    newest, oldest = statements.list_versions(built.context(ANN), built.first)
    assert (newest.answers, oldest.answers) == (("Not in children.",), ())


def test_only_comments_on_the_statement_can_be_answered(failed):
    built = failed.built
    for key in (CommentKey(failed.items[1].id, "Something else."), CommentKey(failed.items[0].id, "Made up.")):
        with pytest.raises(NotFoundError, match="not made on the statement"):
            statements.reword(built.context(FACILITATOR), built.first, NEWER, "", "", answers=[key])

    assert len(statements.list_versions(built.context(ANN), built.first)) == 1


def test_everybody_sees_what_changed_since_the_last_vote(failed):
    built = failed.built
    ctx = built.context(FACILITATOR)
    key = CommentKey(failed.items[0].id, "Not in children.")
    statements.reword(ctx, built.first, "Offer local anaesthesia.", "", "Shorter")
    statements.reword(ctx, built.first, NEWER, "", "Adults only", answers=[key])

    changes = wording_changes.list_changes(built.context(ANN), built.process_id)

    assert set(changes) == {built.first}
    change = changes[built.first]
    assert (change.since, change.before, change.after) == ("vote 1", FIRST_WORDING, NEWER)
    assert (change.reasons, change.answers) == (("Shorter", "Adults only"), ("Not in children.",))


def test_without_a_vote_the_change_is_since_the_first_wording_and_ends_with_the_vote(running):
    ctx = running.context(FACILITATOR)
    statements.reword(ctx, running.first, NEWER, "", "")
    assert wording_changes.list_changes(ctx, running.process_id)[running.first].since == "version 1"

    round_id = rounds.open_round(ctx, running.meeting_id, [running.first])
    assert running.first in wording_changes.list_changes(ctx, running.process_id)
    rounds.close_round(ctx, round_id)
    rounds.reveal_round(ctx, round_id)

    assert wording_changes.list_changes(ctx, running.process_id) == {}


def test_the_vote_is_on_exactly_the_wording_of_a_moment_ago(running):
    ctx = running.context(FACILITATOR)
    statements.reword(ctx, running.first, NEWER, "For grown-ups.", "Adults only")

    round_id = rounds.open_round(ctx, running.meeting_id, [running.first])

    item = round_views.get_round(running.context(ANN), round_id).items[0]
    assert (item.text, item.version_sha256) == (NEWER, version_hash(NEWER, "For grown-ups."))
    with pytest.raises(ConflictError, match="frozen until the reveal"):
        statements.reword(ctx, running.first, FIRST_WORDING, "", "")
    rounds.close_round(ctx, round_id)
    with pytest.raises(ConflictError, match="frozen until the reveal"):
        statements.reword(ctx, running.first, FIRST_WORDING, "", "")
