"""Every kind of round can be secret; of a ranking the places of one person lie apart."""

import pytest

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.domain.lifecycle import RoundState
from consensus.domain.round_kinds import KINDS
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from tests.services.builders import ANN, EVERYBODY, FACILITATOR, begin_meeting
from tests.services.secret_people import MORE, SECRET_VOTERS, SecretVote, plan_secret

ANSWERS = {
    RoundKind.VOTE: ("agree", "disagree"),
    RoundKind.APPROVAL: ("agree", "abstain"),
    RoundKind.RATING: ("9", "2"),
    RoundKind.GRADE: ("strong_for", "weak_against"),
    RoundKind.RANKING: ("2", "1"),
}


def open_kind(db, kind):
    built = begin_meeting(plan_secret(db), (*EVERYBODY, *MORE))
    ctx = built.context(FACILITATOR)
    round_id = rounds.open_round(
        ctx, built.meeting_id, [built.first, built.second], anonymity=Anonymity.SECRET, kind=kind
    )
    return SecretVote(built, round_id, get_round(ctx, round_id).items)


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_round_of_every_kind_is_cast_counted_and_revealed(db, kind):
    vote = open_kind(db, kind)

    vote.cast_all(dict.fromkeys(SECRET_VOTERS, ANSWERS[kind]))
    vote.close()
    vote.reveal()

    view = vote.view(ANN)
    assert view.state is RoundState.REVEALED
    assert [dict(item.verdict.tally.counts) for item in view.items] == [{choice: 7} for choice in ANSWERS[kind]]


def test_a_ranking_is_checked_as_a_whole_before_its_places_are_laid_apart(db):
    vote = open_kind(db, RoundKind.RANKING)

    with pytest.raises(InvalidInputError, match="Each place is given once"):
        vote.cast(ANN, "1", "1")

    vote.cast(ANN, "1", "2")
    assert vote.view().n_cast == 1
