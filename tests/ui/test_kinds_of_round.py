"""The facilitator chooses how the panel answers, reads the rule beforehand, and sees the verdict in its own words."""

import pytest

from consensus.domain.ballots import RoundKind
from consensus.services.meetings import meeting
from consensus.services.rounds import ballots, rounds
from consensus.services.statements import statements, topics

FAY = "Fay Cilitator"
PANEL = ("Ann Alder", "Ben Birch", "Cleo Cedar")


@pytest.fixture
def room(stage):
    """A running meeting with two presented candidates."""
    fay = stage.as_(FAY)
    topic = topics.list_topics(fay, stage.process_id)[0]
    ids = [statements.add_candidate(fay, topic.id, text) for text in ("Use it early.", "Use it late.")]
    held = meeting.get_meeting(fay, stage.process_id)
    meeting.start_meeting(fay, held.id)
    for name in PANEL:
        meeting.check_in(stage.as_(name), held.id)
    for statement_id in ids:
        statements.present_statement(fay, statement_id)
    return stage


def all_text(app):
    return " ".join(str(element.value) for element in (*app.caption, *app.markdown, *app.html))


def test_the_rule_is_said_before_a_rating_is_opened_and_frozen_with_it(room, open_page):
    app = open_page(FAY, "meeting.py")

    app.selectbox(key="meeting.kind").set_value(RoundKind.RATING).run()
    app.selectbox(key="meeting.rule").set_value("rand_ucla").run()

    assert "RAND/UCLA" in all_text(app)
    assert "without disagreement" in all_text(app)
    app.button(key="meeting.open").click().run()
    opened = meeting.get_meeting(room.as_(FAY), room.process_id).round
    assert (opened.kind, opened.rule.kind) == (RoundKind.RATING, "appropriateness")


def test_the_definition_of_the_process_stays_the_rule_of_votes_and_approvals(room, open_page):
    app = open_page(FAY, "meeting.py")

    app.selectbox(key="meeting.kind").set_value(RoundKind.APPROVAL).run()

    assert "By the consensus definition of this process" in all_text(app)
    assert "meeting.rule" not in {box.key for box in app.selectbox}


def test_a_ranking_of_one_candidate_is_not_offered(room, open_page):
    app = open_page(FAY, "meeting.py")
    app.selectbox(key="meeting.kind").set_value(RoundKind.RANKING).run()

    next(box for box in app.checkbox if str(box.key).startswith("meeting.ask.")).uncheck().run()

    assert app.button(key="meeting.open").disabled


@pytest.mark.parametrize("name", [FAY, "Ann Alder"], ids=["facilitator", "panelist"])
def test_everybody_reads_the_verdict_of_a_grid_as_direction_and_strength(room, open_page, name):
    fay = room.as_(FAY)
    held = meeting.get_meeting(fay, room.process_id)
    ids = [statement.id for statement in held.topic.statements]
    round_id = rounds.open_round(fay, held.id, ids, kind=RoundKind.GRADE)
    items = meeting.get_meeting(fay, room.process_id).round.items
    for voter in PANEL:
        for item, choice in zip(items, ("strong_for", "weak_against"), strict=True):
            ballots.cast_ballot(room.as_(voter), item.id, item.version_sha256, choice)
    rounds.close_round(fay, round_id)
    rounds.reveal_round(fay, round_id)

    app = open_page(name, "meeting.py" if name == FAY else "meeting_panelist.py")

    assert not app.exception
    assert "Strong recommendation for" in all_text(app)
