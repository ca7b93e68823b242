"""A vote with a time: everybody sees it run down, somebody closes it, and no ballot slips in after the end."""

import pytest

from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import ItemCount, Process, Round, VoteCountdown
from consensus.services import audit
from consensus.services.meetings import meeting
from consensus.services.meetings.projector import view_meeting
from consensus.services.rounds import rounds, secret_casting
from consensus.services.rounds.countdowns import Countdown, end_countdowns, extend_countdown
from consensus.services.rounds.round_views import get_round
from consensus.services.rounds.secret_casting import SecretChoice
from tests.services.builders import ANN, BEN, EVERYBODY, FACILITATOR, Vote, begin_meeting
from tests.services.secret_people import MORE, plan_secret, receipt_of


def open_for(built, seconds, *, closes_itself=False, **how) -> Vote:
    ctx = built.context(FACILITATOR)
    countdown = Countdown(seconds, closes_itself)
    round_id = rounds.open_round(ctx, built.meeting_id, [built.first, built.second], countdown=countdown, **how)
    return Vote(built, round_id, get_round(ctx, round_id).items)


def seen(vote, name=FACILITATOR):
    return get_round(vote.built.context(name), vote.id)


@pytest.mark.parametrize("seconds", [29, 601], ids=["shorter than half a minute", "longer than ten minutes"])
def test_a_countdown_is_neither_a_trap_nor_a_deadline(seconds):
    with pytest.raises(InvalidInputError, match="30 seconds to 10 minutes"):
        Countdown(seconds)


def test_phones_and_projector_read_when_the_vote_is_due(running, clock):
    vote = open_for(running, 120)

    assert (seen(vote, ANN).countdown.due_at - clock.now).total_seconds() == 120
    with running.db.reading() as session:
        held = meeting.get_meeting(running.context(FACILITATOR), running.process_id)
        shown = view_meeting(session, session.get_one(Process, running.process_id), held.id)
    assert shown.stage.clock.due_at == seen(vote, ANN).countdown.due_at


def test_at_its_end_the_facilitator_closes_and_until_then_ballots_are_taken(running, clock):
    vote = open_for(running, 60)
    clock.forward(seconds=61)

    assert end_countdowns(running.db) == 1
    assert end_countdowns(running.db) == 0
    vote.cast(ANN, "agree")

    assert (seen(vote).state, seen(vote).countdown.is_over, seen(vote).n_cast) == (RoundState.OPEN, True, 1)


def test_a_vote_that_closes_by_itself_takes_no_ballot_after_its_end(running, clock):
    vote = open_for(running, 60, closes_itself=True)
    clock.forward(seconds=59)
    vote.cast(ANN, "agree")
    clock.forward(seconds=1)

    with pytest.raises(ConflictError, match="came too late and was not counted"):
        vote.cast(BEN, "agree")

    assert seen(vote).state is RoundState.OPEN
    assert (end_countdowns(running.db), end_countdowns(running.db)) == (1, 0)
    assert (seen(vote).state, seen(vote).n_cast, seen(vote).countdown) == (RoundState.CLOSED, 1, None)
    closings = [event for event in events(vote) if event.verb == "round.closed"]
    assert [event.sentence for event in closings] == ["Round 1 was closed with 1 of 4 having voted."]


def test_a_secret_vote_that_closes_by_itself_takes_no_paper_after_its_end(db, clock):
    running = begin_meeting(plan_secret(db), (*EVERYBODY, *MORE))
    vote = open_for(running, 60, closes_itself=True, anonymity=Anonymity.SECRET)
    clock.forward(seconds=60)
    paper = [SecretChoice(item.id, item.version_sha256, "agree") for item in vote.items]

    with pytest.raises(ConflictError, match="came too late and was not counted"):
        secret_casting.cast_secret_ballot(running.context(ANN), vote.id, receipt_of(ANN), paper)

    assert end_countdowns(running.db) == 1
    assert seen(vote).state is not RoundState.OPEN


def test_an_extension_is_on_the_record_and_runs_from_now_where_the_time_was_up(running, clock):
    vote = open_for(running, 60)
    clock.forward(seconds=90)
    end_countdowns(running.db)

    extend_countdown(running.context(FACILITATOR), vote.id)

    assert (seen(vote).countdown.due_at - clock.now).total_seconds() == 60
    assert "The countdown of vote 1 was extended by 60 s." in [event.sentence for event in events(vote)]
    clock.forward(seconds=60)
    assert end_countdowns(running.db) == 1


def test_a_vote_that_closes_by_itself_cannot_be_extended_after_its_end(running, clock):
    vote = open_for(running, 60, closes_itself=True)
    clock.forward(seconds=60)

    with pytest.raises(ConflictError, match="time for this vote is up"):
        extend_countdown(running.context(FACILITATOR), vote.id)


def test_a_vote_without_a_countdown_has_nothing_to_extend(vote):
    with pytest.raises(ConflictError, match="No countdown runs"):
        extend_countdown(vote.built.context(FACILITATOR), vote.id)


def test_a_vote_that_is_opened_again_runs_without_its_countdown(running, clock):
    vote = open_for(running, 60, closes_itself=True, tally_mode=TallyMode.SEALED)
    clock.forward(seconds=60)
    end_countdowns(running.db)

    rounds.reopen_round(running.context(FACILITATOR), vote.id)
    vote.cast(ANN, "agree")

    assert (seen(vote).countdown, seen(vote).n_cast) == (None, 1)


def test_a_tally_that_does_not_add_up_is_left_to_the_facilitator(running, clock):
    vote = open_for(running, 60, closes_itself=True)
    vote.cast(ANN, "agree")
    with running.db.transaction() as session:
        session.get_one(ItemCount, (vote.items[0].id, "agree")).n = 2
    clock.forward(seconds=60)

    end_countdowns(running.db)

    assert end_countdowns(running.db) == 0
    with running.db.reading() as session:
        assert session.get_one(Round, vote.id).state is RoundState.OPEN
        assert session.get_one(VoteCountdown, vote.id).has_run_out


def events(vote):
    return audit.list_events(vote.built.context(FACILITATOR), vote.built.process_id)
