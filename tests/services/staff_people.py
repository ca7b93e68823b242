"""The facilitator of a running process as somebody with an address, a password and an app."""

from dataclasses import dataclass

import pyotp
from sqlmodel import select

from consensus.persistence.tables import Member, Person, WebSession
from consensus.services.context import Context
from consensus.services.sign_in import identity, passwords, second_factor
from tests.services.builders import FACILITATOR, Built

EMAIL, PASSWORD = "nora@example.org", "a quiet lake in june"
HOME = "192.0.2.7"


@dataclass
class Nora:
    """What she knows and has."""

    built: Built
    secret: str = ""
    recovery: tuple[str, ...] = ()

    def context(self) -> Context:
        """Signed in to no particular process, as by a one-time link."""
        with self.built.db.transaction() as session:
            person_id = session.get_one(Member, self.built.members[FACILITATOR]).person_id
            token = identity.begin_session(self.built.db, session, person_id, None).token
        return Context(self.built.db, identity.actor_for_token(self.built.db, token))

    def set_up_app(self) -> None:
        """Switch her authenticator app on."""
        ctx = self.context()
        self.secret = second_factor.begin_factor(ctx).secret
        self.recovery = second_factor.confirm_factor(ctx, self.code())

    def code(self) -> str:
        """What her app shows now."""
        db = self.built.db
        with db.reading() as session:
            return pyotp.TOTP(self.secret).at(db.now(session))


def make_nora(built: Built) -> Nora:
    """Give the facilitator an address and a password."""
    nora = Nora(built)
    with built.db.transaction() as session:
        session.exec(select(Person).where(Person.name == FACILITATOR)).one().email = EMAIL
    passwords.set_password(nora.context(), PASSWORD)
    with built.db.transaction() as session:
        for web_session in session.exec(select(WebSession)):
            web_session.revoked_at = built.db.now(session)
    return nora
