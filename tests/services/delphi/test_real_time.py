"""Without rounds: a first answer of one's own, then the panel as it stands, and changes until the deadline."""

from dataclasses import replace

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError
from consensus.persistence.tables import BallotRevision, PanelPicture, ShownPicture
from consensus.services.delphi import delphi_results, delphi_rounds, delphi_views, rating_form
from tests.services.builders import CHAIR, PANELISTS
from tests.services.delphi.delphi_people import RATERS, make_delphi

ANN, BEN = PANELISTS[:2]


@pytest.fixture
def delphi(db):
    return make_delphi(db, "real_time_delphi")


@pytest.fixture
def opened(delphi):
    """The item that is answered, and how somebody answers it on the page."""
    round_id = delphi.open(delphi.built.second)
    item_id = delphi.item(round_id, delphi.built.second).id

    def answer(name, choice, comment=""):
        delphi.rate(round_id, delphi.built.second, name, choice, comment)
        return rating_form.get_answered(delphi.built.context(name), item_id)

    answer.round_id, answer.item_id = round_id, item_id
    return answer


def rows(delphi, table):
    with delphi.built.db.reading() as session:
        return session.exec(select(table)).all()


def test_nobody_sees_the_panel_before_an_answer_of_their_own(delphi, opened):
    for name, choice in zip(RATERS[:6], (8, 8, 7, 3, 2, 9), strict=True):
        opened(name, choice, "Think of the costs.")

    item = rating_form.get_item(delphi.built.context(RATERS[6]), opened.item_id)
    assert item.feedback is None
    assert item.comments == ()
    assert opened(RATERS[6], 5).feedback.n == 5


def test_the_panel_is_not_shown_while_fewer_than_the_smallest_group_have_rated(delphi, opened):
    found = [opened(name, 7) for name in RATERS[:5]]

    assert [item.feedback.counts is None for item in found] == [True, True, True, True, False]
    assert found[3].feedback.sentence == "The panel is shown here once 5 people have rated this item."
    assert found[4].feedback.sentence == "Your rating of 7 lies in the middle half of 5 ratings, which are all 7."


def test_between_two_pictures_lie_at_least_three_people(delphi, opened):
    for name in RATERS[:5]:
        opened(name, 7)
    opened(RATERS[0], 2)
    opened(RATERS[0], 3)
    assert opened(RATERS[5], 1).feedback.n == 5

    assert opened(RATERS[6], 9).feedback.counts == (1, 0, 1, 0, 0, 0, 4, 0, 1)
    assert [row.number for row in rows(delphi, PanelPicture)] == [1, 2]


def test_who_cannot_judge_or_comes_back_to_the_same_answer_does_not_bring_a_new_picture(delphi, opened):
    for name in RATERS[:5]:
        opened(name, 7)
    opened(RATERS[0], 2)
    opened(RATERS[0], 7)
    opened(RATERS[5], "cannot_judge")
    opened(RATERS[6], 9)

    assert len(rows(delphi, PanelPicture)) == 1
    assert rating_form.get_item(delphi.built.context(RATERS[5]), opened.item_id).feedback.n == 5


def test_the_first_answer_is_kept_for_ever_and_every_change_in_its_order(delphi, opened):
    for choice in (4, 6, 8):
        item = opened(ANN, choice)

    assert item.live.first == "4"
    assert [(row.revision, row.choice) for row in rows(delphi, BallotRevision)] == [(1, "4"), (2, "6")]
    sequences = [row.event_sequence for row in rows(delphi, BallotRevision)]
    assert sequences == sorted(set(sequences))


def test_it_is_kept_what_was_shown_to_whom_and_when(delphi, opened):
    for name in RATERS[:6]:
        opened(name, 7)

    shown = rows(delphi, ShownPicture)
    assert {row.member_id for row in shown} == {delphi.built.members[name] for name in RATERS[4:6]}
    rating_form.note_pictures(delphi.built.context(RATERS[0]), opened.round_id, {opened.item_id: 1})
    rating_form.note_pictures(delphi.built.context(RATERS[7]), opened.round_id, {opened.item_id: 1})
    assert len(rows(delphi, ShownPicture)) == 3


def test_a_change_of_mind_is_asked_for_a_reason(delphi, opened):
    for name in RATERS[:5]:
        opened(name, 7)

    assert opened(RATERS[0], 7).asks == frozenset()
    assert sorted(opened(RATERS[0], 2).asks) == ["category_crossed", "outside_band"]


def test_the_deadline_ends_it(delphi, opened):
    delphi_rounds.close_now(delphi.ctx, opened.round_id)

    with pytest.raises(ConflictError, match="closed"):
        opened(ANN, 7)


def test_first_answers_are_compared_with_the_last_of_those_who_saw_the_panel(delphi, opened):
    for name, choice in zip(RATERS, (2, 3, 4, 5, 6, 7, 8, 9), strict=True):
        opened(name, choice)
    opened(RATERS[4], 7)
    opened(RATERS[5], 8)
    delphi.end(opened.round_id)

    [moved] = delphi_results.get_analysis(delphi.ctx, opened.round_id).movements
    assert (moved.comparison.n_pairs, moved.comparison.n_changed) == (4, 2)
    assert (moved.median_before, moved.median_after) == (5.5, 6.0)


def test_disagreement_that_stood_after_the_panel_was_shown_is_a_result(delphi, opened):
    for name, choice in zip(RATERS, (1, 1, 2, 2, 8, 8, 9, 9), strict=True):
        opened(name, choice)
    delphi.end(opened.round_id)

    [summary] = delphi_views.get_board(delphi.ctx, delphi.built.process_id).rounds
    assert summary.stop.sentences[0] == "There are no rounds: the answers at the deadline stand."
    assert "Stable without consensus, which is a result: 1.2." in summary.stop.sentences


def test_arms_are_drawn_when_it_opens(delphi):
    [arm] = delphi.protocol.arms
    delphi.change(arms=(replace(arm, label="All"), replace(arm, label="No median", median=False)))
    round_id = delphi.open(delphi.built.second)
    item_id = delphi.item(round_id, delphi.built.second).id
    for name in RATERS:
        delphi.rate(round_id, delphi.built.second, name, 7)
        rating_form.get_answered(delphi.built.context(name), item_id)

    found = [rating_form.get_item(delphi.built.context(name), item_id).feedback for name in (CHAIR, *RATERS[1:])]
    assert sorted(shown.median is None for shown in found) == [False] * 4 + [True] * 4
