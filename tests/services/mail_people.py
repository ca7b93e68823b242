"""People with addresses, and a mail server that the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlmodel import select

from consensus.domain.lifecycle import InvitationState
from consensus.domain.mail_text import MessageKind
from consensus.persistence.tables import Invitation, Member, Message, Person
from consensus.services.mail import mailing
from consensus.settings import get_settings
from tests.services.builders import FACILITATOR, Built
from tests.services.mail_trap import Trap, trapping

DEADLINE = date(2012, 10, 1)
LONG_AFTER = timedelta(hours=1)


def address(name: str) -> str:
    """The address of one of the people: ann@hospital.example."""
    return f"{name.split(maxsplit=1)[0].lower()}@hospital.example"


def give_addresses(built: Built, *, invitation: InvitationState | None = None) -> None:
    """Enter everybody's address, and put their invitations into this state."""
    with built.db.transaction() as session:
        for name, member_id in built.members.items():
            session.get_one(Person, session.get_one(Member, member_id).person_id).email = address(name)
            if invitation is not None:
                session.get_one(Invitation, member_id).state = invitation


def name_server(monkeypatch: pytest.MonkeyPatch, trap: Trap) -> None:
    """Let the settings name this mail server."""
    settings = trap.settings()
    for name in ("host", "port", "sender", "timeout"):
        monkeypatch.setenv(f"ASSENT_SMTP_{name.upper()}", str(getattr(settings, f"smtp_{name}")))
    monkeypatch.setenv("ASSENT_SMTP_SECURITY", "none")
    monkeypatch.setenv("ASSENT_PUBLIC_URL", settings.public_url)
    get_settings.cache_clear()


@contextmanager
def named_trap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trap]:
    """A running mail server that the settings name."""
    with trapping() as trap:
        name_server(monkeypatch, trap)
        yield trap


def put(built: Built, kind: MessageKind, *names: str, **options: object) -> mailing.Queued:
    """Let the facilitator send a mail of this kind to these people, or to all who are due."""
    ids = [built.members[name] for name in names] or None
    fields = {"deadline": DEADLINE, **options}
    return mailing.send(built.context(FACILITATOR), built.process_id, kind, member_ids=ids, **fields)  # type: ignore[arg-type]


def messages(built: Built) -> dict[str, Message]:
    """What is in the outbox, by whom it goes to."""
    with built.db.reading() as session:
        return {message.to_name: message for message in session.exec(select(Message))}


def invitation_of(built: Built, name: str) -> InvitationState:
    with built.db.reading() as session:
        return session.get_one(Invitation, built.members[name]).state


def secret_in(body: str) -> str:
    """The secret of the link in a mail."""
    return body.split("/join#")[1].split(maxsplit=1)[0]
