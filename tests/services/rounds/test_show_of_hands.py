"""The room raises hands and the facilitator counts: no name, never more than are here, corrected only on record."""

import pytest

from consensus.domain.ballots import Choice, RoundKind
from consensus.domain.countdowns import CHOICES
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.trail import StepKind
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.progress import unwatched
from consensus.persistence.tables import Process
from consensus.services import audit
from consensus.services.meetings import meeting
from consensus.services.meetings.asked_now import ask_all
from consensus.services.meetings.minutes import get_minutes
from consensus.services.meetings.projector import view_meeting
from consensus.services.processes import results, secrecy, tasks
from consensus.services.reports.report import read_document
from consensus.services.reports.result_tables import export_tables
from consensus.services.rounds import hands, rounds, voiding
from consensus.services.rounds.countdowns import Countdown
from consensus.services.rounds.paper_ballots import enter_paper, list_paper_voters
from consensus.services.rounds.round_views import get_round
from consensus.services.statements import statements
from consensus.services.statements.trail import get_trail
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    EVERYBODY,
    FACILITATOR,
    OBSERVER,
    Vote,
    begin_meeting,
    open_vote,
)

SAID = "The vote was taken by a show of hands."


def hands_of(agree=0, disagree=0, abstain=0, cannot_judge=0):
    return dict(zip(Choice, (agree, disagree, abstain, cannot_judge), strict=True))


@pytest.fixture
def open_voting(planned):
    """A vote by name on phones, nobody having voted."""
    secrecy.set_secrecy(planned.context(FACILITATOR), planned.process_id, Anonymity.OPEN)
    return open_vote(begin_meeting(planned))


@pytest.fixture
def raised(open_voting):
    """The same, taken by a show of hands."""
    hands.take_by_hands(open_voting.built.context(FACILITATOR), open_voting.id)
    return open_voting


def seen(vote, name=FACILITATOR):
    return get_round(vote.built.context(name), vote.id)


def count(vote, *counts):
    said = {item.id: of_item for item, of_item in zip(vote.items, counts, strict=False)}
    hands.count_hands(vote.built.context(FACILITATOR), vote.id, said)


def record_of(vote):
    events = audit.list_events(vote.built.context(FACILITATOR), vote.built.process_id)
    return [event.sentence for event in events]


def test_the_counts_decide_like_ballots_and_whoever_raised_no_hand_did_not_vote(raised):
    count(raised, hands_of(agree=3), hands_of(agree=1, disagree=2, abstain=1))
    raised.reveal()

    first, second = seen(raised, ANN).items
    assert (first.verdict.outcome.value, second.verdict.outcome.value) == ("consensus", "no_consensus")
    assert (first.tally.n_agree, first.tally.eligible, first.tally.n_missing) == (3, 4, 1)
    assert first.verdict.sentence.endswith(SAID)
    assert seen(raised, ANN).n_cast == 4


def test_nobody_stands_beside_a_hand(raised):
    count(raised, hands_of(agree=4), hands_of(agree=4))
    raised.reveal()

    view = seen(raised)
    assert [item.named_ballots for item in view.items] == [None, None]
    assert view.missing_names is None


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        (hands_of(agree=5), "5 hands are more than the 4 people here who may vote"),
        (hands_of(agree=4, abstain=1), "5 hands are more"),
        (hands_of(agree=-1), "cannot be less than 0"),
        ({Choice.AGREE: 2}, "a count for each answer"),
    ],
    ids=["too many for one answer", "too many together", "below nothing", "an answer left out"],
)
def test_a_count_that_the_room_cannot_give_is_refused_whole(raised, counts, why):
    with pytest.raises(InvalidInputError, match=why):
        count(raised, hands_of(agree=1), counts)

    assert seen(raised).hands.uncounted == ("1.1", "1.2")


def test_who_left_before_the_vote_cannot_raise_a_hand_and_who_left_after_it_could(open_voting):
    ctx = open_voting.built.context(FACILITATOR)
    meeting.check_out(ctx, open_voting.built.meeting_id, open_voting.built.members[ANN])
    hands.take_by_hands(ctx, open_voting.id)

    assert seen(open_voting).hands.n_hands == 4


def test_a_correction_is_on_record_with_what_it_replaces_and_the_same_count_again_is_none(raised):
    count(raised, hands_of(agree=2, disagree=1))
    count(raised, hands_of(agree=2, disagree=1))
    raised.close()
    count(raised, hands_of(agree=3, disagree=1))

    corrected, _, counted, *_ = record_of(raised)
    assert counted == ("The hands of round 1 were counted: 1.1: 2 agree, 1 disagree, 0 abstain, 0 cannot judge.")
    assert corrected == (
        "The count of hands in round 1 was corrected from 1.1: 2 agree, 1 disagree, 0 abstain, 0 cannot judge "
        "to 1.1: 3 agree, 1 disagree, 0 abstain, 0 cannot judge."
    )
    assert audit.verify_chain(raised.built.context(FACILITATOR), raised.built.process_id).is_intact


def test_after_the_reveal_no_count_changes(raised):
    count(raised, hands_of(agree=3), hands_of(agree=3))
    raised.reveal()

    with pytest.raises(ConflictError, match="revealed"):
        count(raised, hands_of(agree=4))


def test_what_is_not_counted_cannot_be_revealed(raised):
    count(raised, hands_of(agree=3))
    raised.close()

    assert not seen(raised).may_reveal
    with pytest.raises(ConflictError, match=r"Enter the count of hands first: statement 1\.2"):
        rounds.reveal_round(raised.built.context(FACILITATOR), raised.id)


def test_the_way_is_chosen_before_the_first_ballot_and_not_after_it(open_voting):
    open_voting.cast(ANN, "agree")

    assert not seen(open_voting).may_take_by_hands
    with pytest.raises(ConflictError, match="Somebody has voted on a phone already"):
        hands.take_by_hands(open_voting.built.context(FACILITATOR), open_voting.id)


def test_the_room_goes_back_to_phones_before_the_first_count_and_not_after_it(raised):
    ctx = raised.built.context(FACILITATOR)
    hands.take_on_phones(ctx, raised.id)
    assert seen(raised, ANN).may_vote

    hands.take_by_hands(ctx, raised.id)
    count(raised, hands_of())
    with pytest.raises(ConflictError, match="Hands have been counted"):
        hands.take_on_phones(ctx, raised.id)


def test_a_ballot_that_was_on_its_way_is_not_recorded(raised):
    with pytest.raises(ConflictError, match="Nothing was recorded: raise your hand"):
        raised.cast(ANN, "agree")

    assert seen(raised).n_cast == 0


def test_no_paper_is_taken_beside_hands(raised):
    ctx = raised.built.context(FACILITATOR)

    assert list_paper_voters(ctx, raised.id) == ()
    with pytest.raises(ConflictError, match="Count the hand"):
        enter_paper(ctx, raised.id, raised.built.members[ANN], {raised.items[0].id: "agree"})


def test_phones_are_asked_nothing_and_the_task_says_why(raised):
    tokens = {name: raised.built.token(name) for name in (ANN, BEN)}
    asked = ask_all(raised.built.db, raised.built.process_id, tokens.values())

    assert set(asked.by_token.values()) == {None}
    assert seen(raised, ANN).hands.is_mine
    assert not seen(raised, OBSERVER).hands.is_mine
    assert "Vote by a show of hands now" in [
        task.title for task in tasks.list_my_tasks(raised.built.context(ANN), raised.built.process_id)
    ]


@pytest.mark.parametrize("name", [CHAIR, ANN, OBSERVER])
def test_before_the_reveal_the_facilitator_alone_sees_the_counts(raised, name):
    count(raised, hands_of(agree=3, disagree=1), hands_of(agree=2))

    assert seen(raised).items[0].tally.n_disagree == 1
    assert seen(raised, name).items[0].tally is None
    assert seen(raised, name).items[0].answers == ()


def test_the_projector_asks_for_hands_and_then_shows_how_the_verdict_came(raised):
    def projected():
        with raised.built.db.reading() as session:
            process = session.get_one(rounds.Round, raised.id).process_id
            return view_meeting(session, session.get_one(Process, process), raised.built.meeting_id)

    assert projected().by_hands
    count(raised, hands_of(agree=3), hands_of(agree=3))
    assert (projected().turnout.n_cast, projected().verdicts) == (3, ())
    raised.reveal()

    assert not projected().by_hands
    assert projected().verdicts[0].sentence.endswith(SAID)


def test_results_files_and_minutes_say_so(raised):
    count(raised, hands_of(agree=3), hands_of(agree=3))
    raised.reveal()

    ctx, process_id = raised.built.context(FACILITATOR), raised.built.process_id
    (told,) = [step.text for step in get_trail(ctx, raised.built.first) if step.kind is StepKind.ROUND]
    assert told.endswith(SAID)
    for name in ("results.csv", "results.json"):
        assert SAID in results.export(ctx, process_id, name).content.decode()
    told = [entry.text + " ".join(entry.notes) for entry in get_minutes(ctx, process_id).entries]
    assert any("is taken by a show of hands" in text for text in told)
    assert any(SAID in text for text in told)
    assert results.get_results(ctx, process_id).flow.voted == 3


def test_a_vote_that_is_void_is_held_again_on_phones(raised):
    count(raised, hands_of(agree=3), hands_of(agree=3))
    ctx = raised.built.context(FACILITATOR)
    voiding.void_round(ctx, raised.id, "Somebody raised both hands.")

    assert seen(raised).items[0].tally is None
    (told,) = [step.text for step in get_trail(ctx, raised.built.first) if step.kind is StepKind.ROUND]
    assert told == "Declared void: Somebody raised both hands."
    again = open_vote(raised.built)
    again.cast(ANN, "agree")
    assert seen(again).number == 2
    assert seen(again).items[0].taken.words == "on phones"


def test_after_no_consensus_a_new_wording_is_voted_on_by_hands_again(raised):
    count(raised, hands_of(agree=1, disagree=3), hands_of(agree=4))
    raised.reveal()
    built, ctx = raised.built, raised.built.context(FACILITATOR)
    statements.present_statement(ctx, built.first)
    statements.reword(ctx, built.first, "Local anaesthesia may be offered first.", "", "Softer")

    round_id = rounds.open_round(ctx, built.meeting_id, [built.first], by_hands=True)
    again = Vote(built, round_id, get_round(ctx, round_id).items)
    count(again, hands_of(agree=4))
    again.reveal()

    assert [view.taken.words for view in seen(again).items] == ["by a show of hands"]
    assert seen(again).state is RoundState.REVEALED
    listed = {one.id: one for one in statements.list_statements(ctx, built.process_id)}
    assert listed[built.first].may_adopt_by_vote


@pytest.mark.parametrize("kind", [kind for kind in RoundKind if kind not in (RoundKind.VOTE, RoundKind.OBJECTION)])
def test_no_other_kind_is_taken_by_hands(planned, kind):
    secrecy.set_secrecy(planned.context(FACILITATOR), planned.process_id, Anonymity.OPEN)
    built = begin_meeting(planned)

    with pytest.raises(ConflictError, match="Only a vote on agree or disagree"):
        rounds.open_round(
            built.context(FACILITATOR), built.meeting_id, [built.first, built.second], kind=kind, by_hands=True
        )


@pytest.mark.parametrize("anonymity", [Anonymity.CONFIDENTIAL, Anonymity.SECRET])
@pytest.mark.parametrize("mode", list(TallyMode))
def test_no_vote_that_promises_more_is_taken_by_hands(running, anonymity, mode):
    ctx = running.context(FACILITATOR)

    with pytest.raises(ConflictError, match="only an open vote"):
        rounds.open_round(ctx, running.meeting_id, [running.first], anonymity=anonymity, tally_mode=mode, by_hands=True)
    vote = open_vote(running)
    with pytest.raises(ConflictError, match="only an open vote"):
        hands.take_by_hands(ctx, vote.id)


def test_hands_take_the_countdown_away_and_are_not_opened_with_one(planned):
    secrecy.set_secrecy(planned.context(FACILITATOR), planned.process_id, Anonymity.OPEN)
    built = begin_meeting(planned)
    ctx, clock = built.context(FACILITATOR), Countdown(CHOICES[0], True)

    with pytest.raises(ConflictError, match="no countdown"):
        rounds.open_round(ctx, built.meeting_id, [built.first], countdown=clock, by_hands=True)
    round_id = rounds.open_round(ctx, built.meeting_id, [built.first], countdown=clock)
    hands.take_by_hands(ctx, round_id)

    assert get_round(ctx, round_id).countdown is None


def test_a_count_is_of_this_vote_alone_and_of_one_that_is_taken_by_hands(open_voting):
    ctx = open_voting.built.context(FACILITATOR)

    with pytest.raises(ConflictError, match="taken on phones"):
        count(open_voting, hands_of(agree=1))
    hands.take_by_hands(ctx, open_voting.id)
    with pytest.raises(NotFoundError):
        hands.count_hands(ctx, open_voting.id, {open_voting.built.first: hands_of(agree=1)})
    with pytest.raises(InvalidInputError, match="Nothing was counted"):
        hands.count_hands(ctx, open_voting.id, {})


def test_a_closed_show_of_hands_is_corrected_and_not_opened_again(raised):
    raised.close()

    assert not seen(raised).may_reopen
    with pytest.raises(ConflictError, match="correct the counts"):
        rounds.reopen_round(raised.built.context(FACILITATOR), raised.id)
    assert {seen(raised, name).hands.may_count for name in EVERYBODY if name != FACILITATOR} == {False}


def test_report_and_tables_say_so_and_tell_of_no_ballot_by_name(raised):
    count(raised, hands_of(agree=3), hands_of(agree=3))
    raised.reveal()
    ctx, process_id = raised.built.context(FACILITATOR), raised.built.process_id

    document, _ = read_document(ctx, process_id)
    text = FORMATS["md"].write(document, unwatched).decode()

    assert "open voting by a show of hands" in text
    assert "In round 1 the room voted by a show of hands." in text
    assert "the facilitator saw how the votes fell" not in text
    assert "by a show of hands" in export_tables(ctx, process_id, "table-rounds.csv").content.decode()
    assert len(export_tables(ctx, process_id, "table-ballots.csv").content.decode().splitlines()) == 1
