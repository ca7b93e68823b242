"""Several servers on one database share an outbox: each mail is sent by exactly one of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from consensus.domain.lifecycle import InvitationState, MessageState
from consensus.domain.mail_text import MessageKind
from consensus.persistence.tables import Message, Process
from consensus.services import audit
from consensus.services.mail.delivery import deliver_due
from consensus.services.people import panel
from consensus.settings import get_settings
from tests.services.builders import FACILITATOR
from tests.services.mail_people import give_addresses, named_trap, put


@pytest.fixture
def trap(monkeypatch):
    with named_trap(monkeypatch) as made:
        yield made
    get_settings.cache_clear()


def test_each_mail_is_sent_by_exactly_one_of_the_servers(replicas, running, trap):
    give_addresses(running, invitation=InvitationState.DRAFTED)
    fay = running.context(FACILITATOR)
    for n in range(20):
        panel.add_member(fay, running.process_id, panel.MemberDraft(f"Member {n}", f"member{n}@hospital.example"))
    with running.db.transaction() as session:
        process = session.get_one(Process, running.process_id)
        process.quiet_from = process.quiet_to = "00:00"
    queued = put(running, MessageKind.INVITATION)
    settings = get_settings()

    with ThreadPoolExecutor(4) as threads:
        shares = list(threads.map(lambda db: deliver_due(db, settings), [*replicas, *replicas]))

    assert sum(shares) == queued.n == 26
    assert sorted(trap.times_taken.values()) == [1] * 26
    with running.db.reading() as session:
        assert {message.state for message in session.exec(select(Message))} == {MessageState.SENT}
    assert audit.verify_chain(fay, running.process_id).is_intact
