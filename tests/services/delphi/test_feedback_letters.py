"""The letter after a round: one's own ratings beside the panel's, as the protocol says, and for nobody else."""

import pytest

from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.errors import ConflictError
from consensus.persistence.tables import GivenFeedback, Member
from consensus.services.context import Context
from consensus.services.delphi import letters
from consensus.services.sign_in import identity
from consensus.services.statements import statements
from tests.services.builders import ANN, BEN, FACILITATOR, OBSERVER
from tests.services.delphi.delphi_people import RATERS

SPLIT = [1, 3, 3, 5, 7, 8, 9]
LATE = RATERS[7]


def mine(delphi, name, number=None):
    return letters.my_letters(delphi.built.context(name), delphi.built.process_id, number)


def only(delphi, name):
    return mine(delphi, name).letter.items[0]


@pytest.fixture
def rated(delphi):
    """The first round on one statement, revealed; the last of the raters skipped it."""
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, dict(zip(RATERS[:7], SPLIT, strict=True)))
    delphi.rate(first, delphi.built.second, BEN, 3, "Nobody told me why.")
    delphi.end(first)
    return delphi


def test_a_letter_shows_where_one_stands_and_names_nobody(rated):
    item = only(rated, ANN)

    assert (item.own, item.n, item.median, item.quartiles) == ("3", 7, "5", ("3", "7.5"))
    assert item.sentence == "Your rating of 3 lies in the middle half of the 7 ratings, from 3 to 7.5."
    assert item.picture == "Ratings of the panel: 1 on 1, 2 on 3, 1 on 5, 1 on 7, 1 on 8, 1 on 9; yours 3."
    assert item.comments == ("Nobody told me why.",)
    assert not any(name in repr(item) for name in RATERS)


def test_there_is_no_letter_before_the_reveal(delphi):
    delphi.open()

    assert mine(delphi, ANN).letter is None
    assert "after each round" in mine(delphi, ANN).why_not


def test_who_rated_nothing_is_not_shown_how_others_did(rated):
    item = only(rated, LATE)

    assert (item.own, item.bars, item.median, item.comments) == ("not rated", (), "", ())


@pytest.mark.parametrize("name", [FACILITATOR, OBSERVER])
def test_whoever_does_not_rate_has_no_letter_and_cannot_open_one(rated, name):
    assert mine(rated, name).numbers == ()
    with pytest.raises(ConflictError, match="no letter"):
        letters.export_letter(rated.built.context(name), rated.built.process_id, number=1)


def test_the_arm_that_was_frozen_decides_what_a_letter_shows(delphi):
    delphi.change(
        arms=(FeedbackPlan(label="all"), FeedbackPlan(False, False, True, False, False, False, label="median"))
    )
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, [*SPLIT, 9])
    delphi.end(first)
    assert "drawn when the next one opens" in mine(delphi, ANN).why_not
    delphi.open(delphi.built.second)

    shown = [only(delphi, name) for name in RATERS]
    assert sum(one.own == "not shown by the protocol" and not one.bars for one in shown) == 4
    assert {one.median for one in shown} == {"6"}


def test_a_letter_stays_as_it_was_when_the_next_round_is_rated_and_the_item_reworded(rated):
    before = mine(rated, ANN, 1).letter
    statements.reword(rated.ctx, rated.built.second, "Fasting is seldom needed.", "", "Comments")
    second = rated.open(rated.built.second)
    rated.rate_all(second, rated.built.second, [9] * 8)
    rated.end(second)

    assert mine(rated, ANN, 1).letter == before
    assert mine(rated, ANN).numbers == (1, 2)
    assert only(rated, ANN).text == "Fasting is seldom needed."


def test_a_sign_in_by_a_newer_link_is_not_shown_what_was_rated_before_it(rated, clock):
    clock.forward(hours=1)
    built = rated.built
    built.link(ANN)
    with built.db.transaction() as session:
        person_id = session.get_one(Member, built.members[ANN]).person_id
        token = identity.begin_session(built.db, session, person_id, built.process_id, credential_at=clock.now).token
    ctx = Context(built.db, identity.actor_for_token(built.db, token))
    item = letters.my_letters(ctx, built.process_id).letter.items[0]

    assert item.own == "given before your link was issued"
    assert not any(bar.is_own for bar in item.bars)


def test_a_letter_is_printed(rated):
    export = letters.export_letter(rated.built.context(ANN), rated.built.process_id, number=1)

    assert export.filename.endswith("-letter-1.pdf")
    assert export.content.startswith(b"%PDF")


def test_reading_a_letter_counts_as_having_been_shown_the_feedback(rated):
    following = rated.open(rated.built.second)
    letters.note_read(rated.built.context(ANN), rated.built.process_id, 1)

    ann = rated.row(GivenFeedback, (following, rated.built.members[ANN]))
    ben = rated.row(GivenFeedback, (following, rated.built.members[BEN]))
    assert ann.seen_at is not None
    assert ben.seen_at is None
