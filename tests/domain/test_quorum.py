"""The quorum of the room: how many must take part, how many are here, and what it means when that is too few."""

from fractions import Fraction

import pytest

from consensus.domain.quorum import quorum_of
from tests.services.builders import definition


@pytest.mark.parametrize(
    ("share", "n_eligible", "needed"), [("2/3", 15, 10), ("2/3", 16, 11), ("7/10", 15, 11), ("0", 15, 0), ("1", 4, 4)]
)
def test_the_smallest_whole_number_that_the_share_allows(share, n_eligible, needed):
    quorum = quorum_of(definition(quorum=share), n_eligible, n_eligible)

    assert quorum.n_needed == needed
    assert Fraction(quorum.n_needed, n_eligible) >= Fraction(share)


def test_the_words_give_needed_entitled_and_here():
    assert quorum_of(definition(quorum="7/10"), 15, 13).words == "quorum: 11 of 15 needed, 13 here"
    assert quorum_of(definition(quorum="0"), 15, 13).words == "no quorum asked for"


def test_a_least_number_of_votes_counts_where_it_is_more_than_the_share():
    assert quorum_of(definition(quorum="1/2", minimum_n=9), 15, 15).n_needed == 9


def test_too_few_in_the_room_is_said_before_a_vote_and_in_it():
    before = quorum_of(definition(quorum="7/10"), 15, 10)
    during = quorum_of(definition(quorum="7/10"), 15, 10, 4)

    assert before.warning.startswith("The quorum is lost: 11 are needed and 10 are here.")
    assert "11 must vote, 4 have voted and only 10 of the 15 entitled are still here" in during.warning


def test_who_has_voted_and_left_still_counts():
    assert not quorum_of(definition(quorum="7/10"), 15, 3, 11).is_lost
