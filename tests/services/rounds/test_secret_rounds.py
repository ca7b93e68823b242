"""Secret rounds: cast once on everything, counted at the close, revealed with who voted and the receipt codes."""

from collections import Counter

import pytest
from sqlmodel import func, select

from consensus.domain.conflicts import Decision
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import (
    Event,
    ItemCount,
    Participation,
    Process,
    Receipt,
    Round,
    SealedBallot,
    StoredVerdict,
)
from consensus.services import audit
from consensus.services.interests.conflicts import get_review
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import processes, tasks
from consensus.services.rounds import ballots, rounds, secret_casting, voiding
from consensus.services.rounds.ballots import Refused
from consensus.services.rounds.secret_casting import Sealed, cast_secret_ballots
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    EVERYBODY,
    FACILITATOR,
    INTEREST,
    OBSERVER,
    PATIENT,
    ask_interests,
    begin_meeting,
    decide,
    declare_everything,
    definition,
    open_vote,
)
from tests.services.secret_people import (
    AGREE,
    DINA,
    DISAGREE,
    EMIL,
    FAYE,
    MORE,
    SAID,
    SECRET_VOTERS,
    open_secret,
    plan_secret,
    receipt_of,
)


@pytest.fixture
def secret(db):
    return open_secret(plan_secret(db))


def rows(db, table):
    with db.reading() as session:
        return session.exec(select(table)).all()


def test_a_secret_round_is_cast_closed_and_revealed_with_its_counts_its_voters_and_its_receipts(secret):
    secret.cast_all(SAID)
    secret.close()
    secret.reveal()

    for reader in (FACILITATOR, ANN, OBSERVER):
        view = secret.view(reader)
        assert view.secret.voters == tuple(sorted(SAID))
        assert view.secret.receipts == tuple(sorted(receipt_of(name) for name in SAID))
        assert [item.verdict.outcome.value for item in view.items] == ["no_consensus", "consensus"]
        assert [dict(item.tally.counts) for item in view.items] == [
            {"agree": 5, "disagree": 2},
            {"agree": 5, "disagree": 1, "abstain": 1},
        ]
        assert all(item.named_ballots is None and item.my_ballot is None and not item.comments for item in view.items)


def test_while_it_is_open_the_facilitator_sees_who_is_missing_and_nobody_sees_a_count_or_a_code(secret):
    secret.cast(ANN, AGREE)
    secret.cast(BEN, DISAGREE)

    for reader in (FACILITATOR, CHAIR, ANN, OBSERVER):
        view = secret.view(reader)
        assert (view.n_cast, view.n_electors, view.tally_mode) == (2, 7, TallyMode.SEALED)
        assert view.secret.voters is view.secret.receipts is None
        assert all(item.tally is item.verdict is None and item.n_cast == 2 for item in view.items)
    assert secret.view(FACILITATOR).missing_names == tuple(sorted(set(SECRET_VOTERS) - {ANN, BEN}))
    assert secret.view(CHAIR).missing_names is None
    assert rows(secret.built.db, ItemCount) == []


def test_once_it_is_closed_everybody_can_look_for_their_receipt_before_anybody_sees_a_count(secret):
    secret.cast_all(SAID)
    secret.close()

    for reader in (FACILITATOR, ANN):
        view = secret.view(reader)
        assert receipt_of(ANN) in view.secret.receipts
        assert len(view.secret.receipts) == len(view.secret.voters) == 7
        assert all(item.tally is None for item in view.items)
    assert not secret.view().may_reopen
    with pytest.raises(ConflictError, match="stays closed"):
        rounds.reopen_round(secret.built.context(FACILITATOR), secret.id)


def test_a_vote_that_is_cast_cannot_be_changed_and_one_sent_again_counts_once(secret):
    token = secret.built.token(ANN)
    first = secret.request(ANN, AGREE, token=token)
    changed = secret.request(ANN, DISAGREE, token=token, receipt=receipt_of("another"))

    answers = [
        *cast_secret_ballots(secret.built.db, [first]),
        *cast_secret_ballots(secret.built.db, [first, changed]),
        *cast_secret_ballots(secret.built.db, [secret.request(ANN, DISAGREE, token=token)]),
    ]

    assert [type(answer) for answer in answers] == [Sealed, Sealed, Refused, Sealed]
    assert "cannot be changed, and this one was not counted" in answers[2].message
    assert Counter(row.choice for row in rows(secret.built.db, SealedBallot)) == {"agree": 2}
    assert len(rows(secret.built.db, Participation)) == len(rows(secret.built.db, Receipt)) == 1


def test_the_same_cast_twice_in_one_batch_and_after_the_close_is_answered_like_the_first(secret):
    others = {name: said for name, said in SAID.items() if name != ANN}
    mine = secret.request(ANN, AGREE)

    assert [type(answer) for answer in cast_secret_ballots(secret.built.db, [mine, mine])] == [Sealed, Sealed]
    secret.cast_all(others)
    secret.close()

    again, late = cast_secret_ballots(secret.built.db, [mine, secret.request(ANN, AGREE, receipt=receipt_of("x"))])
    assert isinstance(again, Sealed)
    assert isinstance(late, Refused)
    assert len(rows(secret.built.db, SealedBallot)) == 14


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda paper: paper[:1], "on every statement at once"),
        (lambda paper: (*paper, paper[0]), "on every statement at once"),
        (lambda paper: (paper[0], paper[0]), "on every statement at once"),
        (lambda paper: (paper[0], type(paper[1])(paper[1].item_id, "0" * 64, "agree")), "wording has changed"),
        (lambda paper: (paper[0], type(paper[1])(paper[1].item_id, paper[1].version_sha256, "yes")), "not one of"),
    ],
    ids=["an item left out", "an item too many", "an item twice", "another wording", "no answer of ours"],
)
def test_a_ballot_paper_that_is_not_whole_is_refused_as_a_whole(secret, spoil, message):
    ctx = secret.built.context(ANN)

    with pytest.raises((ConflictError, InvalidInputError), match=message):
        secret_casting.cast_secret_ballot(ctx, secret.id, receipt_of(ANN), spoil(secret.paper(AGREE)))

    assert rows(secret.built.db, SealedBallot) == rows(secret.built.db, Participation) == []


@pytest.mark.parametrize("code", ["", "abcdefghjkmnpqrs", "0123", "0123456789ABCDEU", "x" * 5000], ids=repr)
def test_a_receipt_code_of_another_shape_is_refused(secret, code):
    with pytest.raises(InvalidInputError, match="no receipt code"):
        secret_casting.cast_secret_ballot(secret.built.context(ANN), secret.id, code, secret.paper(AGREE))


def test_the_code_of_another_voter_is_taken(secret):
    secret.cast(ANN, AGREE)

    with pytest.raises(ConflictError, match="receipt code is taken"):
        secret.cast(BEN, AGREE, receipt=receipt_of(ANN))


def test_who_is_not_entitled_signed_out_or_too_late_is_told_so(secret):
    with pytest.raises(NotAllowedError, match="not among those who decide"):
        secret.cast(PATIENT, AGREE)
    with pytest.raises(NotAllowedError, match="cannot vote in this process"):
        secret.cast(OBSERVER, AGREE)
    (signed_out,) = cast_secret_ballots(secret.built.db, [secret.request(ANN, AGREE, token="no such cookie")])
    assert "signed out" in signed_out.message
    secret.close()

    with pytest.raises(ConflictError, match="too late"):
        secret.cast(ANN, AGREE)


def test_an_ordinary_ballot_does_not_get_into_a_secret_round_nor_a_secret_one_into_another(secret, db):
    item = secret.items[0]
    with pytest.raises(ConflictError, match="This vote is secret"):
        ballots.cast_ballot(secret.built.context(ANN), item.id, item.version_sha256, AGREE, "A comment.")
    other = open_vote(begin_meeting(plan_secret(db, "other")))
    paper = [secret_casting.SecretChoice(one.id, one.version_sha256, AGREE) for one in other.items]

    with pytest.raises(ConflictError, match="not secret"):
        secret_casting.cast_secret_ballot(other.built.context(ANN), other.id, receipt_of(ANN), paper)
    with pytest.raises(NotFoundError):
        secret_casting.cast_secret_ballot(other.built.signed_in(ANN), secret.id, receipt_of(ANN), secret.paper(AGREE))


def test_a_round_may_be_stricter_than_its_process_and_never_laxer(db):
    built = begin_meeting(plan_secret(db, anonymity=Anonymity.SECRET), (*EVERYBODY, *MORE))
    ctx = built.context(FACILITATOR)

    with pytest.raises(ConflictError, match=r"promises secret votes\. A vote cannot promise less"):
        rounds.open_round(ctx, built.meeting_id, [built.first], anonymity=Anonymity.CONFIDENTIAL)
    round_id = rounds.open_round(ctx, built.meeting_id, [built.first], tally_mode=TallyMode.LIVE)

    with db.reading() as session:
        round_ = session.get_one(Round, round_id)
        assert (round_.anonymity, round_.tally_mode) == (Anonymity.SECRET, TallyMode.SEALED)


def test_a_secret_vote_needs_five_people_so_that_two_who_tell_each_other_still_see_three_others(db):
    built = plan_secret(db)

    with pytest.raises(ConflictError, match="at least 5 people"):
        open_secret(built, present=EVERYBODY)
    meeting.check_in(built.context(FACILITATOR), built.meeting_id, built.members[DINA])
    rounds.open_round(built.context(FACILITATOR), built.meeting_id, [built.first], anonymity=Anonymity.SECRET)


def test_a_vote_in_which_fewer_than_five_took_part_is_void_and_its_ballots_are_gone_uncounted(secret):
    for name in (ANN, BEN, CLEO, DINA):
        secret.cast(name, AGREE)

    secret.close()

    view = secret.view(ANN)
    assert view.state is RoundState.VOID
    assert view.void_reason.startswith("Only 4 voted")
    assert all(item.tally is item.verdict is None for item in view.items)
    for table in (SealedBallot, Receipt, ItemCount, StoredVerdict):
        assert rows(secret.built.db, table) == []
    with pytest.raises(ConflictError, match="void cannot become revealed"):
        secret.reveal()


def test_a_vote_in_which_nobody_took_part_tells_of_nobody_and_is_closed(secret):
    secret.close()
    secret.reveal()

    assert secret.view().state is RoundState.REVEALED


def groups_of(db, sizes):
    """A secret-size panel in stakeholder groups of these sizes, under a rule that counts them apart."""
    rule = definition(group_rule={"mode": "every", "minimum_n": 3})
    built = plan_secret(db, rule=rule)
    names = iter(SECRET_VOTERS)
    with db.transaction() as session:
        session.get_one(Process, built.process_id).smallest_group = 3
        for group, n in sizes.items():
            for _ in range(n):
                session.get_one(panel.Member, built.members[next(names)]).stakeholder_group = group
    return built


def test_groups_are_counted_apart_only_where_every_one_has_enough_people(db):
    with pytest.raises(ConflictError, match="“nurse” apart, and with fewer than 3"):
        open_secret(groups_of(db, {"surgeon": 5, "nurse": 2}))


def test_groups_chosen_before_opening_are_counted_apart_and_those_too_few_of_whom_voted_make_the_vote_void(db):
    whole = open_secret(groups_of(db, {"surgeon": 4, "nurse": 3}))
    whole.cast_all(dict.fromkeys(SECRET_VOTERS, (AGREE, DISAGREE)))
    whole.close()
    whole.reveal()
    groups = whole.view().items[0].verdict.tally.groups
    assert {name: dict(tally.counts) for name, tally in groups.items()} == {
        "nurse": {"agree": 3},
        "surgeon": {"agree": 4},
    }


def test_of_a_group_of_which_too_few_voted_no_count_is_made(db):
    vote = open_secret(groups_of(db, {"surgeon": 4, "nurse": 3}))
    vote.cast_all(dict.fromkeys(SECRET_VOTERS[:6], (AGREE,)))

    vote.close()

    assert vote.view().state is RoundState.VOID
    assert "Only 2 of the group “nurse” voted" in vote.view().void_reason


def test_without_such_a_rule_no_ballot_carries_a_group(secret):
    secret.cast_all(SAID)

    assert {row.counted_group for row in rows(secret.built.db, SealedBallot)} == {""}


def test_whoever_decides_on_conflicts_is_told_of_a_secret_vote_as_long_as_it_may_become_void(secret):
    chair = secret.built.context(CHAIR)
    secret.cast_all(SAID)

    assert get_review(chair, secret.built.process_id).secret_vote_is_on

    secret.close()
    assert get_review(chair, secret.built.process_id).secret_vote_is_on
    secret.reveal()
    assert not get_review(chair, secret.built.process_id).secret_vote_is_on


def test_a_recusal_found_after_casting_makes_the_vote_void_and_another_can_be_held(db):
    built = plan_secret(db)
    secret = open_secret(built)
    ask_interests(built)
    declare_everything(built, {(ANN, built.topic_id): INTEREST}, names=SECRET_VOTERS)
    secret.cast_all(SAID)

    decide(built, ANN, built.topic_id, Decision.RECUSED)

    view = secret.view(BEN)
    assert view.state is RoundState.VOID
    assert "recused afterwards" in view.void_reason
    assert ANN not in view.void_reason
    assert rows(db, SealedBallot) == rows(db, Receipt) == []
    again = rounds.open_round(
        built.context(FACILITATOR), built.meeting_id, [built.first, built.second], anonymity=Anonymity.SECRET
    )
    assert secret.view().number + 1 == rounds_number(db, again)


def rounds_number(db, round_id):
    with db.reading() as session:
        return session.get_one(Round, round_id).number


def test_a_recusal_of_somebody_who_has_not_voted_waits_for_the_close_as_in_every_vote(db):
    built = plan_secret(db)
    secret = open_secret(built)
    ask_interests(built)
    declare_everything(built, {(ANN, built.topic_id): INTEREST}, names=SECRET_VOTERS)
    secret.cast_all({name: said for name, said in SAID.items() if name != ANN})

    with pytest.raises(ConflictError, match="electorate is frozen"):
        decide(built, ANN, built.topic_id, Decision.RECUSED)

    assert secret.view().state is RoundState.OPEN
    assert len(rows(db, SealedBallot)) == 12


@pytest.mark.parametrize("closes", [False, True], ids=["while it is open", "after the close"])
def test_a_facilitator_declares_a_vote_void_with_a_reason_that_everybody_reads(secret, closes):
    secret.cast_all(SAID)
    if closes:
        secret.close()
    ctx = secret.built.context(FACILITATOR)
    with pytest.raises(InvalidInputError, match="Write why"):
        voiding.void_round(ctx, secret.id, "  ")

    voiding.void_round(ctx, secret.id, "The wrong list of  people was checked in.")

    assert secret.view(ANN).void_reason == "The wrong list of people was checked in."
    assert rows(secret.built.db, ItemCount) == rows(secret.built.db, SealedBallot) == []
    assert "declared void: The wrong list" in audit.list_events(ctx, secret.built.process_id)[0].sentence
    with pytest.raises(ConflictError, match="declared void"):
        secret.cast(ANN, AGREE)


def test_a_vote_that_is_revealed_is_never_declared_void(secret):
    secret.cast_all(SAID)
    secret.close()
    secret.reveal()

    with pytest.raises(ConflictError, match="revealed cannot become void"):
        voiding.void_round(secret.built.context(FACILITATOR), secret.id, "Too late.")


def test_casting_leaves_no_event_and_the_close_leaves_digests_of_what_was_counted(secret):
    before = len(rows(secret.built.db, Event))
    secret.cast_all(SAID)
    assert len(rows(secret.built.db, Event)) == before

    secret.close()

    detail = next(event.detail for event in rows(secret.built.db, Event) if event.verb == "round.closed")
    assert {"n_cast", "ballots_sha256", "receipts_sha256"} <= set(detail)
    assert audit.verify_chain(secret.built.context(FACILITATOR), secret.built.process_id).is_intact


def test_a_ballot_that_is_slipped_in_or_taken_out_stops_close_and_reveal(secret):
    secret.cast_all(SAID)
    with secret.built.db.transaction() as session:
        session.add(SealedBallot(item_id=secret.items[0].id, choice=AGREE))
    with pytest.raises(ConflictError, match="do not fit together"):
        secret.close()
    with secret.built.db.transaction() as session:
        session.delete(session.exec(select(SealedBallot).where(SealedBallot.item_id == secret.items[0].id)).first())
    secret.close()
    with secret.built.db.transaction() as session:
        session.exec(select(SealedBallot).where(SealedBallot.choice == DISAGREE)).first().choice = AGREE

    with pytest.raises(ConflictError, match="tally and the ballots differ"):
        secret.reveal()


def test_who_has_voted_counts_as_voted_and_has_done_their_task(secret):
    secret.cast(EMIL, AGREE)

    def task(name):
        mine = tasks.list_my_tasks(secret.built.context(name), secret.built.process_id)
        (found,) = [task for task in mine if task.key == "vote"]
        return found.title, found.is_done

    assert task(EMIL) == ("You have voted", True)
    assert task(FAYE) == ("Vote now", False)
    assert secret.view(EMIL).secret.i_have_voted
    with secret.built.db.reading() as session:
        assert session.exec(select(func.count()).select_from(Participation)).one() == 1
    assert processes.get_process(secret.built.context(FACILITATOR), secret.built.process_id).revision > 0


def test_after_the_sweep_the_round_says_that_nothing_is_left(secret):
    secret.cast_all(SAID)
    assert not secret.view().secret.is_swept

    secret.close()

    assert secret.view().secret.is_swept
