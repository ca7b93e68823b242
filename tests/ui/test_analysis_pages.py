"""What if and planning: numbers as the tally says, nothing before a reveal, nothing for the panel."""

import pytest
from scipy.stats import binom
from test_facilitator_pages import FAY, words

from consensus.domain.roles import Role
from consensus.services.meetings import meeting
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.rounds.round_views import get_round
from consensus.services.statements import statements, topics
from consensus.ui.navigation import entries_of

VOTERS = {"Ann Alder": "agree", "Ben Birch": "agree", "Cleo Cedar": "disagree"}


@pytest.fixture
def decided(stage):
    """A meeting in which two of three agreed: short of four fifths, and exactly two thirds."""
    fay = stage.as_(FAY)
    topic = topics.list_topics(fay, stage.process_id)[0].id
    statement = statements.add_candidate(fay, topic, "Use *it*")
    held = meeting.get_meeting(fay, stage.process_id).id
    meeting.start_meeting(fay, held)
    for name in VOTERS:
        meeting.check_in(fay, held, stage.members[name])
    statements.present_statement(fay, statement)
    round_id = rounds.open_round(fay, held, [statement])
    item = get_round(fay, round_id).items[0]
    for name, choice in VOTERS.items():
        cast_ballot(stage.as_(name), item.id, item.version_sha256, choice, "")
    rounds.close_round(fay, round_id)
    rounds.reveal_round(fay, round_id)
    return stage


def test_nothing_is_analysed_before_a_vote_is_revealed(open_page):
    app = open_page(FAY, "sensitivity.py")

    assert not app.exception
    assert "Nothing decided yet" in words(app)
    assert not app.dataframe


def test_the_rules_that_would_decide_otherwise_are_named(decided, open_page):
    app = open_page(FAY, "sensitivity.py")

    assert not app.exception
    assert "Secondary analyses: they do not change any verdict." in words(app)
    assert "1 of 1 verdicts would differ under another rule" in words(app)
    rules = next(frame.value for frame in app.dataframe if "Two thirds" in frame.value)
    assert rules.iloc[0]["Registered rule"] == "no consensus"
    assert rules.iloc[0]["Two thirds"] == "consensus"


def test_no_name_stands_on_the_page_of_analyses(decided, open_page):
    app = open_page(FAY, "sensitivity.py")

    shown = words(app) + "".join(frame.value.to_csv() for frame in app.dataframe)
    assert not any(name in shown for name in VOTERS)


def test_planning_shows_the_binomial_chance_before_anything_is_opened(open_page):
    app = open_page(FAY, "planning.py")

    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "People" in frame.value)
    fifteen = table[table["People"] == 15].iloc[0]
    assert fifteen["Must agree"] == 12
    assert fifteen["Should pass"] == pytest.approx(binom.sf(11, 15, 0.9), abs=1e-4)
    assert fifteen["Should not pass"] == pytest.approx(binom.sf(11, 15, 0.6), abs=1e-4)
    assert "the chance to pass is at least 80% for every size" in words(app)


def test_another_rule_and_absence_change_the_numbers(open_page):
    app = open_page(FAY, "planning.py")
    before = next(frame.value for frame in app.dataframe if "People" in frame.value)

    app.selectbox(key="planning.rule").set_value("Two thirds")
    app.slider(key="planning.absent").set_value(20).run()

    after = next(frame.value for frame in app.dataframe if "People" in frame.value)
    assert not app.exception
    assert after["Must agree"].tolist() != before["Must agree"].tolist()
    assert (after["Should pass"] > before["Should pass"]).any()


def test_the_panel_has_neither_page():
    files = {entry.file for entry in entries_of(Role.PANELIST)}

    assert not files & {"sensitivity.py", "planning.py"}
    assert {entry.file for entry in entries_of(Role.FACILITATOR)} >= {"sensitivity.py", "planning.py"}
