"""What a panelist meets in a round: their own order, their own rating, and the panel's only after one of their own."""

import pytest

from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.terms import GroupsShown, ReasonTrigger
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.persistence.tables import GivenFeedback, Member
from consensus.services.context import Context
from consensus.services.delphi import petitions, proposals, rating_form
from consensus.services.sign_in import identity
from consensus.services.statements import statements
from tests.services.builders import ANN, BEN, OBSERVER
from tests.services.delphi.delphi_people import RATERS

SPLIT = [1, 3, 3, 5, 7, 8, 9]
AGREED = [7, 7, 8, 8, 8, 8, 9, 9]
LATE = RATERS[7]


def form(delphi, name):
    return rating_form.get_form(delphi.built.context(name), delphi.built.process_id)


def only(delphi, name):
    return form(delphi, name).items[0]


@pytest.fixture
def second(delphi):
    """The second round on one statement; the last of the raters skipped the first."""
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, dict(zip(RATERS[:7], SPLIT, strict=True)))
    delphi.rate(first, delphi.built.second, BEN, 3, "Nobody told me why.")
    delphi.end(first)
    return delphi.open(delphi.built.second)


def test_the_first_round_shows_no_panel(delphi):
    delphi.open()

    found = form(delphi, ANN)

    assert (found.number, found.n_to_rate, found.n_rated, found.why_not) == (1, 2, 0, "")
    assert all(item.feedback is None and not item.comments for item in found.items)
    assert [option.value for option in found.items[0].options] == [*"123456789", "cannot_judge"]


def test_the_second_shows_where_one_stands(delphi, second):
    item = only(delphi, ANN)

    assert item.feedback.own == 3
    assert item.feedback.counts == (1, 0, 2, 0, 1, 0, 1, 1, 1)
    assert (item.feedback.median, item.feedback.quartiles) == (5.0, (3.0, 7.5))
    assert item.feedback.sentence == "Your rating of 3 lies in the middle half of the 7 ratings, from 3 to 7.5."
    assert item.comments == ("Nobody told me why.",)


def test_who_skipped_the_round_before_sees_the_panel_only_after_a_rating_of_their_own(delphi, second):
    before = only(delphi, LATE)
    delphi.rate(second, delphi.built.second, LATE, 9)
    after = only(delphi, LATE)

    assert (before.feedback.counts, before.feedback.median, before.comments) == (None, None, ())
    assert (after.feedback.own, after.feedback.median) == (9, 5.0)
    assert after.asks == frozenset()


def test_a_rating_that_leaves_the_band_asks_for_a_reason_and_does_not_force_one(delphi, second):
    delphi.rate(second, delphi.built.second, ANN, 2)
    item = only(delphi, ANN)
    ctx = delphi.built.context(ANN)
    assert item.asks == {ReasonTrigger.OUTSIDE_BAND}

    rating_form.give_reasons(ctx, item.id, ["Feasibility or cost"])
    assert only(delphi, ANN).rating.reasons == ("Feasibility or cost",)
    with pytest.raises(InvalidInputError, match="not one of the reasons"):
        rating_form.give_reasons(ctx, item.id, ["Because"])
    with pytest.raises(NotAllowedError, match="Rate the item first"):
        rating_form.give_reasons(delphi.built.context(BEN), item.id, ["Feasibility or cost"])


def test_a_changed_wording_is_shown_as_such_and_compared_with_nothing(delphi):
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, [*SPLIT, 9])
    delphi.end(first)
    statements.reword(delphi.ctx, delphi.built.second, "Fasting is seldom needed.", "", "Comments")
    second = delphi.open(delphi.built.second)
    delphi.rate(second, delphi.built.second, ANN, 9)

    item = only(delphi, ANN)
    assert "".join(piece.text for piece in item.change if piece.change != "removed") == "Fasting is seldom needed."
    assert "before" in "".join(piece.text for piece in item.change if piece.change == "removed")
    assert item.asks == frozenset()


def test_when_feedback_was_first_seen_is_kept(delphi, second, clock):
    key = (second, delphi.built.members[ANN])
    rating_form.note_seen(delphi.built.context(ANN), second)
    first_look = delphi.row(GivenFeedback, key).seen_at
    clock.forward(hours=1)
    rating_form.note_seen(delphi.built.context(ANN), second)

    assert delphi.row(GivenFeedback, key).seen_at == first_look
    assert delphi.row(GivenFeedback, (second, delphi.built.members[BEN])).seen_at is None


def test_arms_show_what_they_are_made_of(delphi):
    delphi.change(
        arms=(FeedbackPlan(label="all"), FeedbackPlan(False, False, True, False, False, False, label="median"))
    )
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, [*SPLIT, 9])
    delphi.end(first)
    delphi.open(delphi.built.second)

    shown = [only(delphi, name).feedback for name in RATERS]
    assert sum(one.counts is None and one.own is None for one in shown) == 4
    assert all(one.median == 6.0 for one in shown)


def test_of_a_panel_without_groups_none_is_shown(delphi):
    delphi.change(arms=(FeedbackPlan(groups=GroupsShown.ALL),))
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, [*SPLIT, 9])
    delphi.end(first)
    delphi.open(delphi.built.second)

    assert only(delphi, ANN).feedback.groups == ()


def test_whoever_came_in_by_a_newer_link_is_not_shown_what_was_rated_before_it(delphi, second, clock):
    clock.forward(hours=1)
    delphi.built.link(ANN)
    with delphi.built.db.transaction() as session:
        person_id = session.get_one(Member, delphi.built.members[ANN]).person_id
        token = identity.begin_session(
            delphi.built.db, session, person_id, delphi.built.process_id, credential_at=clock.now
        ).token
    ctx = Context(delphi.built.db, identity.actor_for_token(delphi.built.db, token))
    item = rating_form.get_form(ctx, delphi.built.process_id).items[0]

    assert item.feedback.own is None
    assert "before the link or code" in item.feedback.sentence


def test_an_observer_is_told_why_there_is_nothing_to_rate(delphi):
    delphi.open()

    assert form(delphi, OBSERVER).why_not == "You take part without rating."
    assert form(delphi, OBSERVER).items == ()


def test_nothing_is_asked_while_no_round_is_open(delphi, clock):
    assert form(delphi, ANN) is None
    delphi.open()
    clock.forward(days=21)
    assert form(delphi, ANN) is None


def test_each_panelist_meets_the_items_in_an_order_of_their_own(delphi):
    for number in range(6):
        statements.add_candidate(delphi.ctx, delphi.built.topic_id, f"Candidate {number}.")
    every = [view.id for view in statements.list_statements(delphi.ctx, delphi.built.process_id)]
    delphi.open(*every)

    orders = {tuple(item.label for item in form(delphi, name).items) for name in RATERS}
    assert len(orders) > 1
    assert form(delphi, ANN).items == form(delphi, ANN).items


def test_a_proposed_item_is_accepted_merged_or_declined_with_a_reason(delphi):
    round_id, ann = delphi.open(), delphi.built.context(ANN)
    one, two, three = (
        proposals.propose_item(ann, round_id, delphi.built.topic_id, text) for text in ("Cost.", "Pain.", "Fast.")
    )
    accepted = proposals.accept_proposal(delphi.ctx, one, "Cost matters.")
    proposals.merge_proposal(delphi.ctx, two, delphi.built.first, "It says so already.")
    with pytest.raises(InvalidInputError, match="Say why"):
        proposals.decline_proposal(delphi.ctx, three, " ")
    proposals.decline_proposal(delphi.ctx, three, "Out of scope.")

    found = proposals.list_proposals(ann, delphi.built.process_id)
    assert [(one.state, one.label, one.reason) for one in found] == [
        ("accepted", "1.3", ""),
        ("merged", "1.1", "It says so already."),
        ("declined", "", "Out of scope."),
    ]
    assert accepted
    assert proposals.list_proposals(delphi.built.context(BEN), delphi.built.process_id) == ()
    with pytest.raises(ConflictError, match="declined already"):
        proposals.accept_proposal(delphi.ctx, three)


def test_enough_panelists_reopen_a_settled_item(delphi):
    first = delphi.open(delphi.built.first)
    delphi.rate_all(first, delphi.built.first, AGREED)
    delphi.end(first)
    with pytest.raises(ConflictError, match="No further round"):
        delphi.plan(delphi.built.first)
    for name in RATERS[:3]:
        petitions.ask_again(delphi.built.context(name), delphi.built.first, "New evidence.")
    with pytest.raises(ConflictError, match="already"):
        petitions.ask_again(delphi.built.context(RATERS[0]), delphi.built.first, "")

    settled = petitions.list_settled(delphi.built.context(ANN), delphi.built.process_id)[0]
    assert (settled.n_petitioners, settled.n_needed, settled.i_asked) == (3, 3, ANN in RATERS[:3])
    delphi.open(delphi.built.first)
