"""A link that is mailed ends no sign-in, and ends the unused links before it."""

import pytest
from sqlmodel import select

from consensus.domain.errors import SignInError
from consensus.persistence.tables import AccessLink, Member
from consensus.services import audit
from consensus.services.sign_in import credentials, identity
from consensus.services.sign_in.identity import token_digest
from tests.services.builders import ANN, BEN, FACILITATOR, NOON, Built

HOME = "192.0.2.7"


def mail(built: Built, name: str) -> str:
    """The secret of a link that a mail to this member carries."""
    with built.db.transaction() as session:
        person_id = session.get_one(Member, built.members[name]).person_id
        return credentials.mail_link(built.db, session, person_id, built.process_id)


def enter(built: Built, secret: str, token: str | None = None) -> identity.SignedIn:
    return identity.exchange_link(built.db, secret, address=HOME, current_token=token)


def used_at(built: Built, secret: str) -> object:
    with built.db.reading() as session:
        return session.exec(select(AccessLink.used_at).where(AccessLink.secret_sha256 == token_digest(secret))).one()


def test_a_mailed_link_lets_its_person_in(running):
    signed_in = enter(running, mail(running, BEN))

    actor = identity.actor_for_token(running.db, signed_in.token)
    assert actor is not None
    assert (actor.name, actor.process_id) == (BEN, running.process_id)


def test_a_mailed_link_ends_no_sign_in(running):
    begun = enter(running, running.link(ANN))

    mail(running, ANN)

    assert identity.actor_for_token(running.db, begun.token) is not None


def test_a_mailed_link_ends_the_links_before_it_that_nobody_used(running):
    handed_out, first = running.link(ANN), mail(running, ANN)

    second = mail(running, ANN)

    for older in (handed_out, first):
        with pytest.raises(SignInError, match="replaced by a newer one"):
            enter(running, older)
    assert enter(running, second).process_slug == "hand"


def test_the_links_of_others_stay(running):
    of_ben = mail(running, BEN)

    mail(running, ANN)

    assert enter(running, of_ben).process_slug == "hand"


def test_a_browser_that_is_signed_in_goes_on_in_its_session_and_uses_the_link_up(running, clock):
    begun = enter(running, running.link(ANN))
    clock.forward(minutes=5)
    reminder = mail(running, ANN)

    went_on = enter(running, reminder, begun.token)

    actor = identity.actor_for_token(running.db, went_on.token)
    assert went_on.token == begun.token
    assert actor is not None
    assert actor.credential_at == NOON
    assert used_at(running, reminder) == clock.now
    with pytest.raises(SignInError, match="already used"):
        enter(running, reminder)


def test_the_link_of_a_reminder_opened_twice_goes_on_both_times(running):
    begun = enter(running, running.link(ANN))
    reminder = mail(running, ANN)

    tokens = [enter(running, reminder, begun.token).token for _ in range(2)]

    assert tokens == [begun.token, begun.token]


def test_somebody_elses_browser_does_not_go_on(running):
    of_ben = enter(running, running.link(BEN))

    signed_in = enter(running, mail(running, ANN), of_ben.token)

    actor = identity.actor_for_token(running.db, signed_in.token)
    assert signed_in.token != of_ben.token
    assert actor is not None
    assert actor.name == ANN


def test_a_mailed_link_counts_as_issued_when_it_was_mailed(running, clock):
    clock.forward(minutes=5)

    signed_in = enter(running, mail(running, ANN))

    actor = identity.actor_for_token(running.db, signed_in.token)
    assert actor is not None
    assert actor.credential_at == clock.now


def test_a_link_the_facilitator_issues_ends_what_a_mail_began(running):
    begun, waiting = enter(running, mail(running, ANN)), mail(running, ANN)

    running.link(ANN)

    assert identity.actor_for_token(running.db, begun.token) is None
    with pytest.raises(SignInError, match="replaced by a newer one"):
        enter(running, waiting)


def test_coming_in_by_a_mailed_link_is_on_the_record(running):
    begun = enter(running, mail(running, ANN))
    enter(running, mail(running, ANN), begun.token)

    sentences = [e.sentence for e in audit.list_events(running.context(FACILITATOR), running.process_id)]
    assert sentences.count(f"{ANN} came in by personal link.") == 2
