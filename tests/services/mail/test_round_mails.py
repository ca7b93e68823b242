"""Mails about a Delphi round: to those who are missing, and to those whose letter is there; neither has a link."""

from datetime import timedelta

import pytest
from sqlmodel import select

from consensus.domain.ballots import Choice
from consensus.domain.disclosure import TallyMode
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.mail_text import MessageKind
from consensus.persistence.tables import AccessLink
from consensus.services.mail import mailing
from consensus.services.mail.delivery import deliver_due
from consensus.settings import get_settings
from tests.services.builders import ANN, BEN, NOON
from tests.services.delphi.delphi_people import RATERS, make_delphi
from tests.services.mail_people import address, give_addresses, messages, named_trap, put

REMINDER, NOTICE = MessageKind.ROUND_REMINDER, MessageKind.FEEDBACK_NOTICE


@pytest.fixture
def trap(monkeypatch):
    with named_trap(monkeypatch) as made:
        yield made


@pytest.fixture
def delphi(db):
    made = make_delphi(db)
    give_addresses(made.built, invitation=InvitationState.ACCEPTED)
    return made


def deliver(delphi):
    return deliver_due(delphi.built.db, get_settings())


def due(delphi, kind):
    found = mailing.list_due(delphi.ctx, delphi.built.process_id, kind)
    return found.closed or {one.name for one in found.found}


def test_only_who_has_not_rated_everything_is_reminded_with_the_deadline_of_the_round(delphi, trap):
    round_id = delphi.open(delphi.built.first, delphi.built.second)
    for statement_id in (delphi.built.first, delphi.built.second):
        delphi.rate(round_id, statement_id, ANN, Choice.CANNOT_JUDGE)
    delphi.rate(round_id, delphi.built.first, BEN, 7)
    assert due(delphi, REMINDER) == {*RATERS} - {ANN}

    put(delphi.built, REMINDER)
    delphi.rate(round_id, delphi.built.second, BEN, 7)
    deliver(delphi)

    assert not trap.addressed_to(address(ANN))
    assert not trap.addressed_to(address(BEN)), "finished between the writing and the sending"
    [mail] = trap.addressed_to(address(RATERS[-1]))
    body = mail.get_body(("plain",)).get_content()
    until = NOON + timedelta(days=21)
    assert f"open until {until.day} {until:%B %Y}" in " ".join(body.split())
    assert "/join#" not in body
    with delphi.built.db.reading() as session:
        assert session.exec(select(AccessLink)).all() == []


def test_nobody_is_reminded_while_counts_are_shown_or_no_round_is_open(delphi, trap):
    assert due(delphi, REMINDER) == "No round is open."
    delphi.change(tally=TallyMode.LIVE)
    delphi.open()

    with pytest.raises(ConflictError, match="nobody is reminded by name"):
        put(delphi.built, REMINDER)


def test_each_is_told_once_that_the_letter_of_a_round_is_there(delphi, trap):
    assert due(delphi, NOTICE) == "No round is revealed yet."
    round_id = delphi.open(delphi.built.second)
    delphi.rate_all(round_id, delphi.built.second, [1, 2, 3, 5, 7, 8, 9, 9])
    delphi.end(round_id)

    assert put(delphi.built, NOTICE).n == len(RATERS)
    deliver(delphi)

    assert due(delphi, NOTICE) == set()
    assert "My letters" in messages(delphi.built)[ANN].body
    assert trap.addressed_to(address(ANN))[0]["Subject"].startswith("Your feedback is there")
