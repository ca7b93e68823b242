"""Bounces as mail servers write them: which mail, which status, why."""

import pytest

from consensus.domain.bounce import read_bounce
from consensus.domain.errors import InvalidInputError

OURS = "<0f0e0d@assent.example>"

# Written by hand after RFC 3464; names and hosts are made up.
REPORT = """\
From: MAILER-DAEMON@mx.hospital.example
To: consensus@assent.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <other@mx.hospital.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.hospital.example

Final-Recipient: rfc822; ben@hospital.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnosis}

--b
Content-Type: {returned}

From: Assent <consensus@assent.example>
To: ben@hospital.example
Message-ID: {message_id}
Subject: Your place on the panel

{body}
--b--
"""


def report(
    status="5.1.1",
    diagnosis="550 5.1.1 User unknown",
    action="failed",
    returned="message/rfc822",
    message_id=OURS,
    body="Dear Ben,",
):
    text = REPORT.format(
        status=status, diagnosis=diagnosis, action=action, returned=returned, message_id=message_id, body=body
    )
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_our_mail_the_status_and_the_reason(returned):
    bounce = read_bounce(report(returned=returned))

    assert bounce.message_ids == (OURS,)
    assert (bounce.status, bounce.reason) == ("5.1.1", "550 5.1.1 User unknown")
    assert bounce.is_final


def test_a_delay_is_not_final():
    bounce = read_bounce(report("4.4.1", "451 4.4.1 no answer from host", "delayed"))

    assert not bounce.is_final


def test_a_bounce_in_words_from_the_mail_system_is_read_too():
    content = (
        f"From: Mail Delivery Subsystem <mailer-daemon@mx.example>\nIn-Reply-To: {OURS}\nSubject: failure\n\n"
        "The following address failed:\n  ben@hospital.example: 550 5.2.2 mailbox is full\n"
    ).encode()

    bounce = read_bounce(content)

    assert (bounce.message_ids, bounce.status) == ((OURS,), "5.2.2")
    assert "mailbox is full" in bounce.reason


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (report("2.0.0", "250 delivered", "delivered"), "says that the mail arrived"),
        (f"From: ben@hospital.example\nIn-Reply-To: {OURS}\n\nI am away, call 5.1.1\n".encode(), "is no bounce"),
        (b"", "is no bounce"),
        (b"\xff\xfe\x00garbage\x00", "is no bounce"),
        (report(message_id=""), "does not say which mail"),
        (b"x" * 5_000_001, "too large"),
    ],
    ids=["delivered", "a holiday notice", "empty", "garbage", "no Message-ID", "huge"],
)
def test_what_is_no_bounce_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        read_bounce(content)


def test_line_breaks_and_directions_in_a_reason_are_taken_out():
    bounce = read_bounce(report(diagnosis="550 no\n such \u202euser"))

    assert bounce.reason == "550 no such user"


def test_the_words_of_the_mail_that_came_back_do_not_count_as_its_status():
    bounce = read_bounce(report("5.1.1", body="Dear Ben, see 4.2.2"))

    assert bounce.status == "5.1.1"


HOSTILE = {
    "a header that takes hours to be read as ids": b"References: " + b"<a@b> " * 150_000,
    "a sender that takes hours to be read as addresses": b"From: " + b"a@b," * 200_000 + b" MAILER-DAEMON\n\n5.1.1\n",
    "parts in parts in parts": b"Content-Type: message/rfc822\n\n" * 5_000,
    "a margin without end": b"From: MAILER-DAEMON\n\n5.1.1\n" + b">\n" * 400_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_notice_is_refused_and_holds_nothing_up(content):
    with pytest.raises(InvalidInputError):
        read_bounce(content)


def test_a_notice_names_no_more_mails_than_one_looks_for():
    ids = "\n".join(f"Message-ID: <{number}@assent.example>" for number in range(1_000))

    bounce = read_bounce(f"From: MAILER-DAEMON\n\n5.1.1 no such user\n{ids}\n".encode())

    assert len(bounce.message_ids) == 100
