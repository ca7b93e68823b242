"""A bounce finds its mail again, marks its receiver as not reached, and tells nothing about other processes."""

import pytest
from typer.testing import CliRunner

from consensus.cli import app
from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import InvitationState, MessageState
from consensus.domain.mail_text import MessageKind
from consensus.services import audit
from consensus.services.mail import bounces
from consensus.services.mail.delivery import deliver_due
from consensus.services.opening import the_database
from consensus.settings import get_settings
from tests.domain.test_bounces_read import report
from tests.services.builders import BEN, FACILITATOR, plan_process
from tests.services.mail_people import give_addresses, invitation_of, messages, named_trap, put


@pytest.fixture
def sent(running, monkeypatch):
    """The running process after Ben was invited by mail."""
    with named_trap(monkeypatch):
        give_addresses(running, invitation=InvitationState.DRAFTED)
        put(running, MessageKind.INVITATION, BEN)
        deliver_due(running.db, get_settings())
        yield running


def test_a_final_bounce_marks_mail_and_invitation_with_the_reason(sent):
    noted = bounces.record_bounce(sent.db, report(message_id=messages(sent)[BEN].message_id))

    assert (noted.name, noted.is_final) == (BEN, True)
    assert messages(sent)[BEN].state is MessageState.BOUNCED
    assert messages(sent)[BEN].error == "5.1.1 550 5.1.1 User unknown"
    assert invitation_of(sent, BEN) is InvitationState.BOUNCED
    sentences = [e.sentence for e in audit.list_events(sent.context(FACILITATOR), sent.process_id)]
    assert f"The mail “invitation” to {BEN} came back: 5.1.1 550 5.1.1 User unknown" in sentences
    assert audit.verify_chain(sent.context(FACILITATOR), sent.process_id).is_intact


def test_a_delay_is_noted_and_changes_nothing_else(sent):
    content = report("4.4.1", "451 no answer", "delayed", message_id=messages(sent)[BEN].message_id)

    bounces.record_bounce(sent.db, content)

    assert messages(sent)[BEN].state is MessageState.SENT
    assert messages(sent)[BEN].error == "Delayed: 4.4.1 451 no answer"
    assert invitation_of(sent, BEN) is InvitationState.SENT


def test_the_same_bounce_twice_is_noted_once(sent):
    content = report(message_id=messages(sent)[BEN].message_id)
    bounces.record_bounce(sent.db, content)

    bounces.record_bounce(sent.db, content)

    sentences = [e.sentence for e in audit.list_events(sent.context(FACILITATOR), sent.process_id)]
    assert sum("came back" in sentence for sentence in sentences) == 1


def test_who_has_come_in_is_not_marked_as_unreached_by_a_late_bounce(sent):
    with sent.db.transaction() as session:
        from consensus.persistence.tables import Invitation

        session.get_one(Invitation, sent.members[BEN]).state = InvitationState.OPENED

    bounces.record_bounce(sent.db, report(message_id=messages(sent)[BEN].message_id))

    assert messages(sent)[BEN].state is MessageState.BOUNCED
    assert invitation_of(sent, BEN) is InvitationState.OPENED


def test_a_bounce_of_a_mail_from_elsewhere_is_refused(sent):
    with pytest.raises(NotFoundError, match="not about a mail that was sent from here"):
        bounces.record_bounce(sent.db, report(message_id="<other@else.example>"))


def test_a_facilitator_learns_nothing_of_the_mails_of_another_process(sent):
    other = plan_process(sent.db, "other")
    content = report(message_id=messages(sent)[BEN].message_id)

    with pytest.raises(NotFoundError, match="not about a mail that was sent from here"):
        bounces.report_bounce(other.context(FACILITATOR), other.process_id, content)

    assert messages(sent)[BEN].state is MessageState.SENT


def test_a_mail_server_pipes_bounces_into_the_command(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSENT_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    the_database.cache_clear()

    unknown = CliRunner().invoke(app, ["bounce", "-"], input=report())
    (tmp_path / "holiday.eml").write_bytes(b"From: ben@hospital.example\n\nAway\n")
    no_bounce = CliRunner().invoke(app, ["bounce", str(tmp_path / "holiday.eml")])

    assert (unknown.exit_code, no_bounce.exit_code) == (1, 1)
    assert "not about a mail that was sent from here" in unknown.output
    assert "is no bounce" in no_bounce.output
