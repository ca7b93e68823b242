"""Mails go out once, to who is still to get them, and wait where they cannot."""

import logging
import socket

import pytest

from consensus.domain.errors import ConflictError, SignInError
from consensus.domain.lifecycle import InvitationState, MessageState
from consensus.domain.mail_text import MessageKind
from consensus.persistence.tables import Invitation, Person, Process
from consensus.services import audit
from consensus.services.mail import mail_check, mailing, outbox
from consensus.services.mail.delivery import deliver_due
from consensus.services.sign_in import credentials, identity
from consensus.services.surveys import survey
from consensus.settings import get_settings
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, OBSERVER, PATIENT, VOTERS
from tests.services.mail_people import (
    address,
    give_addresses,
    invitation_of,
    messages,
    named_trap,
    put,
    secret_in,
)

INVITATION, REMINDER = MessageKind.INVITATION, MessageKind.SURVEY_REMINDER


@pytest.fixture
def trap(monkeypatch):
    with named_trap(monkeypatch) as made:
        yield made


@pytest.fixture
def uninvited(running):
    """The running process, with addresses and nobody invited."""
    give_addresses(running, invitation=InvitationState.DRAFTED)
    return running


def deliver(built):
    return deliver_due(built.db, get_settings())


def states(built):
    return {name: message.state for name, message in messages(built).items()}


def test_everybody_drafted_gets_an_invitation_with_a_link_that_lets_them_in(uninvited, trap):
    queued = put(uninvited, INVITATION)

    assert deliver(uninvited) == queued.n == 6
    assert trap.n_connections == 1
    [mail] = trap.addressed_to(address(ANN))
    assert mail["Subject"] == "Your place on the panel: Hand surgery"
    assert mail["From"] == "Assent <consensus@assent.example>"
    assert mail["Reply-To"] == address(FACILITATOR)
    text = mail.get_body(("plain",)).get_content()
    assert text.startswith(f"Dear {ANN},")
    assert "1 October 2012" in text
    token = identity.exchange_link(uninvited.db, secret_in(text), address="192.0.2.1").token
    assert identity.actor_for_token(uninvited.db, token).name == ANN
    assert invitation_of(uninvited, ANN) is InvitationState.OPENED
    assert invitation_of(uninvited, OBSERVER) is InvitationState.SENT


def test_what_is_kept_of_a_mail_is_its_text_without_the_secret(uninvited, trap):
    put(uninvited, INVITATION, ANN)
    deliver(uninvited)

    message = messages(uninvited)[ANN]
    secret = secret_in(trap.taken[0].get_body(("plain",)).get_content())
    assert (message.state, message.error) == (MessageState.SENT, "")
    assert message.sent_at is not None
    assert message.message_id == trap.taken[0]["Message-ID"]
    assert f"Dear {ANN}," in message.body
    assert secret not in message.body
    assert "/join#" not in message.body


def test_the_secret_reaches_neither_log_nor_record(uninvited, trap, caplog):
    caplog.set_level(logging.DEBUG)
    put(uninvited, INVITATION, ANN)

    deliver(uninvited)

    secret = secret_in(trap.taken[0].get_body(("plain",)).get_content())
    events = audit.list_events(uninvited.context(FACILITATOR), uninvited.process_id)
    sentences = [event.sentence for event in events]
    # The mail server of the test logs what it reads.
    logged = " ".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert secret not in logged + " ".join(sentences)
    assert f"A personal link went into a mail to {ANN}." in sentences
    assert f"The invitation of {ANN} became sent." in sentences
    assert audit.verify_chain(uninvited.context(FACILITATOR), uninvited.process_id).is_intact


def test_a_second_round_of_invitations_goes_to_nobody_twice(uninvited, trap):
    put(uninvited, INVITATION, ANN)
    put(uninvited, INVITATION)
    deliver(uninvited)

    assert max(trap.times_taken.values()) == 1
    assert len(trap.addressed_to(address(ANN))) == 1


def test_an_address_that_does_not_exist_bounces_and_the_others_get_theirs(uninvited, trap):
    trap.at_recipient[address(BEN)] = "550 5.1.1 no such user"
    put(uninvited, INVITATION)

    deliver(uninvited)

    assert messages(uninvited)[BEN].error == "550 5.1.1 no such user"
    assert states(uninvited)[BEN] is MessageState.BOUNCED
    assert invitation_of(uninvited, BEN) is InvitationState.BOUNCED
    assert invitation_of(uninvited, ANN) is InvitationState.SENT
    assert trap.n_connections == 1


def test_after_the_address_was_mended_the_mail_goes_there(uninvited, trap):
    trap.at_recipient[address(BEN)] = "550 no such user"
    put(uninvited, INVITATION, BEN)
    deliver(uninvited)
    with uninvited.db.transaction() as session:
        session.get_one(Person, messages(uninvited)[BEN].person_id).email = "ben@new.example"

    mailing.try_again(uninvited.context(FACILITATOR), messages(uninvited)[BEN].id)
    deliver(uninvited)

    assert len(trap.addressed_to("ben@new.example")) == 1
    assert invitation_of(uninvited, BEN) is InvitationState.SENT


def test_who_is_put_off_is_tried_again_after_growing_waits(uninvited, trap, clock):
    trap.at_recipient[address(ANN)] = "451 4.7.1 greylisted"
    put(uninvited, INVITATION, ANN)

    waits = []
    for _ in range(4):
        deliver(uninvited)
        waits.append((messages(uninvited)[ANN].not_before - clock.now).total_seconds())
        clock.now = messages(uninvited)[ANN].not_before
    trap.at_recipient.clear()

    assert waits == [60, 120, 240, 480]
    assert deliver(uninvited) == 1
    assert states(uninvited)[ANN] is MessageState.SENT
    assert list(trap.times_taken.values()) == [1]


def test_a_mail_that_is_put_off_for_ever_fails_in_the_end(uninvited, trap, clock):
    trap.at_recipient[address(ANN)] = "451 4.7.1 greylisted"
    put(uninvited, INVITATION, ANN)
    for _ in range(outbox.MOST_ATTEMPTS):
        # By day, so that the night does not add to the waits.
        clock.forward(hours=24)
        deliver(uninvited)

    assert states(uninvited)[ANN] is MessageState.FAILED
    assert messages(uninvited)[ANN].error == "451 4.7.1 greylisted"


def test_while_the_server_is_dead_everything_waits_and_says_why(uninvited, trap, monkeypatch, clock):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    put(uninvited, INVITATION, ANN, BEN)
    dead = trap.settings(smtp_port=port)

    waits = []
    for _ in range(3):
        assert deliver_due(uninvited.db, dead) == 0
        waits.append((messages(uninvited)[ANN].not_before - clock.now).total_seconds())
        clock.now = messages(uninvited)[ANN].not_before

    assert waits == [60, 120, 240]
    assert states(uninvited) == {ANN: MessageState.WAITING, BEN: MessageState.WAITING}
    assert "does not answer" in messages(uninvited)[BEN].error
    assert deliver(uninvited) == 2


def test_a_server_that_goes_down_in_between_gets_the_rest_later_and_nothing_twice(uninvited, trap, clock):
    trap.at_recipient[address(BEN)] = "421 4.3.2 going down"
    put(uninvited, INVITATION)
    deliver(uninvited)
    trap.at_recipient.clear()

    for _ in range(3):
        clock.forward(minutes=10)
        deliver(uninvited)

    assert set(states(uninvited).values()) == {MessageState.SENT}
    assert set(trap.times_taken.values()) == {1}


def test_a_text_that_is_refused_fails_and_can_be_sent_again_by_hand(uninvited, trap):
    trap.at_text = ["554 5.7.1 looks like spam"]
    put(uninvited, INVITATION, ANN)
    deliver(uninvited)
    failed = messages(uninvited)[ANN]

    mailing.try_again(uninvited.context(FACILITATOR), failed.id)
    deliver(uninvited)

    assert (failed.state, failed.error) == (MessageState.FAILED, "554 5.7.1 looks like spam")
    assert states(uninvited)[ANN] is MessageState.SENT
    assert invitation_of(uninvited, ANN) is InvitationState.SENT


@pytest.mark.parametrize("said", ["drop", "take and drop"])
def test_silence_after_the_text_is_for_a_person_to_decide(uninvited, trap, clock, said):
    trap.at_text = [said]
    put(uninvited, INVITATION, ANN)
    deliver(uninvited)

    clock.forward(hours=24)
    deliver(uninvited)

    assert states(uninvited)[ANN] is MessageState.UNCLEAR
    assert len(trap.taken) == (said != "drop")
    with pytest.raises(ConflictError, match="Nobody is due"):
        put(uninvited, INVITATION, ANN)


def test_an_unclear_mail_is_marked_as_sent_or_sent_again_with_its_own_message_id(uninvited, trap, clock):
    trap.at_text = ["take and drop", "250 taken", "drop"]
    fay = uninvited.context(FACILITATOR)
    put(uninvited, INVITATION, ANN, BEN, CLEO)
    for _ in range(3):
        deliver(uninvited)
        clock.forward(minutes=5)
    unclear = {name: m for name, m in messages(uninvited).items() if m.state is MessageState.UNCLEAR}
    lost, arrived = sorted(unclear, key=lambda name: trap.times_taken[unclear[name].message_id])

    mailing.mark_arrived(fay, unclear[arrived].id)
    mailing.try_again(fay, unclear[lost].id)
    deliver(uninvited)

    assert set(states(uninvited).values()) == {MessageState.SENT}
    assert {m.message_id: 1 for m in messages(uninvited).values()} == trap.times_taken
    assert invitation_of(uninvited, arrived) is InvitationState.SENT


def test_who_has_finished_meanwhile_gets_no_reminder(running, trap, clock):
    give_addresses(running)
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    queued = put(running, REMINDER)
    for name in (ANN, BEN):
        survey.save_answer(running.context(name), running.survey_id, "method", "local")
        survey.finish_survey(running.context(name), running.survey_id)

    deliver(running)

    assert queued.n == len(VOTERS) + 1
    assert states(running)[ANN] is MessageState.DROPPED
    assert messages(running)[ANN].error == "The survey has been sent in."
    assert {mail["To"].addresses[0].addr_spec for mail in trap.taken} == {address(n) for n in (CHAIR, CLEO, PATIENT)}


def test_a_reminder_signs_nobody_out(running, trap):
    give_addresses(running)
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    begun = identity.exchange_link(running.db, running.link(ANN), address="192.0.2.1").token
    put(running, REMINDER, ANN)

    deliver(running)

    assert identity.actor_for_token(running.db, begun) is not None


def test_a_reminder_does_not_touch_the_state_of_the_invitation(running, trap):
    give_addresses(running)
    survey.open_survey(running.context(FACILITATOR), running.survey_id)
    with running.db.transaction() as session:
        session.get_one(Invitation, running.members[ANN]).state = InvitationState.ACCEPTED
    put(running, REMINDER, ANN)

    deliver(running)

    assert invitation_of(running, ANN) is InvitationState.ACCEPTED


def test_what_falls_into_the_night_goes_in_the_morning(uninvited, trap, clock):
    clock.forward(hours=9)
    queued = put(uninvited, INVITATION, ANN)

    deliver(uninvited)
    by_night = len(trap.taken)
    clock.forward(hours=11)
    deliver(uninvited)

    assert queued.is_moved
    assert queued.goes_at.isoformat() == "2012-09-08T08:00:00+00:00"
    assert (by_night, len(trap.taken)) == (0, 1)


def test_what_could_not_go_by_day_does_not_go_at_night_either(uninvited, trap, clock):
    put(uninvited, INVITATION, ANN)
    clock.forward(hours=9)

    assert deliver(uninvited) == 0

    assert messages(uninvited)[ANN].not_before.isoformat() == "2012-09-08T08:00:00+00:00"


def test_a_mail_that_was_cancelled_does_not_go(uninvited, trap):
    put(uninvited, INVITATION)
    mailing.cancel(uninvited.context(FACILITATOR), messages(uninvited)[ANN].id)

    deliver(uninvited)

    assert states(uninvited)[ANN] is MessageState.CANCELLED
    assert trap.addressed_to(address(ANN)) == []
    assert len(trap.taken) == 5


def test_after_the_end_of_the_process_nothing_goes(uninvited, trap):
    put(uninvited, INVITATION, ANN)
    with uninvited.db.transaction() as session:
        session.get_one(Process, uninvited.process_id).state = "finished"

    deliver(uninvited)

    assert states(uninvited)[ANN] is MessageState.DROPPED
    assert trap.taken == []


def test_the_example_sends_no_mail(uninvited, trap):
    put(uninvited, INVITATION, ANN)
    with uninvited.db.transaction() as session:
        session.get_one(Process, uninvited.process_id).is_example = True

    deliver(uninvited)

    assert trap.taken == []
    for call in (
        lambda: put(uninvited, INVITATION),
        lambda: mail_check.send_test_mail(nora(uninvited), uninvited.process_id),
    ):
        with pytest.raises(ConflictError, match="This is the example"):
            call()


def nora(built):
    return built.context(FACILITATOR)


def test_a_test_mail_goes_to_oneself_and_says_what_the_server_answered(uninvited, trap):
    said = mail_check.send_test_mail(nora(uninvited), uninvited.process_id)

    assert said == f"The mail server took the test mail to {address(FACILITATOR)} and answered: 250 taken"
    assert [mail["Subject"] for mail in trap.taken] == ["A test mail from Assent"]


def test_a_test_mail_that_is_refused_says_why(uninvited, trap):
    trap.at_recipient[address(FACILITATOR)] = "550 5.7.1 relaying denied"

    with pytest.raises(ConflictError, match=r"did not take the test mail .*: 550 5.7.1 relaying denied"):
        mail_check.send_test_mail(nora(uninvited), uninvited.process_id)


def test_a_link_handed_out_later_ends_the_one_in_the_mail(uninvited, trap):
    put(uninvited, INVITATION, ANN)
    deliver(uninvited)
    mailed = secret_in(trap.taken[0].get_body(("plain",)).get_content())

    credentials.issue_link(uninvited.context(FACILITATOR), uninvited.members[ANN])

    with pytest.raises(SignInError, match="replaced by a newer one"):
        identity.exchange_link(uninvited.db, mailed, address="192.0.2.1")
