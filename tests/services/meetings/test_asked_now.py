"""What is asked of everybody who is connected is, for each of them, what their page shows; and it is read together."""

import pytest
from sqlalchemy import event

from consensus.domain.conflicts import Decision
from consensus.services.meetings import breaks, meeting, objections
from consensus.services.meetings.asked_now import ask_all
from consensus.services.meetings.objection_views import list_checks
from consensus.services.people import consent
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.sign_in import credentials, identity
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    EVERYBODY,
    FACILITATOR,
    FIRST_WORDING,
    INTEREST,
    VOTERS,
    ask_interests,
    begin_meeting,
    decide,
    declare_everything,
    open_vote,
    plan_process,
)


def asked_on_channels(built, tokens):
    """What the holders of these cookies are asked on their channels, by name."""
    now = ask_all(built.db, built.process_id, tokens.values())
    return {name: now.by_token[token] for name, token in tokens.items()}


def asked_on_pages(built, tokens):
    """What they are asked on their pages, by name."""
    actors = {name: identity.actor_for_token(built.db, token) for name, token in tokens.items()}
    of = {name: type(built.context(name))(built.db, actor) for name, actor in actors.items()}
    return {name: meeting.get_meeting(ctx, built.process_id).asked for name, ctx in of.items()}


def in_discussion(built):
    begin_meeting(built)


def in_an_open_vote(built):
    open_vote(begin_meeting(built))


def while_the_panel_is_asked_for_objections(built):
    begin_meeting(built)
    objections.ask_for_objections(built.context(FACILITATOR), built.meeting_id, built.first)
    (check,) = list_checks(built.context(ANN), built.process_id)
    cast_ballot(built.context(ANN), check.item_id, check.version_sha256, "object", "Not for children.")


def after_the_check(built):
    while_the_panel_is_asked_for_objections(built)
    (check,) = list_checks(built.context(ANN), built.process_id)
    objections.end_check(built.context(FACILITATOR), check.id)


def where_some_are_not_present(built):
    open_vote(begin_meeting(built, present=(ANN, BEN, CHAIR, FACILITATOR)))


def where_some_have_voted(built):
    vote = open_vote(begin_meeting(built))
    vote.cast(ANN, "agree", "Safe.")
    vote.cast(BEN, "disagree", item=1)


def where_one_is_recused(built):
    begin_meeting(built)
    ask_interests(built)
    declare_everything(built, {(CLEO, built.topic_id): INTEREST})
    decide(built, CLEO, built.topic_id, Decision.RECUSED)
    open_vote(built)


def where_some_did_not_consent(built):
    begin_meeting(built)
    consent.add_text(built.context(FACILITATOR), built.process_id, "Your votes are counted.")
    for name in (ANN, BEN, CHAIR):
        newest = consent.get_my_consent(built.context(name), built.process_id).newest
        consent.answer_consent(built.context(name), built.process_id, newest.sha256, agrees=True)
    open_vote(built)


def in_a_break(built):
    begin_meeting(built)
    breaks.begin_break(built.context(FACILITATOR), built.meeting_id, "Lunch", 30)


def after_the_close(built):
    open_vote(begin_meeting(built)).close()


def after_the_reveal(built):
    open_vote(begin_meeting(built)).reveal()


@pytest.mark.parametrize(
    ("come_to", "asked"),
    [
        (in_discussion, ()),
        (in_an_open_vote, VOTERS),
        (where_some_are_not_present, (ANN, BEN, CHAIR)),
        (where_some_have_voted, VOTERS),
        (where_one_is_recused, tuple(name for name in VOTERS if name != CLEO)),
        (where_some_did_not_consent, (ANN, BEN, CHAIR)),
        (while_the_panel_is_asked_for_objections, VOTERS),
        (after_the_check, ()),
        (in_a_break, ()),
        (after_the_close, ()),
        (after_the_reveal, ()),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_channel_asks_exactly_what_the_page_asks(planned, come_to, asked):
    come_to(planned)
    tokens = {name: planned.token(name) for name in EVERYBODY}

    channels, pages = asked_on_channels(planned, tokens), asked_on_pages(planned, tokens)

    assert channels == pages
    assert {name for name, of in channels.items() if of} == set(asked)


def test_the_ballot_is_on_the_frozen_wording_with_the_options_and_the_promise(vote):
    asked = asked_on_channels(vote.built, {ANN: vote.built.token(ANN)})[ANN]

    first = asked.items[0]
    assert (first.text, first.version_sha256) == (FIRST_WORDING, vote.items[0].version_sha256)
    assert [option.value for option in first.options] == ["agree", "disagree", "abstain", "cannot_judge"]
    assert "confidential" in asked.promise.lower() or "name" in asked.promise.lower()


def test_what_others_vote_changes_nothing_that_a_person_is_sent(vote):
    token = vote.built.token(CLEO)
    before = ask_all(vote.built.db, vote.built.process_id, [token]).by_token[token].text

    vote.cast(ANN, "agree")
    vote.cast(BEN, "disagree", "Not for children.")

    assert ask_all(vote.built.db, vote.built.process_id, [token]).by_token[token].text == before


def test_a_link_newer_than_the_vote_does_not_show_what_was_voted(vote, clock):
    vote.cast(ANN, "agree", "Safe.")
    clock.forward(minutes=1)
    secret = credentials.issue_link(vote.built.context(FACILITATOR), vote.built.members[ANN])
    token = identity.exchange_link(vote.built.db, secret, address="192.0.2.1").token

    asked = asked_on_channels(vote.built, {ANN: token})

    assert asked == asked_on_pages(vote.built, {ANN: token})
    assert (asked[ANN].items[0].choice, asked[ANN].items[0].comment) == (None, "")
    assert asked[ANN].items[0].at is not None


def test_whose_sign_in_does_not_hold_or_is_for_another_process_is_asked_nothing(vote):
    other = plan_process(vote.built.db, "other")
    ended, elsewhere, good = vote.built.token(ANN), other.token(ANN), vote.built.token(BEN)
    identity.sign_out(vote.built.db, ended)

    now = ask_all(vote.built.db, vote.built.process_id, [ended, elsewhere, good, "unknown"])

    assert set(now.by_token) == {good}


def test_many_are_read_with_as_many_questions_as_one(vote):
    vote.cast(ANN, "agree")
    few, many = [vote.built.token(ANN)], [vote.built.token(name) for name in VOTERS for _ in range(20)]

    assert n_questions(vote.built, few) == n_questions(vote.built, many)


def n_questions(built, tokens):
    """How many statements are sent to the database once the ballot has been read at this revision."""
    ask_all(built.db, built.process_id, tokens)
    sent = []
    event.listen(built.db.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    ask_all(built.db, built.process_id, tokens)
    return len(sent)
