"""Whoever is invited says yes or no, in their own time, and may change their mind."""

from datetime import date

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.taking_part import LONGEST_REASON, DeclineReason
from consensus.persistence.tables import Invitation
from consensus.services import audit
from consensus.services.meetings import meeting
from consensus.services.people import panel, taking_part
from consensus.services.processes import processes, tasks
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.surveys import survey
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, OBSERVER


@pytest.fixture
def started(planned):
    """The process runs, and nobody has answered."""
    processes.start_process(planned.context(FACILITATOR), planned.process_id)
    return planned


def invitation_of(built, name):
    return taking_part.get_my_invitation(built.context(name), built.process_id)


def sentences(built):
    return [event.sentence for event in audit.list_events(built.context(FACILITATOR), built.process_id, limit=500)]


def test_the_card_says_who_asks_for_what_until_when(started):
    survey.open_survey(started.context(FACILITATOR), started.survey_id)
    taking_part.set_reply_by(started.context(FACILITATOR), started.process_id, date(2012, 9, 1))

    mine = invitation_of(started, ANN)

    assert mine.is_waiting
    assert mine.asked_by == (FACILITATOR,)
    assert mine.asks == ("Answer a survey of about 5 minutes.", "Come to the meeting on 7 September 2012 and vote.")
    assert mine.reply_by == date(2012, 9, 1)


def test_facilitators_and_observers_are_asked_nothing(started):
    assert not any(invitation_of(started, name).is_waiting for name in (FACILITATOR, OBSERVER))


def test_a_yes_is_on_the_record_once(started):
    taking_part.accept(started.context(ANN), started.process_id)
    taking_part.accept(started.context(ANN), started.process_id)

    assert invitation_of(started, ANN).state is InvitationState.ACCEPTED
    assert sentences(started).count(f"{ANN} accepted the invitation.") == 1


def test_a_no_needs_one_tap_and_a_word_can_follow(started, clock):
    taking_part.decline(started.context(ANN), started.process_id, DeclineReason.NO_TIME)
    declined_at = clock.now
    clock.forward(minutes=2)
    taking_part.decline(started.context(ANN), started.process_id, DeclineReason.NO_TIME, " On leave until May. ")

    seen = taking_part.get_member_answer(started.context(CHAIR), started.members[ANN])
    assert (seen.state, seen.decline_reason) == (InvitationState.DECLINED, DeclineReason.NO_TIME)
    assert (seen.reason, seen.changed_at) == ("On leave until May.", declined_at)


def test_the_record_tells_a_no_and_never_why(started):
    taking_part.decline(started.context(ANN), started.process_id, DeclineReason.CONFLICT_OF_INTEREST, "I own the firm")

    told = sentences(started)

    assert told[0] == f"{ANN} declined the invitation."
    assert not any("firm" in sentence or "conflict" in sentence.lower() for sentence in told)


def test_a_reason_has_an_end(started):
    with pytest.raises(InvalidInputError, match="at most 500"):
        taking_part.decline(started.context(ANN), started.process_id, DeclineReason.OTHER, "x" * (LONGEST_REASON + 1))

    assert invitation_of(started, ANN).is_waiting


def test_another_mind_takes_the_reason_away(started):
    taking_part.decline(started.context(ANN), started.process_id, DeclineReason.OTHER, "Not sure")
    taking_part.accept(started.context(ANN), started.process_id)

    mine = invitation_of(started, ANN)
    assert (mine.state, mine.decline_reason, mine.reason) == (InvitationState.ACCEPTED, None, "")


@pytest.mark.parametrize("state", [InvitationState.DRAFTED, InvitationState.BOUNCED])
def test_whoever_came_in_was_reached_though_nobody_had_noted_it(started, state):
    with started.db.transaction() as session:
        session.get_one(Invitation, started.members[ANN]).state = state

    taking_part.accept(started.context(ANN), started.process_id)

    assert sentences(started)[:2] == [
        f"{ANN} accepted the invitation.",
        f"The invitation of {ANN} became sent.",
    ]


def test_whoever_declined_is_asked_nothing_more(started):
    survey.open_survey(started.context(FACILITATOR), started.survey_id)
    taking_part.decline(started.context(ANN), started.process_id, DeclineReason.NO_TIME)

    assert tasks.list_my_tasks(started.context(ANN), started.process_id) == ()
    meeting.start_meeting(started.context(FACILITATOR), started.meeting_id)
    with pytest.raises(ConflictError, match="You have declined to take part"):
        meeting.check_in(started.context(ANN), started.meeting_id)


def test_checking_in_is_a_yes(started):
    meeting.start_meeting(started.context(FACILITATOR), started.meeting_id)
    meeting.check_in(started.context(ANN), started.meeting_id)

    assert invitation_of(started, ANN).state is InvitationState.ACCEPTED


def test_a_no_after_a_vote_leaves_the_vote_and_the_electorate_as_they_are(vote):
    built = vote.built
    vote.cast(ANN, "agree")
    assert invitation_of(built, ANN).has_given

    taking_part.decline(built.context(ANN), built.process_id, DeclineReason.NO_TIME)

    seen = get_round(built.context(FACILITATOR), vote.id)
    assert (seen.n_cast, seen.n_electors) == (1, 4)
    assert not meeting.get_meeting(built.context(ANN), built.process_id).i_am_present
    assert sentences(built)[:2] == [f"{ANN} left.", f"{ANN} declined the invitation."]


def test_whoever_said_no_is_in_no_later_electorate(running):
    taking_part.decline(running.context(ANN), running.process_id, DeclineReason.NO_TIME)

    round_id = rounds.open_round(running.context(FACILITATOR), running.meeting_id, [running.first])

    assert get_round(running.context(FACILITATOR), round_id).n_electors == len((CHAIR, BEN, CLEO))


def test_the_facilitators_note_of_a_no_is_undone_by_the_person(started):
    panel.record_invitation(started.context(FACILITATOR), started.members[ANN], InvitationState.DECLINED, "By phone")

    taking_part.accept(started.context(ANN), started.process_id)

    assert invitation_of(started, ANN).state is InvitationState.ACCEPTED
