"""Between two ratings: the first on the wall without names, then the second with what the rule says of both."""

from consensus.domain.lifecycle import RoundState
from consensus.services.delphi import discussion
from consensus.services.statements import statements
from tests.services.delphi.delphi_people import RATERS, make_delphi

SPLIT = [1, 1, 2, 2, 8, 8, 9, 9]
AGREED = [7, 7, 8, 8, 8, 8, 9, 9]


def found(delphi):
    return discussion.get_discussion(delphi.ctx, delphi.built.process_id)


def rated(delphi, choices):
    round_id = delphi.open(delphi.built.second)
    delphi.rate_all(round_id, delphi.built.second, choices)
    return round_id


def test_the_first_ratings_are_shown_without_names_once_they_are_revealed(db):
    delphi = make_delphi(db, "rand_ucla")
    first = rated(delphi, SPLIT)
    assert found(delphi) is None
    delphi.end(first)

    shown = found(delphi)

    assert (shown.number, shown.state) == (2, None)
    assert shown.items[0].before.panel.counts == (2, 2, 0, 0, 0, 0, 0, 2, 2)
    assert shown.items[0].after is None
    assert not any(name in repr(shown) for name in RATERS)


def test_while_the_second_rating_is_open_nothing_of_it_is_shown_but_how_many(db):
    delphi = make_delphi(db, "rand_ucla")
    delphi.end(rated(delphi, SPLIT))
    rated(delphi, AGREED[:3])

    shown = found(delphi)

    assert (shown.state, shown.items[0].n_again, shown.n_electors) == (RoundState.OPEN, 3, 8)
    assert shown.items[0].after is None


def test_the_second_rating_is_classified_beside_the_first(db):
    delphi = make_delphi(db, "rand_ucla")
    delphi.end(rated(delphi, SPLIT))
    delphi.end(rated(delphi, AGREED))

    item = found(delphi).items[0]

    assert (item.before.outcome, item.after.outcome) == ("uncertain", "appropriate")
    assert "disagreement" in item.before.sentence.lower()
    assert (item.before.panel.median, item.after.panel.median) == (5.0, 8.0)


def test_an_item_that_was_reworded_is_not_compared(db):
    delphi = make_delphi(db, "rand_ucla")
    delphi.end(rated(delphi, SPLIT))
    statements.reword(delphi.ctx, delphi.built.second, "Fasting is seldom needed.", "", "Discussion")
    delphi.end(rated(delphi, AGREED))

    assert found(delphi).items[0].is_reworded
