"""A mail that somebody asked for: the words of one process carry the link to that process, and to no other."""

import pytest

from consensus.domain.mail_text import MailText, MessageKind
from consensus.domain.members import MemberDraft
from consensus.services.mail import mail_texts
from consensus.services.mail.delivery import deliver_due
from consensus.services.people import panel
from consensus.services.sign_in import identity, link_requests
from consensus.settings import get_settings
from tests.services.builders import ANN, FACILITATOR, begin_meeting, plan_process
from tests.services.mail_people import address, give_addresses, named_trap

HOME = "192.0.2.7"


@pytest.fixture
def trap(monkeypatch):
    with named_trap(monkeypatch) as made:
        yield made


def asked_for(built, trap, text=None):
    """The mail to Ann, who is in two processes, of which the facilitator of each has written this text."""
    give_addresses(built)
    other = begin_meeting(plan_process(built.db, "other"))
    panel.add_member(other.context(FACILITATOR), other.process_id, MemberDraft("Ann A.", address(ANN)))
    if text is not None:
        for process in (built, other):
            mail_texts.save_text(process.context(FACILITATOR), process.process_id, MessageKind.LINK, text)
    link_requests.request_link(built.db, address(ANN), client=HOME)
    deliver_due(built.db, get_settings())
    (mail,) = trap.addressed_to(address(ANN))
    return mail.get_body(("plain",)).get_content()


def leads_to(built, body):
    """The processes its links lead to, in their order."""
    secrets = [line.split("/join#")[1].split(maxsplit=1)[0] for line in body.splitlines() if "/join#" in line]
    tokens = {secret: identity.exchange_link(built.db, secret, address=HOME).process_slug for secret in set(secrets)}
    return [tokens[secret] for secret in secrets]


def test_each_part_has_the_link_to_its_process(running, trap):
    body = asked_for(running, trap)

    assert sorted(leads_to(running, body)) == ["hand", "other"]


def test_a_text_with_two_places_for_its_link_gets_no_link_to_another_process(running, trap):
    body = asked_for(running, trap, MailText("Your link", "Here: {link}\nor\nhttps://elsewhere.example/?to={link}"))

    first, again, second, once_more = leads_to(running, body)

    assert first == again
    assert second == once_more
    assert first != second
