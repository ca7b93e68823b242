"""A server that is killed while it sends mail loses none and sends none twice; what nobody can know it says."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from consensus.domain.lifecycle import InvitationState, MessageState
from consensus.domain.mail_text import MessageKind
from consensus.persistence.database import Database
from consensus.persistence.tables import Message, Process
from consensus.services.mail import mailing, outbox
from consensus.services.mail.delivery import deliver_due
from consensus.services.people import panel
from consensus.settings import get_settings
from tests.services.builders import ANN, FACILITATOR, KEY, begin_meeting, plan_process
from tests.services.mail_people import give_addresses, messages, named_trap, put

PROGRAM = Path(__file__).with_name("mailing_program.py")
ROOT = PROGRAM.parents[2]
BEFORE = ("connected", "claimed", "offered", "about to hand over")
IN_BETWEEN = ("marked as handed over", "half of the text given", "whole text given", "answer read")


@pytest.fixture
def trap(monkeypatch):
    with named_trap(monkeypatch) as made:
        yield made


@pytest.fixture
def built(tmp_path):
    """A running process that is awake day and night, by its own clock."""
    db = Database(f"sqlite:///{tmp_path / 'assent.db'}", key=KEY)
    made = begin_meeting(plan_process(db))
    give_addresses(made, invitation=InvitationState.DRAFTED)
    with db.transaction() as session:
        process = session.get_one(Process, made.process_id)
        process.quiet_from = process.quiet_to = "00:00"
    yield made
    db.close()


def start_sending(built, step="never"):
    url = str(built.db.engine.url)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, PROGRAM, url, KEY.hex(), step], env=environment)


def go_on_later(built):
    """Another server that takes over when the first one has been silent for long."""
    long_after = outbox.lease(get_settings()) + timedelta(seconds=1)
    later = Database(str(built.db.engine.url), key=KEY, clock=lambda: datetime.now(UTC) + long_after)
    deliver_due(later, get_settings())
    later.close()


@pytest.mark.parametrize("step", BEFORE)
def test_a_mail_that_was_not_handed_over_is_sent_by_the_next_server_once(built, trap, step):
    put(built, MessageKind.INVITATION, ANN)

    assert start_sending(built, step).wait(60) == -signal.SIGKILL
    go_on_later(built)

    assert messages(built)[ANN].state is MessageState.SENT
    assert list(trap.times_taken.values()) == [1]


@pytest.mark.parametrize("step", IN_BETWEEN)
def test_a_mail_that_was_handed_over_is_not_sent_again_unless_somebody_decides_so(built, trap, step):
    put(built, MessageKind.INVITATION, ANN)

    assert start_sending(built, step).wait(60) == -signal.SIGKILL
    go_on_later(built)

    assert messages(built)[ANN].state is MessageState.UNCLEAR
    assert "The mail server may have it, or not" in messages(built)[ANN].error
    n_taken = len(trap.taken)
    assert n_taken == (step in ("whole text given", "answer read"))
    if n_taken:
        mailing.mark_arrived(built.context(FACILITATOR), messages(built)[ANN].id)
    else:
        mailing.try_again(built.context(FACILITATOR), messages(built)[ANN].id)
    go_on_later(built)
    assert messages(built)[ANN].state is MessageState.SENT
    assert list(trap.times_taken.values()) == [1]


def test_a_mail_that_was_noted_as_sent_stays_sent(built, trap):
    put(built, MessageKind.INVITATION, ANN)

    start_sending(built, "noted as sent").wait(60)
    go_on_later(built)

    assert messages(built)[ANN].state is MessageState.SENT
    assert list(trap.times_taken.values()) == [1]


@pytest.mark.parametrize("seconds", [0.02, 0.09, 0.23])
def test_a_kill_at_any_moment_of_a_long_batch_leaves_nothing_lost_and_nothing_doubled(built, trap, seconds):
    fay = built.context(FACILITATOR)
    for n in range(60):
        panel.add_member(fay, built.process_id, panel.MemberDraft(f"Member {n}", f"member{n}@hospital.example"))
    put(built, MessageKind.INVITATION)
    process = start_sending(built)
    while not trap.taken:
        time.sleep(0.005)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait(30)

    go_on_later(built)

    taken = trap.times_taken
    with built.db.reading() as session:
        rows = session.exec(select(Message)).all()
    assert max(taken.values()) == 1
    unclear = [row for row in rows if row.state is MessageState.UNCLEAR]
    assert len(unclear) <= 1
    assert all(taken[row.message_id] == 1 for row in rows if row.state is MessageState.SENT)
    assert len(unclear) + sum(row.state is MessageState.SENT for row in rows) == len(rows) == 66
