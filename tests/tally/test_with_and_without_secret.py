"""Of secret votes nobody's can be taken out: only what follows from the public tally is said."""

import pytest

from consensus.domain.presets import load_presets
from consensus.tally.counts import ItemTally
from consensus.tally.rules import Outcome
from consensus.tally.with_and_without import of_secret_votes

RULE = load_presets()["consensus_conference"].definition


def test_a_unanimous_vote_stands_without_anybody_and_says_so():
    found = of_secret_votes(ItemTally(9, {"agree": 9}), 2, RULE)

    assert (found.without, found.is_implied) == (Outcome.CONSENSUS, True)
    assert "however they voted" in found.sentence()


def test_where_it_hangs_on_how_they_voted_nothing_is_said_because_nobody_knows():
    found = of_secret_votes(ItemTally(10, {"agree": 8, "disagree": 2}), 2, RULE)

    assert found.without is None
    assert "nobody can take anybody's out" in found.sentence()


@pytest.mark.parametrize("agree", range(11))
def test_what_is_said_is_read_from_the_public_tally_and_the_number_alone(agree):
    tally = ItemTally(10, {"agree": agree, "disagree": 10 - agree})

    assert of_secret_votes(tally, 3, RULE) == of_secret_votes(ItemTally.from_dict(tally.to_dict()), 3, RULE)
    assert of_secret_votes(tally, 0, RULE).sentence().startswith("Nobody in the electorate")
