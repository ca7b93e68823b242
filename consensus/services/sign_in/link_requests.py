"""“Send me my link”: whoever asks gets the same answer, and nothing is looked up until the mail is sent."""

from hashlib import sha256

from consensus.domain.errors import InvalidInputError, TooManyAttemptsError
from consensus.domain.mail_text import MessageKind
from consensus.domain.people import MAX_ADDRESS, check_address
from consensus.persistence.database import Database
from consensus.persistence.tables import Message
from consensus.services.mail.outbox import new_message_id
from consensus.services.sign_in import attempts
from consensus.settings import get_settings


def request_link(db: Database, address: str, *, client: str) -> None:
    """Leave a wish for links to every running process of whoever has this address; nothing tells whether anybody has.

    A person gets no more than a few mails in a quarter of an hour; who asks beyond that gets the same answer and no
    mail. A client that asks for many addresses is refused.
    """
    if len(address) > MAX_ADDRESS:
        raise InvalidInputError("This is no e-mail address. Check it and try again.")
    checked = check_address(address)
    if not checked:
        raise InvalidInputError("Type the e-mail address that your invitation came to.")
    attempts.claim(db, f"link-client:{attempts.address_key(client).partition(':')[2]}")
    is_refused = False
    try:
        attempts.claim(db, f"link-address:{sha256(checked.casefold().encode()).hexdigest()}")
    except TooManyAttemptsError:
        is_refused = True
    with db.transaction() as session:
        if is_refused:
            return
        now = db.now(session)
        session.add(
            Message(
                kind=MessageKind.LINK,
                to_address=checked,
                not_before=now,
                created_at=now,
                message_id=new_message_id(get_settings()),
            )
        )
